"""The money saved: what messages to numbers that are set aside would have cost."""

from collections.abc import Iterable
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.health import of as health_of
from unisms.model.root import Institution
from unisms.model.rows import MSISDN, STATE, cause_of
from unisms.model.terms import Terms
from unisms.services.delivery.claims import renderer
from unisms.services.health.thresholds import month_of
from unisms.services.money import billing
from unisms.sms import causes, states
from unisms.sms.encoding import ALPHABETS, GSM, encode

MONTHS = 12  # that a page shows


class SavedMonth(NamedTuple):
    """The savings of a month."""

    month: str  #: as ``2027-01``
    messages: int  #: not sent
    segments: int  #: that they would have been
    cost: int  #: thousandths of a euro


def note(institution: Institution, campaign: Campaign, now: int) -> None:
    """Add what a campaign, closed by ``now`` (epoch seconds), has not spent on flagged numbers."""
    found = {
        row[MSISDN]: number
        for number, row in campaign.stored_rows()
        if row[STATE] == states.SET_ASIDE and cause_of(row) == causes.SUSPENDED
    }
    if not found:
        return
    render, terms = renderer(campaign), Terms(*campaign.agreed) if campaign.agreed else None
    alphabet = ALPHABETS[terms.alphabet] if terms else GSM
    spared = [
        (msisdn, encode(render(number), alphabet).segments) for msisdn, number in found.items()
    ]
    cost = billing.cost_of(terms, spared) if terms else 0
    segments = sum(count for _, count in spared)
    health_of(institution).save(month_of(institution, now), len(spared), segments, cost)


def by_month(institution: Institution, now: int) -> list[SavedMonth]:
    """Return the last ``MONTHS``, that of ``now`` (epoch seconds) last."""
    year, month = map(int, month_of(institution, now).split("-"))
    places = range(year * 12 + month - MONTHS, year * 12 + month)
    names = [f"{place // 12}-{place % 12 + 1:02d}" for place in places]
    health = institution.numbers
    return [SavedMonth(name, *(health.saved(name) if health else (0, 0, 0))) for name in names]


def total(months: Iterable[SavedMonth]) -> SavedMonth:
    """Return the sum of these months, of no name."""
    sums = [sum(figures) for figures in zip(*(one[1:] for one in months), strict=True)]
    return SavedMonth("", *sums)
