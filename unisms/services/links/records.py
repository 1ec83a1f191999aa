"""The numbers by which links name campaigns; digests once rows are erased; forgotten after 13
months."""

import secrets

from BTrees.OOBTree import OOBTree

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.folder import root_of
from unisms.model.links import CODE, MOST, LinkedCampaign, Links
from unisms.model.root import Institution, Root, institution_of
from unisms.model.rows import MSISDN, STATE, is_erased
from unisms.services.links import endings
from unisms.sms import states, tokens

KEPT = 396 * 86400  # seconds that a link works: 13 months, a year and 31 days
ENOUGH = 5  # people of whom a count tells nothing of one


def begin(campaign: Campaign, now: int) -> None:
    """Let the messages of a campaign end with links, if they are to.

    The number is drawn: a counter would let two checks at once wait for each other.
    """
    institution, ticked = institution_of(campaign), campaign.leaving_link
    campaign.ending = ""
    if not endings.is_wanted(institution, ticked, campaign.purpose):
        return
    if institution.links is None:
        institution.links = Links(_code_for(institution))
    campaign.ending = endings.words(institution, ticked, campaign.purpose)
    number = campaign.link_number or _free(institution.links)
    campaign.link_number = number
    institution.links.add(number, LinkedCampaign(campaign.__name__, now))


def _code_for(institution: Institution) -> str:
    """Draw the code by which links name an institution, and no other one."""
    root, code = root_of(institution), ""
    if root.link_codes is None:
        root.link_codes = OOBTree()
    while not code or code in root.link_codes:
        code = _drawn()
    root.link_codes[code] = institution.__name__
    return code


def _drawn() -> str:
    return "".join(secrets.choice(tokens.ALPHABET) for _ in range(CODE))


def close(root: Root, institution: Institution) -> None:
    """Let no link lead to an institution that is about to be erased."""
    if root.link_codes is not None and institution.links is not None:
        root.link_codes.pop(institution.links.code, None)


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
    """Let the links of a campaign work though its rows are about to be erased.

    A row whose person is erased has no number that a digest could keep: its link stays dead.
    """
    known = of(campaign)
    if known is None or not campaign.ending:
        return
    known.keep(
        (number, digests.to_keep(campaign, row[MSISDN]))
        for number, row in campaign.stored_rows()
        if row[STATE] in states.LEFT and not is_erased(row)
    )


def forget(institution: Institution, now: int) -> None:
    """Forget the links that are 13 months old, and whose numbers were before that."""
    institution["people"].forget_former(now - KEPT, now)
    if institution.links is None:
        return
    campaigns = institution["campaigns"]
    for number, known in institution.links.items():
        campaign = campaigns.get(known.name)
        at = max(known.at, campaign.sent_at) if campaign is not None else known.at
        if at < now - KEPT:
            institution.links.remove(number)
