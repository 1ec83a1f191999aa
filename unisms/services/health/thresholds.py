"""Thresholds: how many failures, of which weight, set a number aside."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.model.health import Strike
from unisms.model.root import Institution
from unisms.sms import causes

DAY = 86400  # seconds
MOST = 20  # failures, or days of them, that a threshold may ask for
KEPT = 365  # days after which a flag and a failure are forgotten: operators give numbers anew


class Rules(NamedTuple):
    """The thresholds of an institution; a number of failures that is 0 sets nothing aside.

    The defaults are those of the study of French providers (section 6.3, of November 2026):
    allmysms lists numbers as invalid at once, Notify takes its providers' codes for permanent or
    temporary, Infobip and Primotexto tell which numbers do not exist.
    """

    #: times that a broker refused the number itself, as one that does not exist
    refused: int = 1
    #: days on which a receipt said so
    hard: int = 2
    #: times that the line took no SMS, within ``semi_hard_days``
    semi_hard: int = 3
    semi_hard_days: int = 60
    #: times in a row that nothing arrived, over at least ``soft_days``
    soft: int = 5
    soft_days: int = 30
    #: percent of an hour's or a day's messages: if so many fail, it is the route's fault
    outage: int = 30
    #: days after which the night puts a number back in service
    kept: int = KEPT
    #: percent of the messages of a campaign whose end is known: if so many fail of one cause, and
    #: ``brake_least`` at least, the campaign pauses; 0: never
    brake: int = 30
    brake_least: int = 50


def rules_of(institution: Institution) -> Rules:
    """Return the ``Rules`` of an institution."""
    return Rules()._replace(**dict(institution.health_rules))


def keep_rules(institution: Institution, rules: Rules) -> None:
    """Let these ``Rules`` count; what is as by default follows the default later on."""
    default = Rules()._asdict()
    institution.health_rules = tuple(
        (name, value) for name, value in rules._asdict().items() if value != default[name]
    )


def month_of(institution: Institution, at: int) -> str:
    """Return the month at the institution at a moment (epoch seconds), as ``2027-01``."""
    return f"{datetime.fromtimestamp(at, ZoneInfo(institution.time_zone)):%Y-%m}"


def weight(cause: str | None) -> str:
    """Return how much a cause counts against a number: of ``sms.causes``, or nothing."""
    return causes.MEANINGS[cause].strike if cause in causes.MEANINGS else causes.NOTHING


def verdict(strikes: Sequence[Strike], rules: Rules) -> str:
    """Return the cause for which a number with these strikes is set aside, or nothing.

    The strikes are those since it was last well. A heavier one counts as a lighter one too.
    """
    if not strikes:
        return ""
    hard = [one for one in strikes if weight(one.cause) == causes.HARD]
    semi_hard = [one for one in strikes if weight(one.cause) in (causes.HARD, causes.SEMI_HARD)]
    if _reached(sum(one.refused for one in hard), rules.refused):
        return hard[-1].cause
    if _reached(len({one.at // DAY for one in hard}), rules.hard):
        return hard[-1].cause
    if _within(semi_hard, rules.semi_hard, rules.semi_hard_days * DAY):
        return semi_hard[-1].cause
    lasts = strikes[-1].at - strikes[0].at >= rules.soft_days * DAY
    return strikes[-1].cause if lasts and _reached(len(strikes), rules.soft) else ""


def telling(strikes: Sequence[Strike]) -> list[Strike]:
    """Return the strikes, of any number in the order of their moments, that a verdict needs.

    They are ``MOST`` at each end of the run, and the latest ``MOST`` of what each threshold counts:
    a number may fail twenty times a day, and its run lasts a month all the same.
    """
    hard = [one for one in strikes if weight(one.cause) == causes.HARD]
    semi_hard = [one for one in strikes if weight(one.cause) in (causes.HARD, causes.SEMI_HARD)]
    days = {one.at // DAY: one for one in hard}
    refused = [one for one in hard if one.refused]
    counted = (strikes, semi_hard, refused, list(days.values()))
    kept = {*strikes[:MOST]}.union(*(some[-MOST:] for some in counted))
    return [one for one in strikes if one in kept]


def _reached(count: int, limit: int) -> bool:
    return 0 < limit <= count


def _within(strikes: Sequence[Strike], limit: int, seconds: int) -> bool:
    """Whether so many of the strikes, in the order of their moments, fall in so many seconds."""
    if limit <= 0:
        return False
    pairs: Iterable[tuple[Strike, Strike]] = zip(strikes, strikes[limit - 1 :], strict=False)
    return any(last.at - first.at <= seconds for first, last in pairs)
