"""Numbers, amounts, durations and days are written as readers of each language do."""

from datetime import date

import pytest

from dashboards.figures import formats

NARROW, BLANK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [(4210, 0, f"4{NARROW}210", "4,210"), (-4.25, 1, "−4,2", "−4.2"), (0, 0, "0", "0")],
)
def test_numbers(value, digits, french, english):
    assert formats.number(value, "fr", digits) == french
    assert formats.number(value, "en", digits) == english


@pytest.mark.parametrize(
    ("share", "french"),
    [(0.972, "97,2"), (1, "100,0"), (0.9999, "99,9"), (0, "0,0"), (0.0004, "0,0")],
)
def test_shares_are_all_only_where_nothing_is_missing(share, french):
    assert formats.share(share, "fr") == f"{french}{BLANK}%"


def test_amounts():
    assert formats.money(8_800, "fr") == f"8,80{BLANK}€"
    assert formats.money(8_800, "en") == "€8.80"


@pytest.mark.parametrize(
    ("difference", "told"), [(-0.031, "−3,1"), (0.02, "+2,0"), (0, "0,0"), (-0.0002, "0,0")]
)
def test_differences_of_shares_are_points(difference, told):
    assert formats.points(difference, "fr") == f"{told}{BLANK}pt"


@pytest.mark.parametrize(
    ("seconds", "french", "english"),
    [
        (0.5, "0,5 s", "0.5 s"),
        (20, "20 s", "20 s"),
        (90, "1,5 min", "1.5 min"),
        (7200, "2 h", "2 h"),
        (86400, "1 j", "1 d"),
    ],
)
def test_durations_have_the_largest_unit_that_fits(seconds, french, english):
    assert formats.duration(seconds, "fr") == french.replace(" ", BLANK)
    assert formats.duration(seconds, "en") == english.replace(" ", BLANK)


def test_days():
    day = date(2026, 11, 3)
    assert [formats.day(day, language) for language in ("fr", "en")] == ["3 nov.", "3 Nov"]
    assert formats.day(day, "fr", "month") == "nov. 2026"
