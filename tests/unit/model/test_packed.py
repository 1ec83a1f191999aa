"""Texts are packed and unpacked without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.packed import pack, unpack


@given(st.lists(st.text(st.characters(exclude_characters="\x1f")), min_size=1).map(tuple))
def test_what_was_packed_comes_out_again(texts):
    assert unpack(pack(texts)) == texts


@pytest.mark.parametrize("texts", [("a\x1fb", "c"), ("", "\x1f")])
def test_a_separator_within_a_text_becomes_a_space(texts):
    assert unpack(pack(texts)) == tuple(text.replace("\x1f", " ") for text in texts)
