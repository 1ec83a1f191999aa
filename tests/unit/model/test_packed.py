"""Texts are packed and unpacked without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.packed import pack, pack_all, unpack


@given(st.lists(st.text(st.characters(exclude_characters="\x1f")), min_size=1).map(tuple))
def test_what_was_packed_comes_out_again(texts):
    assert unpack(pack(texts)) == texts


@pytest.mark.parametrize("texts", [("a\x1fb", "c"), ("", "\x1f")])
def test_a_separator_within_a_text_becomes_a_space(texts):
    assert unpack(pack(texts)) == tuple(text.replace("\x1f", " ") for text in texts)


@given(st.lists(st.lists(st.text(alphabet="a\x1f "), max_size=3).map(tuple), max_size=4))
def test_many_rows_are_packed_as_each_of_them(rows):
    assert pack_all(rows) == [pack(row) for row in rows]
