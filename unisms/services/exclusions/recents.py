"""Recent audiences: those of one's own last messages, offered before any other."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.kinds import kinds_behind
from unisms.services.exclusions import exclusions, saved
from unisms.services.exclusions.crowds import Part
from unisms.services.ground.actor import Actor

LOOKED_AT = 40  # of somebody's latest messages
MOST = 6


class RecentAudience(NamedTuple):
    """The audience of a message, as somebody may choose it again."""

    campaign: str  #: the name of the latest message that was written to it
    title: str  #: of that message
    at: int  #: when it was sent, or written where it was not; epoch seconds
    pairs: tuple[Part, ...]
    minus: tuple[Part, ...]
    names: tuple[str, ...]  #: of its parts, as far as they have one
    but: tuple[tuple[str, str], ...]  #: pairs of kind and title of those who are left out
    once: str


def recent(actor: Actor, most: int = MOST) -> list[RecentAudience]:
    """Return the audiences of the last messages of ``actor``, each once, the latest first.

    One of which a part is gone, or is theirs no more, is left out.
    """
    return sorted(_each_once(actor), key=lambda one: -one.at)[:most]


def of_campaign(actor: Actor, campaign: Campaign) -> RecentAudience:
    """Return the audience of a message, whether or not it can be chosen again."""
    known, pairs = kinds_behind(actor.institution), campaign.audience
    names = (known[kind].called(actor.institution, name) for kind, name in pairs)
    but = ((part[0], exclusions.title_of(actor, part)) for part in campaign.minus)
    at = campaign.sent_at or campaign.created_at
    told = (tuple(filter(None, names)), tuple(but), campaign.once)
    return RecentAudience(campaign.__name__, campaign.title, at, pairs, campaign.minus, *told)


def _each_once(actor: Actor) -> Iterator[RecentAudience]:
    folder, seen = actor.institution["campaigns"], set()
    latest = [folder[name] for name in islice(folder.latest_of(actor.uid), LOOKED_AT)]
    for campaign in sorted(latest, key=lambda one: -(one.sent_at or one.created_at)):
        key = (frozenset(campaign.audience), frozenset(campaign.minus))
        if not campaign.audience or campaign.trial or campaign.errand or key in seen:
            continue
        seen.add(key)
        if all(saved.map_parts(actor, (*campaign.audience, *campaign.minus))):
            yield of_campaign(actor, campaign)
