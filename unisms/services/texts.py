"""What kind of file some bytes are, and the text they hold in whatever encoding."""

import codecs
import re

TEXT, WORKBOOK = "text", "workbook"
EMPTY, PDF, IMAGE, ARCHIVE, MARKUP = "empty", "pdf", "image", "archive", "markup"

_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WORKBOOK),  # .xls, or an .xlsx with a password
    (b"%PDF", PDF),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"Rar!", ARCHIVE),
)


def kind_of(content):
    """``text``, ``workbook``, or what else it is: ``empty``, ``pdf``, ``image``, ``archive``, ``markup``.

    The content decides, not the name: many a web page is called ``.xls``.
    """
    if not content[:1000].strip() and not content.strip():
        return EMPTY
    if content.startswith(b"PK"):
        return WORKBOOK if _is_workbook(content) else ARCHIVE
    known = next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)
    return known or (MARKUP if _MARKUP.match(content) else TEXT)


_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|meta|head)", re.IGNORECASE)


def _is_workbook(content):
    """The names in a package are not compressed: an .xlsx or .xlsb has a workbook, an .ods says so at once."""
    return b"xl/workbook" in content or b"opendocument.spreadsheet" in content[:200]


def decode(content):
    """Return the text and its encoding: ``utf-8``, ``utf-8-sig``, ``utf-16`` or ``cp1252``, which includes Latin-1.

    What cannot be decoded becomes U+FFFD: one spoilt character never spoils the others.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace"), "utf-16"
    if content.startswith(codecs.BOM_UTF8):
        return content.decode("utf-8-sig", "replace"), "utf-8-sig"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_broken(content)


def _decode_broken(content):
    """UTF-8 with a few spoilt characters, if most of what is not ASCII makes sense as such; otherwise Windows-1252."""
    text = content.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) - spoilt > 5 * spoilt:
        return text, "utf-8"
    return content.decode("cp1252", "replace"), "cp1252"
