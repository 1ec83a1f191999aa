"""An uploaded file on its way to an audience."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from BTrees.IOBTree import IOBTree
from persistent import Persistent

from unisms.model.acl import DENY_ALL, Ace, Allow, Permission, person_principal
from unisms.model.packed import BETWEEN, RowTree, pack_all, unpack
from unisms.model.root import institution_of

CHUNK = 1 << 20  # bytes per stored record of the raw upload
#: attributes of an ``Import`` that repeat its cells, or what somebody typed to choose among them
OF_CONTENT = (
    *("problem", "detail", "sheet", "sheets", "wanted", "columns", "kinds", "number_columns"),
    *(
        "name_columns",
        "key_column",
        "country_column",
        "rule",
        "day",
        "ready",
        "countries",
        "notices",
    ),
)


class Chunk(Persistent):
    """A megabyte of an upload."""

    def __init__(self, content: bytes) -> None:
        self.content = content


class Rows(Persistent):
    """The rows of a file, by the number of their line, each packed into one text."""

    def __init__(self) -> None:
        self._texts = RowTree()

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, line: int) -> tuple[str, ...]:
        return unpack(self._texts[line])

    def get(self, line: int) -> tuple[str, ...] | None:
        """The row of this line, or ``None``."""
        text = self._texts.get(line)
        return None if text is None else unpack(text)

    def keep(self, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Write pairs of line number and cells."""
        texts = pack_all([cells for _, cells in rows])
        self._texts.update([*zip([line for line, _ in rows], texts, strict=True)])

    def items(self) -> list[tuple[int, tuple[str, ...]]]:
        """Pairs of line number and cells, in order."""
        return [(line, tuple(text.split(BETWEEN))) for line, text in self._texts.items()]

    def first(self, count: int) -> list[tuple[int, tuple[str, ...]]]:
        """The first of these pairs."""
        return [(line, unpack(text)) for line, text in islice(self._texts.items(), count)]

    def between(self, first: int, last: int) -> list[tuple[int, tuple[str, ...]]]:
        """These pairs from the line ``first`` to the line ``last``, both included."""
        return [(line, unpack(text)) for line, text in self._texts.items(first, last)]

    def values(self) -> Iterator[tuple[str, ...]]:
        return map(unpack, self._texts.values())

    def clear(self) -> None:
        self._texts.clear()


class Import(Persistent):
    """A file, then its columns and cells, then the rule and mapping that make an audience of it.

    The raw upload is kept in pieces in the store, so that a worker on another machine can read it.
    """

    __name__ = ""
    __parent__: Any = None
    state = "uploaded"  # then "read", or "unreadable" with its problem; in the end "forgotten"
    problem = ""  # a code for the page: why the last reading failed; an earlier one may stand
    detail = ""  # of the problem: its thing and place, for the sentence
    encoding = ""  # empty for a spreadsheet
    delimiter = ""
    sheet = ""  # the title of the spreadsheet's page that was read
    # added 2026-12: the title of each sheet of a spreadsheet, and whether it is hidden
    sheets: tuple = ()
    # added 2026-12: of "rows" and "columns", read although a spreadsheet hides them
    with_hidden: tuple = ()
    read_at = 0  # added 2026-12: when its rows were last written, epoch seconds
    wanted: tuple = ()  # added 2026-12: how the next reading is to be done, as ("sheet", "Feuil2")
    columns: tuple = ()  # titles, as in the file, made different from each other
    kinds: tuple = ()  # the kind that each column seems to hold (services.columns)
    number_columns: tuple = ()  # indexes, in order of preference
    name_columns: tuple = ()  # indexes that together name the person
    key_column = -1  # the column that gives one message per value; -1: per number only
    country_column = (
        -1
    )  # added 2026-12: tells the country of each row's numbers; -1: the institution's
    rule: tuple = ()  # conditions, as tuples (services.imports.row_rule)
    day = ""  # the date that the rule takes for today, as 2026-11-20; empty: the day of the asking
    of_register = False  # added 2027-01: it was sent to keep the directory up to date, not to write
    edition = 0  # added 2026-12: another one with each page of choices that is sent
    ready = 0  # people who would get the message, when the choices were last kept
    countries: tuple = ()  # added 2026-12: beginnings of those numbers, and how many: ("+336", 12)
    notices: tuple = ()  # remarks of the reading, as (code, count, example) tuples

    def __init__(self, filename: str, content: bytes, author: str, created_at: int) -> None:
        self.filename = filename
        self.author = author
        self.created_at = created_at
        self.size = len(content)
        self.raw: IOBTree[Chunk] = IOBTree()
        for number, start in enumerate(range(0, len(content), CHUNK)):
            self.raw[number] = Chunk(content[start : start + CHUNK])
        self.rows = Rows()

    @property
    def __acl__(self) -> list[Ace]:
        """A file of people is its author's alone, whatever role others have."""
        author = person_principal(institution_of(self).__name__, self.author)
        return [(Allow, author, (Permission.IMPORT_FILE,)), DENY_ALL]

    def content(self) -> bytes:
        """The upload, as it came."""
        return b"".join(chunk.content for chunk in self.raw.values())

    def forget(self) -> None:
        """Erase the upload, the cells, and their results; the file name stays for a while."""
        self.raw.clear()
        self.rows.clear()
        for name in OF_CONTENT:
            setattr(self, name, getattr(Import, name))
        self.state = "forgotten"
        if self.__parent__ is not None:
            self.__parent__.let_wait(self.__name__, False)
