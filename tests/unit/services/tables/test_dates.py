from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.services.tables.dates import read_date, read_moment, unsure

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("19/11/2026", date(2026, 11, 19)),
        ("9/1/26", date(2026, 1, 9)),
        ("19-11-2026", date(2026, 11, 19)),
        ("19.11.2026", date(2026, 11, 19)),
        ("2026-11-19", date(2026, 11, 19)),
        ("2026/11/19", date(2026, 11, 19)),
        ("20261119", date(2026, 11, 19)),
        (" 19/11/2026 10:30 ", date(2026, 11, 19)),
        ("19/11/2026 10h", date(2026, 11, 19)),
        ("19/11/2026 10:30:59", date(2026, 11, 19)),
        ("2026-11-19T10:30:59.123+01:00", date(2026, 11, 19)),
        ("2026-11-19T10:30Z", date(2026, 11, 19)),
        ("29/02/2028", date(2028, 2, 29)),
        ("31/02/2026", None),
        ("11/19/2026", None),
        ("19/11/0026", None),  # a slip of the hand
        ("31/12/9999", date(9999, 12, 31)),
        ("19/11/1789", None),
        ("19/11/1889", date(1889, 11, 19)),
        ("19/11/2026\xa0", date(2026, 11, 19)),
        ("19/11/2026\u202f10:30", date(2026, 11, 19)),
        ("2026-1-5", date(2026, 1, 5)),
        ("2026/1/25", date(2026, 1, 25)),
        ("2026-125", None),
        ("19/11/2026 12:00:00 AM", date(2026, 11, 19)),
        ("2026/11/19 9:12:00 p.m.", date(2026, 11, 19)),
        ("2026/11/19 9:12:00 AM UTC+1", date(2026, 11, 19)),
        ("19-AUG-26 10.30.00.000000 PM", date(2026, 8, 19)),
        ("19/11/2026 à 12h", date(2026, 11, 19)),
        ("19/11/2026 à 12 h", date(2026, 11, 19)),
        ("19/11/202", None),
        ("hier", None),
        ("", None),
        ("45980", None),
        ("12345678", None),
        ("١٩/11/2026", None),
    ],
)
def test_dates_are_read_with_the_day_first(cell, day):
    assert read_date(cell) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-11-28T23:00:00Z", date(2026, 11, 29)),
        ("2026-11-29T22:59:00Z", date(2026, 11, 29)),
        ("2026-11-29T00:30+09:00", date(2026, 11, 28)),
        ("2026-06-30 22:30 UTC", date(2026, 7, 1)),
        ("2026-11-28T23:30+0000", date(2026, 11, 29)),
        ("28/11/2026 23:30:00 -01", date(2026, 11, 29)),
        ("2026-11-28T24:00:00Z", date(2026, 11, 29)),
        ("2026-11-28T23:30", date(2026, 11, 28)),
        ("28/11/2026", date(2026, 11, 28)),
        ("2026/11/28 11:30:00 PM UTC+0", date(2026, 11, 29)),
        ("2026/11/29 12:30:00 AM GMT+2", date(2026, 11, 28)),
        ("2026/11/29 12:30:00 PM GMT+2", date(2026, 11, 29)),
        ("2026/11/28 9:12:00 PM UTC-3:30", date(2026, 11, 29)),
        ("2026-11-28T25:00Z", None),
        ("19/11/0026 10:30Z", None),
        ("2026-11-28T10:61Z", None),
        ("2026-11-28T10:00+25:00", None),
        ("01/01/0001 00:00 +09:00", None),
    ],
)
def test_a_moment_is_of_the_day_it_is_at_the_institution(cell, day):
    assert read_date(cell, ZoneInfo("Europe/Paris")) == day


@pytest.mark.parametrize(
    ("cells", "doubted"),
    [
        ("11/19/2026 05/06/2026 2026-11-19", "11/19/2026 05/06/2026"),
        ("11/19/2026 19/05/2026 05/06/2026", ""),  # a slip of the hand among others
        ("05/06/2026 07/08/2026", ""),
        ("45/19/2026 05/06/2026", ""),
        ("11/19/2026 45/19/2026", "11/19/2026 45/19/2026"),
        ("26-11-19 26-11-20 25-12-31", "26-11-19 26-11-20 25-12-31"),
        ("26-11-19 19/11/2026", "26-11-19"),
        ("26-11-26 26-12-26", ""),
        ("26-11-19 14-11-19", ""),
        ("19-11-26 20-11-26", ""),
        ("hier", ""),
    ],
)
def test_dates_that_may_be_written_the_other_way_round_are_doubted(cells, doubted):
    assert unsure({*cells.split()}, TODAY) == {*doubted.split()}


@given(st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), min_size=1))
def test_dates_written_as_in_france_are_read_and_never_doubted(days):
    cells = {f"{day:%d/%m/%Y}": day for day in days}
    assert {cell: read_date(cell) for cell in cells} == cells
    assert not unsure(cells, TODAY)


@given(st.lists(st.dates(date(2000, 1, 1), date(2099, 12, 31)), min_size=1))
def test_american_dates_are_either_doubted_or_all_may_be_french(days):
    cells = {f"{day:%m/%d/%Y}" for day in days}
    assert unsure(cells, TODAY) in ({*cells}, set())
    assert bool(unsure(cells, TODAY)) is any(day.day > 12 for day in days)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("03/12/2026", ""),
        ("03/12/2026 00:00:00", ""),
        ("03/12/2026 14:05", "14:05"),
        ("3/12/26 à 9h", "09:00"),
        ("03/12/2026 2:05 PM", "14:05"),
        ("03/12/2026 12:05 AM", "00:05"),
        ("2026-12-03T13:30:00Z", "14:30"),
    ],
)
def test_the_hour_behind_a_date_is_that_of_a_clock_there(cell, clock):
    assert read_moment(cell, ZoneInfo("Europe/Paris")) == (date(2026, 12, 3), clock)


@pytest.mark.parametrize("cell", ["bientôt", "", "03/12/2026 25:00", "03/12/2026 14:60"])
def test_what_no_clock_shows_is_no_moment(cell):
    assert read_moment(cell) is None
