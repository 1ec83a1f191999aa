"""The leavings: by which message, of what and when; as lists for departments and the source."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.model.campaigns import Campaign
from unisms.model.leavings import Leaving
from unisms.model.people import People
from unisms.model.proofs import DESK, NO, REPLY
from unisms.model.root import Institution, institution_of
from unisms.model.senders import SenderNoes, all_noes
from unisms.model.themes import Theme
from unisms.services.replies.senders import PREFIX
from unisms.services.rules import periods

DAY = 86_400
ALL = "all"


class LeavingLine(NamedTuple):
    """A line of the file that tells the source of the people who has left."""

    at: str  #: ISO 8601, UTC
    action: str  #: ``left`` or ``back``
    uid: str  #: empty: the number is nobody's of the directory
    number: str  #: E.164; empty: it was said otherwise than from a number, or is erased
    scope: str  #: ``all``, or the name of a theme
    source: str  #: of ``model.proofs.SOURCES``
    message: str  #: the name of the message that was answered; empty: unknown


def of_institution(institution: Institution, since: int = 0) -> list[Leaving]:
    """Return each ``Leaving`` since then (epoch seconds), the last one first."""
    kept = institution.leavings
    found = (one for one in kept.since(since) if one.at >= since) if kept is not None else ()
    return [*found][::-1]


def of_campaign(campaign: Campaign) -> list[Leaving]:
    """Return each ``Leaving`` in answer to a campaign, the last one first."""
    institution = institution_of(campaign)
    if not campaign.sent_at:
        return []
    name = campaign.__name__
    return [one for one in of_institution(institution, campaign.sent_at) if one.campaign == name]


def is_out(institution: Institution, one: Leaving) -> bool:
    """Whether what was left is still left: who said so has not come back since, however they did.

    Of a number that is erased, nobody knows better than what it said.
    """
    if one.is_back:
        return False
    place = _place(institution, one.theme)
    if place is None or not (one.uid or one.msisdn):
        return True
    if not one.uid:
        return place.refused_at(one.msisdn) > 0
    if isinstance(place, People):
        return one.uid not in place or place.word(one.uid) == NO
    return place.left_at(one.uid) > 0


def _place(institution: Institution, scope: str) -> People | Theme | SenderNoes | None:
    """Return what keeps the noes to a theme, to a sender or to everything; ``None``: it is gone."""
    if not scope:
        people: People = institution["people"]
        return people
    if scope.startswith(PREFIX):
        found = (one for one in all_noes(institution) if one.__name__ == scope.removeprefix(PREFIX))
        return next(found, None)
    theme: Theme | None = institution["themes"].get(scope)
    return theme


def left_by(campaign: Campaign) -> int:
    """Return how many people, or numbers of nobody, have left by a reply to a campaign."""
    answers = (one for one in of_campaign(campaign) if one.source in (REPLY, DESK))
    return len({one.uid or one.msisdn for one in answers if not one.is_back})


def forget(institution: Institution, now: int) -> None:
    """Erase numbers at the age of texts, and what was said 36 months ago."""
    if institution.leavings is not None:
        kept = periods.seconds_of(institution, periods.REFUSALS)
        institution.leavings.forget(now - kept, now - institution.retention * DAY)


def lines_of(institution: Institution, day: date) -> list[LeavingLine]:
    """Return each ``LeavingLine`` of a day of the institution, the first one first."""
    return lines_since(institution, day).get(day, [])


def lines_since(institution: Institution, day: date) -> dict[date, list[LeavingLine]]:
    """Return each ``LeavingLine`` of that day of the institution and of each later one, by day."""
    zone, by_day = ZoneInfo(institution.time_zone), dict[date, list[LeavingLine]]()
    begin = int(datetime.combine(day, time(), zone).timestamp())
    for one in of_institution(institution, begin)[::-1]:
        by_day.setdefault(datetime.fromtimestamp(one.at, zone).date(), []).append(_line(one))
    return by_day


def _line(one: Leaving) -> LeavingLine:
    at = datetime.fromtimestamp(one.at, UTC).isoformat().replace("+00:00", "Z")
    return LeavingLine(
        at, one.action, one.uid, one.msisdn, one.theme or ALL, one.source, one.campaign
    )
