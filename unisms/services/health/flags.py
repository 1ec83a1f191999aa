"""Flags: numbers set aside after failures, put back in service, forgotten at their age."""

from collections.abc import Iterable, Sequence, Set
from operator import attrgetter

from unisms.model import digests
from unisms.model.health import Flag, NumberHealth, Outage, Past, Strike
from unisms.model.health import of as health_of
from unisms.model.root import Institution
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.health.thresholds import DAY, KEPT, Rules, month_of, rules_of, telling, verdict

HOURS_KEPT = 40 * 24  # hours whose counts stay: the usual share is one of 30 days
MONTHS_KEPT = 13


def flag_of(institution: Institution, number: str) -> Flag | None:
    """Return why a number (E.164) is set aside, or ``None``."""
    health = institution.numbers
    if health is None or not number or not health.has_flags():
        return None
    return health.flag_of(digests.of_number(institution, number))


def any_of(institution: Institution) -> bool:
    """Whether any number is set aside."""
    return institution.numbers is not None and institution.numbers.has_flags()


def strike(institution: Institution, number: str, failure: Strike, rules: Rules, now: int) -> bool:
    """Let a failure count against a number; return whether it is set aside from ``now`` on.

    Of one message one failure counts; what failed before the number was well counts no more.
    """
    health, digest = health_of(institution), digests.to_keep(institution, number)
    past = health.past(digest)
    if failure.at <= past.clean_since:
        return False
    known = {one.campaign: one for one in past.read()} | {failure.campaign: failure}
    _judge(health, digest, past, known.values(), rules)
    return _flag(health, digest, digests.hint_of(institution)(number), rules, now)


def _judge(
    health: NumberHealth, digest: str, past: Past, strikes: Iterable[Strike], rules: Rules
) -> None:
    """Write down the strikes of a number; unflag it if they do not set it aside any more."""
    kept = telling(sorted(strikes, key=attrgetter("at")))
    health.keep(digest, past._replace(strikes=tuple(map(tuple, kept))))
    if not verdict(kept, rules):
        health.unflag(digest)


def _flag(health: NumberHealth, digest: str, hint: int, rules: Rules, now: int) -> bool:
    past = health.past(digest)
    cause = verdict(past.read(), rules)
    if not cause or health.is_flagged(digest):
        return False
    health.flag(digest, Flag(now, cause, hint, past.told_at))
    return True


def clear(health: NumberHealth, digest: str, delivered_at: int, rules: Rules) -> None:
    """A message has arrived at ``delivered_at`` (epoch seconds): what failed before is over."""
    past = health.past(digest)
    since = max(past.clean_since, delivered_at)
    past = past._replace(clean_since=since, delivered_at=max(past.delivered_at, delivered_at))
    _judge(health, digest, past, (one for one in past.read() if one.at > since), rules)


def take_back(
    health: NumberHealth,
    outages: Sequence[Outage],
    rules: Rules,
    doubts: Set[tuple[int, int]],
) -> int:
    """Let no failure of these outages count against a number; return how many did.

    A refusal of a connection and hour among ``doubts`` counts as a receipt does from then on.
    """
    taken = 0
    for digest, past in health.pasts() if outages or doubts else ():
        strikes = past.read()
        kept = [one for one in strikes if not any(outage.covers(one) for outage in outages)]
        taken += len(strikes) - len(kept)
        judged = [weakened(one, doubts) for one in kept]
        if judged != strikes:
            _judge(health, digest, past, judged, rules)
    return taken


def place_of(strike: Strike) -> tuple[int, int]:
    """Return the connection, and the hour in which the message left."""
    return strike.connection, strike.left_at // 3600


def weakened(strike: Strike, doubts: Set[tuple[int, int]]) -> Strike:
    """Return a failure as it counts: a refusal of a place among ``doubts`` is not enough alone."""
    return strike._replace(refused=0) if place_of(strike) in doubts else strike


def repair(institution: Institution, number: str, now: int) -> bool:
    """Write to a number (E.164) again: its owner has changed or proved it.

    Return whether it was set aside. What was set aside for it is never sent: those messages have
    reached their end.
    """
    health = institution.numbers
    return health is not None and _mend(health, digests.of_number(institution, number), now)


def _mend(health: NumberHealth, digest: str, now: int) -> bool:
    if health.has_past(digest):
        past = health.past(digest)
        clean_since = max(now, past.clean_since)
        health.keep(digest, past._replace(strikes=(), clean_since=clean_since))
    return health.unflag(digest)


def mend(actor: Actor, digests_of: Iterable[str], now: int) -> int:
    """Put the numbers of these digests back in service; return how many were not."""
    health = actor.institution.numbers
    mended = sum(_mend(health, one, now) for one in digests_of) if health is not None else 0
    if mended:
        after = {"numbers": mended}
        journal.write(actor, "numbers.mended", actor.institution, now, after=after)
    return mended


def mend_number(actor: Actor, number: str, now: int) -> int:
    """Put a number (E.164) back in service, as ``mend`` does."""
    if flag_of(actor.institution, number) is None:
        return 0
    return mend(actor, [digests.of_number(actor.institution, number)], now)


def forget(institution: Institution, now: int) -> None:
    """Put numbers back in service that are set aside for long; forget failures of a year ago.

    Operators give a number to somebody else after some months.
    """
    health = institution.numbers
    if health is None:
        return
    before = now - rules_of(institution).kept * DAY
    for digest, flag in health.flags():
        if flag.since < before:
            _mend(health, digest, flag.since)
    month = month_of(institution, now - MONTHS_KEPT * 31 * DAY)
    health.forget(now - KEPT * DAY, now // 3600 - HOURS_KEPT, month)
