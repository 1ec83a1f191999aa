"""STOP and the words that take it back, obeyed as the institution's policy says.

Whose the no is, and how it stays when numbers and people change, is of ``people.consent`` and
``people.themes``. It counts from this transaction on: each claim asks again.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from unisms.model import leavings, proofs
from unisms.model.leavings import BACK, Leaving
from unisms.model.people import People
from unisms.model.proofs import NO, REPLY, WHOLE, YES, Proof
from unisms.model.replies import KeptReply
from unisms.model.root import Institution
from unisms.model.senders import SenderNoes, all_noes, noes_to
from unisms.model.themes import APPROVAL, Theme
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor, service
from unisms.services.people import consent, themes
from unisms.services.replies import answers, confirmations, senders
from unisms.services.replies.senders import PREFIX
from unisms.services.rules.notices import OF_LAST_THEME
from unisms.sms import purposes, stop
from unisms.sms.purposes import OF_THEMES
from unisms.sms.stop import FOR_A_PERSON, START, STOP

ALL, THEME, SENDER = SCOPES = ("all", OF_LAST_THEME, "sender")  #: of a bare STOP
SOON = 86_400  # seconds after a STOP within which a mere yes takes it back


class Obeyed(NamedTuple):
    """The act that a reply brought about."""

    word: str = FOR_A_PERSON  #: ``STOP``, ``START``, or ``FOR_A_PERSON``
    theme: str = ""  #: the name of the theme; empty: all messages


FOR_SOMEBODY = Obeyed()


def receive(institution: Institution, told: KeptReply, now: int) -> None:
    """Keep a reply of an institution, and do what it says: a STOP counts by itself, from now on.

    What came of a reply whose rest is missing may be the half of any sentence: it is not obeyed.
    """
    text = "" if told.is_cut else told.text
    found = partial(senders.answered, institution, told)
    obeyed = obey(institution, told.msisdn, text, told.at, now, found)
    known = told._replace(word=obeyed.word, theme=obeyed.theme)
    institution.replies.receive(**known._asdict())


def obey(
    institution: Institution,
    msisdn: str,
    text: str,
    at: int,
    now: int,
    answered: Callable[[], Sequence[str]] = tuple,
) -> Obeyed:
    """Do at ``now`` what a reply says that came ``at`` (epoch seconds); return what that was.

    A STOP that names a theme leaves this one. A bare one leaves the themes of the last message to
    that number, or the senders that were ``answered``, where the institution says so and somebody
    knows them. Else it is a no to all but emergencies. START takes back, as does a mere yes to the
    confirmation of a STOP. All else is for a person.
    """
    said = stop.read(text) if msisdn else stop.FOR_SOMEBODY
    named = named_theme(institution, said.about)
    if said.word == FOR_A_PERSON or (said.about and named is None):
        return FOR_SOMEBODY
    if said.word == STOP:
        by_sender = not named and institution.stop_reaches == SENDER
        if by_sender and (reached := answered()):
            return _leave_senders(institution, reached, msisdn, at, now)
        found = [named] if named else _themes_of_last(institution, msisdn, at)
        return _leave(institution, found, msisdn, at, now)
    if said.word != START and not _is_asked_back(institution, msisdn, now):
        return FOR_SOMEBODY
    if _has_stopped_after(institution, msisdn, at):
        return FOR_SOMEBODY
    back = _come_back(institution, named, msisdn, at, now)
    if named is None and institution.senders:
        reached = [*answered(), *senders.left_unnumbered(institution)]
        return _come_back_to_senders(institution, reached, msisdn, at, now) or back
    return back


def named_theme(institution: Institution, about: tuple[str, ...]) -> Theme | None:
    """Return the open theme that these words name, by its title or its name; ``None``: none."""
    themes_here = institution["themes"].values() if about else ()
    found = (theme for theme in themes_here if not theme.archived)
    return next((theme for theme in found if any(_names(about, theme))), None)


def _names(about: tuple[str, ...], theme: Theme) -> Iterable[bool]:
    told = (theme.title, theme.title_en, theme.__name__)
    return (stop.names(about, one) for one in told if one)


def _themes_of_last(institution: Institution, msisdn: str, at: int) -> list[Theme]:
    """Return the themes of the last message to a number, if a bare STOP is to leave these."""
    if institution.stop_reaches != THEME or not len(institution["themes"]):
        return []
    campaigns = answers.latest_campaigns(institution)
    found = answers.messages(campaigns, [("", msisdn, at)]).get("")
    wanted = purposes.purpose(found.campaign.purpose if found else ())
    folder = institution["themes"]
    return [folder[name] for name in wanted.themes if wanted.kind in OF_THEMES and name in folder]


def _leave(
    institution: Institution, left: Sequence[Theme], msisdn: str, at: int, now: int
) -> Obeyed:
    for theme in left:
        before = _left_before(institution, theme, msisdn)
        uids = themes.leave_by_number(service(), theme, msisdn, now)
        note(institution, Leaving(at, "", msisdn, REPLY, theme.__name__), uids, before)
    if not left:
        before = _left_before(institution, institution["people"], msisdn)
        uids = consent.refuse_number(service(), institution, msisdn, now)
        note(institution, Leaving(at, "", msisdn, REPLY), uids, before)
    return Obeyed(STOP, " ".join(theme.__name__ for theme in left))


def _leave_senders(
    institution: Institution, reached: Sequence[str], msisdn: str, at: int, now: int
) -> Obeyed:
    for sender in reached:
        before = _left_before(institution, noes_to(institution, sender), msisdn)
        uids = senders.leave(institution, sender, msisdn, now)
        note(institution, Leaving(at, "", msisdn, REPLY, f"{PREFIX}{sender}"), uids, before)
    return Obeyed(STOP, f"{PREFIX}{reached[0]}")


def _come_back_to_senders(
    institution: Institution, reached: Sequence[str], msisdn: str, at: int, now: int
) -> Obeyed | None:
    """Take back what was said to these senders; return what was obeyed, ``None``: nothing was."""
    scopes = [
        f"{PREFIX}{sender}"
        for sender in dict.fromkeys(reached)
        if senders.come_back(institution, sender, msisdn, now)
    ]
    uids = institution["people"].with_number(msisdn)
    for scope in scopes:
        note(institution, Leaving(at, "", msisdn, REPLY, scope, action=BACK), uids)
    return Obeyed(START, scopes[0]) if scopes else None


def _left_before(
    institution: Institution, place: People | Theme | SenderNoes, msisdn: str
) -> set[str]:
    """Return who of a number has left this already, by uid; a number of nobody's as ``""``."""
    people = institution["people"]
    uids = people.with_number(msisdn)
    if isinstance(place, People):
        left = {uid for uid in uids if people.word(uid) == NO}
    else:
        left = {uid for uid in uids if place.left_at(uid)}
    return left if uids or not place.refused_at(msisdn) else {""}


def note(
    institution: Institution, leaving: Leaving, uids: Sequence[str], before: Container[str] = ()
) -> None:
    """Keep a ``Leaving`` for each of these people; of nobody's number, one.

    Who had left ``before`` does not leave once more.
    """
    for uid in uids or ("",):
        if uid not in before:
            leavings.note(institution, leaving._replace(uid=uid))


def standing(institution: Institution, msisdn: str) -> str:
    """Return in one word all that is known of what a number, and its people, want."""
    people = institution["people"]
    uids, folder = people.with_number(msisdn), institution["themes"]
    left = [
        one.__name__
        for one in (*folder.values(), *all_noes(institution))
        if one.has_noes() and (one.refused_at(msisdn) or any(map(one.left_at, uids)))
    ]
    joined = [(uid, one.__name__) for one in folder.values() for uid in uids if one.has_member(uid)]
    said = [(uid, people.word(uid)) for uid in uids]
    return repr((said, people.is_refused_by_handset(msisdn), left, joined))


def _come_back(
    institution: Institution, theme: Theme | None, msisdn: str, at: int, now: int
) -> Obeyed:
    """Take back what was said from this number."""
    people, name = institution["people"], theme.__name__ if theme else ""
    uids = [uid for uid in people.with_number(msisdn) if _takes_back(institution, uid, theme, now)]
    if theme is None and people.is_refused_by_handset(msisdn):
        people.allow_number(msisdn)
        journal.write(service(), "reply.restarted", people, now)
    elif not uids:
        return FOR_SOMEBODY
    note(institution, Leaving(at, "", msisdn, REPLY, name, action=BACK), uids)
    return Obeyed(START, name)


def _takes_back(institution: Institution, uid: str, theme: Theme | None, now: int) -> bool:
    """Let one person come back to a theme, or to all messages; whether they had left."""
    people = institution["people"]
    if theme is not None:
        if people.word(uid) == NO or not theme.left_at(uid) or not _is_free(theme, uid):
            return False
        themes.join(service(), theme, uid, now, source=REPLY)
        return True
    if people.word(uid) != NO:
        return False
    people.takes_back(uid)  # to receive as before: this is no new yes
    people.note(uid, Proof(now, WHOLE, answer=YES, source=REPLY, basis=proofs.TASK))
    journal.write(service(), "reply.restarted", people[uid], now)
    return True


def _is_free(theme: Theme, uid: str) -> bool:
    """Whether somebody may come back to a theme without anybody's yes."""
    return themes.is_open_to(theme, uid) and theme.joining != APPROVAL


def _has_stopped_after(institution: Institution, msisdn: str, at: int) -> bool:
    """Whether a STOP of this number has come that was written later than ``at`` (epoch seconds)."""
    came = institution.replies.since(at + 1)
    return any((one.msisdn, one.word) == (msisdn, STOP) for one in came)


def _is_asked_back(institution: Institution, msisdn: str, now: int) -> bool:
    """Whether a yes can only mean to come back: the last SMS to them confirmed their STOP.

    Any other message may have asked something else.
    """
    if not _stopped_since(institution, msisdn, now - SOON):
        return False
    told = confirmations.stop_confirmed_at(institution, msisdn, now - SOON)
    campaigns = answers.latest_campaigns(institution) if told else ()
    return told > 0 and not answers.last_departures(campaigns, {msisdn}, told)


def _stopped_since(institution: Institution, msisdn: str, since: int) -> bool:
    """Whether this number has said STOP by a reply since then (epoch seconds)."""
    people = institution["people"]
    if people.is_refused_by_handset(msisdn):
        return people.refused_at(msisdn) >= since
    if any(one.refused_at(msisdn) >= since for one in all_noes(institution)):
        return True
    last = (proofs.latest(people.proofs(uid)) for uid in people.with_number(msisdn))
    noes = (one for of_one in last for one in of_one.values() if one.kind in (WHOLE, proofs.SENDER))
    return any(one.answer == NO and one.source == REPLY and one.at >= since for one in noes)


def refuse(actor: Actor, institution: Institution, reply: KeptReply, now: int) -> None:
    """Write no more to the author of a reply: they said so in other words than STOP."""
    uids = consent.refuse_number(actor, institution, reply.msisdn, now)
    if not uids:
        note(institution, Leaving(now, "", reply.msisdn, proofs.DESK), ())
    leavings.of(institution).answer(now, reply.msisdn, reply.campaign, uids)
