"""Cells and lines that hold more, or something else, than one plain number."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisms.sms.msisdn import EMPTY, IMPOSSIBLE, MOBILE, UNREADABLE, read, several

FIRST, SECOND = "+33639980001", "+33639980002"
UNSEEN = (
    "\u200b\u200c\u200d\u200e\u200f\u061c\u00ad\u2060\ufeff\u180e\u034f\ufe0f\u2028\u00a0"
    "\u202f\u3000\u2800\x07\x0b"
)
LOOK_ALIKES = (
    "06·39·98·00·01",
    "06‐39‑98–00—01",
    "06−39﹣98－00―01",
    "06•39•98•00•01",
    "06․39‧98∙00⋅01",
)


@pytest.mark.parametrize(
    "cell",
    [
        "mobile 1: 06 39 98 00 01",
        "Tel1: 06 39 98 00 01",
        "Tél. 2 : +33 6 39 98 00 01",
        "Tel 1 06 39 98 00 01",
        "1) 06 39 98 00 01",
        "1. 06 39 98 00 01",
        "n°1 : 06 39 98 00 01",
        "06 39 98 00 01 (1)",
        "06 39 98 00 01²",
        "[06 39 98 00 01]",
        "“06 39 98 00 01”",
        "«\u00a006 39 98 00 01\u00a0»",
        "＋33６３９９８０００１",
        "+33 ( 0 ) 6 39 98 00 01",
        "+33 [0] 6 39 98 00 01",
        "+00 33 (0)6 39 98 00 01",
        "٠٦٣٩٩٨٠٠٠١",
        "639980001.00",
        "33639980001,00",
        "639 980 001,00",
        *LOOK_ALIKES,
        *(f"06{sign}39{sign}98 00{sign}01{sign}" for sign in UNSEEN),
    ],
)
def test_marks_look_alikes_and_what_nobody_sees_change_no_number(cell):
    assert read(cell) == read(FIRST)


@pytest.mark.parametrize(
    ("cell", "msisdn"),
    [
        ("+508 05 08 55 12 34", "+508551234"),
        ("+508 (0)5 08 55 12 34", "+508551234"),
        ("00508 508 55 12 34", "+508551234"),
        ("+33 508 55 12 34", "+508551234"),
        ("+33 (0)508 55 12 34", "+508551234"),
        ("+508 0708 45 12 34", "+508708451234"),
        ("+594 6 39 98 00 01", FIRST),
        ("+594 06 39 98 00 01", FIRST),
        ("00590 (0)6 39 98 00 01", FIRST),
        ("+594 612 34 56 78", "+33612345678"),
        ("+590 696 12 34 56", "+596696123456"),
        ("+33 262 692 12 34 56", "+262692123456"),
        ("+33 (0)262 0692 12 34 56", "+262692123456"),
        ("0033 590 690 12 34 56", "+590690123456"),
        ("+33 +262 692 12 34 56", "+262692123456"),
        ("+33 33 6 39 98 00 01", FIRST),
        ("+33 0033 6 39 98 00 01", FIRST),
        ("+33 689 87 12 34 56", "+68987123456"),
        ("+689 06 39 98 00 01", FIRST),
        ("+687 (0) 75 12 34", "+687751234"),
        ("033 6 39 98 00 01", FIRST),
        ("0594 694 12 34 56", "+594694123456"),
        ("0262 692 12 34 56", "+262692123456"),
    ],
)
def test_a_code_before_a_national_form_or_before_another_code_is_mended(cell, msisdn):
    assert (read(cell).msisdn, read(cell).kind) == (msisdn, MOBILE)


@pytest.mark.parametrize("code", ["+1", "+32", "+44", "+687"])
def test_a_foreign_code_before_a_french_number_is_refused(code):
    assert read(f"{code} 639980001")[:2] == ("", IMPOSSIBLE)
    if code != "+687":
        assert read(f"{code} 06 39 98 00 01")[:2] == ("", IMPOSSIBLE)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("0639980001 0639980002", [FIRST, SECOND]),
        ("06 39 98 00 01 06 39 98 00 02", [FIRST, SECOND]),
        ("06 39 98 00 01\t06 39 98 00 02", [FIRST, SECOND]),
        ("06 39 98 00 01/06 39 98 00 02", [FIRST, SECOND]),
        ("06 39 98 00 01 / 06 39 98 00 02", [FIRST, SECOND]),
        ("0639980001,0639980002;0639980003", [FIRST, SECOND, "+33639980003"]),
        ("06.39.98.00.01,06.39.98.00.02", [FIRST, SECOND]),
        ("06399800010639980002", [FIRST, SECOND]),
        ("+33639980001+33639980002", [FIRST, SECOND]),
        ("639980001 639980002", [FIRST, SECOND]),
        ("0033639980001 0033639980002", [FIRST, SECOND]),
        ("06 39 98 00 01 et 06 39 98 00 02", [FIRST, SECOND]),
        ("1) 06 39 98 00 01 2) 06 39 98 00 02", [FIRST, SECOND]),
        ("1- 06 39 98 00 01 2- 06 39 98 00 02", [FIRST, SECOND]),
        ("mobile 1: 06 39 98 00 01, mobile 2: 06 39 98 00 02", [FIRST, SECOND]),
        ("06 39 98 00 01 +44 7400 123456", [FIRST, "+447400123456"]),
        ("06 39 98 00 01 00447400123456", [IMPOSSIBLE]),
        ("212612345678 12025550104", ["+212612345678", "+12025550104"]),
        ("06,39,98,00,01", [FIRST]),
        ("Zoé (L2) 06 39 98 00 01", [FIRST]),
        ("06 39 98 00 01 poste 12", [FIRST]),
        ("06 39 98 00 01 / 02", [FIRST, IMPOSSIBLE]),
        ("20/11/2026 06 39 98 00 01", [FIRST, IMPOSSIBLE]),
        ("20/11/2026 06 39 98 00", [IMPOSSIBLE, IMPOSSIBLE]),
        ("06 39 98 00 01, 12", [FIRST, IMPOSSIBLE]),
        ("06 39 98 70 / 06 39 98 00 01", [IMPOSSIBLE, FIRST]),
        ("06 39 98 00 01  07 39 98 00", [IMPOSSIBLE]),
        ("01 99 00 12 34 ou 06 39 98 00 01", ["landline", FIRST]),
        ("6,39980001E+08", [FIRST]),
        ("########", [UNREADABLE]),
        ("bonjour\n06 39 98 00 01\r\n\r\n—", [UNREADABLE, FIRST]),
        ("", []),
        (" \u200b\n", []),
    ],
)
def test_every_number_of_a_line_is_read_or_the_line_is_refused(line, found):
    assert [number.reading.msisdn or number.reading.kind for number in several(line)] == found


@pytest.mark.parametrize("between", [" ", "/", " / ", "\n", ", "])
def test_short_numbers_on_a_line_are_all_read(between):
    found = several(f"75.12.34{between}76.12.34", "NC")
    assert [number.reading.msisdn for number in found] == ["+687751234", "+687761234"]


def test_a_date_is_no_number_of_a_line_either():
    assert [number.reading.kind for number in several("19/11/2026", "PF")] == [IMPOSSIBLE]


def test_each_number_is_told_as_it_was_typed():
    typed = "Zoé 06 39 98 00 01\n (06 39 98 00 02) ; 06.39.98.00.03"
    assert [number.text for number in several(typed)] == [
        "Zoé 06 39 98 00 01",
        "06 39 98 00 02",
        "06.39.98.00.03",
    ]


numbers = st.integers(0, 9999).map(lambda number: f"063998{number:04}")
between = st.sampled_from(
    [" ", "\t", " / ", "/", ", ", ",", ";", "\n", "\r\n", " - ", " ou ", "  ", "|"]
)


@settings(deadline=None)  # the first number of a country loads its tables
@given(st.lists(numbers, min_size=1, max_size=6), between)
def test_as_many_numbers_are_read_as_were_typed(typed, separator):
    found = several(separator.join(typed))
    assert [number.reading.msisdn for number in found] == [f"+33{number[1:]}" for number in typed]


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789+-./() ,;Etél#\n") | st.characters(), max_size=60))
def test_a_line_with_digits_is_never_passed_over_in_silence(typed):
    for line in re.split(r"[\n\r]", typed):
        assert bool(several(line)) == (read(line).kind != EMPTY)
        assert all(number.reading.kind != EMPTY for number in several(line))
