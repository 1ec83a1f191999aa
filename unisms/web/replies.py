"""What recipients answered: the replies of an institution, month by month, newest first."""

from typing import NamedTuple

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.web import paging
from unisms.web.numbers import note_reading

PAGE = 50


class ShownReply(NamedTuple):
    """A reply with whom it came from, as far as we know them."""

    at: int
    msisdn: str
    to: str
    text: str
    names: tuple


@view_config(
    context=Institution,
    name="replies",
    request_method="GET",
    renderer="replies.jinja2",
    permission=Permission.REPLY_VIEW,
)
def replies(institution, request):
    """A page of a month; who sees numbers whole is noted in the journal."""
    months = institution.replies.months()[::-1]
    asked = request.GET.get("month", "")
    month = asked if asked in months else next(iter(months), "")
    found = institution.replies.of(month)[::-1] if month else []
    page = min(paging.asked(request), max(1, -(-len(found) // PAGE)))
    shown = [_with_names(institution, reply) for reply in paging.part(found, page, PAGE)]
    note_reading(request, institution, [one.msisdn for one in shown])
    return {
        "months": [(name, f"{name[5:]}/{name[:4]}") for name in months],
        "month": month,
        "replies": shown,
        "found": len(found),
        "page": page,
        "size": PAGE,
    }


def _with_names(institution, reply):
    people = institution["people"]
    at, msisdn, to, text = reply
    return ShownReply(at, msisdn, to, text, tuple(people[uid].name for uid in people.with_number(msisdn)))
