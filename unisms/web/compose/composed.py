"""The composed message as its form holds it: typed, stored or new; and who it would reach."""

import re
from collections import Counter
from itertools import islice
from typing import NamedTuple

from unisms.model.folder import Folder
from unisms.model.groups import size
from unisms.model.root import institution_of
from unisms.model.templates import MessageTemplate
from unisms.services.audience.kinds import exists
from unisms.services.brokers import connections
from unisms.services.campaigns.composition import Draft
from unisms.services.people import enrolling
from unisms.services.rights import reaches
from unisms.sms.names import fold

FILES = 6  # that are offered, besides those that are chosen
MOST_NAMESAKES = 50  # whose groups are told
LOOKED_AT = 50  # of somebody's latest campaigns: a name tells the day only

_DIGITS = re.compile("[0-9]+")  # TD 2 comes before TD 10


def typed(post, may, country="FR"):
    """Return the draft that a form sends; ``may(kind, name)`` tells whom this person may choose."""
    chosen = (pair.partition(":")[::2] for pair in post.getall("audience"))
    return Draft(
        title=post.get("title", "").strip()[:120],
        text=post.get("text", "").replace("\r\n", "\n"),
        audience=tuple(
            dict.fromkeys(
                (kind, name) for kind, name in chosen if kind != "number" and may(kind, name)
            )
        ),
        numbers=post.get("numbers", "").replace("\r\n", "\n"),
        account=post.get("account", ""),
        connection=post.get("connection", ""),
        sender_id=post.get("sender_id", ""),
        urgent=bool(post.get("urgent")),
        on_doubt="resend" if post.get("on_doubt") == "resend" else "hold",
        plain_values=bool(post.get("plain_values")),
        country=country,
    )


def stored(campaign, *, hidden=False):
    """The draft that a campaign holds; its typed numbers ``hidden`` from who may not see them."""
    numbers = tuple(name for kind, name in campaign.audience if kind == "number")
    return Draft(
        campaign.title,
        campaign.text,
        tuple(pair for pair in campaign.audience if pair[0] != "number"),
        "" if hidden else "\n".join(numbers),
        numbers if hidden else (),
        campaign.account,
        campaign.connection,
        campaign.sender_id,
        campaign.urgent,
        campaign.on_doubt,
        campaign.plain_values,
        institution_of(campaign).country,
    )


def new(institution, query, may):
    """A first draft: what the address asks for, an account and a contract that work."""
    asked = tuple(
        (kind, query[kind]) for kind in ("import", "group", "person") if kind in query and may(kind)
    )
    return Draft(
        audience=tuple(pair for pair in asked if exists(institution, *pair)),
        text=template_text(institution, query.get("template", "")),
        account=next((name for name, one in institution["accounts"].items() if not one.closed), ""),
        connection=_offered(connections.usable(institution)),
        country=institution.country,
    )


def _offered(known):
    """The path of the first connection by which messages leave; of the first, when none does; of none, nothing."""
    works = (path for path, one in known.items() if connections.carries(one))
    return next(works, next(iter(known), ""))


def last_of(institution, author):
    """The campaign that ``author`` wrote last, or ``None``."""
    folder = institution["campaigns"]
    names = list(islice(folder.latest_of(author), LOOKED_AT))
    last_day = (folder[name] for name in names if name[:8] == names[0][:8])
    return max(last_day, key=lambda one: one.created_at, default=None)


def template_text(institution, place):
    """The text of the template at ``place`` in the folder of all; empty when it is not there, or archived."""
    folder, _, name = place.rpartition("/")
    known = institution["templates"].get(folder) if folder else institution["templates"]
    found = known.get(name) if isinstance(known, Folder) else None
    return found.text if isinstance(found, MessageTemplate) and not found.archived else ""


def templates(institution):
    """Pairs of a department's title, empty for the institution's own, and its templates in use; all by title."""
    shelves = {}
    for one in sorted(reaches.templates(institution), key=lambda one: fold(one.title)):
        department = one.__parent__.title if "/" in one.place else ""
        shelves.setdefault(department, []).append(one)
    return sorted(shelves.items(), key=lambda pair: fold(pair[0]))


class Choice(NamedTuple):
    """Something that may be chosen as audience."""

    kind: str
    name: str
    title: str
    note: str = ""  #: a mobile number; or of a file, what ``count`` counts
    count: int | None = None  #: people in it


def groups(institution):
    folder = institution["groups"]
    found = [
        Choice("group", name, one.title, count=size(folder, name)) for name, one in folder.items()
    ]
    return sorted(
        found, key=lambda choice: _DIGITS.sub(lambda found: found[0].zfill(9), fold(choice.title))
    )


def persons(institution, draft):
    """The persons already chosen."""
    people = institution["people"]
    return [
        _person(people[name])
        for kind, name in draft.audience
        if kind == "person" and name in people
    ]


def found_persons(institution, search, but=(), *, by_number):
    """The first people that a search finds, as ``enrolling.found``, without those of ``but``; by name."""
    people, known = institution["people"], {choice.name for choice in but}
    uids = enrolling.found(institution, search, by_number=by_number)
    found = [_person(people[uid]) for uid in uids if uid not in known]
    return sorted(found, key=lambda choice: fold(choice.title))


def told_apart(institution, choices, shown):
    """``{uid: titles}``: in which of the groups ``shown`` people are who have the name of another among ``choices``."""
    names = Counter(fold(choice.title) for choice in choices)
    alike = [choice.name for choice in choices if names[fold(choice.title)] > 1][:MOST_NAMESAKES]
    groups = (
        [(choice.title, institution["groups"][choice.name].uids) for choice in shown]
        if alike
        else []
    )
    return {uid: [title for title, uids in groups if uid in uids] for uid in alike}


def _person(subscriber):
    return Choice("person", subscriber.__name__, subscriber.name, subscriber.msisdn)


def imports(institution, draft, mine):
    """Return every file chosen that is there, then the latest that ``mine`` accepts and that are ready."""
    folder = institution["imports"]
    chosen = {name for kind, name in draft.audience if kind == "import"}
    names = [name for name in folder.keys() if name in chosen and folder[name].state != "forgotten"]  # noqa: SIM118
    for name in list(folder.keys())[-20:][::-1]:
        one = folder[name]
        if name not in chosen and one.state == "read" and one.number_columns and mine(one):
            names.append(name)
    return [_file(folder[name]) for name in names[: max(FILES, len(chosen))]]


def _file(record):
    """A file is counted in people once its own page has counted them, before that in lines."""
    unit = "people" if record.ready else "lines"
    return Choice("import", record.__name__, record.filename, unit, _people_in(record))


def _people_in(record):
    return record.ready or len(record.rows)
