"""The parts that leave people out of a message, for a reader who may not see numbers too.

By what a known number is left out would tell that it is of a group, or was sent a message.
"""

from collections.abc import Iterable

from unisms.model.campaigns import Campaign
from unisms.services.discretion.discretion import secrets
from unisms.services.exclusions import exclusions
from unisms.services.exclusions.exclusions import LeftOutPart
from unisms.services.ground.actor import Actor


def parts(actor: Actor, campaign: Campaign, *, whole: bool) -> list[LeftOutPart]:
    """Return each part that leaves people out, with its count; none where that is not told."""
    is_told = whole or not secrets(campaign)
    return exclusions.told(actor, campaign) if is_told else []


def reasons(
    actor: Actor, campaign: Campaign, numbers: Iterable[int], *, whole: bool
) -> dict[int, tuple[str, str]]:
    """Return ``{number: (kind, title)}`` of those of these rows that are left out: by what."""
    if campaign.left_out is None or (not whole and secrets(campaign)):
        return {}
    out = {number: campaign.left_out_by(number) for number in numbers}
    titles = {part: exclusions.title_of(actor, part) for part in out.values() if part}
    return {number: (part[0], titles[part]) for number, part in out.items() if part}
