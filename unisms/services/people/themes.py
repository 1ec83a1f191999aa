"""Themes: joined and left by people, or by numbers; and their numbers over time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from unisms.model import proofs
from unisms.model.groups import members as members_of_group
from unisms.model.leavings import note_proof
from unisms.model.proofs import DESK, NO, PAGE, REPLY, YES, Proof
from unisms.model.root import Institution, institution_of
from unisms.model.senders import all_noes
from unisms.model.themes import APPROVAL, ENGLISH, GROUP, Member, Theme
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.people.consent import OtherConditions, basis_of
from unisms.services.rules import hours

MEMBER, ASKED, LEFT, NEVER = "member", "asked", "left", ""

#: pairs of the title of a criterion and the chosen values
Choices: TypeAlias = Sequence[tuple[str, Sequence[str]]]


class NotOpen(Exception):
    """This person may not join this theme by themselves."""


class SaidNo(Exception):
    """They want no message at all: they join nothing before they have taken that back."""


class Membership(NamedTuple):
    """The relation of a person to a theme."""

    theme: Theme
    state: str  #: ``MEMBER``, ``ASKED``, ``LEFT`` or ``NEVER``
    member: Member | None  #: of a member
    proof: Proof | None  #: of their last answer


def join(
    actor: Actor,
    theme: Theme,
    uid: str,
    now: int,
    *,
    choices: Choices = (),
    version: int | None = None,
    source: str = PAGE,
) -> bool:
    """Let ``uid`` join at ``now`` (epoch seconds), or choose anew what they want to receive.

    Return whether they are a member now; else the owner will decide. ``choices`` are pairs of the
    title of a criterion and the chosen values; ``version`` is the number of the wording that they
    had before them, if they read it here. With another ``source`` than a page, who notes it has
    decided.

    :raises KeyError: there is nobody of that uid.
    :raises NotOpen: the theme is closed, or not for them.
    :raises SaidNo: they want no message at all.
    :raises OtherConditions: another wording counts by now.
    """
    number = theme.wordings.number
    _refuse(theme, uid, source)
    if version not in (None, number):
        raise OtherConditions
    known = theme.member(uid)
    member = Member(known.since if known else now, chosen(theme, choices), number, source)
    if known is None and source == PAGE and theme.joining == APPROVAL:
        theme.ask(uid, member)
        _write(actor, "theme.asked", theme, uid, now)
        return False
    _enter(actor, theme, uid, member, now)
    verb = "theme.joined" if actor.uid == uid else "theme.noted_join"
    _write(actor, verb, theme, uid, now)
    return True


def _refuse(theme: Theme, uid: str, source: str) -> None:
    people = institution_of(theme)["people"]
    if uid not in people:
        raise KeyError(uid)
    is_open = is_open_to(theme, uid) if source == PAGE else not theme.archived
    if not is_open and not theme.has_member(uid):
        raise NotOpen
    if people.word(uid) == NO:
        raise SaidNo


def _enter(actor: Actor, theme: Theme, uid: str, member: Member, now: int) -> None:
    basis = basis_of(institution_of(theme), theme.kind)
    by = actor.uid if actor.uid != uid else ""
    about = (theme.kind, theme.__name__)
    proof = Proof(now, *about, YES, member.version, member.source, basis, by)
    keep(theme, uid, proof, member.since, member.choices)


def keep(theme: Theme, uid: str, proof: Proof, since: int = 0, choices: Choices = ()) -> None:
    """Let an answer about a theme count for ``uid``, who is known, and keep its proof.

    A member is one ``since`` then, or since the answer.
    """
    institution = institution_of(theme)
    day = day_of(institution, proof.at)
    if proof.answer == YES:
        theme.join(uid, Member(since or proof.at, choices, proof.version, proof.source), day)
    else:
        theme.leave(uid, proof.at, day)
    institution["people"].note(uid, proof)
    note_proof(institution, uid, proof)


def leave(actor: Actor, theme: Theme, uid: str, now: int, *, source: str = PAGE) -> None:
    """Let ``uid``, member or not, receive nothing of this theme from ``now`` (epoch seconds) on.

    :raises KeyError: there is nobody of that uid.
    """
    if uid not in institution_of(theme)["people"]:
        raise KeyError(uid)
    by = actor.uid if actor.uid != uid else ""
    keep(theme, uid, Proof(now, theme.kind, theme.__name__, NO, source=source, by=by))
    verb = "theme.left" if by == "" else "theme.noted_leave"
    _write(actor, verb, theme, uid, now)


def leave_by_number(
    actor: Actor, theme: Theme, number: str, now: int, *, source: str = REPLY
) -> tuple[str, ...]:
    """Let whoever has this number leave, or the number itself if it is nobody's.

    Return their uids.
    """
    uids = institution_of(theme)["people"].with_number(number)
    for uid in uids:
        leave(actor, theme, uid, now, source=source)
    if not uids and number:
        theme.refuse_number(number, now)
        journal.write(actor, "theme.left", theme, now)
    return uids


def accept(actor: Actor, theme: Theme, uid: str, now: int) -> None:
    """Let somebody who has asked be a member.

    :raises KeyError: they ask no more.
    :raises SaidNo: they want no message at all by now.
    """
    member = dict(theme.asked())[uid]
    _refuse(theme, uid, DESK)
    _enter(actor, theme, uid, Member(*member)._replace(since=now), now)
    _write(actor, "theme.accepted", theme, uid, now)


def decline(actor: Actor, theme: Theme, uid: str, now: int) -> None:
    """Refuse somebody who has asked; nothing happens if they ask no more."""
    if theme.has_asked(uid):
        theme.decline(uid)
        _write(actor, "theme.declined", theme, uid, now)


def publish(actor: Actor, theme: Theme, french: str, english: str, now: int) -> int:
    """Let these texts stand beside the box that one ticks; return the number of the version."""
    text = f"{french}{ENGLISH}{english}" if english else french
    number = theme.wordings.publish(text, now, actor.uid)
    journal.write(actor, "theme.worded", theme, now, after={"version": number})
    return number


def is_open_to(theme: Theme, uid: str) -> bool:
    """Whether ``uid`` may join by themselves, or ask to."""
    if theme.archived:
        return False
    if theme.joining != GROUP:
        return True
    return is_of_group(institution_of(theme), theme.group, uid)


def is_of_group(institution: Institution, group: str, uid: str) -> bool:
    """Whether ``uid`` is in the group of this name, or in one within it."""
    groups = institution["groups"]
    return group in groups and any(uid == one for one in members_of_group(groups, group))


def chosen(theme: Theme, choices: Choices) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return of these choices those that the theme has, in its order.

    A criterion of which nothing, or everything, is chosen is left out.
    """
    told: dict[str, Sequence[str]] = dict(choices)
    found = (
        (title, tuple(value for value in values if value in told.get(title, ())))
        for title, values in theme.criteria
    )
    whole = dict(theme.criteria)
    return tuple((title, kept) for title, kept in found if kept and kept != whole[title])


def of_person(institution: Institution, uid: str) -> list[Membership]:
    """Return the ``Membership`` of a person in every theme that is open, or that they know."""
    last = proofs.latest(institution["people"].proofs(uid))
    by_theme = {theme: proof for (_, theme), proof in last.items() if theme}
    found = [
        Membership(theme, _state(theme, uid), theme.member(uid), by_theme.get(name))
        for name, theme in institution["themes"].items()
    ]
    return [one for one in found if one.state or not one.theme.archived]


def _state(theme: Theme, uid: str) -> str:
    if theme.has_member(uid):
        return MEMBER
    if theme.has_asked(uid):
        return ASKED
    return LEFT if theme.left_at(uid) else NEVER


def growth(theme: Theme) -> list[tuple[str, int]]:
    """Return the pairs of a day on which somebody came or went, and the members at its end."""
    total = len(theme)
    found: list[tuple[str, int]] = []
    for day, (joined, left) in reversed(list(theme.days())):
        found.append((day, total))
        total -= joined - left
    return found[::-1]


def shares(theme: Theme) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return each criterion with its values, and how many members receive messages about each."""
    everything: Counter[str] = Counter()  # members by criterion
    some: Counter[tuple[str, str]] = Counter()  # members by criterion and value
    for _, stored in theme.members():
        chosen_here = dict(chosen(theme, stored[1]))
        for title, _ in theme.criteria:
            everything[title] += title not in chosen_here
            some.update((title, value) for value in chosen_here.get(title, ()))
    return [
        (title, [(value, everything[title] + some[title, value]) for value in values])
        for title, values in theme.criteria
    ]


def day_of(institution: Institution, now: int) -> str:
    """Return the day at the institution at ``now`` (epoch seconds), as ``2027-01-12``."""
    return hours.local_day(institution, now).isoformat()


def forget_person(institution: Institution, uid: str, now: int) -> None:
    """Know ``uid`` no more in any theme, nor of any sender: somebody else may be called so."""
    for theme in institution["themes"].values():
        theme.forget(uid, day_of(institution, now))
    for noes in all_noes(institution):
        noes.forget(uid)


def matching(theme: Theme, wanted: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """Yield the uid of each member whose choices let a message with these values through.

    ``wanted`` are pairs of the title of a criterion and the values that the message is about. A
    member who has chosen nothing of a criterion receives all of it, as does one whose choices are
    no values of it any more.
    """
    asked = [(title, frozenset(values)) for title, values in wanted]
    for uid, stored in theme.members():
        if not asked or not stored[1] or _passes(dict(chosen(theme, stored[1])), asked):
            yield uid


def _passes(
    choices: Mapping[str, Sequence[str]], asked: Sequence[tuple[str, frozenset[str]]]
) -> bool:
    return all(
        title not in choices or not values.isdisjoint(choices[title]) for title, values in asked
    )


def _write(actor: Actor, verb: str, theme: Theme, uid: str, now: int) -> None:
    """Write into the journal what ``uid`` has done or, where somebody else did it, to whom."""
    journal.write(actor, verb, theme, now, after={"person": uid} if actor.uid != uid else None)
