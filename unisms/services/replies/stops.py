"""STOP and the words that take it back, obeyed as the institution's policy says.

Whose the no is, and how it stays when numbers and people change, is of ``people.consent`` and
``people.themes``. It counts from this transaction on: each claim asks again.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from unisms.model import leavings, proofs
from unisms.model.campaigns import Campaign
from unisms.model.leavings import BACK, Leaving
from unisms.model.proofs import NO, REPLY, WHOLE, YES, Proof
from unisms.model.replies import KeptReply
from unisms.model.root import Institution
from unisms.model.senders import all_noes
from unisms.model.themes import APPROVAL, Theme
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor, service
from unisms.services.people import consent, themes
from unisms.services.replies import answers, senders
from unisms.services.replies.senders import PREFIX
from unisms.services.rules.notices import OF_LAST_THEME
from unisms.sms import purposes, stop
from unisms.sms.purposes import OF_THEMES
from unisms.sms.stop import FOR_A_PERSON, START, STOP

ALL, THEME, SENDER = SCOPES = ("all", OF_LAST_THEME, "sender")  #: of a bare STOP
SOON = 86_400  # seconds after a STOP within which a mere yes takes it back
LOOKED_AT = 100  # the latest campaigns, among which the last one to a number is looked for


class Obeyed(NamedTuple):
    """The act that a reply brought about."""

    word: str = FOR_A_PERSON  #: ``STOP``, ``START``, or ``FOR_A_PERSON``
    theme: str = ""  #: the name of the theme; empty: all messages


FOR_SOMEBODY = Obeyed()


def receive(institution: Institution, told: KeptReply, now: int) -> None:
    """Keep a reply of an institution, and do what it says: a STOP counts by itself, from now on.

    What came of a reply whose rest is missing may be the half of any sentence: it is not obeyed.
    """
    sender = senders.answered(institution, told)
    text = "" if told.is_cut else told.text
    obeyed = obey(institution, told.msisdn, text, told.at, now, sender)
    known = told._replace(word=obeyed.word, theme=obeyed.theme)
    institution.replies.receive(**known._asdict())


def obey(
    institution: Institution, msisdn: str, text: str, at: int, now: int, sender: str = ""
) -> Obeyed:
    """Do at ``now`` what a reply says that came ``at`` (epoch seconds); return what that was.

    A STOP that names a theme leaves this one. A bare one leaves the themes of the last message to
    that number, or the ``sender`` that was answered, where the institution says so. Else it is a no
    to all but emergencies. START takes back, as does a mere yes shortly after a STOP. All else is
    for a person.
    """
    said = stop.read(text) if msisdn else stop.FOR_SOMEBODY
    named = named_theme(institution, said.about)
    if said.word == FOR_A_PERSON or (said.about and named is None):
        return FOR_SOMEBODY
    if said.word == STOP:
        if not named and institution.stop_reaches == SENDER and sender:
            uids = senders.leave(institution, sender, msisdn, now)
            return _noted(institution, Leaving(at, "", msisdn, REPLY), f"{PREFIX}{sender}", uids)
        found = [named] if named else _themes_of_last(institution, msisdn, at)
        return _leave(institution, found, msisdn, at, now)
    if said.word != START and not _stopped_since(institution, msisdn, now - SOON):
        return FOR_SOMEBODY
    if named is None and senders.come_back(institution, sender, msisdn, now):
        leaving = Leaving(at, "", msisdn, REPLY, action=BACK)
        uids = institution["people"].with_number(msisdn)
        _come_back(institution, None, msisdn, at, now)
        return _noted(institution, leaving, f"{PREFIX}{sender}", uids)
    return _come_back(institution, named, msisdn, at, now)


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
    campaigns = latest_campaigns(institution)
    found = answers.messages(campaigns, [("", msisdn, at)]).get("")
    wanted = purposes.purpose(found.campaign.purpose if found else ())
    folder = institution["themes"]
    return [folder[name] for name in wanted.themes if wanted.kind in OF_THEMES and name in folder]


def latest_campaigns(institution: Institution) -> Sequence[Campaign]:
    """Return the latest campaigns that a reply may answer."""
    folder = institution["campaigns"]
    names = (name for name in folder.latest() if folder.listed(name)[:1] != ("",))
    found = (folder[name] for _, name in zip(range(LOOKED_AT), names, strict=False))
    return [one for one in found if one.sent_at]


def _leave(
    institution: Institution, left: Sequence[Theme], msisdn: str, at: int, now: int
) -> Obeyed:
    uids: tuple[str, ...] = ()
    for theme in left:
        uids = themes.leave_by_number(service(), theme, msisdn, now)
        note(institution, Leaving(at, "", msisdn, REPLY, theme.__name__), uids)
    if not left:
        uids = consent.refuse_number(service(), institution, msisdn, now)
        note(institution, Leaving(at, "", msisdn, REPLY), uids)
    return Obeyed(STOP, " ".join(theme.__name__ for theme in left))


def _noted(institution: Institution, leaving: Leaving, scope: str, uids: Sequence[str]) -> Obeyed:
    """Keep a ``Leaving`` of this scope; return what was obeyed."""
    note(institution, leaving._replace(theme=scope), uids)
    return Obeyed(START if leaving.is_back else STOP, scope)


def note(institution: Institution, leaving: Leaving, uids: Sequence[str]) -> None:
    """Keep a ``Leaving`` for each of these people; of nobody's number, one."""
    for uid in uids or ("",):
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
