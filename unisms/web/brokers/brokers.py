"""The broker connections of an institution, and those that all share: how they are, their settings, a try, the end."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.traversal import find_root
from pyramid.view import view_config, view_defaults

from unisms import seams
from unisms.model.acl import Permission
from unisms.model.connections import REQUESTED, BrokerConnection
from unisms.model.folder import Folder, path_of
from unisms.model.root import institution_of
from unisms.services.brokers import connections
from unisms.services.delivery import unread
from unisms.sms import money
from unisms.sms.encoding import ALPHABETS
from unisms.web.brokers import news, senders, standstill
from unisms.web.brokers.broker_fields import (
    SETTING,
    fields_of,
    hides,
    price_rows,
    revealed,
    reveals,
    told_elsewhere,
)
from unisms.web.frame import paging
from unisms.web.frame.forms import free_name
from unisms.web.frame.proposing import ProposedPage


def of_brokers(**settings):
    """A view of the connections of an institution, and of those that all share."""
    # One frame further up is the class or the module that the view is in.
    own = view_config(
        context=Folder,
        folder="brokers",
        permission=Permission.CONNECTION_MANAGE,
        _depth=1,
        **settings,
    )
    shared = view_config(
        context=Folder, folder="/brokers", permission=Permission.OPERATE, _depth=1, **settings
    )

    def decorate(view):
        return shared(own(view))

    return decorate


@of_brokers(request_method="GET", renderer="brokers.jinja2")
def brokers(folder, _request):
    """The connections, and below an institution's own those of all."""
    above = find_root(folder)["brokers"]
    return {
        "folder": folder,
        "connections": by_title(folder),
        "shared": by_title(above) if above is not folder else [],
        "state_of": state_of,
        "to_decide": to_decide,
    }


def to_decide(connection):
    """How many sender IDs are asked for on this connection."""
    return sum(one.state == REQUESTED for one in connection.senders())


def waiting(folder):
    """The connections that want somebody's attention: ``(connection, state_of it, sender IDs to decide)``."""
    known = ((one, state_of(one), to_decide(one)) for one in by_title(folder))
    return [
        (one, state, wanted)
        for one, state, wanted in known
        if wanted or state[0] in ("trouble", "failed")
    ]


def by_title(folder):
    return sorted(folder.values(), key=lambda connection: connection.title.casefold())


def state_of(connection):
    """How a connection is: ``trouble`` (nothing leaves), ``failed`` (the last try), ``works`` or ``untried``; since
    when; a code; and the words of its adapter."""
    if trouble := connections.trouble_of(connection):
        return "trouble", *trouble
    if connection.tested:
        at, works, code, said = connection.tested
        return (
            ("failed" if not works else "untried" if code == "untried" else "works"),
            at,
            code,
            said,
        )
    return ("works" if connection.line.holder else "untried"), 0, "", ""


def point_of(request):
    """What stands before the decimals of a price."""
    return "," if request.language == "fr" else "."


class BrokerForm(ProposedPage):
    """What the forms of a new and of a changed connection share; ``adapter`` is the name of theirs."""

    trying = "connection.proposed"
    is_new = False

    @property
    def factory(self):
        return self.request.registry.factories.get(("broker", self.adapter))

    @property
    def fields(self):
        return fields_of(self.factory)

    def facts(self):
        """What the template needs beside the form."""
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
        """A secret that is stored is told to nobody else than before: who names somebody else types it again. Once
        others have saved, a proposal tells no more which of its secrets were stored: those are typed again too."""
        declared = getattr(self.factory, "settings_fields", None)
        if self.is_outdated:
            again = self.not_typed(values)
        elif declared is None:
            revealed = reveals(values["settings"], self.ground.settings, self.before().settings)
            again = ["settings"] if revealed else []
        else:
            told = told_elsewhere(
                declared, self.like(self.ground, values).settings, self.as_it_is().settings
            )
            again = [name for one in told if (name := f"{SETTING}{one}") not in values]
        for name in again:
            self.reject(name, "again")

    def not_typed(self, values):
        """The names of the fields whose secrets are taken from the ground, all of them where nothing is typed."""
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
        """A connection with these values, where its adapter is given something else than before, and can try it."""
        draft = self.like(self.ground, values)
        other = self.is_new or draft.made_with() != self.as_it_is().made_with()
        return draft if other and may_try(self.factory) else None

    def as_it_is(self):
        """One as what is there; a default that is written down is none."""
        before = self.before()
        return self.like(before, {field.name: field.value(before) for field in self.fields})

    def like(self, connection, values):
        """One as ``connection``, with these values."""
        return self.fill(BrokerConnection("", self.adapter, connection.settings), values)

    def try_to_make(self, values):
        """Let the adapter look at the settings: what it does not take is told in its words."""
        try:
            seams.make_adapter(self.request.registry, *self.like(self.ground, values).made_with())
        except KeyError as missing:
            self.reject("settings", "lacking", missing.args[0])
        except (ValueError, LookupError) as trouble:
            self.reject("settings", "adapter", str(trouble))


def may_try(factory):
    """Whether what this factory makes can be tried, as far as is known before it is made."""
    return not isinstance(factory, type) or hasattr(factory, "check")


class NewBroker(BrokerForm):
    """A new connection: first its adapter, then its settings."""

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

    @of_brokers(name="new", request_method="GET", renderer="broker_new.jinja2")
    def show(self):
        if not self.adapter:
            return {"form": self, "adapters": self.adapters, "adapter": ""}
        if self.must_begin_again:
            return self.begin_again()
        self.shown = self.begun()
        return self.new_page(**self.facts())

    @of_brokers(name="new", request_method="POST", renderer="broker_new.jinja2")
    def save(self):
        if not self.adapter:
            return HTTPSeeOther(self.request.resource_path(self.context, "new"))
        if self.must_begin_again:
            return self.begin_again()
        values = self.typed()
        if not self.errors:
            self.try_to_make(values)
        if self.errors:
            return self.new_page(**self.facts())
        return self.try_first(values) or self.add(values)

    def add(self, values):
        connection = self.fill(
            BrokerConnection(values["title"], self.adapter, self.ground.settings), values
        )
        name = free_name(self.context, values["title"])
        told = {"title": connection.title, "adapter": self.adapter}
        self.add_new("connection.added", name, connection, told)
        connection.tested = self.decided()
        if not connection.tested:
            try_soon(self.request, connection)
        return HTTPSeeOther(self.request.resource_path(connection))


@view_defaults(
    context=BrokerConnection,
    name="settings",
    renderer="broker_settings.jinja2",
    permission=Permission.CONNECTION_MANAGE,
)
class BrokerSettings(BrokerForm):
    """Changing a connection. A worker that has a session opens another one with what was saved."""

    verb = "connection.changed"

    @property
    def adapter(self):
        return self.context.adapter

    @view_config(request_method="GET")
    def show(self):
        if self.must_begin_again:
            return self.begin_again()
        self.shown = self.begun()
        return self.page(**self.facts())

    @view_config(request_method="POST")
    def save(self):
        if self.must_begin_again:
            return self.begin_again()
        answer = self.saved(**self.facts())
        self.meanwhile = tuple(
            (name, self._readable(name, value)) for name, value in self.meanwhile
        )
        return answer

    def check(self, values):
        if not self.errors:
            self.try_to_make(values)

    def keep(self, values):
        return self.try_first(values) or self.take_up(super().keep(values))

    def take_up(self, answer):
        """They are saved: a session that is open is opened anew with them; what could not be tried before is now."""
        connection, request = self.context, self.request
        connections.settings_changed(connection)
        connection.tested = self.decided()
        if connection.open or connections.is_held(connection, request.now):
            request.enqueue("deliver", path_of(connection))
        elif not connection.tested:
            try_soon(request, connection)
        return answer

    def _readable(self, name, value):
        if name != "prices":
            return value
        point = point_of(self.request)
        return [f"{prefix or '…'} {money.written_price(price, point)}" for prefix, price in value]


def try_soon(request, connection):
    """Have a worker try the connection."""
    connections.ask_for_try(connection, request.now)
    request.enqueue("try_connection", path_of(connection))


@view_defaults(context=BrokerConnection, permission=Permission.CONNECTION_MANAGE)
class BrokerViews:
    def __init__(self, connection, request):
        self.connection, self.request = connection, request
        self.factory = request.registry.factories.get(("broker", connection.adapter))

    @view_config(request_method="GET", renderer="broker.jinja2")
    def show(self):
        return self.page()

    def page(self, secret="", problem="", status=200):
        """``secret`` is that of the address just drawn, shown this once; ``problem`` is why nothing was done."""
        self.request.response.status = status
        connection, point = self.connection, point_of(self.request)
        page = paging.asked(self.request)
        listed, found = senders.shown(connection, page)
        return {
            **self.state_facts(),
            "prices": [
                (prefix, money.written_price(price, point)) for prefix, price in connection.prices
            ],
            "senders": listed,
            "senders_page": page,
            "senders_found": found,
            "shared": institution_of(connection) is None,
            "campaigns": len(connection.open),
            "held": standstill.held(connection, self.request),
            "unread": len(unread.waiting(connection)),
            "missed": unread.missed(connection),
            "takes_news": hasattr(self.factory, "read_receipts"),
            "address": news.address(self.request, connection, secret) if secret else "",
            "problem": problem,
        }

    def state_facts(self):
        return {
            "connection": self.connection,
            "state": state_of(self.connection),
            "trying": connections.is_being_tried(self.connection, self.request.now),
            "may_try": may_try(self.factory),
            "one_session": hasattr(self.factory, "open"),
        }

    @view_config(name="state", request_method="GET", renderer="broker_state.jinja2")
    def state(self):
        """The part of the page that changes while one waits for a try."""
        return self.state_facts()

    @view_config(name="try", request_method="POST")
    def try_it(self):
        connections.try_now(self.request.actor, self.connection, self.request.now)
        self.request.enqueue("try_connection", path_of(self.connection))
        return HTTPSeeOther(self.request.resource_path(self.connection))

    @view_config(name="news-address", request_method="POST", renderer="broker.jinja2")
    def draw_address(self):
        """A new address for receipts and replies; a cookie is no place to keep it in, so that the answer shows it."""
        actor, now = self.request.actor, self.request.now
        return self.page(secret=connections.draw_key(actor, self.connection, now))

    @view_config(name="remove", request_method="POST", renderer="broker.jinja2")
    def remove(self):
        if self.connection.open:
            return self.page(problem="open", status=409)
        folder, path = self.connection.__parent__, path_of(self.connection)
        connections.remove(self.request.actor, self.connection, self.request.now)
        self.request.enqueue("deliver", path)  # whoever has its session ends it
        return HTTPSeeOther(self.request.resource_path(folder))
