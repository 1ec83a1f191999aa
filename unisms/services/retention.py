"""Forgetting: texts, numbers and names of what is over, once the days have passed that the institution keeps them.

What stays of a campaign: its title, who sent it and when, its tally and its cost. The accounts' ledgers stay whole.
"""

import json
from datetime import UTC, datetime, timedelta
from itertools import islice

from unisms.model.audit import AuditEntry
from unisms.sms import states

LOOKED_AT = 200  # campaigns in one transaction
DAY = 86400  # seconds


def erase_some(root, name, after, now):
    """Erase what the institution called ``name`` need not keep at ``now`` (epoch seconds), among the first campaigns
    whose names come after ``after``. Return the last name looked at, or ``None``: nothing is left to look at.
    """
    institution = root["institutions"].get(name)
    if institution is None:
        return None
    before = now - institution.retention * DAY
    last_day = datetime.fromtimestamp(before, UTC) + timedelta(days=1)  # a campaign is named by the day of its draft
    names = institution["campaigns"].keys(after, f"{last_day:%Y%m%d}", excludemin=True)
    looked_at = list(islice(names, LOOKED_AT))
    over = [one for one in map(institution["campaigns"].get, looked_at) if _is_over(one, before)]
    for campaign in over:
        campaign.erase(now)
    replies = institution.replies.forget(before)
    if over or replies:
        told = json.dumps({"campaigns": len(over), "replies": replies})
        institution.audit.record(AuditEntry(now, "", "texts.erased", "/", "", after=told))
    return looked_at[-1] if looked_at else None


def _is_over(campaign, before):
    return campaign.state == states.CLOSED and campaign.closed_at < before and not campaign.erased_at
