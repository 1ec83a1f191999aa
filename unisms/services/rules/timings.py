"""The timing of a message: whether it can be kept, and the moments that it means."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from unisms.model.root import Institution
from unisms.model.timings import Timing
from unisms.services.ground.problem import Problem, Sentence
from unisms.services.rules import clocks
from unisms.sms.purposes import EMERGENCY

DAY, WEEK, MONTH = EACH = ("day", "week", "month")
FARTHEST = 366  # days ahead of which a message may be scheduled, and a repetition end
MOST_TIMES = 366
LONGEST_SPREAD = 7 * 24 * 60  # minutes
SHORTEST_SPREAD = 1
A_DAY = 86400  # seconds
SLACK = 60  # seconds: the minute that one typed may just have begun


class Untimely(Exception):
    """A message cannot leave as its timing wants it.

    ``code``: its hour is ``past``; the limit of its use is past (``late``), or comes before any
    moment at which it may leave (``never``).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


OF_TIMINGS = {
    ("at", "unreadable"): Sentence("Écrivez un jour et une heure, comme 12/01/2027 et 10:00."),
    ("at", "past"): Sentence("Cette heure est déjà passée. Choisissez-en une autre."),
    ("at", "far"): Sentence("C'est trop loin : un an au plus."),
    ("at", "missing"): Sentence("Choisissez le jour et l'heure du départ."),
    ("until", "unreadable"): Sentence("Écrivez un jour et une heure, comme 12/01/2027 et 14:00."),
    ("until", "past"): Sentence("Cette limite est déjà passée."),
    ("until", "before_departure"): Sentence("La limite doit venir après le départ."),
    ("spread", "unreadable"): Sentence("Un nombre de minutes, 10 080 au plus (sept jours)."),
    ("spread", "own_zone"): Sentence(
        "Étaler l'envoi et le faire partir à l'heure de chacun ne vont pas ensemble : choisissez."
    ),
    ("spread", "emergency"): Sentence("Une alerte d'urgence part d'un coup."),
    ("each", "unreadable"): Sentence("Choisissez dans la liste."),
    ("each", "endless"): Sentence("Dites jusqu'à quel jour, ou combien de fois."),
    ("each", "emergency"): Sentence("Une alerte d'urgence ne se répète pas."),
    ("last", "unreadable"): Sentence("Écrivez un jour, comme 30/06/2027."),
    ("last", "before"): Sentence("Ce jour vient avant le premier départ."),
    ("last", "far"): Sentence("C'est trop loin : un an au plus."),
    ("times", "unreadable"): Sentence("Un nombre, de 2 à 366."),
}


def problems(
    institution: Institution, timing: Timing, now: int, kind: str = ""
) -> Iterator[Problem]:
    """Yield each ``Problem`` of a ``Timing`` at ``now`` (epoch seconds), one a field.

    ``kind`` is that of the purpose.
    """
    begins = _moment(timing.at, institution)
    yield from _of_at(timing, begins, now)
    yield from _of_until(institution, timing, begins or now, now)
    yield from _of_spread(timing, kind)
    yield from _of_each(timing, begins or now, institution, kind)


def _of_at(timing: Timing, begins: int | None, now: int) -> Iterator[Problem]:
    if not timing.at:
        if timing.own_zone:
            yield Problem("at", "missing")
    elif begins is None:
        yield Problem("at", "unreadable")
    elif begins < now - (A_DAY if timing.own_zone else SLACK):
        yield Problem("at", "past")
    elif begins > now + FARTHEST * A_DAY:
        yield Problem("at", "far")


def _of_until(institution: Institution, timing: Timing, begins: int, now: int) -> Iterator[Problem]:
    ends = _moment(timing.until, institution)
    if not timing.until:
        return
    if ends is None:
        yield Problem("until", "unreadable")
    elif ends <= now and not timing.own_zone:
        yield Problem("until", "past")
    elif ends <= begins:
        yield Problem("until", "before_departure")


def _of_spread(timing: Timing, kind: str) -> Iterator[Problem]:
    if not timing.spread:
        return
    if minutes_of(timing.spread, SHORTEST_SPREAD, LONGEST_SPREAD) is None:
        yield Problem("spread", "unreadable")
    elif timing.own_zone:
        yield Problem("spread", "own_zone")
    elif kind == EMERGENCY:
        yield Problem("spread", "emergency")


def _of_each(timing: Timing, begins: int, institution: Institution, kind: str) -> Iterator[Problem]:
    if not timing.each:
        return
    last, zone = day_of(timing.last), institution.time_zone
    first = date.fromisoformat(clocks.shown_at(begins, zone)[:10])
    if timing.each not in EACH:
        yield Problem("each", "unreadable")
    elif kind == EMERGENCY:
        yield Problem("each", "emergency")
    elif not timing.last and not timing.times:
        yield Problem("each", "endless")
    if timing.last and last is None:
        yield Problem("last", "unreadable")
    elif last is not None and last < first:
        yield Problem("last", "before")
    elif last is not None and last > first + timedelta(days=FARTHEST):
        yield Problem("last", "far")
    if timing.times and minutes_of(timing.times, 2, MOST_TIMES) is None:
        yield Problem("times", "unreadable")


def _moment(shown: str, institution: Institution) -> int | None:
    """Return when the institution's clock shows this, in epoch seconds; ``None``: it is no hour."""
    if clocks.read(shown) is None:
        return None
    return clocks.moment_of(shown, institution.time_zone)


def minutes_of(typed: str, least: int, most: int) -> int | None:
    """Return a number as it was typed, if it is between ``least`` and ``most``; else ``None``."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(most))
    return int(typed) if is_number and least <= int(typed) <= most else None


def day_of(written: str) -> date | None:
    """Return ``2027-06-30`` as a day; ``None``: it is none."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def begins_at(institution: Institution, timing: Timing, now: int) -> int:
    """Return when a message is to leave, in epoch seconds: ``now`` where no other hour is told."""
    return _moment(timing.at, institution) or now


def following(timing: Timing, number: int) -> str:
    """Return the hour of repetition ``number`` (the first is 1), as clocks show it; empty: none.

    A clock shows each of them the same hour. A month that is too short has it on its last day.
    """
    first = clocks.read(timing.at)
    if first is None or timing.each not in EACH:
        return ""
    told = _stepped(first, timing.each, number - 1)
    most = minutes_of(timing.times, 2, MOST_TIMES) or MOST_TIMES
    last = day_of(timing.last) or date.max
    is_over = number > most or told.date() > last
    return "" if is_over else clocks.written(told)


def _stepped(first: datetime, each: str, steps: int) -> datetime:
    if each != MONTH:
        return first + timedelta(days=steps * (7 if each == WEEK else 1))
    year, month = divmod(first.month - 1 + steps, 12)
    year, month = first.year + year, month + 1
    return first.replace(year=year, month=month, day=min(first.day, monthrange(year, month)[1]))


def moments_of(timing: Timing) -> list[str]:
    """Return the hours of all repetitions, as clocks show them; one where it is not repeated."""
    found, number = [timing.at], 2
    while timing.at and (told := following(timing, number)):
        found.append(told)
        number += 1
    return found
