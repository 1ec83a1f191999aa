"""The messages that were sent to a person: their texts, by whom and why.

It goes back as far as the institution keeps texts. It begins when they have proved their number:
what went to it before may have been written to whoever had it then.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from unisms.model.campaign_lines import Errand
from unisms.model.campaigns import Campaign
from unisms.model.groups import of_person
from unisms.model.root import Institution
from unisms.model.rows import MSISDN, STATE
from unisms.services.delivery.claims import renderer
from unisms.sms import purposes, states

LOOKED_AT, ROWS = 300, 60_000  # campaigns, the latest; rows in them
MOST = 50  # messages that are told


class Received(NamedTuple):
    """A message that was sent to a person."""

    at: int  #: epoch seconds
    text: str
    state: str  #: of ``sms.states``
    by: str  #: the uid of who wrote it; empty: the service
    department: str  #: the title of the account that paid
    purpose: str  #: of ``sms.purposes.KINDS``
    themes: tuple[str, ...]  #: names of themes, of a message to their members
    groups: tuple[str, ...]  #: titles of groups by which it came to them


def history(institution: Institution, uid: str, now: int) -> list[Received]:
    """Return what was sent to ``uid`` until ``now`` (epoch seconds), the latest first.

    :raises KeyError: there is nobody of that uid.
    """
    since = institution["people"][uid].proven_at
    found = _found(institution, uid, since) if since else iter(())
    return sorted(islice(found, MOST), key=lambda one: -min(one.at, now))


def _found(institution: Institution, uid: str, since: int) -> Iterator[Received]:
    folder, left = institution["campaigns"], ROWS
    groups = of_person(institution["groups"], uid)
    places = {("group", group.__name__): group.title for group in groups}
    for name in islice(folder.latest(), LOOKED_AT):
        campaign = folder[name]
        left -= campaign.counted("recipients")
        if campaign.sent_at < since or campaign.trial or _is_secret(campaign):
            continue
        if left < 0:
            return
        yield from _of_campaign(institution, campaign, uid, places)


def _is_secret(campaign: Campaign) -> bool:
    return bool(campaign.errand) and Errand(*campaign.errand).is_secret


def _of_campaign(
    institution: Institution, campaign: Campaign, uid: str, places: dict[tuple[str, str], str]
) -> Iterator[Received]:
    """Yield the messages of a campaign that left for ``uid``; ``places`` has their groups."""
    number, render = institution["people"][uid].msisdn, renderer(campaign)
    account = institution["accounts"].get(campaign.account)
    purpose = purposes.purpose(campaign.purpose)
    told = (
        campaign.author,
        account.title if account else "",
        purpose.kind,
        purpose.themes,
        tuple(places[place] for place in campaign.audience if place in places),
    )
    for place, row in campaign.stored_rows():
        if row[MSISDN] == number and row[STATE] in states.LEFT and _is_theirs(campaign, place, uid):
            yield Received(campaign.sent_at, render(place), row[STATE], *told)


def _is_theirs(campaign: Campaign, place: int, uid: str) -> bool:
    return campaign.uid(place) in ("", uid)
