"""The list of connections, an institution's and the shared ones, with the state of each."""

from pyramid.traversal import find_root
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.connections import REQUESTED
from unisms.model.folder import Folder
from unisms.services.brokers import connections
from unisms.services.delivery import parking


def of_brokers(**settings):
    """A view of the connections of an institution, and of those that all share."""
    # A frame further up is the class or the module that the view is in.
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
    """Return the connections in need: ``(connection, its state_of, sender IDs to decide)``."""
    known = ((one, state_of(one), to_decide(one)) for one in by_title(folder))
    return [
        (one, state, wanted)
        for one, state, wanted in known
        if wanted or state[0] in ("trouble", "failed")
    ]


def by_title(folder):
    return sorted(folder.values(), key=lambda connection: connection.title.casefold())


def state_of(connection):
    """Return the state of a connection, since when, a code, and the words of its adapter.

    The state is ``trouble`` (nothing leaves), ``failed`` (the last try), ``astray`` (receipts find
    no message), ``works`` or ``untried``.
    """
    if trouble := connections.trouble_of(connection):
        return "trouble", *trouble
    has_failed = connection.tested and not connection.tested[1]
    if not has_failed and parking.is_astray(connection):
        return "astray", 0, "astray", ""
    if connection.tested:
        at, works, code, said = connection.tested
        return (
            ("failed" if not works else "untried" if code == "untried" else "works"),
            at,
            code,
            said,
        )
    return ("works" if connection.line.holder else "untried"), 0, "", ""
