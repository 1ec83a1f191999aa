"""Intervals beside those that were published, and as they must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.exports.intervals import difference, newcombe, wilson

#: Newcombe 1998, table II, method 10.
PUBLISHED = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0000)),
    ((10, 10, 0, 10), (0.6075, 1.0000)),
]
SHARES = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("counts", "bounds"), PUBLISHED)
def test_the_published_examples(counts, bounds):
    told = newcombe(*counts)
    assert (round(told.low, 4), round(told.high, 4)) == bounds


@given(SHARES)
def test_a_share_lies_in_its_interval(share):
    told = wilson(*share)
    assert 0 <= told.low <= told.value <= told.high <= 1
    assert told.low < told.high


@given(SHARES, SHARES)
def test_a_difference_turned_round_has_its_interval_turned_round(one, other):
    told, turned = newcombe(*one, *other), newcombe(*other, *one)
    assert told.low <= told.value <= told.high
    assert (told.low, told.high) == pytest.approx((-turned.high, -turned.low))


@given(SHARES)
def test_more_of_the_same_narrows(share):
    few, many = wilson(*share), wilson(share[0] * 10, share[1] * 10)
    assert many.high - many.low < few.high - few.low


def test_of_nothing_nothing_is_known():
    told = wilson(0, 0)
    assert (told.low, told.high) == (0, 1)


def test_a_difference_of_differences_is_wider_than_either():
    first, second = newcombe(30, 100, 50, 100), newcombe(48, 100, 50, 100)
    told = difference(first, second)
    assert told.value == pytest.approx(-0.18)
    assert told.high - told.low > max(first.high - first.low, second.high - second.low)
