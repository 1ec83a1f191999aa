"""Answers that people gave elsewhere: read from a table or a directory, weighed, then kept.

The titles of a table tell its columns: who, about what, yes or no, and when. Nothing is kept before
somebody has seen what would be.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.model.proofs import FILE, NO, WHOLE, YES, Proof
from unisms.model.root import Institution
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.people import consent, themes
from unisms.services.tables.dates import read_date
from unisms.sms import smsu
from unisms.sms.names import finder, fold
from unisms.sms.purposes import SERVICE

#: titles of the columns: the first that a table has is used
TITLES = {
    "who": ("identifiant", "uid", "login", "supannaliaslogin"),
    "about": ("finalité", "thème", "theme", "purpose", "service", "condition"),
    "said": ("réponse", "accord", "consentement", "answer", "consent"),
    "when": ("date", "le", "at"),
}
NEEDED = ("who", "said")
WORDS = {
    YES: frozenset(("oui", "yes", "o", "y", "1", "true", "vrai", "x", "accepte")),
    NO: frozenset(("non", "no", "n", "0", "false", "faux", "refuse")),
}
OF_SERVICE = frozenset(("", "service", "cg", "tous", "tout", "all"))

#: verdicts on an answer: the first two are kept
JOINS, LEAVES = "joins", "leaves"
SAME, OLDER = "same", "older"  # as it is already; something newer is known
STRANGER, SAID_NO, CLOSED = "stranger", "said_no", "closed"
UNREAD_ANSWER, UNREAD_PURPOSE, UNREAD_DATE = "unread_answer", "unread_purpose", "unread_date"
VERDICTS = (
    *(JOINS, LEAVES, SAME, OLDER, STRANGER, SAID_NO, CLOSED),
    *(UNREAD_ANSWER, UNREAD_PURPOSE, UNREAD_DATE),
)
KEPT = (JOINS, LEAVES)


class Stated(NamedTuple):
    """An answer, as a line of a table or an attribute states it."""

    line: int  #: of the table, or 0
    uid: str
    theme: str  #: its name; empty: messages of service or, of a no, all messages
    answer: str
    at: int  #: epoch seconds


class Weighed(NamedTuple):
    """The answers of a table, and the verdict on each."""

    answers: tuple[
        tuple[Stated, str], ...
    ]  #: pairs of ``Stated`` and verdict, each person and theme once
    faults: tuple[
        tuple[int, str], ...
    ]  #: pairs of line and verdict, of the lines that cannot be read

    def counts(self) -> dict[str, int]:
        """Return how many answers have each verdict, in the order of ``VERDICTS``."""
        found = Counter(verdict for _, verdict in (*self.answers, *self.faults))
        return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}


class NoColumn(ValueError):
    """The table has no column of the names that tell ``what``: ``who`` or ``said``."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def weigh(
    institution: Institution,
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    now: int,
) -> Weighed:
    """Return the answers of a table, weighed. An answer without a date is of ``now``.

    Of several answers of one person about one theme the latest counts.

    :raises NoColumn: a column is missing.
    """
    places, known = _places(columns), _themes(institution)
    faults: list[tuple[int, str]] = []
    latest: dict[tuple[str, str], Stated] = {}
    for line, cells in rows:
        read = _stated(institution, known, line, _told(places, cells), now)
        if isinstance(read, str):
            faults.append((line, read))
        else:
            before = latest.get((read.uid, read.theme))
            if before is None or before.at <= read.at:
                latest[read.uid, read.theme] = read
    return Weighed(tuple(_verdicts(institution, latest)), tuple(faults))


def weigh_directory(
    institution: Institution, values: Mapping[str, Iterable[str]], now: int
) -> Weighed:
    """Return the consents of a directory where ESUP SMS-U has written them, weighed.

    ``values`` are those of the attribute, by uid. A key is the name of a theme, or its title.
    """
    known = _themes(institution)
    faults: list[tuple[int, str]] = []
    latest: dict[tuple[str, str], Stated] = {}
    for uid, of_person in values.items():
        told = smsu.consents(of_person)
        for key in ("", *told.keys) if told.accepts else told.keys:
            theme = known.get(fold(key)) if key else ""
            if theme is None:
                faults.append((0, UNREAD_PURPOSE))
            else:
                latest[uid, theme] = Stated(0, uid, theme, YES, now)
    return Weighed(tuple(_verdicts(institution, latest)), tuple(faults))


def keep(actor: Actor, weighed: Weighed, now: int, source: str = FILE) -> int:
    """Keep the answers that change something, each with its proof; return how many.

    :raises KeyError: somebody has been taken out meanwhile.
    """
    institution = actor.institution
    kept = [stated for stated, verdict in weighed.answers if verdict in KEPT]
    for stated in sorted(kept, key=lambda one: (bool(one.theme), one.at)):
        _keep(actor, institution, stated, source)
    counts = weighed.counts()
    after = {verdict: counts.get(verdict, 0) for verdict in KEPT} | {"source": source}
    journal.write(actor, "consents.imported", institution["people"], now, after=after)
    return len(kept)


def _keep(actor: Actor, institution: Institution, stated: Stated, source: str) -> None:
    theme = institution["themes"][stated.theme] if stated.theme else None
    kind = theme.kind if theme is not None else SERVICE
    is_yes = stated.answer == YES
    proof = Proof(
        stated.at,
        kind if theme is not None or is_yes else WHOLE,
        stated.theme,
        stated.answer,
        source=source,
        basis=consent.basis_of(institution, kind) if is_yes else "",
        by=actor.uid,
    )
    if theme is None:
        consent.keep(institution, stated.uid, proof)
    else:
        themes.keep(theme, stated.uid, proof)


def _places(columns: Sequence[str]) -> dict[str, int]:
    """Return the place of each column that is known by its title."""
    find = finder(columns)
    found = {
        what: next(filter(_is_place, map(find, names)), None) for what, names in TITLES.items()
    }
    for what in NEEDED:
        if found[what] is None:
            raise NoColumn(what)
    return {what: place for what, place in found.items() if place is not None}


def _is_place(place: int | None) -> bool:
    return place is not None


def _told(places: Mapping[str, int], cells: Sequence[str]) -> dict[str, str]:
    return {what: cells[place].strip() for what, place in places.items()}


def _themes(institution: Institution) -> dict[str, str]:
    """Return the name of each theme by the folded words that people call it by."""
    return {
        fold(word): name
        for name, theme in institution["themes"].items()
        for word in (theme.title_en, theme.title, name)
        if word
    }


def _stated(
    institution: Institution,
    known: Mapping[str, str],
    line: int,
    told: Mapping[str, str],
    now: int,
) -> Stated | str:
    """Return the answer of a line, or why it cannot be read."""
    said = fold(told["said"])
    answer = next((answer for answer, words in WORDS.items() if said in words), None)
    about = fold(told.get("about", "").removeprefix(smsu.MARK))
    theme = "" if about in OF_SERVICE else known.get(about)
    at = _moment(institution, told.get("when", ""), now)
    if answer is None:
        return UNREAD_ANSWER
    if theme is None:
        return UNREAD_PURPOSE
    if at is None:
        return UNREAD_DATE
    uid = told["who"]
    uid = uid if uid in institution["people"] else uid.lower()
    return Stated(line, uid, theme, answer, at)


def _moment(institution: Institution, cell: str, now: int) -> int | None:
    """Return noon of the day that a cell tells, and never the future; ``None``: it tells none."""
    if not cell:
        return now
    day = read_date(cell, ZoneInfo(institution.time_zone))
    if day is None:
        return None
    noon = datetime.combine(day, time(12), ZoneInfo(institution.time_zone))
    return min(now, int(noon.timestamp()))


def _verdicts(
    institution: Institution, latest: Mapping[tuple[str, str], Stated]
) -> Iterator[tuple[Stated, str]]:
    """Yield each answer with its verdict.

    Those about all messages come first, and count for the others.
    """
    said: dict[str, str] = {}  # uid -> their word about all messages, once the answers are kept
    for stated in sorted(latest.values(), key=lambda one: (bool(one.theme), one.line)):
        verdict = _verdict(institution, stated, said)
        if not stated.theme and verdict in KEPT:
            said[stated.uid] = stated.answer
        yield stated, verdict


def _verdict(institution: Institution, stated: Stated, said: Mapping[str, str]) -> str:
    people = institution["people"]
    if stated.uid not in people:
        return STRANGER
    answer, at = _known(institution, stated)
    if answer == stated.answer:
        return SAME
    if at > stated.at:
        return OLDER
    if stated.answer == NO:
        return LEAVES
    if stated.theme and institution["themes"][stated.theme].archived:
        return CLOSED
    word = said.get(stated.uid, people.word(stated.uid))
    return SAID_NO if stated.theme and word == NO else JOINS


def _known(institution: Institution, stated: Stated) -> tuple[str, int]:
    """Return the last answer of the person about this, or ``""``, and when it was given."""
    if not stated.theme:
        person = institution["people"][stated.uid]
        return person.said, max(person.consent_at, person.opt_out_at)
    theme = institution["themes"][stated.theme]
    member, left_at = theme.member(stated.uid), theme.left_at(stated.uid)
    if member is not None:
        return YES, member.since
    return (NO, left_at) if left_at else ("", 0)
