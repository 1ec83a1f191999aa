"""The brake of a campaign: it pauses by itself when too many of its messages fail of one cause.

A wrong column of a file, or a list of years ago, is seen before the whole credit is spent. What
failed before the last such pause does not count again: whoever lets it go on has decided.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from unisms.model import links
from unisms.model.braked import Braked
from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up
from unisms.model.root import Institution, Root, institution_of
from unisms.services.delivery import progress
from unisms.services.ground import journal, outbox
from unisms.services.ground.actor import service
from unisms.services.health import thresholds
from unisms.services.health.mails import BRAKED
from unisms.services.health.thresholds import Rules
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY

WORD = "braked"  # of the line in the history of a campaign


def pull(root: Root, path: str, now: int) -> str:
    """Pause the campaign at ``path`` if too many failed of one cause; return the cause, or ``""``.

    An emergency goes on whatever fails, and what waits for nothing more need not pause.
    """
    campaign = look_up(root, path)
    if campaign is None or campaign.state != states.SENDING or campaign.purpose == (EMERGENCY,):
        return ""
    institution = institution_of(campaign)
    tally = progress.tally(campaign, now)
    ended = tally.settled - tally.stopped
    rules = thresholds.rules_of(institution)
    found = too_many(tally.causes, ended, campaign.braked, rules, now)
    if found is None or not tally.queued:
        return ""
    campaign.braked = tuple(found)
    campaign.become(states.PAUSED)
    connection = look_up(root, campaign.connection)
    if connection is not None:
        connection.leave_line(campaign.path)
    journal.act(service(), campaign, WORD, now, str(found.failed))
    _tell(institution, campaign, found, now)
    return found.cause


def pulled(campaign: Campaign) -> Braked | None:
    """Return the failures at which a campaign has paused by itself; ``None``: it has not, or goes
    on by now."""
    events = campaign.history
    is_last = campaign.state == states.PAUSED and bool(events) and events[-1][2] == WORD
    return Braked(*campaign.braked) if is_last and campaign.braked else None


def too_many(
    causes: Mapping[str, int],
    ended: int,
    braked: tuple[Any, ...],
    rules: Rules,
    now: int,
) -> Braked | None:
    """Return the ``Braked`` of what has ended since the last pause, or ``None``: it may go on.

    ``causes`` tell the failures of each, ``ended`` the messages whose end is known; ``braked`` is
    the last pause, as it is stored.
    """
    last = Braked(*braked) if braked else Braked(0, "", 0, 0)
    since, ended_since = Counter(causes) - Counter(dict(last.before)), ended - last.ended_before
    if not since or not rules.brake:
        return None
    [(cause, failed)] = since.most_common(1)
    if failed < rules.brake_least or failed * 100 < rules.brake * ended_since:
        return None
    return Braked(now, cause, failed, ended_since, tuple(sorted(causes.items())), ended)


def _tell(institution: Institution, campaign: Campaign, braked: Braked, now: int) -> None:
    """Let a mail tell the author: they may not look at the page meanwhile."""
    if campaign.author not in institution["people"]:
        return
    values: dict[str, outbox.Value] = {
        "title": campaign.title,
        "failed": braked.failed,
        "ended": braked.ended,
        "link": links.page_address(campaign, ""),
    }
    outbox.post_to(institution, campaign.author, BRAKED, values, now)
