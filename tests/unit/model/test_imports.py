"""Uploaded files."""

import pytest
from factories import NOW, make_institution, reread

from unisms.model.imports import CHUNK, Import


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7])
def test_an_upload_is_kept_in_pieces_and_told_as_it_came(root, size):
    content = bytes(number % 251 for number in range(1000)) * (size // 1000 + 1)
    content = content[:size]
    record = make_institution(root)["imports"].add("i", Import("liste.csv", content, "lib", NOW))
    reread(record)
    assert record.content() == content
    assert record.size == size
    assert len(record.raw) == -(-size // CHUNK)


def test_what_is_forgotten_leaves_what_the_file_was_called(root):
    record = make_institution(root)["imports"].add("i", Import("liste.csv", b"abc", "lib", NOW))
    record.rows.keep([(1, ("a", "b"))])
    reread(record)
    record.forget()
    reread(record)
    assert (record.content(), len(record.rows)) == (b"", 0)
    assert (record.filename, record.author, record.created_at) == ("liste.csv", "lib", NOW)
