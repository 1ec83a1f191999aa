"""Notes on answers: things that lack and why, as codes and their data, no sentences.

A frame carries its notes in ``attrs["notes"]``.
"""

from datetime import date
from typing import NamedTuple

import pandas as pd

# Of the whole folder.
NO_MANIFEST = "no_manifest"  # files are read by their names
MANIFEST_DAMAGED = "manifest_damaged"  # so they are then, too
MANIFEST_NEWER = "manifest_newer"  # nothing is read; detail: its version
# Of an institution.
NO_FILES = "no_files"  # nothing at all was exported
MISSING_DAYS = "missing_days"  # first..last have no file
NOT_YET = "not_yet"  # first..last come after the latest export
BEFORE = "before"  # first..last come before the earliest export
# Of a file, or of the files of a period.
FILE_MISSING = "file_missing"  # named, but not there
FILE_DAMAGED = "file_damaged"  # half-written, or changed since
FILE_NEWER = "file_newer"  # of a version we do not know: not read; detail: its version
FILE_OLDER = "file_older"  # shown as unknown; detail: the columns it lacks
FILE_STRANGE = "file_strange"  # given by hand; detail: the columns it lacks or has otherwise
# Of the question.
NOT_BY_ACCOUNT = "not_by_account"  # known of the whole institution only: nothing is shown
ONE_INSTITUTION = "one_institution"  # keys were chosen with several institutions
NOT_SO = "not_so"  # no table can answer with this filter; detail: the filter
# Of the library's file.
NO_LOANS = "no_loans"  # it was not given
LOANS_COLUMNS = "loans_columns"  # detail: the columns it lacks
LOANS_WHOLE = "loans_whole"  # it does not know this filter, and is shown whole; detail: the filter
LOANS_ROW = "loans_row"  # left out; line, detail: the column that is wrong


class Note(NamedTuple):
    """A thing that is missing from an answer."""

    code: str
    institution: str = ""
    table: str = ""
    first: date | None = None
    last: date | None = None
    detail: str = ""
    line: int = 0


class Notes(tuple[Note, ...]):
    """Notes of a frame. pandas copies them in depth with every step unless they say no."""

    __slots__ = ()

    def __deepcopy__(self, memo: object) -> "Notes":
        return self


def told(frame: pd.DataFrame, *found: Note) -> pd.DataFrame:
    """Return the frame, with these notes beside those it has."""
    frame.attrs["notes"] = Notes(dict.fromkeys((*of(frame), *found)))
    return frame


def of(*frames: pd.DataFrame) -> tuple[Note, ...]:
    """Return the notes of all frames, each once."""
    return tuple(dict.fromkeys(note for frame in frames for note in frame.attrs.get("notes", ())))
