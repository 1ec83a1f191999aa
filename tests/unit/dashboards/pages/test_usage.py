"""Small numbers of people that are untold make a sum of days a lower bound."""

import pandas as pd
import pytest

from dashboards.pages import usage
from tests.unit.dashboards.pages.saying import flat, visit


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([0, 7, 12], "19"),
        ([0, 0, 0], "0"),
        ([7, None, 12, None], "au moins 21"),
        ([None, None], "au moins 2"),
        ([], "0"),
    ],
)
def test_a_day_that_is_untold_had_one_at_least(days, told):
    column = pd.Series(days, dtype="Int64")
    assert flat(usage.at_least(visit(), column)) == told


@pytest.mark.parametrize(
    ("bounds", "place", "told"),
    [([1, 5, 10], 0, "de 1 à 4"), ([10, 200], 0, "de 10 à 49"), ([1000], 0, "1 000 ou plus")],
)
def test_a_class_of_sizes_says_its_ends(bounds, place, told):
    assert flat(usage._class(visit(), bounds, place)) == told
