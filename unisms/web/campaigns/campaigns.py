"""The list of an institution's messages, and its search by words, dates, state, account, author."""

from datetime import date, datetime, timedelta
from functools import partial
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.authored import EVER
from unisms.model.folder import Folder
from unisms.services.brokers import quiet
from unisms.services.campaigns.searches import Search, Wanted
from unisms.services.tables.dates import read_date
from unisms.sms import states
from unisms.sms.template import fold
from unisms.web.frame import paging, unsent
from unisms.web.frame.sight import ALL, SOME, Sight, figures_for

PAGE = 30
CHOSEN_FROM = 300  # accounts
LISTED = 150  # campaigns whose pages are numbered together; older ones follow
LOOKED_AT = 10_000  # campaigns that one search goes through; whoever searches goes on from there
BY_HOUR = states.offering(states.PAUSE) | {
    states.SCHEDULED
}  # of which the hour tells which one is shown
ASKED = ("search", "state", "account", "author", "since", "until")  # by the form


class Found(NamedTuple):
    """The campaigns found among those that were gone through."""

    names: list  #: the latest moment first
    older: str  #: the name from which to go on; empty where all were gone through


@view_config(
    context=Folder,
    folder="campaigns",
    request_method="GET",
    renderer="campaigns.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def campaigns(folder, request):
    """The campaigns that this person may see: all of them, or their own."""
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ASKED}
    since, until, errors = days(asked, ZoneInfo(request.institution.time_zone))
    before, sight = request.GET.get("before", "")[:80], Sight(request)
    wanted = Wanted(
        asked["search"], asked["state"], asked["account"], asked["author"], since, until
    )
    most = LOOKED_AT if any(asked.values()) else LISTED
    found = (
        find(sight, request.institution, wanted, request.now, before, most=most)
        if not errors
        else Found([], "")
    )
    last = ceil(len(found.names) / PAGE) or 1
    page = min(paging.asked(request), last)
    has_drafts = not before and page == 1 and _may_be_drafts(asked)
    return {
        "own_drafts": unsent.listed(request, asked["search"]) if has_drafts else [],
        "other_drafts": unsent.others(request) if has_drafts and not asked["search"] else {},
        "campaigns": [folder[name] for name in paging.part(found.names, page, PAGE)],
        "found": len(found.names),
        "page": page,
        "size": PAGE,
        "older": found.older if page == last else "",
        "searched": folder[found.older].created_at if found.older else 0,
        "begins": not before,
        "told": figures_for(request),
        "asked": asked,
        "errors": errors,
        "narrowed": any(asked.values()),
        "between": (since, until)
        if (since or until) and not any(asked[name] for name in ASKED[:4])
        else (),
        "more": "dates" in request.GET or any(asked[name] for name in ASKED[2:]),
        "reach": sight.reach,
        "payers": payers(request, sight.reach),
        "states": states.CAMPAIGN_STATES,
        "may_compose": request.has_permission(Permission.CAMPAIGN_COMPOSE, folder),
    }


def _may_be_drafts(asked):
    """Whether the conditions of the form leave room for drafts."""
    return asked["state"] in ("", states.DRAFT) and not any(asked[name] for name in ASKED[2:])


def find(sight, institution, wanted, now, before="", *, most=LOOKED_AT):
    """Return the ``Found`` campaigns: wanted, visible, among the ``most`` before ``before``.

    ``now`` is in epoch seconds.
    """
    folder, by_hour = institution["campaigns"], wanted.state in BY_HOUR
    search = Search(institution, wanted._replace(state="") if by_hour else wanted)
    found, last, looked = [], "", 0
    for last, told in sight.latest(folder, before or EVER, most=most):
        looked += 1
        if told is None or not search.accepts(told):
            continue
        if by_hour and (
            told.state not in BY_HOUR or quiet.shown_state(folder[last], now) != wanted.state
        ):
            continue
        found.append((told.at, last))
    return Found([name for _, name in sorted(found, reverse=True)], last if looked == most else "")


def days(asked, zone):
    """Return the first and the last moment that the form asks for, and the fields that are wrong.

    The moments are in epoch seconds, 0 if nothing is typed; each wrong field comes with a code.
    """
    typed = {name: read_date(asked[name]) for name in ("since", "until") if asked[name]}
    errors = {name: "date" for name, day in typed.items() if day is None}
    if not errors and len(typed) == 2 and typed["until"] < typed["since"]:
        errors["until"] = "order"
    if errors:
        return 0, 0, errors
    since, until = typed.get("since"), typed.get("until")
    return (
        _midnight(since, zone) if since else 0,
        _midnight(until, zone, later=1) if until else 0,
        {},
    )


def _midnight(day, zone, later=0):
    """Return when a day begins in ``zone``, in epoch seconds: ``day``, or the one ``later``."""
    day = min(day, date.max - timedelta(days=1)) + timedelta(days=later)
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


def payers(request, reach):
    """Return the accounts whose messages this person sees, by title.

    It does not matter who wrote them. If the accounts are too many to choose from, none is
    returned.
    """
    accounts = request.institution["accounts"]
    if reach not in (ALL, SOME) or len(accounts) > CHOSEN_FROM:
        return []
    may = partial(request.has_permission, Permission.CAMPAIGN_VIEW)
    seen = [one for one in accounts.values() if reach == ALL or may(one)]
    return sorted(seen, key=lambda one: fold(one.title))
