"""The columns of one's own file, for each message that came from it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.imports import Import
from unisms.model.root import institution_of
from unisms.services.audience import audience
from unisms.services.audience.kinds import files
from unisms.services.delivery.progress import ShownRow
from unisms.services.imports import candidates


class Columns(NamedTuple):
    """Titles, and the cells under them by the number of a message."""

    titles: tuple[str, ...]
    cells: Callable[[int], Sequence[str]]


def columns(campaign: Campaign) -> Columns:
    """Return the ``Columns`` of the files of the audience: all of them while the files are there.

    Once they are erased, or were read in another way, those are left that the text names.
    """
    folder = institution_of(campaign)["imports"]
    names = files.file_names(campaign.audience)
    records = [folder[name] for name in names if name in folder and _stands(folder[name], campaign)]
    if names and not records:
        return Columns(tuple(campaign.columns), lambda number: campaign.values(number)[2:])
    titles = tuple(dict.fromkeys(title for record in records for title in record.columns))
    rows = _FileRows(campaign, records)
    return Columns(
        titles, lambda number: tuple(map(rows.cells(number).get, titles, [""] * len(titles)))
    )


def _stands(record: Import, campaign: Campaign) -> bool:
    """Whether the rows are those that were frozen."""
    return record.state == "read" and len(record.rows) > 0 and record.read_at <= campaign.checked_at


def persons(campaign: Campaign) -> Callable[[ShownRow], str]:
    """Return a function that finds the uid of the person behind a ``progress.ShownRow``.

    It looks among the people chosen by name or in a group, and returns "" for nobody, or for more
    than one.
    """
    institution = institution_of(campaign)
    people = institution["people"]
    by_name: dict[str, list[str]] = {}
    for uid in dict.fromkeys(audience.uids(institution, campaign.audience)):
        if uid in people:
            by_name.setdefault(people[uid].name, []).append(uid)

    def uid_of(shown: ShownRow) -> str:
        if shown.typed or shown.source.isdecimal():
            return ""
        known = by_name.get(shown.who, ())
        same = (
            [uid for uid in known if people[uid].msisdn == shown.row.msisdn]
            if len(known) > 1
            else known
        )
        return same[0] if len(same) == 1 else ""

    return uid_of


class _FileRows:
    """The rows of files by the messages made of them."""

    def __init__(self, campaign: Campaign, records: Sequence[Import]) -> None:
        self.campaign, self.records = campaign, records
        self.alone = (
            len(campaign.audience) == 1
        )  # else a line may be another file's, or the title of a group

    def cells(self, number: int) -> dict[str, str]:
        """Return the cells of the row by title, none if it is of no file."""
        who, source = self.campaign.values(number)[:2]
        for record in self.records if source.isdecimal() else ():
            row = record.rows.get(int(source))
            if row and (self.alone or candidates.name_of(row, record.name_columns) == who):
                return dict(zip(record.columns, row, strict=True))
        return {}
