"""A pause, everything refused, themes left; and all of that taken back."""

from collections.abc import Mapping

from unisms.model import leavings
from unisms.model.leavings import BACK, Leaving
from unisms.model.own_pages import Undo
from unisms.model.proofs import NO, PAGE, SENDER, TASK, WHOLE, YES, Proof
from unisms.model.senders import all_noes
from unisms.model.themes import Member, Theme
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.people import consent, themes
from unisms.services.replies import senders
from unisms.sms.purposes import SERVICE

LONGEST_PAUSE = 366 * 86400  # seconds
UNDONE_WITHIN = 3600  # seconds


class WrongPause(ValueError):
    """It ends before now, or later than in a year."""


def pause(actor: Actor, until: int, now: int) -> None:
    """Let ``actor`` have no message before ``until``, both epoch seconds; emergencies come.

    :raises WrongPause: that is over, or too far.
    """
    if not now < until <= now + LONGEST_PAUSE:
        raise WrongPause
    people = actor.institution["people"]
    people.pauses(actor.uid, until)
    journal.write(actor, "person.paused", people[actor.uid], now)


def resume(actor: Actor, now: int) -> None:
    """Let a pause of ``actor`` be over; nothing happens where there is none."""
    people = actor.institution["people"]
    if people.paused_until(actor.uid):
        people.pauses(actor.uid, 0)
        journal.write(actor, "person.resumed", people[actor.uid], now)


def take_back(actor: Actor, now: int) -> None:
    """Let ``actor``, who refused everything, receive again what they received before."""
    people, uid = actor.institution["people"], actor.uid
    if people.word(uid) != NO:
        return
    people.takes_back(uid)
    people.note(uid, Proof(now, WHOLE, answer=YES, source=PAGE, basis=TASK))
    leavings.note(actor.institution, Leaving(now, uid, "", PAGE, action=BACK))
    journal.write(actor, "consent.taken_back", people[uid], now)


def refused_senders(actor: Actor) -> list[tuple[str, str]]:
    """Return the pairs of name and title of the senders that ``actor`` has refused by STOP."""
    institution = actor.institution
    names = [one.__name__ for one in all_noes(institution) if one.left_at(actor.uid)]
    return [(name, senders.title_of(institution, name)) for name in names]


def take_back_sender(actor: Actor, name: str, now: int) -> None:
    """Let ``actor`` receive what this sender writes; nothing happens where they did not refuse."""
    people, uid = actor.institution["people"], actor.uid
    for noes in all_noes(actor.institution):
        if noes.__name__ == name and noes.come_back(uid):
            title = senders.title_of(actor.institution, name)
            people.note(uid, Proof(now, SENDER, title, source=PAGE))
            journal.write(actor, "consent.taken_back", people[uid], now)


def withdraw(actor: Actor, now: int) -> None:
    """Let a yes of ``actor`` to messages of service count no more."""
    people, uid = actor.institution["people"], actor.uid
    if people.word(uid) != YES:
        return
    people.takes_back(uid)
    people.note(uid, Proof(now, SERVICE, answer=NO, source=PAGE))
    journal.write(actor, "consent.withdrawn", people[uid], now)


def leave(actor: Actor, left: Mapping[str, Theme], now: int) -> None:
    """Let ``actor`` leave these themes by name, which ``undo`` takes back within an hour."""
    uid, pages = actor.uid, actor.institution["me"]
    members = {name: theme.member(uid) for name, theme in left.items()}
    kept = tuple((name, tuple(member)) for name, member in members.items() if member)
    for theme in left.values():
        themes.leave(actor, theme, uid, now)
    pages.note_left(uid, Undo(now, kept))


def undoable(actor: Actor, now: int) -> list[Theme]:
    """Return the themes that ``undo`` would let them join again: not one left anew since."""
    undo, folder = actor.institution["me"].left(actor.uid), actor.institution["themes"]
    if undo is None or not 0 <= now - undo.at < UNDONE_WITHIN:
        return []
    left = [folder[name] for name, _ in undo.themes if name in folder]
    return [theme for theme in left if theme.left_at(actor.uid) == undo.at]


def undo(actor: Actor, now: int) -> int:
    """Let ``actor`` be a member again, as before, of what they have just left; return of how many.

    The proof tells the wording that they had read when they joined.
    """
    uid, pages = actor.uid, actor.institution["me"]
    before = dict(stored.themes) if (stored := pages.left(uid)) else {}
    again = undoable(actor, now)
    for theme in again:
        member = Member(*before[theme.__name__])
        basis = consent.basis_of(actor.institution, theme.kind)
        proof = Proof(now, theme.kind, theme.__name__, YES, member.version, PAGE, basis)
        themes.keep(theme, uid, proof, member.since, member.choices)
        back = Leaving(now, uid, "", PAGE, theme.__name__, action=BACK)
        leavings.note(actor.institution, back)
        journal.write(actor, "theme.joined", theme, now)
    pages.forget_left(uid)
    return len(again)
