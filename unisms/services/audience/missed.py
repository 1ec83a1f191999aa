"""The people whom a message has not reached, so that it can be written to them alone."""

from unisms.model.campaigns import Campaign
from unisms.model.root import Institution
from unisms.model.rows import CAUSE, MSISDN, STATE
from unisms.services.audience import audience
from unisms.services.audience.kinds.persons import recipient_of
from unisms.sms import causes, states

LARGEST = 2000  # messages: of a larger campaign nobody waits for the list, which would be too long for a message
_MISSED = states.FINAL - {states.DELIVERED}


def people(institution: Institution, campaign: Campaign) -> list[str]:
    """The uids of those of its persons and groups, as they are now, who can be written to and whose number has not got
    it: it failed, expired with the operator, was stopped or set aside, or the number is a new one. A number that may
    have got it is left alone. Nobody once its numbers are erased, of a trial, or of a campaign that is too large."""
    too_large = campaign.last_number() > LARGEST
    if too_large or campaign.erased_at or campaign.trial:
        return []
    had = {row[MSISDN] for _, row in campaign.stored_rows() if not _is_missed(row)}
    return [
        uid
        for uid in dict.fromkeys(audience.uids(institution, campaign.audience))
        if _can_receive(institution, uid, had)
    ]


def _is_missed(row: tuple) -> bool:
    unknown = row[STATE] == states.EXPIRED and row[CAUSE] == causes.NO_NEWS
    return row[STATE] in _MISSED and not unknown


def _can_receive(institution: Institution, uid: str, had: set[str]) -> bool:
    subscriber = institution["people"].get(uid)
    if subscriber is None or subscriber.msisdn in had:
        return False
    return recipient_of(institution, uid, ()).cause is None
