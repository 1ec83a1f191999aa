"""Which people of a file, as the command line says it: the columns by title, the rule in words."""

from pathlib import Path
from typing import NamedTuple

from unisms.model.root import institution_of
from unisms.scripts.opening import Refused
from unisms.services import importing, previewing, selecting, tables
from unisms.services.policies import ALLOW

#: the word on the command line -> the operator of the rule
WORDS = {
    "is not": selecting.IS_NOT,
    "is": selecting.IS,
    "contains": selecting.CONTAINS,
    "filled": selecting.FILLED,
    "blank": selecting.BLANK,
    "days-before": selecting.DAYS_BEFORE,
    "days-after": selecting.DAYS_AFTER,
    "longer-ago": selecting.LONGER_AGO,
    "since": selecting.SINCE,
    "days-apart": selecting.DAYS_APART,
}

DOUBTS = (selecting.DATE_UNREADABLE, selecting.DATE_MISSING)  # a rule cannot be decided for such a line


class Selection(NamedTuple):
    """A file, and who of it."""

    file: Path
    number_columns: tuple  #: titles, in order of preference; empty: as recognised
    name_columns: tuple  #: titles; empty: as recognised
    key_column: str | None  #: a title; ``None``: as recognised
    where: tuple  #: conditions in words


def receive(institution, selection, author, now):
    """Read the file into the institution's imports, with what was chosen of it; return its name there.

    :raises Refused: it cannot be read, or names columns that it does not have.
    """
    content = selection.file.read_bytes()
    try:
        record = importing.receive(institution, selection.file.name, content, author, now)
    except (importing.TooLarge, importing.EmptyFile) as error:
        why = "too large" if isinstance(error, importing.TooLarge) else "empty"
        raise Refused(f"{selection.file} is {why}.") from None
    except tables.Unreadable as error:
        raise Refused(f"{selection.file} cannot be read: {error.problem}.") from None
    importing.read(record)
    if record.state != "read":
        raise Refused(f"{selection.file} cannot be read: {record.problem} {record.detail}".rstrip())
    try:
        importing.choose(record, **choices(record, selection))
    except importing.BadChoice as error:
        raise Refused(f"{selection.file}: {error.field} cannot be chosen so ({error.reason}).") from None
    return record.__name__


def facts(campaign, today):
    """Return what was made of the lines of each file of the audience, as dictionaries."""
    institution = institution_of(campaign)
    imports = institution["imports"]
    told = []
    for kind, name in campaign.audience:
        if kind == "import":
            preview = previewing.preview(
                imports[name],
                today=today,
                country=institution.country,
                foreign_ok=institution.foreign_numbers == ALLOW,
            )
            undecided = {cause: count for cause, count in preview.counts() if cause in DOUBTS}
            filename = imports[name].filename
            told.append(
                {
                    "file": filename,
                    "lines": preview.rows,
                    "chosen": preview.chosen,
                    "undecided": undecided,
                    "numbers": {notice.code: notice.count for notice in preview.notices},
                }
            )
    return told


def choices(record, selection):
    """What ``importing.choose`` is given."""
    titles = record.columns
    return {
        "number_columns": tuple(column(titles, title) for title in selection.number_columns) or record.number_columns,
        "name_columns": tuple(column(titles, title) for title in selection.name_columns) or record.name_columns,
        "key_column": column(titles, selection.key_column) if selection.key_column else record.key_column,
        "rule": tuple(condition(titles, words) for words in selection.where),
    }


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
        raise Refused(f"--where “{words}” {wrong if title is None else 'needs one of: ' + ', '.join(WORDS)}.")
    operator = WORDS[word]
    other = -1
    if operator == selecting.DAYS_APART:
        argument, _, other_title = argument.partition(" ")
        other = column(titles, other_title.strip())
    if operator in selecting.OF_VALUES:
        argument = tuple(filter(None, map(str.strip, argument.split("|"))))
    elif operator in selecting.OF_DAYS:
        if not argument.isdigit():
            raise Refused(f"--where “{words}”: {word} needs a number of days.")
        argument = int(argument)
    return tuple(selecting.Condition(column(titles, title), operator, argument, other))


def begins_with(choices, words):
    """The longest of ``choices`` at the beginning of ``words``, and what follows; ``(None, words)`` if none is."""
    for choice in sorted(choices, key=len, reverse=True):
        if choice and (words.casefold() + " ").startswith(choice.casefold() + " "):
            return choice, words[len(choice) :].strip()
    return None, words
