"""The lines of files that bring no message of their own, for the check of a campaign."""

from datetime import date
from typing import NamedTuple, TypeAlias

from unisms.model.campaigns import Campaign
from unisms.model.imports import Import
from unisms.model.root import institution_of
from unisms.services.imports import candidates, row_rule

IMPORT = "import"  # the kind of audience
LONGEST = 40  # characters of a cell in a sentence


class Lines(NamedTuple):
    """Of all files together: each line is told once."""

    read: int  #: lines of the files
    chosen: int  #: by the rules
    grouped: int  #: of the chosen: further lines of somebody who is counted already
    unreadable: int  #: neither chosen nor not, because a date cannot be read
    missing: int  #: messages left out because a date is missing
    example: (
        tuple[int, str] | tuple[()]
    )  #: the first of those dates that cannot be read, as (line, cell), or empty

    @property
    def outside(self) -> int:
        """The number of lines that the rules leave out."""
        return self.read - self.chosen - self.unreadable - self.missing


#: lines of files, those with dates that cannot be read, or are missing, and the first of the former
_Unread: TypeAlias = tuple[int, int, int, tuple[int, str] | tuple[()]]


def undecided(campaign: Campaign, today: date) -> tuple[tuple[str, _Unread]]:
    """Return figures of the files for ``campaign.check``: what its rows do not tell.

    ``today`` is the date at the institution.
    """
    records = _files_of(campaign)
    doubts = [doubt for record in records for doubt in candidates.undecided(record, today)]
    unread = [
        (line, cells[doubt.column])
        for line, cells, doubt in doubts
        if doubt.reason == row_rule.DATE_UNREADABLE
    ]
    counts = (len(unread), len(doubts) - len(unread), unread[0] if unread else ())
    return (("files", (sum(len(record.rows) for record in records), *counts)),)


def _files_of(campaign: Campaign) -> list[Import]:
    """Return the files of the audience of a campaign that are there."""
    folder = institution_of(campaign)["imports"]
    return [folder[name] for kind, name in campaign.audience if kind == IMPORT and name in folder]


def why_nobody(campaign: Campaign, today: date) -> str:
    """Return a code for the page if nobody is chosen because of unreadable dates, else nothing."""
    ((_, (_, unreadable, missing, example)),) = undecided(campaign, today)
    cell = example[1][:LONGEST] if example else ""
    return f"dates_unread:{unreadable}:{missing}:{cell}" if unreadable + missing else ""


def lines_of(campaign: Campaign) -> Lines | None:
    """Return the ``Lines`` of a checked campaign, or ``None``: no file, or an older check."""
    figures = dict(campaign.check)
    read, unreadable, missing, example = figures.get("files", (0, 0, 0, ()))
    if not read:
        return None
    return Lines(read, figures["lines"], figures["grouped"], unreadable, missing, example)


def notices(campaign: Campaign) -> list[tuple[str, int, str]]:
    """Return the notices about the lines of the files, as triples of code, count and example."""
    records = _files_of(campaign)
    return [notice for record in records for notice in record.notices if notice[0] in NO_LINES]


NO_LINES = (
    "other_sheets",
    "hidden_sheets",
    "hidden_rows",
    "preamble",
    "totals",
    "repeated_titles",
    "examples",
    "beside",
)
