"""Days without messages are 0; days that no file tells are gaps, with a grey ground behind them."""

from datetime import date, timedelta

import pandas as pd
import pytest

from dashboards.exports import notes
from dashboards.exports.notes import Note
from dashboards.figures import calendars, overview
from dashboards.figures.calendars import calendar, grounds, levels, months
from dashboards.figures.looks import Look

FIRST = date(2026, 11, 1)


def frame(*days, note=None):
    made = pd.DataFrame({"day": [date(2026, 11, each) for each in days], "delivered": 10})
    return notes.told(made, note) if note else made


def gap(first, last, code=notes.MISSING_DAYS):
    return Note(code, "pantheon", "", date(2026, 11, first), date(2026, 11, last))


def known(found):
    return [None if value != value else value for value in found.frame["delivered"]]


def test_a_day_without_messages_is_zero():
    found = calendar(frame(1, 4), ["delivered"], Look())
    assert known(found) == [10, 0, 0, 10]
    assert found.missing() == []


@pytest.mark.parametrize("code", [notes.MISSING_DAYS, notes.NOT_YET, notes.BEFORE])
def test_a_day_that_nobody_knows_is_none(code):
    found = calendar(frame(1, 5, note=gap(2, 3, code)), ["delivered"], Look())
    assert known(found) == [10, None, None, 0, 10]
    assert found.missing() == [(date(2026, 11, 2), date(2026, 11, 3))]
    [ground] = grounds(Look(), found)
    assert (ground["x0"], ground["x1"]) == ("2026-11-01T12:00:00", "2026-11-03T12:00:00")


def test_another_note_makes_no_gap():
    found = calendar(frame(1, 3, note=Note(notes.FILE_DAMAGED)), ["delivered"], Look())
    assert known(found) == [10, 0, 10]


def test_a_period_is_shown_from_end_to_end():
    look = Look(period=(date(2026, 11, 1), date(2026, 11, 4)))
    found = calendar(frame(2, note=gap(4, 4)), ["delivered"], look)
    assert known(found) == [0, 10, 0, None]
    assert found.missing() == [(date(2026, 11, 4), date(2026, 11, 4))]


def test_a_value_that_is_missing_in_its_row_stays_so():
    made = frame(1, 2, 3)
    made["delivered"] = [1, None, 3]
    assert known(calendar(made, ["delivered"], Look())) == [1, None, 3]


@pytest.mark.parametrize(
    ("days", "size", "rows"), [(100, "day", 100), (101, "week", 16), (751, "month", 25)]
)
def test_long_periods_are_summed_up(days, size, rows):
    made = pd.DataFrame({"day": [FIRST + timedelta(days=n) for n in range(days)], "delivered": 1})
    found = calendar(made, ["delivered"], Look())
    assert (found.size, len(found.frame)) == (size, rows)
    assert found.frame["delivered"].sum() == days
    assert found.days[0] <= FIRST


def test_a_week_of_unknown_days_is_a_gap_and_one_of_some_is_the_sum_of_the_others():
    days = [FIRST + timedelta(days=each) for each in range(120)]
    first, last = date(2026, 11, 9), date(2026, 11, 17)  # a week, a Monday and a Tuesday
    made = pd.DataFrame({"day": [each for each in days if not first <= each <= last]})
    made = notes.told(made.assign(delivered=1), Note(notes.MISSING_DAYS, "", "", first, last))
    assert known(calendar(made, ["delivered"], Look()))[:5] == [1, 7, None, 5, 7]


def test_months_are_zero_or_unknown_likewise():
    made = pd.DataFrame({"month": [date(2026, 1, 1), date(2026, 5, 1)], "delivered": 1})
    unknown = Note(notes.MISSING_DAYS, "", "", date(2026, 2, 1), date(2026, 3, 15))
    found = months(notes.told(made, unknown), ["delivered"], Look())
    assert known(found) == [1, None, 0, 0, 1]


def test_levels_are_never_filled():
    made = pd.DataFrame({"delivered": [5, 7]}, index=[date(2026, 11, 1), date(2026, 11, 3)])
    assert known(levels(made, Look())) == [5, None, 7]


def test_a_figure_shows_the_gap():
    figure = overview.by_day(frame(1, 4, note=gap(2, 2)), Look())
    assert [*figure.data[0].y] == [10, None, 0, 10]
    assert [*figure.data[0].customdata] == ["10", "", "0", "10"]
    assert len(figure.layout.shapes) == 1


def test_a_day_is_a_day_whatever_it_comes_as():
    assert calendars.as_day(pd.Timestamp(FIRST)) == calendars.as_day(FIRST) == FIRST
