"""Codes of six digits that prove a number: sent to it by SMS, and typed by whoever holds it.

A code counts for ten minutes and five tries. It is kept as a digest alone, of the person, the
number and the digits, under the key of the installation. A person, and a number, has three codes an
hour and ten a day, so that nobody can be flooded by codes that others ask for. A network, and the
institution as a whole, have a limit too (``limits``).
"""

import hmac
import re
import secrets
from typing import NamedTuple

from unisms.model import digests
from unisms.model.own_pages import Code
from unisms.model.root import Institution
from unisms.services.door import throttle
from unisms.services.door.sessions import SLIP
from unisms.services.errands import errands
from unisms.services.ground import journal, outbox
from unisms.services.ground.actor import Actor, service
from unisms.services.health import flags
from unisms.services.people import enrolment
from unisms.services.rules.policies import verdict
from unisms.services.subscribers import mails, texts
from unisms.services.subscribers.limits import (
    A_MOMENT,
    CANNOT,
    DAY,
    HOUR,
    OF_CODES,
    NotYet,
    ceiling,
    codes_of_day,
    of_network,
    recently,
    refuse_silence,
    until_any,
    until_next,
)
from unisms.sms import msisdn

DIGITS, TRIES = 6, 5
LIFE = 600  # seconds that a code counts
MOST = ((HOUR, 3), (DAY, 10))  # codes within so many seconds
MARKED = re.compile(r"#(\d{6})\b")  # the code on the last line of its message

SIX = re.compile(r"(?<!\d)\d(?:[\s.-]?\d){5}(?!\d)")  # a code among words and other figures

#: the ends of a try of a code
PROVEN, WRONG, WAIT, SPENT, OLD = "proven", "wrong", "wait", "spent", "old"
NO_CODE = "no_code"  # six digits were not typed: that is no try


class NoMobile(ValueError):
    """It is no number to which a code can be sent; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CodeOutcome(NamedTuple):
    """The end of a try of a code."""

    what: str  #: ``PROVEN``, ``WRONG``, ``WAIT``, ``SPENT``, ``OLD`` or ``NO_CODE``
    left: int = 0  #: tries of this code, or seconds to wait


def number_of(institution: Institution, typed: str) -> str:
    """Return what somebody typed as a number in E.164.

    :raises NoMobile: it may not be written to here; the code is the cause (``sms.causes``).
    """
    reading = msisdn.read(typed, institution.country)
    cause, _ = verdict(reading, institution)
    if not typed.strip():
        raise NoMobile("missing")
    if cause or reading.filler:
        raise NoMobile(cause or "filler")
    if reading.others:
        raise NoMobile("several")
    return reading.msisdn


def ask(actor: Actor, number: str, now: int, *, host: str, language: str, address: str = "") -> str:
    """Send a code to ``number`` (E.164) at ``now`` (epoch seconds), for ``actor`` to type.

    Any earlier code of theirs counts no more. ``host`` is that of the page on which it is typed:
    browsers fill it in there alone. ``address`` is the network address that asks. Return the path
    of the connection, to be nudged after the commit.

    :raises NotYet: they, this number, this network or everybody together had too many.
    :raises CANNOT: no message can leave at present.
    """
    institution, pages = actor.institution, actor.institution["me"]
    asked = (f"{OF_CODES}{actor.uid}", f"number {digests.to_keep(institution, number)}")
    if wait := max(until_next(pages.times(what), now, MOST) for what in asked):
        raise NotYet(wait)
    wait, why = until_any(institution, address, now)
    if wait:
        raise NotYet(wait, why)
    refuse_silence(institution)
    code = drawn()
    text = texts.of_code(institution.title, code, host, language)
    errand = errands.send(institution, number, text, errands.CODE, now, is_secret=True)
    for what in (*asked, f"{of_network(institution, address)}{actor.uid}"):
        pages.note_times(what, (*recently(pages.times(what), now), now))
    pages.keep_code(actor.uid, Code(number, _digest(institution, actor.uid, number, code), now))
    journal.write(actor, "number.code_sent", institution["people"][actor.uid], now)
    if codes_of_day(institution, now) == ceiling(institution):
        journal.write(service(), "codes.ceiling", institution, now)
    return errand.connection


def drawn() -> str:
    """Return the digits of a new code."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def under_way(institution: Institution, uid: str, now: int) -> Code | None:
    """Return the code of ``uid`` that still counts at ``now`` (epoch seconds), or ``None``."""
    code = institution["me"].code(uid)
    return code if code and -SLIP <= now - code.sent_at < LIFE else None


def prove(actor: Actor, typed: str, now: int, *, address: str, link: str) -> CodeOutcome:
    """Let ``actor`` have the number that their code was sent to, if ``typed`` is that code.

    Wrong ones are counted, and slow down the next at this network ``address``. Messages go to the
    number again if it was set aside. Who has it no more is told by mail, with the ``link`` of the
    page on which one gives a number.
    """
    institution, uid = actor.institution, actor.uid
    pages, code = institution["me"], under_way(institution, uid, now)
    if code is None:
        return CodeOutcome(PROVEN if _has_just_proved(institution, uid, now) else OLD)
    if code.wrong >= TRIES:
        return CodeOutcome(SPENT)
    if not digits_of(typed):
        return CodeOutcome(NO_CODE)
    doors = throttle.doors(institution, uid, address, now, throttle.NUMBER)
    tried = throttle.attempt(
        institution, doors, now, lambda: _is_right(institution, uid, code, typed)
    )
    if tried.wait:
        return CodeOutcome(WAIT, tried.wait)
    if not tried.right:
        pages.keep_code(uid, code._replace(wrong=code.wrong + 1))
        left = TRIES - code.wrong - 1
        return CodeOutcome(WRONG, left) if left else CodeOutcome(SPENT)
    pages.drop_code(uid)
    others = enrolment.prove_number(actor, code.msisdn, now)
    flags.repair(institution, code.msisdn, now)
    for one in others:
        outbox.post_to(institution, one, mails.NUMBER_LOST, {"link": link}, now)
    return CodeOutcome(PROVEN)


def _has_just_proved(institution: Institution, uid: str, now: int) -> bool:
    """Whether a code was right a moment ago: a button pressed twice sends it a second time."""
    return -SLIP <= now - institution["people"][uid].proven_at < LIFE


def has_just_left(institution: Institution, uid: str, number: str, now: int) -> bool:
    """Whether a code left for this number a moment ago: a button pressed twice asks for another."""
    code = under_way(institution, uid, now)
    return code is not None and code.msisdn == number and now - code.sent_at < A_MOMENT


def _is_right(institution: Institution, uid: str, code: Code, typed: str) -> bool:
    digest = _digest(institution, uid, code.msisdn, digits_of(typed))
    return hmac.compare_digest(digest, code.digest)


def digits_of(typed: str) -> str:
    """Return the six digits of a code, however it was typed, or nothing.

    Its message may have been pasted, whole or in part.
    """
    marked = MARKED.search(typed)
    found = marked[1] if marked else one[0] if (one := SIX.search(typed)) else ""
    return re.sub(r"\D", "", found, flags=re.ASCII)


def _digest(institution: Institution, uid: str, number: str, code: str) -> str:
    return digests.of_word(institution, "code", f"{uid} {number} {code}")


def forget(institution: Institution, now: int) -> None:
    """Forget codes and the moments of more than a day ago; answers to requests with the texts."""
    institution["me"].forget(now - DAY, now + SLIP)
    institution["me"].forget_declined(now - institution.retention * DAY)


__all__ = ["CANNOT", "NotYet"]
