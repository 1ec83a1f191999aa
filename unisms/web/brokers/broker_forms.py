"""The forms of a new and of a changed connection, tried by a worker before they are saved."""

from pyramid.httpexceptions import HTTPSeeOther

from unisms import seams
from unisms.model.acl import Permission
from unisms.model.connections import BrokerConnection
from unisms.model.folder import Folder, path_of
from unisms.services.brokers import connections
from unisms.sms import money
from unisms.sms.encoding import ALPHABETS
from unisms.web.brokers.broker_fields import (
    SETTING,
    fields_of,
    hides,
    price_rows,
    revealed,
    reveals,
    told_elsewhere,
)
from unisms.web.forms.form import form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.proposed_page import ProposedPage
from unisms.web.forms.settings_page import SettingsPage


class BrokerForm(ProposedPage):
    """The common part of the forms of a connection; ``adapter`` is the name of its adapter."""

    trying = "connection.proposed"
    is_new = False

    @property
    def factory(self):
        return self.request.registry.factories.get(("broker", self.adapter))

    @property
    def fields(self):
        return fields_of(self.factory)

    def check(self, values):
        if not self.errors:
            self.try_to_make(values)

    def facts(self):
        point = point_of(self.request)
        return {
            "adapter": self.adapter,
            "declared": getattr(self.factory, "settings_fields", None),
            "prefix": SETTING,
            "alphabets": list(ALPHABETS),
            "price_rows": lambda shown: price_rows(shown, point),
            "one_session": hasattr(self.factory, "open"),
        }

    def typed(self):
        values = super().typed()
        if not self.errors and (self.is_outdated or not self.keeps):
            self.keep_secrets_here(values)
        if "settings" in values:
            values["settings"] = revealed(values["settings"], self.ground.settings)
        return values

    def keep_secrets_here(self, values):
        """Let a stored secret be typed again before another server is told it.

        Once others have saved, a proposal no longer tells which of its secrets were stored: those
        are typed again too.
        """
        declared = getattr(self.factory, "settings_fields", None)
        if self.is_outdated:
            again = self.not_typed(values)
        elif declared is None:
            again = (
                ["settings"]
                if reveals(values["settings"], self.ground.settings, self.before().settings)
                else []
            )
        else:
            told = told_elsewhere(
                declared, self.like(self.ground, values).settings, self.as_it_is().settings
            )
            again = [name for one in told if (name := f"{SETTING}{one}") not in values]
        for name in again:
            self.reject(name, "again")

    def not_typed(self, values):
        """Return the fields whose secrets are taken from the ground: all, if nothing is typed."""
        kept = [
            field.name
            for field in self.fields
            if field.secret and (self.keeps or field.name not in values)
        ]
        lines = "settings" in values and (self.keeps or hides(values["settings"]))
        return [name for name in kept if self.begun()[name]] + ["settings"] * lines

    def fill(self, connection, values):
        """Store the values in a connection that nobody has seen yet."""
        for field in self.fields:
            if field.name in values:
                field.store(connection, values[field.name])
        return connection

    def draft(self, values):
        """Return a connection with these values, if its adapter gets others and can try them."""
        draft = self.like(self.ground, values)
        other = self.is_new or draft.made_with() != self.as_it_is().made_with()
        return draft if other and may_try(self.factory) else None

    def as_it_is(self):
        """Return a connection like the stored one; a default that is written down is left out."""
        before = self.before()
        return self.like(before, {field.name: field.value(before) for field in self.fields})

    def like(self, connection, values):
        """Return a connection like ``connection``, with these values."""
        return self.fill(BrokerConnection("", self.adapter, connection.settings), values)

    def called(self, name):
        """Return how people call the setting of this name, in the language of the page."""
        declared, language = getattr(self.factory, "settings_fields", ()), self.request.language
        return next((one.called(language) for one in declared if one.name == name), name)

    def try_to_make(self, values):
        """Let the adapter look at the settings: what it does not take is told in its words."""
        try:
            seams.make_adapter(self.request.registry, *self.like(self.ground, values).made_with())
        except KeyError as missing:
            self.reject("settings", "lacking", self.called(missing.args[0]))
        except (ValueError, LookupError) as trouble:
            self.reject("settings", "adapter", str(trouble))


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
class NewBroker(BrokerForm, NewPage):
    """The form of a new connection: first its adapter, then its settings."""

    verb = "connection.added"
    is_new = True

    @property
    def adapter(self):
        asked = self.request.params.get("adapter", "")
        return asked if asked in self.adapters else ""

    @property
    def adapters(self):
        """The names of those that are switched on."""
        return sorted(name for kind, name in self.request.registry.factories if kind == "broker")

    def before(self):
        return BrokerConnection("", self.adapter)

    def address(self, **more):
        return super().address(adapter=self.adapter, **more)

    def show(self):
        if not self.adapter:
            return {"form": self, "adapters": self.adapters, "adapter": ""}
        return super().show()

    def save(self):
        if not self.adapter:
            return HTTPSeeOther(self.request.resource_path(self.context, "new"))
        return super().save()

    def make(self, values):
        made = BrokerConnection(values["title"], self.adapter, self.ground.settings)
        return self.fill(made, values)

    def noted(self, values):
        return {"title": values["title"], "adapter": self.adapter}

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


def may_try(factory):
    """Whether what this factory makes can be tried, as far as is known before it is made."""
    return not isinstance(factory, type) or hasattr(factory, "check")


def point_of(request):
    """Return the sign before the decimals of a price."""
    return "," if request.language == "fr" else "."


def try_soon(request, connection):
    """Have a worker try the connection."""
    connections.ask_for_try(connection, request.now)
    request.enqueue("try_connection", path_of(connection))
