"""Sender IDs: an institution asks for one; whoever manages the connection decides."""

from typing import NamedTuple

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.connections import (
    ACCEPTED,
    AUTHORISED,
    REFUSED,
    REQUESTED,
    BrokerConnection,
    SenderId,
)
from unisms.model.root import Institution, institution_of
from unisms.services.brokers import connections, sender_ids
from unisms.sms.sender_id import Verdict, is_number
from unisms.web.frame import paging

LONGEST_NOTE = 200  # characters
DECISIONS = {"accept": ACCEPTED, "authorise": AUTHORISED, "refuse": REFUSED}  # by button


@view_defaults(
    context=Institution,
    name="sender-ids",
    renderer="sender_ids.jinja2",
    permission=Permission.CONNECTION_MANAGE,
)
class Senders:
    """The sender IDs of an institution, on its own connections and on those that all share."""

    def __init__(self, institution, request):
        self.institution, self.request = institution, request
        self.connections = connections.usable(institution)

    @view_config(request_method="GET")
    def show(self):
        return self.page({"word": "", "connection": ""}, {})

    def page(self, typed, errors):
        shown = ("", self.institution.__name__)
        pairs = [
            (connection, one)
            for connection in self.connections.values()
            for one in connection.senders()
        ]
        return {
            "lines": [
                (connection, one, sender_ids.standing(connection, one, self.institution.country))
                for connection, one in pairs
                if one.institution in shown
            ],
            "paths": {connection: path for path, connection in self.connections.items()},
            "is_number": is_number,
            "connections": self.connections,
            "typed": typed,
            "errors": errors,
        }

    @view_config(request_method="POST")
    def ask(self):
        typed = {
            name: self.request.POST.get(name, "").strip()[:80] for name in ("word", "connection")
        }
        errors = self.request_sender(**typed)
        if errors:
            self.request.response.status = 422
            return self.page(typed, errors)
        return HTTPSeeOther(self.request.resource_path(self.institution, "sender-ids"))

    def request_sender(self, word, connection):
        """``{field: code}`` of what is wrong; nothing where it is asked for now."""
        if connection not in self.connections:
            return {"connection": "choice"}
        actor, now = self.request.actor, self.request.now
        try:
            sender_ids.ask(actor, self.connections[connection], word, now)
        except sender_ids.UnfitSender as refusal:
            return {"word": refusal.code}
        return {}


@view_config(
    context=Institution,
    name="sender-letter",
    request_method="GET",
    renderer="sender_letter.jinja2",
    permission=Permission.CONNECTION_MANAGE,
)
def letter(institution, request):
    """Show the letter by which the owner of a word asks operators to let it through."""
    connection = connections.usable(institution).get(request.GET.get("connection", ""))
    word = request.GET.get("word", "")
    if connection is None or not sender_ids.find(connection, institution.__name__, word):
        raise HTTPNotFound
    return {"word": word, "connection": connection, "institution": institution}


class Shown(NamedTuple):
    """A sender ID on the page of its connection."""

    sender: SenderId
    verdict: Verdict
    alike: list  #: names of the other institutions that show nearly the same


def shown(connection, page):
    """Return a page of a connection's sender IDs, undecided ones first, and how many there are.

    A shared connection judges each by the country of the institution that asked.
    """
    found = sorted(connection.senders(), key=lambda one: (one.state != REQUESTED, -one.at))
    part = paging.part(found, page)
    return [_shown(connection, one) for one in part], len(found)


def _shown(connection, one):
    return Shown(one, _standing(connection, one), sender_ids.owners_alike(connection, one))


def _standing(connection, one):
    owner = institution_of(connection) or sender_ids.asker(connection, one)
    return sender_ids.standing(connection, one, owner.country if owner else "FR")


@view_config(
    context=BrokerConnection,
    name="sender-ids",
    request_method="POST",
    permission=Permission.CONNECTION_MANAGE,
)
def decide(connection, request):
    """Accept, authorise or refuse a sender ID; its institution reads it in its own journal too."""
    post = request.POST
    known = sender_ids.find(connection, post.get("institution", ""), post.get("word", ""))
    if known is not None and post.get("action") in DECISIONS:
        state = DECISIONS[post["action"]]
        remark = " ".join(post.get("note", "").split())[:LONGEST_NOTE]
        sender_ids.decide(request.actor, connection, known, state, request.now, remark)
    return HTTPSeeOther(request.resource_path(connection, anchor="senders"))
