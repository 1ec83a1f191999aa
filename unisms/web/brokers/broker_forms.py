"""The forms of a new and of a changed connection, tried by a worker before they are saved."""

from unisms.model.acl import Permission
from unisms.model.connections import BrokerConnection
from unisms.model.folder import Folder, path_of
from unisms.services.brokers import connections
from unisms.sms import money
from unisms.sms.encoding import ALPHABETS
from unisms.web.brokers.broker_fields import OWN, price_rows
from unisms.web.forms.adapter_form import AdapterForm, ChosenAdapter
from unisms.web.forms.fields import Field
from unisms.web.forms.form import form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.readers import text
from unisms.web.forms.settings_page import SettingsPage


class BrokerForm(AdapterForm):
    """The common part of the forms of a connection to a broker."""

    trying = "connection.proposed"
    own_fields = (Field("title", text(80)), *OWN)

    def empty(self, settings=()):
        return BrokerConnection("", self.adapter, settings)

    def facts(self):
        point = point_of(self.request)
        return {
            **super().facts(),
            "alphabets": list(ALPHABETS),
            "price_rows": lambda shown: price_rows(shown, point),
            "one_session": hasattr(self.factory, "open"),
        }


@form_views(
    context=Folder,
    folder="brokers",
    name="new",
    renderer="broker_new.jinja2",
    permission=Permission.CONNECTION_MANAGE,
)
@form_views(
    context=Folder,
    folder="/brokers",
    name="new",
    renderer="broker_new.jinja2",
    permission=Permission.OPERATE,
)
class NewBroker(ChosenAdapter, BrokerForm, NewPage):
    """The form of a new connection: first its adapter, then its settings."""

    verb = "connection.added"

    @property
    def adapter(self):
        asked = self.request.params.get("adapter", "")
        return asked if asked in self.adapters else ""

    def add(self, values):
        connection = super().add(values)
        connection.tested = self.decided()
        if not connection.tested:
            try_soon(self.request, connection)
        return connection


@form_views(
    context=BrokerConnection,
    name="settings",
    renderer="broker_settings.jinja2",
    permission=Permission.CONNECTION_MANAGE,
)
class BrokerSettings(BrokerForm, SettingsPage):
    """A connection's settings; a worker that has a session opens another one with those saved."""

    verb = "connection.changed"

    @property
    def adapter(self):
        return self.context.adapter

    def page(self):
        self.meanwhile = tuple(
            (name, self._readable(name, value)) for name, value in self.meanwhile
        )
        return super().page()

    def store(self, values):
        """Store the values, and open the session anew with them; try those not tried before."""
        super().store(values)
        connection, request = self.context, self.request
        connections.settings_changed(connection)
        connection.tested = self.decided()
        if connection.open or connections.is_held(connection, request.now):
            request.enqueue("deliver", path_of(connection))
        elif not connection.tested:
            try_soon(request, connection)

    def _readable(self, name, value):
        if name != "prices":
            return value
        point = point_of(self.request)
        return [f"{prefix or '…'} {money.written_price(price, point)}" for prefix, price in value]


def point_of(request):
    """Return the sign before the decimals of a price."""
    return "," if request.language == "fr" else "."


def try_soon(request, connection):
    """Have a worker try the connection."""
    connections.ask_for_try(connection, request.now)
    request.enqueue("try_connection", path_of(connection))
