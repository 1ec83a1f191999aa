"""The fate of the rows of a file: counted, and each row without a message has its reason."""

from datetime import date
from typing import NamedTuple

from unisms.model.imports import Import
from unisms.services.files.rows import Cells
from unisms.services.imports import candidates, row_rule
from unisms.services.money import billing
from unisms.services.rules.recipients import Recipient
from unisms.services.tables import tables
from unisms.sms import causes, msisdn

DOUBTS = (
    row_rule.DATE_UNREADABLE,
    row_rule.DATE_MISSING,
)  # a rule cannot be decided for such a row
SAME_PERSON = "same_person"  # beside ``sms.causes``: a further row of somebody already counted


class Aside(NamedTuple):
    """A row that brings no message of its own, and why."""

    line: int
    who: str
    told: str  #: the text of its cells
    cause: str  #: of ``sms.causes`` or ``row_rule``, or ``same_person``
    like: int = 0  #: the line that counts instead


class Preview(NamedTuple):
    """The fate of the rows of a file, counted."""

    rows: int  #: in the file
    chosen: int  #: by the rule
    people: int  #: different ones among those
    ready: int  #: get the message
    aside: list[Aside]  #: in order of line
    notices: list[tables.Notice]
    sample: list[Recipient]  #: the first recipients
    countries: tuple[tuple[str, int], ...] = ()  #: ``(how their numbers begin, how many)``

    def counts(self) -> list[tuple[str, int]]:
        """How many rows were set aside for each cause, the most frequent first."""
        counts: dict[str, int] = {}
        for row in self.aside:
            counts[row.cause] = counts.get(row.cause, 0) + 1
        return sorted(counts.items(), key=lambda pair: -pair[1])

    def undecided(self) -> list[Aside]:
        """The rows for which the rule cannot be decided."""
        return [row for row in self.aside if row.cause in DOUBTS]

    def of_cause(self, cause: str) -> list[Aside]:
        """The rows set aside for this cause; for all causes if it is empty."""
        return [row for row in self.aside if cause in ("", row.cause)]


def preview(
    record: Import, *, today: date, country: str = "FR", foreign_ok: bool = True, size: int = 5
) -> Preview:
    """Count the fates of the rows and name each row set aside; show ``size`` recipients."""
    selection = candidates.select(record, today)
    sorting = _Sorting(record)
    for line, cells, doubt in selection.undecided:
        sorting.set_aside(line, cells, cells[doubt.column], doubt.reason)
    people = 0
    for people, person in enumerate(  # noqa: B007
        candidates.among(record, selection.chosen, country, foreign_ok), 1
    ):
        sorting.take(person)
    aside = sorted(sorting.aside)
    sample = [candidates.recipient(person) for person in sorting.ready[:size]]
    return Preview(
        len(record.rows),
        len(selection.chosen),
        people,
        len(sorting.ready),
        aside,
        sorting.notices(),
        sample,
        tuple(billing.countries(person.reading.msisdn for person in sorting.ready).items()),
    )


class _Sorting:
    """The counts and names that a preview gathers on its way."""

    def __init__(self, record: Import) -> None:
        self.record = record
        self.ready: list[candidates.Candidate] = []
        self.aside: list[Aside] = []
        self.first_lines: dict[str, int] = {}  # msisdn -> the line that gets the message
        self.noted: dict[str, list[int]] = {}  # code -> lines

    def set_aside(self, line: int, cells: Cells, told: str, cause: str, like: int = 0) -> None:
        self.aside.append(
            Aside(line, candidates.name_of(cells, self.record.name_columns), told, cause, like)
        )

    def take(self, person: candidates.Candidate) -> None:
        """Sort one candidate, and the further rows that are theirs."""
        line, reading = person.lines[0], person.reading
        for other in person.lines[1:]:
            self.aside.append(Aside(other, person.who, "", SAME_PERSON, line))
        if reading.spoiled:
            self.noted.setdefault("spoiled", []).append(line)
        if person.cause is not None:
            told = " · ".join(
                filter(
                    None, (person.cells[column].strip() for column in self.record.number_columns)
                )
            )
            self.aside.append(Aside(line, person.who, told, person.cause))
            return
        like = self.first_lines.setdefault(reading.msisdn, line)
        if like != line:
            self.aside.append(Aside(line, person.who, reading.msisdn, causes.DUPLICATE, like))
            return
        self.ready.append(person)
        self.note(line, reading, person.noted)

    def note(self, line: int, reading: msisdn.Reading, noted: str) -> None:
        """Remember what deserves a look in a number that will be written to."""
        facts = (
            ("foreign", reading.foreign),
            ("unknown_range", reading.kind == msisdn.UNKNOWN_RANGE),
            ("filler", reading.filler),
            ("assumed", reading.assumed),
            ("several", reading.others > 0),
            (noted, noted),
        )
        for code, holds in facts:
            if holds:
                self.noted.setdefault(code, []).append(line)

    def notices(self) -> list[tables.Notice]:
        return [
            tables.Notice(code, len(lines), str(lines[0])) for code, lines in self.noted.items()
        ]
