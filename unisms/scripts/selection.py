"""Which people of a file, as the command line says it: the columns by title, the rule in words."""

from pathlib import Path
from typing import NamedTuple

from unisms.model.root import institution_of
from unisms.scripts.opening import Refused
from unisms.scripts.sentences import headline, of_choice, of_unread
from unisms.services.audience.kinds import file_names
from unisms.services.ground.problem import Problem
from unisms.services.imports import fates, intake, row_rule
from unisms.services.rules.policies import ALLOW
from unisms.services.tables import tables
from unisms.sms import causes

#: the word on the command line -> the operator of the rule
WORDS = {
    "is not": row_rule.IS_NOT,
    "is": row_rule.IS,
    "contains": row_rule.CONTAINS,
    "filled": row_rule.FILLED,
    "blank": row_rule.BLANK,
    "days-before": row_rule.DAYS_BEFORE,
    "days-after": row_rule.DAYS_AFTER,
    "longer-ago": row_rule.LONGER_AGO,
    "since": row_rule.SINCE,
    "days-apart": row_rule.DAYS_APART,
}


NOBODY = "-"  # instead of a key column: no line is grouped with another


class Selection(NamedTuple):
    """A file, and who of it."""

    file: Path
    number_columns: tuple  #: titles, in order of preference; empty: as recognised
    name_columns: tuple  #: titles; empty: as recognised
    key_column: str | None  #: a title; ``-``: none; ``None``: as recognised
    where: tuple  #: conditions in words
    sheet: str = ""  #: the title of a spreadsheet's sheet; empty: the first that holds rows
    encoding: str = ""  #: of ``texts.ENCODINGS``; empty: as recognised
    with_hidden: tuple = ()  #: of ``rows`` and ``columns``: read although a spreadsheet hides them
    country_column: str | None = None  #: a title; ``-``: none; ``None``: as recognised


def receive(actor, selection, now):
    """Read the file into the institution's imports, as it was chosen; return its name there.

    :raises Refused: it cannot be read, or names columns that it does not have.
    """
    content = selection.file.read_bytes()
    try:
        record = intake.receive(actor, selection.file.name, content, now)
    except (intake.TooLarge, intake.EmptyFile) as error:
        code = "too_large" if isinstance(error, intake.TooLarge) else "empty"
        raise Refused(f"{selection.file}: {headline(Problem('file', code))}.") from None
    except tables.Unreadable as error:
        told = of_unread(error.problem, error.detail)
        raise Refused(f"{selection.file} cannot be read. {told}") from None
    intake.read_again(
        record,
        encoding=selection.encoding,
        sheet=selection.sheet,
        with_hidden=selection.with_hidden,
    )
    intake.read(record, now)
    if record.state != "read":
        raise Refused(f"{selection.file} cannot be read. {unreadable(record)}")
    try:
        intake.choose(record, **choices(record, selection))
    except intake.BadChoice as error:
        raise Refused(f"{selection.file}: {of_choice(error.problem)}") from None
    return record.__name__


def unreadable(record):
    """Why a file could not be read, and of which sheets one may choose."""
    sheets = ", ".join(title for title, _ in record.sheets)
    if record.problem == "no_such_sheet":
        return f"It has no sheet {record.detail}; it has: {sheets}."
    why = of_unread(record.problem, record.detail)
    return f"{why} Other sheets, for --sheet: {sheets}." if len(record.sheets) > 1 else why


def facts(campaign, today):
    """Return the counts of the lines of each file of the audience, as one mapping a file.

    ``lines`` is the sum of ``messages``, ``grouped``, ``duplicates``, ``set_aside``, ``undecided``
    and ``not_chosen``, before consent is asked; ``notices`` tell what of the file is no line:
    hidden rows, totals, text above the titles.
    """
    institution = institution_of(campaign)
    return [of_file(institution, name, today) for name in file_names(campaign.audience)]


def of_file(institution, name, today):
    """Return the counts of the lines of one file."""
    record = institution["imports"][name]
    preview = fates.preview(
        record,
        today=today,
        country=institution.country,
        foreign_ok=institution.foreign_numbers == ALLOW,
    )
    counts = dict(preview.counts())
    undecided = {cause: counts.pop(cause) for cause in fates.DOUBTS if cause in counts}
    return {
        "file": record.filename,
        "sheet": record.sheet,
        "encoding": record.encoding,
        "lines": preview.rows,
        "chosen": preview.chosen,
        "not_chosen": preview.rows - preview.chosen - sum(undecided.values()),
        "undecided": undecided,
        "undecided_first": [[row.line, row.told] for row in preview.undecided()[:1]],
        "grouped": counts.pop(fates.SAME_PERSON, 0),
        "grouped_by": record.columns[record.key_column] if record.key_column >= 0 else "",
        "people": preview.people,
        "duplicates": counts.pop(causes.DUPLICATE, 0),
        "set_aside": counts,
        "messages": preview.ready,
        "numbers": {notice.code: notice.count for notice in preview.notices},
        "notices": {code: count for code, count, _ in record.notices},
    }


def nobody(files):
    """Why there is nobody to write to; dates that could not be read are a reason of their own."""
    sentence = (
        "There is nobody to write to: the groups, or the lines chosen in the file, are empty."
    )
    for file in files:
        for line, cell in file["undecided_first"]:
            unread = ", ".join(f"{count:,} {cause}" for cause, count in file["undecided"].items())
            told = f" {file['file']}: {unread}, as “{cell}” on line {line}"
            sentence += f"{told}; a date looks like 19/11/2026."
    return sentence


def sentences(file):
    """The sentences about one file, for people."""
    how = file["sheet"] or file["encoding"]
    doubts = ", ".join(f"{count:,} {cause}" for cause, count in file["undecided"].items())
    doubts = f", {doubts} (left out)" if doubts else ""
    yield f"{file['file']}: {file['lines']:,} lines, {file['chosen']:,} chosen{doubts}"
    yield f"  read as         {how}"
    if file["not_chosen"]:
        yield f"  not chosen      {file['not_chosen']:,} lines for which the rule does not hold"
    for line, cell in file["undecided_first"]:
        yield f"  no date         “{cell}” on line {line}: a date looks like 19/11/2026"
    if file["grouped"]:
        yield (
            f"  grouped         {file['grouped']:,} lines, by {file['grouped_by']}: "
            f"{file['people']:,} people"
            " (--key-column - groups nobody)"
        )
    yield from (f"  {count:>5,} {NUMBERS[code]}" for code, count in file["numbers"].items())
    for code, count in file["notices"].items():
        yield f"  {code:<16}{count:,}{HINTS.get(code, '')}"


#: remarks on the numbers of a file that deserve a look
NUMBERS = {
    "foreign": "of them abroad",
    "unknown_range": "in a range that is in no table",
    "filler": "that look made up, like 06 06 06 06 06",
    "assumed": "read as foreign, although they lack their +",
    "several": "cells with several numbers: the first mobile is taken, the others are not",
    "by_country": "read as numbers of the country that their row tells",
    "country_unread": "without a code, in rows whose country is not known: read as numbers at home",
    "home_despite_country": (
        "without a code, in rows that tell another country: mobiles at home, and none there"
    ),
    "spoiled": "spoiled by a spreadsheet, like 6,39998E+08",
}

#: notice -> the remedy
HINTS = {
    "hidden_rows": " left out; --with-hidden rows reads them",
    "hidden_columns": " left out; --with-hidden columns reads them",
    "other_sheets": " not read; --sheet chooses one",
    "hidden_sheets": " not read; --sheet chooses one",
    "shifted_titles": " row of titles, moved by one column: it lacks one on the left",
    "unused_countries": (
        " of countries or their codes, not used: a number without a code is one at home"
    ),
}


def choices(record, selection):
    """Return the arguments of ``intake.choose``."""
    titles = record.columns
    return {
        "number_columns": tuple(column(titles, title) for title in selection.number_columns)
        or record.number_columns,
        "name_columns": tuple(column(titles, title) for title in selection.name_columns)
        or record.name_columns,
        "key_column": one_column(titles, selection.key_column, record.key_column),
        "country_column": one_column(titles, selection.country_column, record.country_column),
        "rule": tuple(condition(titles, words) for words in selection.where),
    }


def one_column(titles, title, recognised):
    """The index of a column: the one recognised where none is named, -1 for ``-``."""
    if title == NOBODY and NOBODY not in titles:
        return -1
    return column(titles, title) if title else recognised


def column(titles, title):
    """The index of the column called ``title``."""
    folded = [known.casefold() for known in titles]
    if title.casefold() not in folded:
        raise Refused(f"The file has no column {title}; it has: {', '.join(titles)}.")
    return folded.index(title.casefold())


def condition(titles, words):
    """The stored condition that ``words`` say: ``Catégorie is Etudiant L|Etudiant M``.

    :raises Refused: it does not begin with a column, or goes on with no word that we know.
    """
    title, rest = begins_with(titles, words)
    word, argument = begins_with(WORDS, rest)
    if title is None or word is None:
        wrong = f"has no column of the file at its beginning: {', '.join(titles)}"
        raise Refused(
            f"--where “{words}” {wrong if title is None else 'needs one of: ' + ', '.join(WORDS)}."
        )
    operator = WORDS[word]
    other = -1
    if operator == row_rule.DAYS_APART:
        argument, _, other_title = argument.partition(" ")
        other = column(titles, other_title.strip())
    if operator in row_rule.OF_VALUES:
        argument = tuple(filter(None, map(str.strip, argument.split("|"))))
    elif operator in row_rule.OF_DAYS:
        if not argument.isdigit():
            raise Refused(f"--where “{words}”: {word} needs a number of days.")
        argument = int(argument)
    return tuple(row_rule.Condition(column(titles, title), operator, argument, other))


def begins_with(choices, words):
    """Return the longest of ``choices`` that begins ``words``, or ``None``, and the rest."""
    for choice in sorted(choices, key=len, reverse=True):
        if choice and (words.casefold() + " ").startswith(choice.casefold() + " "):
            return choice, words[len(choice) :].strip()
    return None, words
