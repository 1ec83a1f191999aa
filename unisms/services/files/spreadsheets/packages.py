"""How the sheets of zipped workbooks look: XLSX, XLSB and OpenDocument.

Sources: ECMA-376 part 1, 18.2.19 (sheet), 18.3.1.13 (col), 18.3.1.73 (row); OpenDocument 1.3
part 3, 9.1 and 19.744 (table:visibility), 19.676 and 19.679 (merged cells).
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree

from . import records
from .layout import Layout, nothing

PIECE = 1 << 20  # bytes read at once


class Package:
    """A zip, whose parts are found whatever slashes and capitals their names are written with.

    :raises zipfile.BadZipFile: the bytes are no zip.
    """

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._names = {_plain(name): name for name in self._zip.namelist()}
        self.book = next(filter(_BOOK.fullmatch, self._names), "")

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(self._names[name])

    def read(self, name: str) -> bytes:
        with self.open(name) as part:
            return part.read()

    def is_workbook(self) -> bool:
        """Whether it says of itself that it holds sheets."""
        return bool(self.book) or (
            "mimetype" in self and b"opendocument.spreadsheet" in self.read("mimetype")
        )

    def has_password(self) -> bool:
        """Whether the package is an encrypted OpenDocument file (OpenDocument 1.3 part 2, 3.4)."""
        manifest = "meta-inf/manifest.xml"
        return manifest in self and b"encryption-data" in self.read(manifest)

    def layout(self, title: str) -> Layout:
        """Return the ``Layout`` of the sheet of this title.

        :raises KeyError: no part holds it.
        """
        if not self.book:
            return _open_document(self.read("content.xml"), title)
        part = self._part(title)
        if part.endswith(".bin"):
            return records.xlsb_layout(self.read(part))
        with self.open(part) as stream:
            if not _may_hide(stream):
                return nothing()
        with self.open(part) as stream:
            return _xlsx(stream)

    def _part(self, title: str) -> str:
        """Return the name of the part that holds the sheet."""
        content = self.read(self.book)
        folder, name = posixpath.split(self.book)
        binary = self.book.endswith(".bin")
        sheets = dict(records.xlsb_sheets(content) if binary else _sheets(content))
        relations = self.read(posixpath.join(folder, "_rels", f"{name}.rels"))
        targets = {
            one.get("Id"): one.get("Target", "")
            for one in ElementTree.fromstring(relations)  # noqa: S314
        }
        return _plain(posixpath.join("/", folder, targets[sheets[title]].replace("\\", "/")))


_BOOK = re.compile(r"(?:[^/]{1,100}/)?workbook\d?\.(?:xml|bin)")


def _plain(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/").lower()).strip("/")


def _sheets(content: bytes) -> Iterator[tuple[str | None, str]]:
    """Yield the title and the relation of each sheet.

    The library has parsed this part already, within the same bounds.
    """
    for one in ElementTree.fromstring(content).iter():  # noqa: S314
        if one.tag.rpartition("}")[2] == "sheet":
            relation = next((value for key, value in one.items() if key.endswith("}id")), "")
            yield one.get("name"), relation


_XLSX = re.compile(rb"<(?:\w{1,20}:)?(row|col)\s([^<>]*)>|<(?:\w{1,20}:)?row>")
_HIDDEN = re.compile(
    rb"""\bhidden\s*=\s*["'](?:1|true|on)["']|\b(?:ht|width)\s*=\s*["']0(?:\.0*)?["']"""
)


def _may_hide(stream: IO[bytes]) -> bool:
    """Whether the stream has a word by which a sheet hides anything.

    That is told ten times as fast as the place of the word.
    """
    rest = b""
    while piece := stream.read(PIECE):
        piece = rest + piece
        if any(
            word in piece and any(word[:-1] + end in piece for end in ends)
            for word, ends in _WORDS.items()
        ):
            return True
        rest = piece[-20:]
    return False


_WORDS = {  # the first are looked for in every piece, those behind where one is found
    b"hidden=": (b'="1', b"='1", b'="t', b"='t", b'="o', b"='o"),
    b" ht=": (b'="0', b"='0"),
    b" width=": (b'="0', b"='0"),
}


def _xlsx(stream: IO[bytes]) -> Layout:
    look, row = nothing(), 0
    for found in _tags(stream, _XLSX):
        attributes = found[2] or b""
        if found[1] == b"col":
            if _HIDDEN.search(attributes):
                first = _number(attributes, b"min", 1)
                look.columns.update(
                    range(first - 1, min(_number(attributes, b"max", first), 16_384))
                )
            continue
        row = _number(attributes, b"r", row + 1)
        if b"h" in attributes and _HIDDEN.search(attributes):
            look.rows.add(row - 1)
    return look


def _tags(stream: IO[bytes], pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """Yield what the pattern finds in a stream, a piece at a time; a tag is never cut in two."""
    rest = b""
    while piece := stream.read(PIECE):
        piece = rest + piece
        cut = piece.rfind(b"<") if len(rest) < PIECE else len(piece)
        yield from pattern.finditer(piece, 0, cut)
        rest = piece[cut:]
    yield from pattern.finditer(rest)


def _number(attributes: bytes, name: bytes, otherwise: int) -> int:
    found = re.search(rb"""(?:^|[\s:])%b\s*=\s*["'](\d{1,9})["']""" % name, attributes)
    return int(found[1]) if found else otherwise


_OPEN = re.compile(
    rb"<(/?)table:(table|table-row-group|table-row|table-column-group|table-column|table-cell"
    rb"|covered-table-cell)"
    rb"(?=[\s/>])([^<>]*)>"
)
_UNSEEN = re.compile(rb"""table:visibility\s*=\s*["'](?:collapse|filter)["']""")
_FOLDED = re.compile(rb"""table:display\s*=\s*["']false["']""")
_SPAN = re.compile(rb"""table:number-(?:rows|columns)-spanned""")


def _open_document(content: bytes, title: str) -> Layout:
    """Return the ``Layout`` of one sheet.

    A row that repeats is counted as often, except the very last row, counted once.
    """
    reading = _Reading(cells=_SPAN.search(content) is not None)
    depth, wanted = 0, False
    for end, name, attributes in _OPEN.findall(content):
        if name == b"table":
            depth += -1 if end else not attributes.endswith(b"/")
            if depth == 1 and not end:
                wanted = _title(attributes) == title
            elif depth == 0 and wanted:
                break
        elif wanted and depth == 1:
            reading.take(end, name, attributes)
    return reading.look


def _title(attributes: bytes) -> str | None:
    """Return the title of a table, written as an attribute of XML."""
    found = re.search(rb"""table:name\s*=\s*("[^"]*"|'[^']*')""", attributes)
    return ElementTree.fromstring(b"<a n=%b/>" % found[1]).get("n") if found else ""  # noqa: S314


class _Reading:
    """The places in an OpenDocument sheet while its tags go by."""

    MOST = 1 << 20  # rows: as many as a sheet has

    def __init__(self, cells: bool) -> None:
        self.look = nothing()
        self.cells = cells  # whether any cell is one with others
        self.row = self.column = self.cell = 0
        self.times = 1  # how often the row that is being read stands there
        self.folded: list[bool] = []  # whether each group around is

    def take(self, end: bytes, name: bytes, attributes: bytes) -> None:
        if name.endswith(b"group"):
            self._group(end, attributes)
        elif end:
            return
        elif name == b"table-column":
            self.column = self._count(self.look.columns, self.column, b"columns", attributes)
        elif name == b"table-row":
            before = self.row
            self.row, self.cell = self._count(self.look.rows, self.row, b"rows", attributes), 0
            self.times = self.row - before
        elif self.cells:
            self._cell(attributes)

    def _group(self, end: bytes, attributes: bytes) -> None:
        if not end:
            self.folded.append(_FOLDED.search(attributes) is not None)
        elif self.folded:
            self.folded.pop()

    def _count(self, hidden: set[int], at: int, what: bytes, attributes: bytes) -> int:
        after = min(at + _number(attributes, b"number-" + what + b"-repeated", 1), self.MOST)
        if any(self.folded) or _UNSEEN.search(attributes):
            hidden.update(range(at, after))
        return after

    def _cell(self, attributes: bytes) -> None:
        row = self.row - self.times
        if _SPAN.search(attributes):
            height = _number(attributes, b"number-rows-spanned", 1)
            width = _number(attributes, b"number-columns-spanned", 1)
            if height * width > 1:
                self.look.merged.append((row, self.cell, row + height - 1, self.cell + width - 1))
        self.cell += _number(attributes, b"number-columns-repeated", 1)
