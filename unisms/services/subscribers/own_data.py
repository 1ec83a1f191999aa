"""The data of a person, told to them; and every consent of theirs taken back at once.

The copy is that of GDPR, article 15, paragraph 3, in a form that programs read (article 20).
"""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from unisms.model import proofs
from unisms.model.proofs import Proof
from unisms.model.root import Institution
from unisms.model.themes import ENGLISH, Theme
from unisms.services.directory.local_people import LocalPeople
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.histories import lines
from unisms.services.people import themes
from unisms.services.people.themes import ASKED, LEFT, MEMBER
from unisms.services.rules.policies import alerts_override, policy_of
from unisms.services.subscribers import departures
from unisms.sms.purposes import EMERGENCY, OPT_IN, SERVICE


class OwnAnswer(NamedTuple):
    """An answer that is kept as a proof, with the text that was read."""

    proof: Proof
    text: str  #: empty: none was read, or it is not known


class OwnRecord(NamedTuple):
    """All that is kept about a person, for a page that they read."""

    groups: list[str]  #: titles
    memberships: list[themes.Membership]
    answers: list[OwnAnswer]
    lines: list[lines.HistoryLine]
    asked_at: int  #: when they asked to be erased, epoch seconds; 0: they did not


def record(institution: Institution, uid: str, now: int, language: str) -> OwnRecord:
    """Return the ``OwnRecord`` of ``uid`` at ``now`` (epoch seconds): what ``collected`` tells."""
    return OwnRecord(
        _groups(institution, uid),
        [one for one in themes.of_person(institution, uid) if one.state],
        answers(institution, uid, language),
        list(lines.every(institution, uid, now)),
        institution["me"].asked_to_erase(uid),
    )


def _groups(institution: Institution, uid: str) -> list[str]:
    """Return the titles of the groups of ``uid``, also of those of remote directories."""
    found = LocalPeople({"institution": institution}).groups_of(uid)
    return [group.title for _, group in found]


def answers(institution: Institution, uid: str, language: str) -> list[OwnAnswer]:
    """Return each ``OwnAnswer`` of ``uid``, the latest first, with texts in this language."""
    found = institution["people"].proofs(uid)
    latest = sorted(found, key=lambda proof: proof.at, reverse=True)
    texts = (_text(institution, proof).split(ENGLISH) for proof in latest)
    place = -1 if language == "en" else 0
    return [OwnAnswer(proof, text[place]) for proof, text in zip(latest, texts, strict=True)]


def collected(institution: Institution, uid: str, now: int) -> dict[str, Any]:
    """Return what is kept about ``uid`` as values that JSON can tell, moments in ISO 8601.

    ``now`` is in epoch seconds.

    :raises KeyError: there is nobody of that uid.
    """
    person = institution["people"][uid]
    return {
        "institution": institution.title,
        "person": {
            "uid": uid,
            "name": person.name,
            "mobile": person.msisdn,
            "mobile_found_in": person.found_in,
            "mobile_proved_at": told(person.proven_at),
            "email": person.email,
            "language": person.language,
            "paused_until": told(person.paused_until),
        },
        "groups": _groups(institution, uid),
        "themes": [
            {"theme": one.theme.title, "state": one.state, "choices": list(_choices(one))}
            for one in themes.of_person(institution, uid)
            if one.state
        ],
        "messages": [_message(line) for line in lines.every(institution, uid, now)],
        "answers": [_answer(institution, one) for one in institution["people"].proofs(uid)],
        "asked_to_be_erased_at": told(institution["me"].asked_to_erase(uid)),
    }


def taken(actor: Actor, now: int) -> dict[str, Any]:
    """Return what ``collected`` tells of ``actor``, and write down that they have taken it."""
    _note_taken(actor, now)
    return collected(actor.institution, actor.uid, now)


def taken_to_read(actor: Actor, now: int, language: str) -> OwnRecord:
    """Return the ``record`` of ``actor``, and write down that they have taken it."""
    _note_taken(actor, now)
    return record(actor.institution, actor.uid, now, language)


def _note_taken(actor: Actor, now: int) -> None:
    journal.write(actor, "person.data_taken", actor.institution["people"][actor.uid], now)


def told(moment: int) -> str:
    """Return a moment of epoch seconds in ISO 8601 (UTC); nothing for 0."""
    return datetime.fromtimestamp(moment, UTC).isoformat() if moment else ""


def _choices(membership: themes.Membership) -> themes.Choices:
    return membership.member.choices if membership.member else ()


def _message(line: lines.HistoryLine) -> dict[str, Any]:
    return {
        "at": told(line.at),
        "text": line.text or "",
        "state": line.state,
        "department": line.department,
        "author": line.author,
        "purpose": line.purpose.kind,
        "themes": [theme.title for theme in line.themes],
    }


def _answer(institution: Institution, proof: Proof) -> dict[str, Any]:
    return {**proof._asdict(), "at": told(proof.at), "text": _text(institution, proof)}


def _text(institution: Institution, proof: Proof) -> str:
    """Return the text that was read when an answer was given; nothing where it is not known."""
    theme = institution["themes"].get(proof.theme)
    known = theme.wordings if theme else None if proof.theme else institution.conditions
    version = known.version(proof.version) if known else None
    return version.text if version else ""


def withdraw_consents(actor: Actor, now: int) -> int:
    """Take back every consent of ``actor`` at once: each theme is left; return how many there were.

    Messages that need no consent still come; the proofs stay, with the dates on which they ended.
    """
    institution = actor.institution
    found = themes.of_person(institution, actor.uid)
    left = {one.theme.__name__: one.theme for one in found if one.state in (MEMBER, ASKED)}
    is_yes = institution["people"].word(actor.uid) == proofs.YES
    if left:
        departures.leave(actor, left, now)
    departures.withdraw(actor, now)
    return len(left) + is_yes


def still_comes(institution: Institution, uid: str) -> tuple[list[str], list[Theme]]:
    """Return what ``uid`` is still sent without any consent: kinds of purpose, and themes."""
    overrides = [EMERGENCY] if alerts_override(institution) else []
    if institution["people"].word(uid) == proofs.NO:
        return overrides, []
    kinds = [one for one in (SERVICE, EMERGENCY) if policy_of(institution, one) != OPT_IN]
    found = [one for one in themes.of_person(institution, uid) if one.state != LEFT]
    without = [one.theme for one in found if policy_of(institution, one.theme.kind) != OPT_IN]
    return kinds, [one for one in without if not one.archived and not one.has_member(uid)]
