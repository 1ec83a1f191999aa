"""Sender IDs: an institution asks for one, and who manages the connection accepts or refuses it."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.traversal import find_root
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.connections import BrokerConnection
from unisms.model.root import Institution, institution_of
from unisms.services import composing, connections
from unisms.web.audit import note

LONGEST_NOTE = 200  # characters


@view_defaults(
    context=Institution, name="sender-ids", renderer="sender_ids.jinja2", permission=Permission.CONNECTION_MANAGE
)
class Senders:
    """The sender IDs of an institution, on its own connections and on those that all share."""

    def __init__(self, institution, request):
        self.institution, self.request = institution, request
        self.connections = composing.connections(institution)

    @view_config(request_method="GET")
    def show(self):
        return self.page({"word": "", "connection": ""}, {})

    def page(self, typed, errors):
        shown = ("", self.institution.__name__)
        pairs = [(connection, one) for connection in self.connections.values() for one in connection.senders()]
        return {
            "lines": [(connection, one) for connection, one in pairs if one.institution in shown],
            "connections": self.connections,
            "typed": typed,
            "errors": errors,
        }

    @view_config(request_method="POST")
    def ask(self):
        typed = {name: self.request.POST.get(name, "").strip()[:80] for name in ("word", "connection")}
        errors = self.request_sender(**typed)
        if errors:
            self.request.response.status = 422
            return self.page(typed, errors)
        asked = {"sender": typed["word"], "connection": self.connections[typed["connection"]].title}
        note(self.request, "sender.requested", self.institution, after=asked)
        return HTTPSeeOther(self.request.resource_path(self.institution, "sender-ids"))

    def request_sender(self, word, connection):
        """``{field: code}`` of what is wrong; nothing where it is asked for now."""
        if connection not in self.connections:
            return {"connection": "choice"}
        by, now = self.request.identity.uid, self.request.now
        try:
            connections.request_sender(self.connections[connection], self.institution.__name__, word, by, now)
        except connections.UnfitSender as refusal:
            return {"word": refusal.code}
        return {}


@view_config(
    context=BrokerConnection, name="sender-ids", request_method="POST", permission=Permission.CONNECTION_MANAGE
)
def decide(connection, request):
    """Accept or refuse a sender ID; who asked reads it in their own journal too."""
    post = request.POST
    known = connections.sender(connection, post.get("institution", ""), post.get("word", ""))
    if known is not None and post.get("action") in ("accept", "refuse"):
        accepted, remark = post["action"] == "accept", " ".join(post.get("note", "").split())[:LONGEST_NOTE]
        connections.decide_sender(connection, known, accepted, signature(request), request.now, remark)
        told = {"sender": known.word, "connection": connection.title, "note": remark}
        for resource in filter(None, (connection, asker(connection, known))):
            note(request, "sender.accepted" if accepted else "sender.refused", resource, after=told)
    return HTTPSeeOther(request.resource_path(connection, anchor="senders"))


def signature(request):
    """Who decides, as the institution that asked reads it."""
    identity = request.identity
    return identity.uid if identity.institution else f"operator:{identity.uid}"


def asker(connection, known):
    """The institution that asked, where the connection is above it."""
    above = institution_of(connection) is None
    return find_root(connection)["institutions"].get(known.institution) if above else None
