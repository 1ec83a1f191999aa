"""The comparison of a file of people with the directory: what would change, before anything does.

Whom a whole file names stands in its roll from then on, unless a remote directory brought them.
Who stands in no roll is never gone; who stands in several leaves the one of the file only.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from unisms.model.people import People, Subscriber
from unisms.model.root import Institution
from unisms.services.directory.directories import directory_of
from unisms.services.files.rows import Row
from unisms.services.ground.actor import Actor
from unisms.services.people import enrolment
from unisms.services.register import entries, moves
from unisms.services.register.changes import (
    BAD,
    CELL,
    CHANGED,
    GONE,
    HELD,
    LISTED,
    MOVED,
    NEW,
    SHARED,
    UNLISTED,
    WITHOUT,
    Facts,
    PersonChange,
    Remark,
)
from unisms.services.register.columns import PeopleColumns
from unisms.services.register.entries import Entry
from unisms.services.register.memberships import Memberships, comes_to_stand
from unisms.services.register.powers import Powers
from unisms.sms.names import fold


class Declared(NamedTuple):
    """All that somebody says of a file: its roll, whether it is whole, its columns."""

    roll: str  #: the title of the roll of which it is
    whole: bool  #: whether it names everybody in the roll
    columns: PeopleColumns


class Compared(NamedTuple):
    """All that a file would change, and what there is to look at."""

    changes: list[PersonChange]
    remarks: list[Remark]
    unchanged: int  #: people of whom nothing changes
    before: int  #: people in the roll, with those of the file whom none has brought
    lines: int = 0  #: of the file
    new_groups: tuple[tuple[str, str], ...] = ()  #: names and titles of groups to make


def compare(actor: Actor, wish: Declared, rows: Sequence[Row]) -> Compared:
    """Return what the rows (pairs of line and cells) would change if ``actor`` applied them.

    :raises BadColumns: the groups that they name are too many to be groups.
    """
    return _Comparison(actor, wish, rows).compared()


def facts_of(person: Subscriber) -> Facts:
    """Return what the directory knows of a person."""
    return Facts(person.name, person.email, person.msisdn)


def refusal_of_number(people: People, msisdn: str, uid: str) -> str:
    """Return why ``uid`` is not given this number, as a code of ``REASONS``; nothing: they may be.

    A number proved by a code stays with whoever has proved it, and they keep it.
    """
    person = people.get(uid)
    if not msisdn or (person is not None and msisdn == person.msisdn):
        return ""
    if person is not None and person.proven_at:
        return "proven"
    return "proven_by_another" if people.is_proved_by_another(msisdn, uid) else ""


_OF_FILE = (MOVED, NEW, CHANGED, LISTED)  # changes of people whom the file names


class _Comparison:
    def __init__(self, actor: Actor, wish: Declared, rows: Sequence[Row]) -> None:
        self._lines = len(rows)
        self._institution: Institution = actor.institution
        self._people, self._roll, self._whole = self._institution["people"], wish.roll, wish.whole
        self._told = entries.read(self._institution, wish.columns, rows)
        self._powers = Powers(actor)
        self._memberships = Memberships(self._institution, self._told.groups)
        self._remarks = [*self._told.remarks, *self._memberships.remarks()]
        self._absent: dict[str, Subscriber] = {}
        self._before = 0
        self._after: dict[str, tuple[Entry, Facts]] = {}  # uid -> what is known afterwards

    def compared(self) -> Compared:
        known = self._look_through()
        former = self._movable()
        changes = [change for one in known if (change := self._changed(one))]
        changes += self._unknown(former)
        if self._whole:
            changes += self._gone({change.former for change in changes})
        self._look_at_numbers({one.uid for one in changes if one.kind == GONE})
        stays = len(self._after) - sum(one.kind in _OF_FILE for one in changes)
        self._remarks += self._memberships.made(changes)
        groups = tuple(self._memberships.new_groups(changes))
        return Compared(changes, self._remarks, stays, self._before, self._lines, groups)

    def _look_through(self) -> list[Entry]:
        """Note who is absent from the file; return the entries of people who are known."""
        for uid, person in self._people.items():
            self._before += self._roll in person.rolls
            if uid not in self._told.named:
                self._absent[uid] = person
        return [entry for uid, entry in self._told.entries.items() if uid in self._people]

    def _movable(self) -> dict[tuple[str, str], list[str]]:
        """Return the uids of the absent by their address and name, in folded words."""
        found: dict[tuple[str, str], list[str]] = {}
        for uid, person in self._absent.items():
            if person.email and person.name:
                found.setdefault(_likeness(person.email, person.name), []).append(uid)
        return found

    def _changed(self, entry: Entry) -> PersonChange | None:
        person = self._people[entry.uid]
        before = facts_of(person)
        after = self._facts(entry, person)
        joins, leaves = self._memberships.moves(entry)
        is_new_here = comes_to_stand(self._institution, person, self._roll, whole=self._whole)
        if before != after and not self._powers.may_identify(entry.uid):
            self._note(BAD, "not_yours", entry, before.name)
            return None
        self._after[entry.uid] = entry, after
        self._before += is_new_here and not person.rolls
        is_changed = before != after or bool(joins or leaves)
        if not (is_changed or is_new_here):
            return None
        kind = CHANGED if is_changed else LISTED
        return PersonChange(kind, entry.line, entry.uid, "", before, after, joins, leaves)

    def _facts(self, entry: Entry, person: Subscriber) -> Facts:
        """Return what is known afterwards: what the file does not tell stays as it is."""
        name, email = entry.name or person.name, entry.email
        number = self._number(entry, person.__name__, person.name)
        if email is None or email.casefold() == person.email.casefold():
            email = person.email
        return Facts(name, email, number or person.msisdn)

    def _number(self, entry: Entry, uid: str, who: str) -> str:
        """Return the number that the file gives to ``uid``; nothing, where they cannot have it."""
        number = entry.number or ""
        if problem := refusal_of_number(self._people, number, uid):
            self._note(CELL, problem, entry, who, number)
            return ""
        return number

    def _unknown(self, former: dict[tuple[str, str], list[str]]) -> Iterator[PersonChange]:
        """Yield the changes of those whom the directory does not know by their uid."""
        claimed = Counter(map(_like_entry, self._told.entries.values()))
        for uid, entry in self._told.entries.items():
            if uid in self._people:
                continue
            likeness = _like_entry(entry)
            uids = former.get(likeness, []) if likeness[0] and claimed[likeness] == 1 else []
            change = self._moved(entry, uids[0]) if len(uids) == 1 else self._new(entry)
            if change is not None:
                yield change

    def _new(self, entry: Entry) -> PersonChange | None:
        if problem := self._refusal(entry):
            self._note(BAD, problem, entry, entry.name or "")
            return None
        number = self._number(entry, entry.uid, entry.name or "")
        after = Facts(entry.name or "", entry.email or "", number)
        self._after[entry.uid] = entry, after
        joins, _ = self._memberships.moves(entry)
        return PersonChange(NEW, entry.line, entry.uid, after=after, joins=joins)

    def _moved(self, entry: Entry, uid: str) -> PersonChange | None:
        """Return the change of a person whose uid was ``uid``, or ``None``: it is done by hand."""
        person = self._absent.pop(uid)
        by_hand = self._powers.has_role(uid) or moves.has_to_stay(self._institution, uid)
        if problem := "moves_by_hand" if by_hand else self._refusal(entry):
            self._note(BAD, problem, entry, person.name, uid)
            return None
        after = self._facts(entry, person)
        self._after[entry.uid] = entry, after
        joins, leaves = self._memberships.moves(entry, uid)
        return PersonChange(
            MOVED, entry.line, entry.uid, uid, facts_of(person), after, joins, leaves
        )

    def _gone(self, moved: set[str]) -> Iterator[PersonChange]:
        """Yield the changes of those who stood in the roll, and are not in the file."""
        for uid, person in self._absent.items():
            if self._roll not in person.rolls or uid in moved:
                continue
            known = facts_of(person)
            if len(person.rolls) > 1 or directory_of(self._institution, uid):
                yield PersonChange(UNLISTED, 0, uid, before=known, after=known)
            elif self._powers.signs_in(uid):
                why = "has_roles" if self._powers.has_role(uid) else "signs_in"
                self._remarks.append(Remark(HELD, why, 0, uid, person.name))
            else:
                yield PersonChange(GONE, 0, uid, before=known)

    def _look_at_numbers(self, gone: set[str]) -> None:
        """Remark on people of the file without a number, or with one that others have too."""
        by_number: dict[str, list[str]] = {}
        for uid, (entry, after) in self._after.items():
            if after.msisdn:
                by_number.setdefault(after.msisdn, []).append(uid)
            else:
                self._note(WITHOUT, "no_number", entry, after.name)
        for number, uids in by_number.items():
            others = {*self._others(number, gone), *uids}
            for uid in uids if len(others) > 1 else ():
                entry, after = self._after[uid]
                told = ", ".join(sorted(others - {uid})[:5])
                self._note(SHARED, "same_number", entry, after.name, told)

    def _others(self, number: str, gone: set[str]) -> Iterable[str]:
        """Yield those outside the file who have this number, and stay."""
        for uid in self._people.with_number(number):
            if uid in self._absent and uid not in gone:
                yield uid

    def _refusal(self, entry: Entry) -> str:
        """Return why nobody can be called by the uid of the entry, or nothing."""
        if not entry.name:
            return "no_name"
        if enrolment.is_author(self._institution, entry.uid):
            return "kept"
        return "" if self._powers.may_identify(entry.uid) else "not_yours"

    def _note(self, kind: str, code: str, entry: Entry, who: str, detail: str = "") -> None:
        self._remarks.append(Remark(kind, code, entry.line, entry.uid, who, detail))


def _likeness(email: str, name: str) -> tuple[str, str]:
    return email.casefold(), fold(name)


def _like_entry(entry: Entry) -> tuple[str, str]:
    return _likeness(entry.email or "", entry.name or "")
