"""UTF-16 and UTF-32: told by a mark or by their zeros, whole or in parts of a file."""

import codecs
import re

SIZES = {"utf-16": 2, "utf-32": 4}  # octets of a character
_MARKS = (  # that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENDS = b"\0\x1a\r\n "  # an octet too many, as programs leave one


def marked(content: bytes) -> str:
    """Return the encoding whose mark ``content`` begins with, or nothing."""
    return next((name for mark, name in _MARKS if content.startswith(mark)), "")


def by_zeros(content: bytes) -> str:
    """Return the encoding that the places of the zeros in the first line tell, or nothing."""
    content = content[: content.find(b"\n") + 1 or None]
    if b"\0" not in content:
        return ""
    zeros = [_share_of_zeros(content, place, 4) for place in range(4)]
    if min(zeros[:2]) > 0.9 > 0.1 > zeros[3] or min(zeros[2:]) > 0.9 > 0.1 > zeros[0]:
        return "utf-32"
    even, odd = _share_of_zeros(content, 0, 2), _share_of_zeros(content, 1, 2)
    return "utf-16" if min(even, odd) < 0.1 and max(even, odd) > 0.5 else ""


def _share_of_zeros(content: bytes, place: int, size: int) -> float:
    octets = content[place:400_000:size]
    return octets.count(0) / max(len(octets), 1)


def decode(content: bytes, name: str) -> str:
    """Decode ``content``; what stands after the last whole character is looked at for itself."""
    size = SIZES[name]
    whole = len(content) - len(content) % size
    if not content[whole:].strip(_ENDS):
        content = content[:whole]
    if marked(content) == name:
        return content.decode(name, "replace")
    first, last = (_share_of_zeros(content, place, size) for place in (0, size - 1))
    return content.decode(f"{name}-{'be' if first > last else 'le'}", "replace")


def narrowed(content: bytes) -> tuple[bytes, tuple[int, ...]]:
    """Return ``content`` with its lines of UTF-16 as UTF-8, and their numbers, from 1.

    Shells append one to the other. A line that is cut at its octet 10 begins or ends with half
    of a character, a zero.
    """
    if b"\0" not in content:
        return content, ()
    lines, numbers = content.split(b"\n"), []
    for number, line in enumerate(lines, 1):
        if by_zeros(line[2:] if marked(line) else line) == "utf-16" and len(line) > 3:
            lines[number - 1] = decode(line, "utf-16").encode("utf-8", "replace")
            numbers.append(number)
    return b"\n".join(lines), tuple(numbers)


def without_tail(content: bytes, name: str) -> tuple[bytes, bytes]:
    """Return ``content``, and what was appended to it in single octets."""
    end = content.rfind(b"\0") + 1
    end += -end % SIZES[name]
    return (content[:end], content[end:]) if _WORDS.search(content, end) else (content, b"")


_WORDS = re.compile(rb"[\x20-\x7e]{8}")
