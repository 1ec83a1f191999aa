"""The standstill of a connection: campaigns held back, and broker news that nobody could read."""

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.traversal import find_root
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.connections import BrokerConnection
from unisms.model.folder import look_up, path_of
from unisms.model.root import institution_of
from unisms.services.brokers import holds
from unisms.services.delivery import unread
from unisms.web.frame import paging

ALL = "all"


def held(connection, request):
    """Return each ``Hold`` with the title of its campaign; nothing for the hold of all campaigns.

    A visitor who may not see the campaign reads its name, and that of its institution where others
    share the connection.
    """
    root = find_root(connection)
    found = [(hold, look_up(root, hold.path) if hold.path else None) for hold in connection.held()]
    shared = institution_of(connection) is None
    return [(hold, campaign and _named(campaign, request, shared)) for hold, campaign in found]


def _named(campaign, request, shared):
    if shared:
        return f"{institution_of(campaign).title} · {campaign.__name__}"
    return (
        campaign.title
        if request.has_permission(Permission.CAMPAIGN_VIEW, campaign)
        else campaign.__name__
    )


@view_defaults(context=BrokerConnection, permission=Permission.CONNECTION_MANAGE)
class Standstill:
    def __init__(self, connection, request):
        self.connection, self.request = connection, request

    @view_config(name="release", request_method="POST")
    def release(self):
        """Everything that is held back may leave again, at once."""
        holds.let_go(self.request.actor, self.connection, self.request.now)
        self.request.enqueue("deliver", path_of(self.connection))
        return HTTPSeeOther(self.request.resource_path(self.connection))

    @view_config(name="unread", request_method="GET", renderer="unread.jinja2")
    def unread(self):
        """Show when each came, by which command, and its unreadable place: never its content."""
        kept = unread.waiting(self.connection)[::-1]
        page = paging.asked(self.request)
        return {
            "connection": self.connection,
            "shared": institution_of(self.connection) is None,
            "kept": paging.part(kept, page),
            "found": len(kept),
            "missed": unread.missed(self.connection) if kept else 0,
            "page": page,
            "asked": self.request.session.pop_flash("unread"),
        }

    @view_config(name="unread", request_method="POST")
    def decide(self):
        """Let a worker read a piece of news again, or all of them, or forget them."""
        action = {"again": self.read_again, "forget": self.forget}.get(
            self.request.POST.get("action")
        )
        key = self.request.POST.get("key", "")
        if action is None or not key:
            raise HTTPBadRequest
        action(key)
        return HTTPSeeOther(self.request.resource_path(self.connection, "unread"))

    def read_again(self, key):
        unread.ask_again(self.request.actor, self.connection, self.request.now)
        self.request.enqueue("read_again", path_of(self.connection), "" if key == ALL else key)
        self.request.session.flash("again", "unread")

    def forget(self, key):
        kept = [known for known, _ in unread.waiting(self.connection)] if key == ALL else [key]
        unread.forget(self.request.actor, self.connection, kept, self.request.now)
        self.request.session.flash("forgotten", "unread")
