"""Tell the kind of a file by its bytes, and read the text that they hold in whatever encoding."""

import re
from functools import cache
from typing import NamedTuple

from unisms.services.files import charsets, mixtures, utf16

TEXT, WORKBOOK = "text", "workbook"
EMPTY, PDF, IMAGE, ARCHIVE, MARKUP = "empty", "pdf", "image", "archive", "markup"
BINARY = "binary"
CARDS, RICH, DATA = "cards", "rich", "data"  # vCard (RFC 6350), RTF, JSON (RFC 8259)

#: The names one may choose from. A mark at the beginning tells the order of octets of the last two,
#: without one the zeros do.
ENCODINGS = ("utf-8", *charsets.EIGHT_BIT, "utf-16", "utf-32")

_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WORKBOOK),  # .xls, or an .xlsx with a password
    (b"%PDF", PDF),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"{\\rtf", RICH),
)


def kind_of(content: bytes) -> str:
    """Return ``text``, ``workbook``, or the kind of a file that holds no table.

    That is ``empty``, ``pdf``, ``image``, ``archive``, ``markup``, ``cards``, ``rich``, ``data`` or
    ``binary``. The content decides, not the name: many a web page is called ``.xls``.
    """
    if not content[:1000].strip() and not content.strip():
        return EMPTY
    if content.startswith(b"PK"):
        return WORKBOOK if _is_workbook(content) else ARCHIVE
    known = next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)
    if known:
        return known
    if (told := _BEGINNING.match(content)) is not None:
        return next(kind for kind in (MARKUP, CARDS, DATA) if told[kind] is not None)
    return BINARY if _is_binary(content) else TEXT


_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?P<markup><(?:!doctype|html|table|\?xml|meta|head))"
    rb'|(?P<cards>BEGIN:VCARD)|(?P<data>(?:\[\s*+)?\{\s*+"))',
    re.IGNORECASE,
)


_CONTROLS = bytes({*range(1, 32)} - set(b"\t\n\v\f\r\x1a"))


def _is_binary(content: bytes) -> bool:
    """Whether one octet in twenty is a control, zeros apart: programs pad with them."""
    if utf16.marked(content) or utf16.by_zeros(content):
        return False
    octets = content[:100_000].replace(b"\0", b"")
    return len(octets.translate(None, _CONTROLS)) < 0.95 * len(octets)


def _is_workbook(content: bytes) -> bool:
    """Whether the names in a package are those of a workbook, in whatever folder.

    The names are not compressed. An OpenDocument file tells its kind in a part that may be
    compressed: a file that says nothing may be a spreadsheet.
    """
    if _WORKBOOK.search(content) or b"opendocument.spreadsheet" in content[:MIMETYPE]:
        return True
    says = b"opendocument." in content[:MIMETYPE]
    return not says and b"mimetype" in content and b"content.xml" in content


_WORKBOOK = re.compile(rb"workbook\d?\.(?:xml|bin)", re.IGNORECASE)
MIMETYPE = 200  # bytes in which an OpenDocument file says what it is, as the standard wants it


class Decoded(NamedTuple):
    """The text of a file."""

    text: str  #: without what nobody can see; U+FFFD stands for what cannot be read
    encoding: str  #: of ``ENCODINGS``
    #: the lines, from 1, that were written in another encoding than the rest
    strays: tuple[int, ...] = ()


def decode(content: bytes, encoding: str = "") -> Decoded:
    """Return the ``Decoded`` text of a file.

    ``encoding`` is obeyed where it is given. Otherwise a mark tells it, or the zeros of UTF-16,
    or that all is UTF-8; where none of these holds each line is judged for itself, because
    exports are pasted together, cut off and spoilt.

    :raises ValueError: ``encoding`` is none of ``ENCODINGS``.
    """
    if encoding and encoding not in ENCODINGS:
        raise ValueError(encoding)
    name = encoding or utf16.marked(content) or utf16.by_zeros(content)
    if name in utf16.SIZES:
        return _wide(content, name, bool(encoding))
    if encoding and encoding != "utf-8":
        return Decoded(_seen_in(content, encoding, content.decode(encoding, "replace")), encoding)
    content = _SURROGATES.sub(_joined, content)
    content, wide = (content, ()) if encoding else utf16.narrowed(content)
    try:
        text = content.decode("utf-8", "replace" if encoding else "strict")
    except UnicodeDecodeError:
        text, name, strays = mixtures.decode(content)
        strays = tuple(sorted({*strays, *wide}))
        return Decoded(_visible(text) if strays else _seen_in(content, name, text), name, strays)
    name = "" if encoding else mixtures.by_chance(content, text)
    return Decoded(
        _visible(content.decode(name, "replace") if name else text), name or "utf-8", wide
    )


def _wide(content: bytes, name: str, is_chosen: bool) -> Decoded:
    """UTF-16 or UTF-32, and what was appended to it in an encoding of single octets."""
    body, tail = (content, b"") if is_chosen else utf16.without_tail(content, name)
    text = _visible(utf16.decode(body, name))
    if not tail:
        return Decoded(text, name)
    more = decode(tail).text
    begun = text.count("\n") + 1
    return Decoded(text + more, name, tuple(range(begun, begun + len(more.splitlines()))))


#: a character beyond U+FFFF as Oracle's "UTF8" writes it: each half for itself (CESU-8, Unicode
#: TR 26)
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")


def _joined(found: re.Match[bytes]) -> bytes:
    halves = found[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return halves.decode("utf-16-le").encode()


#: characters that nobody sees: controls, marks of order and of direction, joints of no width
_UNSEEN = "\0-\x08\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
#: characters taken for Latin-1 that were Windows-1252
_MISREAD = "\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f"
_ODD = re.compile(f"[{_UNSEEN}{_MISREAD}\v]")


def _seen_in(content: bytes, name: str, text: str) -> str:
    """Return ``_visible(text)``.

    Where ``content`` is of single octets, they tell faster whether a character is odd.
    """
    if name in charsets.EIGHT_BIT and len(content.translate(None, _odd_octets(name))) == len(
        content
    ):
        return text
    return _visible(text)


@cache
def _odd_octets(name: str) -> bytes:
    """Return the octets that may be a character of ``_ODD`` in this encoding."""
    return bytes(
        octet for octet in range(256) if _ODD.search(bytes((octet,)).decode(name, "replace"))
    )


def _visible(text: str) -> str:
    """Take out what nobody can see, and read what was taken for Latin-1 as what it was."""
    return _ODD.sub(_seen, text) if _ODD.search(text) else text


def _seen(found: re.Match[str]) -> str:
    if found[0] == "\v":  # the line end of some programs within a cell
        return " "
    return found[0].encode("latin-1").decode("cp1252") if "\x80" <= found[0] <= "\x9f" else ""
