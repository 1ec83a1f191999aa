"""Messages whose end came at a moment, and a look at them."""

from collections import Counter, defaultdict
from typing import NamedTuple

from factories import NOW, make_campaign, make_recipient, mobile

from unisms.services.health import evidence
from unisms.sms import causes, states


class Effect(NamedTuple):
    """The effect of a look."""

    flagged: int
    outages: tuple
    taken_back: int


PATH, FAKE = "/institutions/paris1", "/institutions/paris1/brokers/fake"
DAY = 86400
GOOD = (states.DELIVERED, None)
BAD = (states.FAILED, causes.NUMBER_INVALID)
BARRED = (states.FAILED, causes.NUMBER_UNUSABLE)
ABSENT = (states.EXPIRED, causes.ABSENT)
WAITS = (states.ACCEPTED, None)


def ended(institution, *ends, at=NOW, first=0, refused=False, network="", closed=True):
    """A campaign to numbers from the fictional ``first`` on; each message with its end."""
    people = [make_recipient(first + place) for place in range(len(ends))]
    campaign = make_campaign(institution, people, now=at)
    carrier = campaign.carrier(FAKE)
    for number, (state, cause) in enumerate(ends, 1):
        carried = (cause, carrier, 0 if refused else at - 60, network)
        row = (mobile(first + number - 1), state, "" if refused else "id", 1, at, carried)
        campaign.write(number, row)
    campaign.state = states.CLOSED if closed else states.SENDING
    return campaign


def look(root, campaign, now=None):
    """Look at a campaign, when what was written there is settled."""
    at = campaign.created_at + evidence.SETTLED if now is None else now
    return looked(root, [campaign.__name__], at)


def looked(root, names, at):
    """Look at the campaigns of these names, as the task does; return the effect."""
    waiting = defaultdict(Counter)
    for name in names:
        for place, counted in evidence.count(root, PATH, name, at).items():
            waiting[place].update(counted)
    found = evidence.search(root, PATH, waiting, at)
    flagged = sum(evidence.judge(root, PATH, name, at) for name in names)
    return Effect(flagged, *found)


def fail(root, institution, number, *days, end=BAD, **options):
    """Let a message to one number fail on each of these days."""
    for day in days:
        look(root, ended(institution, end, at=NOW + day * DAY, first=number, **options))
