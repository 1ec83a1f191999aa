"""The audit journal as people read it: searched, page by page, and as a file."""

import json
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.audit import Sealed
from unisms.model.root import Institution, Root
from unisms.seams.verbs import KINDS, nouns
from unisms.services.institution import audit_journals
from unisms.services.people import enrolment
from unisms.web.edge.audit import note
from unisms.web.edge.languages import in_words
from unisms.web.frame.downloads import spreadsheet
from unisms.web.frame.formats import discreet
from unisms.web.frame.sight import seen_whole
from unisms.web.institution.acts import Acts

PAGE = 30
NAMESAKES = 200  # people whose name begins with what is typed
ASKED = ("person", "verb", "path", "since", "until")  # by the form
TITLES = ("number", "at", "by", "verb", "path", "address", "before", "after", "digest")


class Change(NamedTuple):
    """A field that an entry tells of."""

    field: str
    before: object
    after: object


@view_config(
    context=Institution,
    name="audit",
    request_method="GET",
    renderer="journal.jinja2",
    permission=Permission.AUDIT_VIEW,
)
@view_config(
    context=Root,
    name="audit",
    request_method="GET",
    renderer="journal.jinja2",
    permission=Permission.OPERATE,
)
def journal(holder, request):
    """A page of the journal, newest first; what waits for its seal is on the first one."""
    audit, wanted, kinds = holder.audit, wanted_by(holder, request), kinds_of_acts(request)
    before = _number(request.GET.get("before", ""))
    found = audit_journals.search(audit, wanted, before, PAGE)
    waiting = (
        [entry for entry in reversed(audit.waiting()) if wanted.accepts(entry)]
        if not before
        else []
    )
    return {
        "holder": holder,
        "waiting": waiting[:PAGE],
        "entries": found.entries,
        "older": found.before,
        "before": before,
        "head": audit.head,
        "asked": {name: request.GET.get(name, "") for name in ASKED},
        "kinds": kinds,
        "verbs": {verb: told for kind in kinds.values() for verb, told in kind},
        "changes": changes,
        "acts": Acts(holder, request),
    }


@view_config(
    context=Institution, name="audit.csv", request_method="GET", permission=Permission.AUDIT_VIEW
)
@view_config(context=Root, name="audit.csv", request_method="GET", permission=Permission.OPERATE)
def download(holder, request):
    """Everything sealed that the search finds, with numbers and digests, oldest first."""
    wanted = wanted_by(holder, request)
    rows = [_row(sealed) for sealed in holder.audit.sealed() if wanted.accepts(sealed.entry)]
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    if "person" in asked:  # the person may be meant by their number
        asked["person"] = discreet(asked["person"])
    note(request, "audit.exported", holder, after={**asked, "entries": len(rows)})
    name = holder.__name__ or "unisms"
    return spreadsheet(f"{name}-audit", TITLES, rows)


def kinds_of_acts(request):
    """Return ``{kind: pairs of verb and sentence}``, as the form lets choose, by sentence."""
    verbs = request.registry.verbs.items()
    told = [(name, verb.kind, in_words(request, verb.words)) for name, verb in verbs]
    told.sort(key=lambda one: one[2].lower())
    return {kind: [(name, words) for name, of, words in told if of == kind] for kind in KINDS}


def _row(sealed: Sealed):
    at = datetime.fromtimestamp(sealed.entry.at, ZoneInfo("UTC")).isoformat()
    return [sealed.number, at, *sealed.entry[1:], sealed.digest]


def wanted_by(holder, request):
    """Return the conditions that the form of the page asks for."""
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ASKED}
    zone = ZoneInfo(getattr(holder, "time_zone", "Europe/Paris"))
    return audit_journals.Wanted(
        uids=_uids(holder, asked["person"], request),
        verb=asked["verb"] if asked["verb"] not in KINDS else "",
        nouns=nouns(request.registry.verbs).get(asked["verb"], frozenset()),
        path=asked["path"],
        since=_midnight(asked["since"], zone),
        until=_midnight(asked["until"], zone, later=1),
    )


def _uids(holder, typed, request):
    """Return the people meant by a name, a uid or a number.

    A part of a number finds people only for a viewer who may see numbers.
    """
    if not typed:
        return frozenset()
    people = ()
    if isinstance(holder, Institution):
        people = enrolment.search(holder, typed, by_number=seen_whole(request), most=NAMESAKES)
    return frozenset({typed, f"operator:{typed}", *people})


def _midnight(typed, zone, later=0):
    """Return when the typed day begins, or the one ``later``; ``None`` if none is typed."""
    try:
        day = date.fromisoformat(typed) + timedelta(days=later)
    except (ValueError, OverflowError):
        return None
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


def _number(typed):
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def changes(entry):
    """Return the values before and after that an entry tells of, field by field."""
    before, after = _read(entry.before), _read(entry.after)
    return [
        Change(field, _told(before.get(field)), _told(after.get(field)))
        for field in sorted({**before, **after})
    ]


def _read(told):
    """The fields of what was before or after; of anything that is no record, one without a name."""
    if not told:
        return {}
    try:
        value = json.loads(told)
    except ValueError:
        value = told  # it was too long to be kept whole
    return value if isinstance(value, dict) else {"": value}


def _told(value):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
