"""Tokens of links: read back as they were spelled, unlike each other, of eleven characters."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from unisms.sms import tokens
from unisms.sms.encoding import GSM, encode

KEY = b"k" * 32
NUMBERS = some.integers(0, 2**32 - 1)
LARGEST = tokens._spelled(2**64 - 1)


@given(some.binary(min_size=16, max_size=64), NUMBERS, NUMBERS)
def test_what_was_spelled_is_read_under_the_same_key(key, first, second):
    assert tokens.read(key, tokens.speller(key, first)(second)) == (first, second)


@given(NUMBERS, NUMBERS)
def test_a_token_is_eleven_signs_of_one_septet_that_nobody_mistakes(first, second):
    token = tokens.speller(KEY, first)(second)
    assert re.fullmatch(r"[1-9A-HJ-NP-Za-km-z]{11}", token)
    assert (encode(token, GSM).alphabet, encode(token, GSM).units) == ("gsm7", 11)


@given(some.text())
def test_any_text_is_two_numbers_or_none(text):
    found = tokens.read(KEY, text)
    assert found is None or all(0 <= number < 2**32 for number in found)


def test_neighbours_are_no_more_alike_than_strangers():
    spelled = tokens.speller(KEY, 1)
    known = [tokens._number(spelled(number)) for number in range(2_000)]
    pairs = itertools.pairwise(known)
    differing = [(one ^ other).bit_count() for one, other in pairs]
    assert 31 < sum(differing) / len(differing) < 33  # of 64 bits


def test_under_another_key_a_token_leads_elsewhere():
    token = tokens.speller(KEY, 7)(1)
    assert tokens.read(b"other key" * 4, token) != (7, 1)


@pytest.mark.parametrize(
    "token", ["", "1" * 10, "1" * 12, "0" * 11, "O" * 11, "l" * 11, "é" * 11, "z" * 11]
)
def test_what_is_no_token_is_none(token):
    assert tokens.read(KEY, token) is None


def test_the_largest_number_is_a_token_and_the_next_is_none():
    assert tokens.read(KEY, LARGEST) is not None
    assert tokens.read(KEY, LARGEST[:-1] + tokens.ALPHABET[tokens.PLACES[LARGEST[-1]] + 1]) is None
