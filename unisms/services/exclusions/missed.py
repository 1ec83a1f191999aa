"""The people whom a message has not reached, so that it can be written to them alone."""

from collections.abc import Iterable, Iterator

from unisms.model.campaigns import Campaign
from unisms.model.kinds import kinds_behind
from unisms.model.root import Institution
from unisms.model.rows import MSISDN
from unisms.model.senders import sender_of
from unisms.services.exclusions.crowds import Part
from unisms.services.exclusions.judges import Judge
from unisms.services.exclusions.pasts import is_missed, is_unmeant
from unisms.services.people.consent import Reader

# messages: the list for a larger campaign would be too long for a message, and nobody waits for it
LARGEST = 2000
PERSON = "person"  # the kind whose names are uids


def people(institution: Institution, campaign: Campaign, now: int) -> list[str]:
    """Return the uids of people whom the message has not reached and who can be written to now.

    Its persons and groups are taken as they are at ``now`` (epoch seconds). A number has not got
    the message if it failed, expired with the operator, was stopped or set aside, or is a new one.
    A number that may have got it is left alone, as is whoever it left out. Nobody is returned once
    the numbers are erased, for a trial, or for a campaign that is too large.
    """
    too_large = campaign.last_number() > LARGEST
    if too_large or campaign.erased_at or campaign.trial:
        return []
    rows = list(campaign.stored_rows())
    had = {row[MSISDN] for _, row in rows if not is_missed(row) or is_unmeant(row)}
    out = {campaign.uid(number) for number, row in rows if is_unmeant(row)}
    sender = sender_of(campaign.sender_id, campaign.connection)
    judge = Judge(Reader(institution, campaign.purpose, now, sender))
    return [
        uid
        for uid in dict.fromkeys(_uids(institution, campaign.audience))
        if uid not in out and _can_receive(institution, uid, had, judge)
    ]


def _uids(institution: Institution, audience: Iterable[Part]) -> Iterator[str]:
    known = kinds_behind(institution)
    for kind, name in audience:
        yield from known[kind].uids(institution, name)


def _can_receive(institution: Institution, uid: str, had: set[str], judge: Judge) -> bool:
    subscriber = institution["people"].get(uid)
    if subscriber is None or subscriber.msisdn in had:
        return False
    [person] = kinds_behind(institution)[PERSON].recipients(institution, uid, (), None)
    return judge.one(person).cause is None
