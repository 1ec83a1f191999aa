"""The messages that somebody was sent: each with its text, by whom and why, the latest first.

Once a campaign is erased, its messages are told by day, department, purpose and end, without text,
if the institution keeps that.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.history import PastCampaign
from unisms.model.root import Institution
from unisms.model.themes import Theme
from unisms.services.delivery.claims import renderer
from unisms.services.histories import ages
from unisms.services.rules import periods
from unisms.sms import purposes, states
from unisms.sms.names import begin_in, words
from unisms.sms.purposes import OF_THEMES, Purpose

A_PAGE = 20  # lines
SOURCE = 1  # the place of a row's source among its values


class HistoryLine(NamedTuple):
    """A message that somebody was sent."""

    at: int  #: when it left, epoch seconds
    state: str  #: of ``sms.states``
    department: str  #: the title of the account that paid
    purpose: Purpose
    themes: tuple[Theme, ...]  #: of the purpose, as far as they are there
    text: str | None  #: ``None``: it is erased
    sender_id: str = ""  #: as the handset showed it; empty: a number, or erased
    author: str = ""  #: the name of who sent it, or a uid of before; empty where that is erased
    source: str = ""  #: why they were among the recipients: a group, a file; empty: erased, nothing
    campaign: Campaign | None = None  #: ``None``: it is erased


class HistoryPage(NamedTuple):
    """A page of a history."""

    lines: list[HistoryLine]
    number: int  #: of the page, from 1 on
    has_next: bool


def history(
    institution: Institution,
    uid: str,
    now: int,
    page: int = 1,
    *,
    may_see: Callable[[Campaign], bool] | None = None,
    since: int = 0,
    size: int = A_PAGE,
    about: str = "",
) -> HistoryPage:
    """Return a ``HistoryPage`` of what the person called ``uid`` was sent, the latest first.

    The reader is that person; or somebody else, and ``may_see`` tells of which campaigns they may
    see anything: then nothing of erased ones is told. ``now`` is in epoch seconds, as is ``since``:
    what left before is not told. With ``about``, each of these words begins one of the text, of who
    sent it or of a theme.
    """
    number = max(1, page)
    first = (number - 1) * size
    lines = every(institution, uid, now, may_see, since)
    if wanted := words(about):
        lines = (line for line in lines if begin_in(wanted, _told(line)))
    found = list(islice(lines, first, first + size + 1))
    return HistoryPage(found[:size], number, len(found) > size)


def _told(line: HistoryLine) -> str:
    """Return what a line is looked for by."""
    titles = (title for theme in line.themes for title in (theme.title, theme.title_en))
    return " ".join((line.text or "", line.author, line.department, *titles))


def every(
    institution: Institution,
    uid: str,
    now: int,
    may_see: Callable[[Campaign], bool] | None = None,
    since: int = 0,
) -> Iterator[HistoryLine]:
    """Yield each line of a person, the latest first, as it is asked for."""
    known = institution.history
    if known is None:
        return
    campaigns = institution["campaigns"]
    oldest = now - periods.seconds_of(institution, periods.HISTORY)
    for number, row in known.lines(uid):
        campaign, past = campaigns.get(known.campaign(number)), known.past(number)
        line = None
        if campaign is not None and (may_see is None or may_see(campaign)):
            line = _present(institution, campaign, row)
        elif past is not None and may_see is None and past.at >= oldest:
            line = _past(institution, past, row)
        if line is not None and line.at >= since:
            yield line


def _present(institution: Institution, campaign: Campaign, number: int) -> HistoryLine | None:
    """Return the line of a row that is kept, or ``None``: it has not left, or is erased."""
    found = campaign.find_row(number)
    if found is None:
        return None
    row = campaign.row(number)
    if row.state not in states.LEFT:
        return None
    people, account = institution["people"], institution["accounts"].get(campaign.account)
    author, purpose = people.get(campaign.author), purposes.purpose(campaign.purpose)
    return HistoryLine(
        row.accepted_at or campaign.sent_at,
        row.state,
        account.title if account is not None else campaign.account,
        purpose,
        _themes(institution, purpose),
        renderer(campaign)(number),
        campaign.sender_id,
        author.name if author is not None else campaign.author,
        campaign.values(number)[SOURCE],
        campaign,
    )


def _past(institution: Institution, past: PastCampaign, row: int) -> HistoryLine | None:
    """Return the line of an erased row, or ``None``: it had not left."""
    state = ages.end_of(past, row)
    if not state:
        return None
    purpose = purposes.purpose(past.purpose)
    themes = _themes(institution, purpose)
    return HistoryLine(past.at, state, past.department, purpose, themes, None)


def _themes(institution: Institution, purpose: Sequence[str]) -> tuple[Theme, ...]:
    known, folder = purposes.purpose(purpose), institution["themes"]
    names = known.themes if known.kind in OF_THEMES else ()
    return tuple(folder[name] for name in names if name in folder)
