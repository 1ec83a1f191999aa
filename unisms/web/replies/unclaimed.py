"""Replies that are nobody's: an operator gives them to an institution, or erases them."""

from typing import NamedTuple

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.root import Root
from unisms.services.replies import replies
from unisms.web.frame import paging

DIGITS = 10  # of a key
ERASE = "-"  # in the place of an institution


class Unclaimed(NamedTuple):
    """A reply by a shared connection that no institution has written to lately."""

    month: str
    key: int
    at: int
    msisdn: str
    to: str
    text: str


@view_defaults(context=Root, name="replies", permission=Permission.OPERATE)
class UnclaimedReplies:
    """The box of those who run the installation: 50 a page, the latest first."""

    def __init__(self, root, request):
        self.root, self.request = root, request

    @view_config(request_method="GET", renderer="unclaimed.jinja2")
    def show(self):
        box = self.root.replies
        found = [
            Unclaimed(month, key, *stored[:4])
            for month in box.months()[::-1]
            for key, stored in box.keyed(month)[::-1]
        ]
        page = paging.asked(self.request)
        return {
            "replies": paging.part(found, page),
            "page": page,
            "found": len(found),
            "days": replies.UNCLAIMED // 86400,
            "institutions": sorted(
                ((name, one.title) for name, one in self.root["institutions"].items()),
                key=lambda pair: pair[1].casefold(),
            ),
        }

    @view_config(request_method="POST")
    def decide(self):
        """Give a reply to the chosen institution, or erase it; a second time, nothing happens."""
        post, institutions = self.request.POST, self.root["institutions"]
        name = post.get("institution", "")
        month, key = post.get("month", ""), key_of(post.get("key", ""))
        if (name == ERASE or name in institutions) and self.gives(month, key, name):
            self.request.session.flash("erased" if name == ERASE else "given", "unclaimed")
        return HTTPSeeOther(self.request.resource_path(self.root, "replies"))

    def gives(self, month, key, name):
        """Whether the reply was still there."""
        request, institution = self.request, self.root["institutions"].get(name)
        return replies.give(request.actor, self.root, month, key, institution, request.now)


def key_of(typed):
    """Return the key of a reply, which has 31 bits; no reply's key if something else is typed."""
    return int(typed) if typed.isdecimal() and len(typed) <= DIGITS and int(typed) < 2**31 else -1
