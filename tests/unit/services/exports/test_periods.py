"""The periods of files: days, then months, then years."""

from datetime import date

import pytest

from unisms.services.exports import periods
from unisms.services.exports.periods import EVER, Span


@pytest.mark.parametrize(
    ("today", "opened"),
    [
        (date(2026, 12, 3), date(2026, 11, 1)),
        (date(2026, 12, 4), date(2026, 12, 1)),
        (date(2027, 1, 3), date(2026, 12, 1)),
        (date(2027, 1, 4), date(2027, 1, 1)),
    ],
)
def test_a_month_is_open_until_the_fourth_of_the_next(today, opened):
    assert periods.open_since(today) == opened


@pytest.mark.parametrize(
    ("day", "opened", "period"),
    [
        (date(2026, 11, 29), date(2026, 11, 1), "2026-11-29"),
        (date(2026, 10, 31), date(2026, 11, 1), "2026-10"),
        (date(2025, 10, 31), date(2026, 11, 1), "2025"),
        (date(2026, 12, 31), date(2026, 12, 1), "2026-12-31"),
        (date(2026, 1, 1), date(2027, 1, 1), "2026"),
    ],
)
def test_a_day_stands_in_its_own_file_then_in_that_of_its_month_then_of_its_year(
    day, opened, period
):
    assert periods.period_of(day, opened) == period
    assert periods.span_of(period).first <= day <= periods.span_of(period).last


def test_a_table_by_month_has_no_file_of_a_day():
    assert periods.period_of(date(2026, 11, 29), date(2026, 11, 1), by_month=True) == "2026-11"


def test_the_days_of_a_period():
    assert periods.span_of("2028-02") == Span(date(2028, 2, 1), date(2028, 2, 29))
    assert periods.span_of("2026") == Span(date(2026, 1, 1), date(2026, 12, 31))
    assert periods.span_of("all") == EVER


def test_spans_meet_where_they_share_a_day_and_cover_where_they_have_them_all():
    november = periods.span_of("2026-11")
    assert november.covers(periods.span_of("2026-11-30"))
    assert not november.covers(periods.span_of("2026"))
    assert november.meets(periods.span_of("2026"))
    assert not november.meets(periods.span_of("2026-12-01"))
