"""Messages of before as audience: whom one has reached, has missed, was to reach, was handed to."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from unisms.model.campaigns import Campaign
from unisms.model.kinds import AudienceKind
from unisms.model.root import Institution
from unisms.ports import AudienceGone
from unisms.services.audience.choices import Choice, called_by_title
from unisms.services.audience.kinds.persons import PERSON_COLUMNS, recipient_of
from unisms.services.exclusions import pasts
from unisms.services.exclusions.pasts import OFFERING, PASTS, PastRow, campaign_of
from unisms.services.ground.actor import Actor
from unisms.services.rules.policies import verdict
from unisms.services.rules.recipients import Recipient
from unisms.sms import msisdn
from unisms.sms.names import finder

ERASED = "past_erased"  # problem of a draft
LATEST = 60  # of somebody's messages, among which those to offer are looked for
OFFERED = 6


class PastKind(AudienceKind):
    """People of a message that was sent, by its name in the folder of campaigns."""

    is_listed = True
    brings_numbers = False  # more than those of whom the message was for
    picker = "compose_past.jinja2"
    is_ticked = False

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def exists(self, institution: Institution, name: str) -> bool:
        return campaign_of(institution, name) is not None

    def may_use(self, actor: Actor, name: str) -> bool:
        campaign = campaign_of(actor.institution, name)
        return campaign is not None and pasts.may_see(actor, campaign)

    def came_from(self, institution: Institution, name: str) -> tuple[tuple[str, str], ...]:
        campaign = campaign_of(institution, name)
        return campaign.audience if campaign is not None else ()

    def columns(self, institution: Institution, name: str) -> tuple[str, ...]:
        own = _campaign(institution, name).columns
        return tuple(dict.fromkeys((*PERSON_COLUMNS, *own)))

    def recipients(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date | None
    ) -> Iterator[Recipient]:
        """Yield them in the order of the message's rows, with the values that they had there.

        A person of the directory has the number that they have now, unless that of the row stays.
        """
        campaign = _whole(institution, name)
        find, source = finder(campaign.columns), f"« {self.title(institution, name)} »"
        places = tuple(map(find, wanted))
        for row in pasts.rows(campaign, self.kind):
            yield _recipient(institution, campaign, row, wanted, places, source)

    def members(
        self, institution: Institution, name: str, today: date
    ) -> Iterator[tuple[str, str]]:
        for row in pasts.rows(_whole(institution, name), self.kind):
            yield row.msisdn, row.uid

    def at_most(self, institution: Institution, name: str) -> int | None:
        campaign = campaign_of(institution, name)
        return None if campaign is None or campaign.erased_at else campaign.last_number()

    def uids(self, institution: Institution, name: str) -> Iterator[str]:
        campaign = campaign_of(institution, name)
        if campaign is not None:
            people = (pasts.person_of(campaign, row) for row in pasts.rows(campaign, self.kind))
            yield from filter(None, people)

    def title(self, institution: Institution, name: str) -> str:
        campaign = campaign_of(institution, name)
        return "" if campaign is None else campaign.title or campaign.__name__

    def finder(self, institution: Institution) -> Callable[[str, str], bool]:
        return called_by_title(self, institution)

    def choices(self, institution: Institution, chosen: Sequence[str], by: str) -> list[Choice]:
        """Return each that is chosen, then the latest messages of ``by``.

        Of those for whom a message was, or has left, only chosen ones: others rarely ask for them.
        """
        folder = institution["campaigns"]
        latest = islice(folder.latest_of(by), LATEST) if by and self.kind in OFFERING else ()
        own = (name for name in latest if pasts.is_choosable(folder[name]))
        names = dict.fromkeys((*chosen, *islice(own, OFFERED)))
        found = {name: campaign_of(institution, name) for name in names}
        return [
            Choice(self.kind, name, one.title or name, count=one.last_number())
            for name, one in found.items()
            if one is not None
        ]


def includeme(config: Any) -> None:
    for kind in PASTS:
        config.add_audience_kind(kind, PastKind(kind))


def _campaign(institution: Institution, name: str) -> Campaign:
    campaign = campaign_of(institution, name)
    if campaign is None:
        raise AudienceGone
    return campaign


def _whole(institution: Institution, name: str) -> Campaign:
    """Return a campaign whose numbers are not erased."""
    campaign = _campaign(institution, name)
    if campaign.erased_at:
        raise AudienceGone(ERASED)
    return campaign


def _recipient(
    institution: Institution,
    campaign: Campaign,
    row: PastRow,
    wanted: tuple[str, ...],
    places: tuple[int | None, ...],
    source: str,
) -> Recipient:
    who, _, *values = campaign.values(row.number)
    uid = pasts.person_of(campaign, row)
    people = institution["people"]
    if uid in people and not (row.stays and people[uid].msisdn != row.msisdn):
        known = recipient_of(institution, uid, wanted, source)
    else:
        cause, unknown = verdict(msisdn.read(row.msisdn, institution.country), institution)
        blank = ("",) * len(wanted)
        known = Recipient(row.msisdn, who, source, blank, cause, unknown, uid=uid)
    had = ("" if place is None else values[place] for place in places)
    told = tuple(old or new for old, new in zip(had, known.values, strict=True))
    return known._replace(values=told)
