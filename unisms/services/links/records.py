"""The numbers by which links name campaigns; digests once rows are erased; forgotten after 13
months."""

import secrets

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.links import MOST, LinkedCampaign, Links
from unisms.model.root import Institution, institution_of
from unisms.model.rows import MSISDN, STATE
from unisms.services.links import endings
from unisms.sms import states

KEPT = 396 * 86400  # seconds that a link works: 13 months, a year and 31 days
ENOUGH = 5  # people of whom a count tells nothing of one


def begin(campaign: Campaign, now: int) -> None:
    """Let the messages of a campaign end with links, if they are to.

    The number is drawn: a counter would let two checks at once wait for each other.
    """
    institution = institution_of(campaign)
    campaign.ending = endings.words(institution, campaign.leaving_link, campaign.purpose)
    if not campaign.ending:
        return
    if institution.links is None:
        institution.links = Links()
    number = campaign.link_number or _free(institution.links)
    campaign.link_number = number
    institution.links.add(number, LinkedCampaign(campaign.__name__, now))


def _free(links: Links) -> int:
    number = 0
    while not number or links.get(number) is not None:
        number = 1 + secrets.randbelow(MOST)
    return number


def of(campaign: Campaign) -> LinkedCampaign | None:
    """Return what is kept of a campaign's links, or ``None``."""
    links = institution_of(campaign).links
    return links.get(campaign.link_number) if links is not None else None


def left(campaign: Campaign) -> int | None:
    """Return how many have left by the links of a campaign; ``None``: it has none.

    The count is exact from five people on; below, it is 0: it would tell of somebody.
    """
    known = of(campaign)
    if known is None or not campaign.has_begun:
        return None
    return len(known) if len(known) >= ENOUGH else 0


def keep_digests(campaign: Campaign) -> None:
    """Let the links of a campaign work though its rows are about to be erased."""
    known = of(campaign)
    if known is None or not campaign.ending:
        return
    known.keep(
        (number, digests.to_keep(campaign, row[MSISDN]))
        for number, row in campaign.stored_rows()
        if row[STATE] in states.LEFT
    )


def forget(institution: Institution, now: int) -> None:
    """Forget the links that are 13 months old."""
    if institution.links is None:
        return
    campaigns = institution["campaigns"]
    for number, known in institution.links.items():
        campaign = campaigns.get(known.name)
        at = max(known.at, campaign.sent_at) if campaign is not None else known.at
        if at < now - KEPT:
            institution.links.remove(number)
