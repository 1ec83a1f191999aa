"""Alerts that a machine asks for: a person lets them leave, unless the institution says otherwise.

A short circuit must not write to a whole university by itself.
"""

from collections.abc import Iterator
from itertools import islice

from unisms.model import links
from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.root import Institution, institution_of
from unisms.services.alerts.mails import WAITS
from unisms.services.ground import outbox
from unisms.services.ground.outbox import Value
from unisms.services.rights import deciders
from unisms.sms import origins, states
from unisms.sms.purposes import EMERGENCY

PEOPLE = frozenset({"", origins.PAGE})  # the origins of what a person has written on a page
LOOKED_AT = 200  # of the latest campaigns
SHOWN = 20


def waits(campaign: Campaign) -> bool:
    """Whether a checked campaign waits for somebody to send it, because a machine asks for it."""
    is_machines = campaign.purpose == (EMERGENCY,) and campaign.origin not in PEOPLE
    is_held = is_machines and not institution_of(campaign).machines_alert
    return is_held and campaign.state == states.CHECKED


def tell(campaign: Campaign, now: int) -> str:
    """Let mails tell those who may send an alert that one waits; return the address of its page."""
    institution = institution_of(campaign)
    uids = deciders.who_may(institution, Permission.CAMPAIGN_EMERGENCY, Permission.CAMPAIGN_SEND)
    page = links.page_address(campaign, "check")
    values: dict[str, Value] = {
        "title": campaign.title,
        "reason": campaign.reason,
        "recipients": campaign.counted("recipients"),
        "link": page,
    }
    for uid in uids:
        outbox.post_to(institution, uid, WAITS, values, now)
    return page


def waiting(institution: Institution) -> list[Campaign]:
    """Return the alerts of machines that wait for somebody, the latest first."""
    return [*islice(_waiting(institution), SHOWN)]


def _waiting(institution: Institution) -> Iterator[Campaign]:
    folder = institution["campaigns"]
    for name in islice(folder.latest(), LOOKED_AT):
        if waits(campaign := folder[name]):
            yield campaign
