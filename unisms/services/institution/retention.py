"""Forgetting: texts, numbers and names go once the institution has kept them for its days.

The days count from the last thing that was done with a message. By then it is over, whatever its
state. A message that was never sent is thrown away. A paused one is stopped, its credit given back,
and the rest of it is erased. Only a message that is leaving, or has an hour at which it leaves, is
left alone.

What stays of a campaign: its title, unless that repeats the text or names somebody; who sent it and
when, its tally and its cost. The accounts' ledgers stay whole.
"""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import Any

from unisms.model.audit import AuditEntry
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import look_up
from unisms.model.root import Institution, Root
from unisms.model.templates import MessageTemplate, TemplateFolder, Version
from unisms.services.delivery import closing, moments
from unisms.services.exclusions import once_keys
from unisms.services.ground import days
from unisms.services.ground.actor import service
from unisms.services.histories import ages
from unisms.services.institution import titles
from unisms.services.links import records
from unisms.sms import states

LOOKED_AT = 200  # campaigns in one transaction
ROWS = 50_000  # messages in them, more or less
DAY = 86400  # seconds
TEMPLATES_KEPT = 3 * 365 * DAY  # seconds, of those that nobody uses any more
ERASED, DISCARDED = "campaigns", "drafts"  # as the journal counts them


def erase_some(root: Root, name: str, after: str, now: int, most: int | None = None) -> str | None:
    """Erase the records that the institution called ``name`` need not keep at ``now``.

    Look at the first campaigns whose names come after ``after``. Return the last name looked at, or
    ``None``: nothing is left to look at.

    ``most``: how many are looked at; otherwise as many as one transaction takes.
    """
    institution = root["institutions"].get(name)
    if institution is None or not days.may_erase(root, now):
        return None
    before = now - institution.retention * DAY
    looked_at, rows = None, 0
    gone: Counter[str | None] = Counter()
    for looked_at in following(root, name, after, now)[:most]:
        campaign = institution["campaigns"][looked_at]
        rows += campaign.last_number()
        gone[_let_go(root, campaign, before, now)] += 1
        if rows >= ROWS:
            break
    del gone[None]
    gone["replies"] = institution.replies.forget(before)
    if counts := +gone:
        after = json.dumps({ERASED: gone[ERASED], "replies": gone["replies"], **counts})
        institution.audit.record(AuditEntry(now, "", "texts.erased", "/", "", after=after))
    return looked_at


def following(root: Root, name: str, after: str, now: int) -> list[str]:
    """Return the names of the campaigns after ``after`` that are old enough to be looked at.

    They are of the institution called ``name``, and no more than one transaction takes.
    """
    institution = root["institutions"].get(name)
    if institution is None:
        return []
    # A campaign is named by the day of its draft, in the future by a clock that was ahead.
    campaigns, last = institution["campaigns"], _day_after(now - institution.retention * DAY)
    old = campaigns.keys(after, last, excludemin=True)
    ahead = campaigns.keys(max(after, f"{_day_after(now)}~"), excludemin=True)
    return list(islice(chain(old, ahead), LOOKED_AT))


def _day_after(moment: int) -> str:
    """The day after that of ``moment`` (epoch seconds), as a name begins."""
    return f"{datetime.fromtimestamp(moment, UTC) + timedelta(days=1):%Y%m%d}"


def _let_go(root: Root, campaign: Campaign, before: int, now: int) -> str | None:
    """Let go of a campaign untouched since ``before``; return what became of it, or ``None``."""
    if campaign.erased_at or campaign.state == states.SCHEDULED:
        return None
    if moments.redate_campaign(root, campaign, now) or campaign.touched_at >= before:
        return None
    if not states.STAGES[campaign.state].released:
        campaign.__parent__.remove(campaign.__name__)
        return DISCARDED
    if not _is_over(campaign, look_up(root, campaign.connection), now):
        return None
    records.keep_digests(campaign)
    once_keys.keep_told(campaign)
    ages.let_go(campaign)
    campaign.erase(now, campaign.__name__ if titles.tells(campaign) else None)
    return ERASED


def _is_over(campaign: Campaign, connection: BrokerConnection | None, now: int) -> bool:
    """Whether nothing of a campaign is leaving; one that nobody ended is ended."""
    if campaign.state == states.CLOSED:
        return True
    stranded = closing.is_stranded(campaign, connection)
    if not stranded and (campaign.state == states.SENDING or campaign.handover.claims):
        return False
    if stranded or campaign.state == states.PAUSED:
        closing.stop(service(), campaign, connection, now)
    if campaign.state != states.CLOSED:
        closing.close(campaign, connection, now)
    return True


def forget_templates(institution: Institution, now: int) -> None:
    """Forget templates archived three years ago, and texts replaced three years ago."""
    shelves = institution["templates"]
    before = now - TEMPLATES_KEPT
    for folder in (shelves, *(one for one in shelves.values() if isinstance(one, TemplateFolder))):
        for name, template in list(folder.items()):
            if isinstance(template, TemplateFolder):
                continue
            if template.archived and template.last_change and template.last_change[0] < before:
                folder.remove(name)
            elif kept := _replaced_since(template, before):
                template.earlier = kept[0]


def _replaced_since(
    template: MessageTemplate, before: int
) -> tuple[tuple[tuple[Any, ...], ...], ...]:
    """Return the earlier texts of a template that were replaced since ``before``, in a tuple.

    If all were, there is nothing to forget, and the tuple is empty.
    """
    replaced_at = [Version(*one).at for one in template.earlier[1:]] + [template.versions()[0].at]
    pairs = zip(template.earlier, replaced_at, strict=False)
    kept = tuple(one for one, at in pairs if at >= before)
    return (kept,) if kept != template.earlier else ()
