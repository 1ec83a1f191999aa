"""The consumption to come, and whether the credit is enough for it."""

import pandas as pd
import pytest

from dashboards.pages import forecasts

END = {"low": 100, "expected": 200, "high": 300}


@pytest.mark.parametrize(
    ("credit", "told"),
    [
        (300, "devrait suffire"),
        (200, "suffira sans doute"),
        (100, "risque de ne pas suffire"),
        (99, "ne suffira pas"),
    ],
)
def test_a_credit_is_held_against_the_interval(credit, told):
    assert told in forecasts.enough_for(END, credit)


def course(days=30, known=10):
    frame = pd.DataFrame({"day": pd.date_range("2026-11-02", periods=days, freq="D")})
    counts = [float(number) for number in range(1, days + 1)]
    frame["spent"] = [n if place < known else None for place, n in enumerate(counts)]
    for name in forecasts.SUMS:
        frame[name] = [None if place < known else n for place, n in enumerate(counts)]
    return frame


def test_what_is_expected_begins_where_what_is_known_ends():
    frame = forecasts.joined(course())
    assert frame.loc[9, "spent"] == frame.loc[9, "expected"] == frame.loc[9, "high"] == 10
    assert frame.loc[8, ["expected", "low", "high"]].isna().all()


def test_the_table_has_the_ends_of_weeks_and_the_very_end():
    kept = forecasts.weekly(forecasts.joined(course()))
    assert [f"{day:%a %d}" for day in kept["day"]] == [
        "Sun 08",
        "Sun 15",
        "Sun 22",
        "Sun 29",
        "Tue 01",
    ]
