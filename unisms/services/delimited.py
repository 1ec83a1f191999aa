"""Cut the lines of a text into records: by which delimiter, and where each record ends."""

import csv
import re
from collections import Counter

DELIMITERS = ";,\t|"
TALLEST = 100  # lines of one record


def delimiter_of(lines):
    """What the first line announces, or what cuts the first lines alike."""
    return _announced(lines) or sniff(lines)


def _announced(lines):
    """What ``sep=;`` on the first line says, as spreadsheets do; that line is emptied, not removed: it has a number."""
    found = lines and re.fullmatch(r"sep=(.)\s*", lines[0])
    if not found:
        return ""
    lines[0] = "\n"
    return found[1]


def sniff(lines):
    """The delimiter that cuts the first lines into the same number of cells, more than one; ``;`` when none does."""
    sample = [line for line in lines[:100] if line.strip()]
    return max(DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))


def _regularity(sample, delimiter):
    widths = Counter(len(next(csv.reader([line], delimiter=delimiter))) for line in sample if len(line) < 100_000)
    width, times = widths.most_common(1)[0] if widths else (1, 1)
    return (times / len(sample)) ** 4 * (width - 1) ** 0.5 if width > 1 else 0


def split(lines, delimiter):
    """Cut the lines into records; return them and the numbers of those where a quote was opened and never closed."""
    try:
        records = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        records = []
    if len(records) == len(lines):  # a row a line, as nearly always
        return records, []
    return _split_with_care(lines, delimiter)


def _split_with_care(lines, delimiter):
    """Cut line by line: a cell may hold line ends, but a stray quote must not swallow the rows that follow it."""
    width = Counter(line.count(delimiter) for line in lines[:1000]).most_common(1)[0][0]
    records, malformed, at = [], [], 0
    while at < len(lines):
        height = _height(lines, at, delimiter, width)
        record = _record(lines[at : at + height], delimiter)
        if record is None:
            malformed.append(len(records) + 1)
            record = [cell.strip('"') for cell in lines[at].rstrip("\r\n").split(delimiter)]
        records.append(record)
        at += max(height, 1)
    return records, malformed


def _height(lines, at, delimiter, width):
    """How many lines the record that begins here takes; 0 when its quotes do not add up."""
    if lines[at].count('"') % 2 == 0:
        return 1
    if all(line.count(delimiter) == width for line in lines[at : at + 2]):
        return 0  # this row and the next are whole by themselves
    quotes = 0
    for height, line in enumerate(lines[at : at + TALLEST], 1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return height
    return 0


def _record(lines, delimiter):
    """The one record of these lines, or ``None``."""
    try:
        records = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None
