"""How the sheets of binary workbooks look: XLS and XLSB.

Sources: Microsoft, [MS-XLS] 2.4 and [MS-XLSB] 2.4, the records named here.
"""

import struct
from collections.abc import Iterator

from .layout import Layout, nothing

BEGINNINGS, END = (0x009, 0x209, 0x409, 0x809), 0x0A  # of a substream, by version
PASSWORD, SHEET, ROW, COLUMNS = 0x2F, 0x85, 0x208, 0x7D
B_SHEET, B_ROW, B_COLUMNS, B_MERGED = 156, 0, 60, 176  # of XLSB
NOTHING = 0xFFFFFFFF  # length of a text that is not there


def xls_layout(stream: bytes, number: int) -> Layout:
    """Return the ``Layout`` of a sheet of an XLS workbook's stream; ``number`` counts from 0."""
    starts = [body[:4] for kind, body in _records(stream, 0) if kind == SHEET and len(body) > 3]
    if number >= len(starts):
        return nothing()
    look = nothing()
    for kind, body in _records(stream, struct.unpack("<I", starts[number])[0]):
        if kind == ROW and len(body) > 12 and body[12] & 0x20:
            look.rows.add(struct.unpack_from("<H", body)[0])
        elif (
            kind == COLUMNS and len(body) > 9 and (body[8] & 1 or not any(body[4:6]))
        ):  # without any width
            first, last = struct.unpack_from("<HH", body)
            look.columns.update(range(first, min(last, 255) + 1))
    return look


def has_password(stream: bytes) -> bool:
    """Whether the stream of an XLS workbook is encrypted.

    Its first substream says so ([MS-XLS] 2.4.117).
    """
    return any(kind == PASSWORD for kind, _ in _records(stream, 0))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the type and the body of each record of the substream that begins there."""
    depth = 0  # of charts inside a sheet
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind in BEGINNINGS) - (kind == END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def xlsb_sheets(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the title and the relation of each sheet of the workbook part of an XLSB file."""
    for kind, body in _parts(content):
        if kind == B_SHEET:
            relation, at = _wide_text(body, 8)
            yield _wide_text(body, at)[0], relation


def _wide_text(body: bytes, at: int) -> tuple[str, int]:
    length = int.from_bytes(body[at : at + 4], "little")
    end = at + 4 + (0 if length == NOTHING else 2 * length)
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def xlsb_layout(content: bytes) -> Layout:
    """Return the ``Layout`` of the sheet part of an XLSB file."""
    look = nothing()
    for kind, body in _parts(content):
        if kind == B_ROW and len(body) > 11 and body[11] & 0x10:
            look.rows.add(struct.unpack_from("<I", body)[0])
        elif kind == B_COLUMNS and len(body) > 16 and (body[16] & 1 or not any(body[8:12])):
            first, last = struct.unpack_from("<II", body)
            look.columns.update(range(first, min(last, 16_383) + 1))
        elif kind == B_MERGED and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            look.merged.append((top, left, bottom, right))
    return look


def _parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the type and the body of each record of a part of XLSB ([MS-XLSB] 2.1.4)."""
    at = 0
    while at < len(content):
        kind, at = _compact(content, at, 2)
        size, at = _compact(content, at, 4)
        yield kind, content[at : at + size]
        at += size


def _compact(content: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, the lowest first, and the place behind it."""
    value = 0
    for place in range(most):
        if at >= len(content):
            break
        value |= (content[at] & 0x7F) << 7 * place
        at += 1
        if not content[at - 1] & 0x80:
            break
    return value, at
