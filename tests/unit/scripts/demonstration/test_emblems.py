"""The logos of the demonstration."""

import struct
import zlib

import pytest

from unisms.scripts.demonstration.emblems import EMBLEMS, SIZE
from unisms.web.institution.identity import fault_of


@pytest.mark.parametrize("name", EMBLEMS)
def test_an_emblem_is_a_small_picture_that_an_institution_takes(name):
    picture = EMBLEMS[name]("#1a4f8b")
    assert fault_of(picture) == ""
    assert len(picture) < 4_000
    assert struct.unpack(">2I", picture[16:24]) == (SIZE, SIZE)


@pytest.mark.parametrize("name", EMBLEMS)
def test_its_colour_is_the_universitys_on_nothing(name):
    picture = EMBLEMS[name]("#1a4f8b")
    length = struct.unpack(">I", picture[33:37])[0]
    pixels = zlib.decompress(picture[41 : 41 + length])
    rows = [
        pixels[start + 1 : start + 1 + 4 * SIZE] for start in range(0, len(pixels), 1 + 4 * SIZE)
    ]
    assert {row[place : place + 3] for row in rows for place in range(0, 4 * SIZE, 4)} == {
        bytes.fromhex("1a4f8b")
    }
    inside = sum(row[place] > 127 for row in rows for place in range(3, 4 * SIZE, 4))
    assert 0.2 < inside / SIZE**2 < 0.6
    assert rows[0][3] == rows[-1][-1] == 0
