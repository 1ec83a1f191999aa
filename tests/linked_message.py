"""A message that has left with a link to leave, in the demonstration."""

import time

from scenes import PARIS

from unisms.model.campaigns import Campaign
from unisms.model.folder import find
from unisms.model.rows import MessageRow
from unisms.services.brokers import references
from unisms.services.delivery import claims
from unisms.services.links import records
from unisms.sms import states


def link(root):
    """A message that has left with a link; return the address of its page."""
    paris, now = find(root, PARIS), int(time.time())
    campaign = Campaign("abenali", now)
    paris["campaigns"].add(references.free_name(paris, now), campaign)
    campaign.title, campaign.text, campaign.state = "Loyer", "Votre loyer", states.CLOSED
    campaign.account, campaign.leaving_link, campaign.handover.taken = "scd", True, 1
    row = MessageRow(paris["people"]["hmarchand"].msisdn, states.DELIVERED, changed_at=now)
    campaign.freeze([(1, row)], [(1, ("Marchand", ""))])
    records.begin(campaign, now)
    return claims.messages_of(campaign, (1,))[0].text.split("localhost")[-1]
