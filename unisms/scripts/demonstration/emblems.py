"""The logos of the demonstration, drawn here: a star for one university, waves for the other."""

import math
import struct
import zlib
from itertools import pairwise

SIZE = 72  # pixels, twice as many as a page shows
FINE = 2  # samples of a pixel each way: the edges are smooth
#: the points of a star, from the one on top on: far out and near by turns
TIPS = [
    (reach * math.sin(turn * math.pi / 5), -reach * math.cos(turn * math.pi / 5))
    for turn, reach in enumerate((0.98, 0.42) * 5)
]


def star(colour):
    """Return a PNG of a star of five points."""
    return _drawn(_in_star, colour)


def waves(colour):
    """Return a PNG of three waves."""
    return _drawn(_in_waves, colour)


EMBLEMS = {"pantheon": star, "anges": waves}


def _in_star(x, y):
    """Whether a point, from -1 to 1 each way, is in a star: right of it are oddly many edges."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise([*TIPS, TIPS[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _in_waves(x, y):
    crest = 0.14 * math.sin(x * 2 * math.pi)
    return abs(x) <= 0.95 and any(abs(y - height - crest) <= 0.13 for height in (-0.55, 0, 0.55))


def _drawn(is_inside, colour):
    """A PNG of what is inside, in ``colour`` (``#rrggbb``) on nothing."""
    ink = bytes.fromhex(colour.removeprefix("#"))
    rows = []
    for line in range(SIZE):
        pixels = (ink + bytes([_share(is_inside, column, line)]) for column in range(SIZE))
        rows.append(b"\0" + b"".join(pixels))
    head = struct.pack(">2I5B", SIZE, SIZE, 8, 6, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _share(is_inside, column, line):
    """How much of a pixel is inside, from 0 to 255."""
    steps = [(step + 0.5) / FINE for step in range(FINE)]
    points = [
        (2 * (column + x) / SIZE - 1, 2 * (line + y) / SIZE - 1) for x in steps for y in steps
    ]
    return 255 * sum(is_inside(*point) for point in points) // len(points)


def _chunk(kind, content):
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
