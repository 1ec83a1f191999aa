"""Cut the lines of a text into records: by which delimiter, and where each record ends."""

import csv
import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias, TypedDict, Unpack

DELIMITERS = ";,\t|"
#: tried where none of ``DELIMITERS`` cuts nearly all, or only the comma does, which stands in names
RARE = "~^¦§#¤$"
NEARLY_ALL = 0.3  # of the weight of a delimiter
SAMPLE = 500  # lines that tell the delimiter and how many cells a record has
TAIL = 50  # delimiters in a row that are in nobody's text
ENGULFED = 10  # lines, each whole by itself, that no single cell holds


class Cut(NamedTuple):
    """The records of a text. Rows are told by number, from 1, as a spreadsheet would show them."""

    records: list[list[str]]
    malformed: list[int]  #: the numbers of those whose quotes do not add up
    engulfing: list[int]  #: the numbers of those in which each line could be a row by itself
    starts: list[int]  #: the line on which each begins, from 1; empty where each has one line

    def numbers_of(self, lines: Iterable[int]) -> list[int]:
        """Return the numbers of the records that hold these lines, each once."""
        if not self.starts:
            return list(lines)
        return list(dict.fromkeys(bisect(self.starts, line) for line in lines))


def delimiter_of(lines: list[str]) -> str:
    """Return what the first line announces, or what cuts the first records alike."""
    return _announced(lines) or sniff(lines)


_ANNOUNCED = re.compile(r'\s*+"?+ *+sep *+= *+(\\t|[^\w\s"]|\t)"?[;,\t|"\s]*', re.IGNORECASE)


def _announced(lines: list[str]) -> str:
    """Return what ``sep=;`` on the first line says; that line is emptied, for it has a number."""
    found = lines and _ANNOUNCED.fullmatch(lines[0])
    if not found:
        return ""
    lines[0] = "\n"
    return "\t" if found[1] == "\\t" else found[1]


def sniff(lines: Sequence[str]) -> str:
    """Return what cuts the first lines into records of as many cells; ``;`` if nothing does."""
    sample = [line for line in lines[:SAMPLE] if line.strip() and len(line) < 100_000]
    weights = {delimiter: _regularity(sample, delimiter) for delimiter in DELIMITERS}
    best = max(weights, key=weights.__getitem__)
    if best == "," or weights[best] < NEARLY_ALL:
        weights |= {delimiter: _regularity(sample, delimiter) for delimiter in RARE}
    return max(weights, key=weights.__getitem__)


def _regularity(sample: Sequence[str], delimiter: str) -> float:
    if not any(delimiter in line for line in sample):
        return 0
    widths = Counter(map(len, split(sample, delimiter).records))
    told = [
        (times / widths.total()) ** 4 * (width - 1) ** 0.5
        for width, times in widths.items()
        if width > 1
    ]
    weight = 0.6 if delimiter == "," else 1  # commas stand in names, titles and amounts as well
    return weight * max(told, default=0)


def without_tails(lines: Sequence[str], delimiter: str) -> list[str]:
    """Return the lines without the empty columns, many of them, at their ends."""
    return [_without_tail(line, delimiter) for line in lines]


def _without_tail(line: str, delimiter: str) -> str:
    body = line.rstrip("\r\n")
    bare = body.rstrip(delimiter)
    return bare + line[len(body) :] if len(body) - len(bare) > TAIL else line


def split(lines: Sequence[str], delimiter: str) -> Cut:
    """Cut the lines into records, a ``Cut``.

    They are those of ``csv.reader`` where they are as wide as the titles. Elsewhere a stray
    quote must not swallow the rows that follow it.
    """
    try:
        records = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        records = []
    if len(records) == len(lines) and not _is_doubtful(lines, records, delimiter):
        return Cut(records, [], [], [])
    return _Cutter(lines, delimiter).cut()


def _is_doubtful(lines: Sequence[str], records: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Whether the last quote is open, or a blank or a backslash before one means something."""
    if records and records[-1] and records[-1][-1].endswith(("\n", "\r")):
        return True
    return any('"' in line and ('\\"' in line or _is_spaced(line, delimiter)) for line in lines)


def _is_spaced(line: str, delimiter: str) -> bool:
    return f'{delimiter} "' in line or line.startswith(' "')


class _How(TypedDict, total=False):
    """How ``csv`` takes quotes and blanks, where not as usual."""

    strict: bool
    skipinitialspace: bool
    escapechar: str
    doublequote: bool


#: a record, or ``None`` where there is none that is sound, and how many lines it has
_Taken: TypeAlias = tuple[list[str] | None, int]


class _Cutter:
    """Cut record by record, with a bound on what is read in vain."""

    def __init__(self, lines: Sequence[str], delimiter: str) -> None:
        self.lines, self.delimiter = lines, delimiter
        self.width = self._width()
        self.patience = 4 * len(lines) + 10_000  # lines that may be read in vain

    def cut(self) -> Cut:
        cut, at = Cut([], [], [], []), 0
        while at < len(self.lines):
            cut.starts.append(at + 1)
            record, height = self._sound(at)
            if record is None:
                cut.malformed.append(len(cut.starts))
                record, height = self._roughly(at), 1
            elif height > 1 and self._whole(at, height) == height:
                cut.engulfing.append(len(cut.starts))
            cut.records.append(record)
            at += height
        return cut

    def _width(self) -> int:
        """Return how many cells most of the first records have, read as makes them most alike."""
        sample = self.lines[:SAMPLE]
        spaced = any(_is_spaced(line, self.delimiter) for line in sample)
        ways = [self._widths(sample, skipinitialspace=skip) for skip in (False, True)[: 1 + spaced]]
        widths = max(
            ways, key=lambda widths: max(widths.values(), default=0) / max(widths.total(), 1)
        )
        return max(widths, key=lambda width: (widths[width], width), default=1)

    def _widths(self, sample: Sequence[str], **how: Unpack[_How]) -> Counter[int]:
        """How many records have how many cells: not those that swallow half of the lines."""
        reader = csv.reader(sample, delimiter=self.delimiter, **how)
        widths: Counter[int] = Counter()
        before = 0
        try:
            for record in reader:
                widths[len(record)] += (reader.line_num - before) * 2 <= len(sample) and any(record)
                before = reader.line_num
        except csv.Error:
            pass  # a cell that is too long
        return widths

    def _sound(self, at: int) -> _Taken:
        """Return the record that begins at this line, or ``None``, and how many lines it has."""
        for way in (self._strictly, self._of_one_line, self._loosely):
            record, height = way(at)
            if record is not None:
                return record, height
            self.patience -= height
        return None, 0

    def _strictly(self, at: int) -> _Taken:
        record, height = self._read(at, strict=True)
        if _is_spaced(self.lines[at], self.delimiter):
            record, height = self._without_blanks(at, record, height)
        if '\\"' in self.lines[at] and (record is None or len(record) != self.width):
            record, height = self._escaped(at, record, height)
        if record is None or height == 1:
            return record, height
        whole = self._whole(at, height)
        if len(record) != self.width:
            return (None if whole else record), height
        return (record if whole < height or height < ENGULFED else None), height

    def _without_blanks(self, at: int, plain: list[str] | None, height: int) -> _Taken:
        """The record without the blanks that hide quotes, if there are any."""
        record, lines = self._read(at, strict=True, skipinitialspace=True)
        if record is None or plain is None or (len(plain), height) != (len(record), lines):
            better = record is not None and (plain is None or len(record) == self.width)
            return (record, lines) if better else (plain, height)
        both = zip(plain, record, strict=True)
        return [read if cell.lstrip(" ").startswith('"') else cell for cell, read in both], height

    def _escaped(self, at: int, plain: list[str] | None, height: int) -> _Taken:
        """Return the record with quotes written ``\\"``, if that makes it as wide as the titles."""
        record, lines = self._read(at, strict=True, escapechar="\\", doublequote=False)
        return (
            (record, lines) if record is not None and len(record) == self.width else (plain, height)
        )

    def _of_one_line(self, at: int) -> _Taken:
        """As ``csv.reader`` takes it where text follows a closing quote: ``"Ulysse" de Joyce``."""
        record, height = self._read(at, 1)
        is_one = (
            record is not None and len(record) == self.width and self.lines[at].count('"') % 2 == 0
        )
        return (record if is_one else None), height

    def _loosely(self, at: int) -> _Taken:
        """Return the record over several lines, if the first is not whole and a quote closes."""
        record, height = self._read(at)
        if record is None or record[-1].endswith(("\n", "\r")):
            return None, height
        is_one = len(record) == self.width and not self._whole(at, 1)
        return (record if is_one else None), height

    def _read(self, at: int, lines: int | None = None, **how: Unpack[_How]) -> _Taken:
        most = len(self.lines) - at if self.patience > 0 else 1
        feed = map(self.lines.__getitem__, range(at, at + min(most, lines or most)))
        reader = csv.reader(feed, delimiter=self.delimiter, **how)
        try:
            return next(reader), reader.line_num
        except csv.Error:
            return None, reader.line_num

    def _whole(self, at: int, height: int) -> int:
        """Return how many of the lines are whole by themselves; of one column, none is."""
        wanted = self.width - 1
        return wanted and sum(
            line.count(self.delimiter) == wanted for line in self.lines[at : at + height]
        )

    def _roughly(self, at: int) -> list[str]:
        return [cell.strip('"') for cell in self.lines[at].rstrip("\r\n").split(self.delimiter)]
