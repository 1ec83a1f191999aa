"""Whatever was typed, no number of somebody else is made of it without a word."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unisms.sms.homes import HOMES
from unisms.sms.msisdn import IMPOSSIBLE, LANDLINE, MOBILE, UNREADABLE, read, several

FIRST, SECOND = "+33639980001", "+33639980002"


def told(cell, home="FR"):
    """Return how a cell is read, alone and in the box."""
    one, many = read(cell, home), several(cell, home)
    return one.msisdn or one.kind, [number.reading.msisdn or number.reading.kind for number in many]


@pytest.mark.parametrize(
    ("home", "cells"),
    [
        (  # a digit too many
            "FR",
            "06.61.23.45.67.8|06-61-23-45-67-8|06: 61 23 45 678|06. 61. 23. 45. 67. 8|06, 61 23 "
            "45 678"
            "|06 - 61 23 45 678|06 / 61 23 45 678|06 tel 61 23 45 678|7.75.86.59.03.0|7) 75 86 59 "
            "03 0"
            "|7: 75.86.59.03.0|39 06 4991 1234|34 0612 345 678|1.06.39.98.00.01|06 39 98 00 01 2",
        ),
        (
            "FR",
            "Tél 06, 61 23 45 678|Tel 6 - 61 23 45 678|Espagne 34 / 612345678|6 - 61 23 45 678"
            "|34 - 612345678|34\t612345678|212, 0612345678|3,612345678",
        ),
        ("NC", "75.12.34.56|75.12.34 18h|75.12.34 (18h)|75.12.34 5"),
        # a digit too few
        ("FR", "6) 12 34 56 78|6. 39 98 00 01|6: 39980001|06 39 98 00 0 (1)|06399800 (01)"),
        ("FR", "06 39 98 00 1 06 39 98 00 02|063998000/0639980002|063998000-0639980002"),
        (
            "FR",
            "06.39.98.00.1-06.39.98.00.02|0639980001 063998000 0639980003|063998001 00639980002",
        ),
        ("FR", "06.39.98.00/07.06.39.98.00.02|06 39 98 00 07/06 39 98 00|06399800 3998000106"),
        ("NC", "75 12 3 76 12 34|751234 76123|075123 761234"),
        # a code that stands apart
        (
            "FR",
            "+34 6 - 612345678|+21 / 0612345678|06 12 34 56 78 (+44)|612345678 (34)|(34) 612 345",
        ),
        ("FR", "+33 / et|0639980001 (1234)|+999 / 0639980001|+34 / 12345"),
        # dates
        ("FR", "06/12/2025 10h|RDV le 06/12/2025 14h|06/12/25 10:30|07/01/2026 14h|06.12.2025 14h"),
        ("FR", "06-12-2025 10|6/12/2025 10h|6/12/25 10:30|06/1/2026 9:30|2026-12-06T10:30:00"),
        ("FR", "06 / 12 / 2025 à 10h30|06/12/2025, 10h"),
        ("PF", "19/11/2026|19.11.2026|19-11-2026|2026-11-19|19112026|8/7/2026 14h|8/11/26 10:30"),
        ("NC", "19.11.26|7.5.2026|7-5-2026|7/5/2026|7.5.26 10h|75/12/31|21/11/26"),
        ("PM", "25.11.26|25/11/26|25-11-26"),
        ("WF", "19.11.26|8.2.2026"),
        # identifiers
        ("FR", "0612345678A|INE : 0612345678A|612345678AB|A612345678B|612345678A1|06 12 34 56 78A"),
        ("FR", "A612345678|SIREN 732 829 320|SIRET 73282932000074|2 12 06 12 345 678"),
        ("FR", "2.12.06.12.345.678.90|2120612345678|1 05 12 75 123 456 78"),
        ("NC", "123456|000000|INE 123456|INE 751234"),
        ("PF", "22001234|00 00 00 00|01 02 03 04"),
        # amounts
        ("FR", "639980001.00 €|€ 639980001.00"),
        ("FR", "712 345 678 €|712.345.678,00 €|€ 712345678|612345678 EUR|712 345 678 F"),
        ("NC", "150 000 F|750 000 F|751234 XPF|100000.0"),
        ("PF", "15 000 000|87 123 456 F"),
        # a trunk 0 where nobody has one, digits that libphonenumber puts in
        ("FR", "+689 08712345|+687 075123|+508 055123|+681 082123|+67281234"),
        # a digit too many before it could be Asian or of the Pacific
        ("FR", "6597892004|6788450439|6767209634|65 97 89 20 04"),
        ("PF", "87 12 34 567|6 87 12 34 56|1 87 12 34 56"),
        ("FR", "0639 (0)980001|0692(0)123456"),
        ("FR", "063998000⁰1|06 39 98 00½|06?39?98?00?01"),
    ],
)
def test_it_is_refused(home, cells):
    for cell in cells.split("|"):
        number, numbers = told(cell, home)
        assert number == IMPOSSIBLE, cell
        assert {*numbers} == {IMPOSSIBLE}, cell


@pytest.mark.parametrize(
    ("home", "cells", "msisdn"),
    [
        (
            "FR",
            "+34 - 612 345 678|+34 / 612345678|+34, 612345678|+34;612345678|+34\t612345678"
            "|+34 (Espagne) 612 345 678|(+34) tél. 612345678|0034 - 612 345 678|612345678 +34"
            "|34: 612 345 678|34 612345678",
            "+34612345678",
        ),
        (
            "FR",
            "+212 (Maroc) 0612345678|00212 Maroc 0612345678|06 12 34 56 78 (+212)|0612345678 (212)"
            "|+212 ; +212 612345678|212 0612345678|1) 212612345678",
            "+212612345678",
        ),
        ("FR", "+31 NL 06 12345678", "+31612345678"),
        ("FR", "+41 (CH) 079 123 45 67", "+41791234567"),
        ("FR", "+225 CI 0712345678", "+2250712345678"),
        ("FR", "+54 11 15 2345 6789", "+5491123456789"),
        ("FR", "(687) 75 12 34|(687)751234|+687751234 (687)|+33 00687 75 12 34", "+687751234"),
        ("FR", "(681) 82 12 34|+33 00681 82 12 34", "+681821234"),
        ("FR", "(376) 312345|376 312345|376 31 23 45", "+376312345"),
        ("FR", "(692) 12 34 56|+262 262 692 12 34 56", "+262692123456"),
        ("FR", "+590 590 690 12 34 56", "+590690123456"),
        (
            "FR",
            "1) 639980001|12. 0639980001|34) 0639980001|1 - 06 39 98 00 01|3\t639980001"
            "|0639980001 (34)|0639980001 (+33)|+33 6 39 98 00 01 / +33|6. 39. 98. 00. 01"
            "|6 - 39 - 98 - 00 - 01|06, 39, 98, 00, 01|06 / 39 98 00 01|(063) 998 00 01"
            "|(639) 98 00 01|+33 00 6 39 98 00 01|33: 639980001|O639980001|T0639980001"
            "|0639980001bis|+33639980001A|Bât. 5, 639980001|salle 212, 0639980001|06 39 98 00 01 "
            "!|☎ 06 39 98 00 01",
            FIRST,
        ),
        ("FR", "⁰⁶³⁹⁹⁸⁰⁰⁰¹|₀₆₃₉₉₈₀₀₀₁|⓪⑥③⑨⑨⑧⓪⓪⓪①|⁶39980001|①0639980001|0639980001²", FIRST),
        ("FR", "639980001.00|33639980001.0|+33639980001.0|33 639 980 001,00", FIRST),
        (
            "NC",
            "75.12.34 (687)|(687) 75 12 34|6) 75 12 34|1. 75.12.34|75.12.34 (1)|75. 12. 34|75. "
            "12.34"
            "|687 / 75 12 34|751234.0|75, 12, 34",
            "+687751234",
        ),
        (
            "PF",
            "6) 87 12 34 56|7 - 87 12 34 56|7. 87 12 34 56|Tel 6: 87 12 34 56|mobile 7: 87123456"
            "|1. 87 12 34 56|87 12 34 56 (1)|GSM87123456",
            "+68987123456",
        ),
        ("PF", "O6 39 98 00 01", FIRST),
        ("PF", "Mob. 87 01 23 45 (le soir)|87 01 23 45|1) 87 01 23 45", "+68987012345"),
        ("PF", "06 87 12 34 56|687123456|06 - 87 12 34 56|1) 06 87 12 34 56", "+33687123456"),
    ],
)
def test_it_is_that_number_and_no_other(home, cells, msisdn):
    for cell in cells.split("|"):
        assert read(cell, home).msisdn == msisdn, cell
        assert [
            number.reading.msisdn for number in several(cell, home) if number.reading.msisdn
        ] == [msisdn], cell


@pytest.mark.parametrize(
    ("home", "line", "found"),
    [
        ("FR", "639980001#639980002", [FIRST, SECOND]),
        ("FR", "+33639980001#639980002", [FIRST, SECOND]),
        ("FR", "0639980001 #12", [FIRST, IMPOSSIBLE]),
        ("FR", "0639980001-0639980002", [FIRST, SECOND]),
        ("FR", "06 39.98.00.01 06 39.98.00.02", [FIRST, SECOND]),
        ("FR", "① 06 39 98 00 01 ② 06 39 98 00 02", [FIRST, SECOND]),
        ("FR", "le 06/12/2025 à 10h30 0639980001", [FIRST, IMPOSSIBLE]),
        ("FR", "(687) 75 12 34, 0639980001", ["+687751234", FIRST]),
        ("FR", "0639980001, 612345678 (+34)", [FIRST, "+34612345678"]),
        ("FR", "06399800, 01", [IMPOSSIBLE, IMPOSSIBLE]),
        ("FR", "06 39 98 00 0 / 1", [IMPOSSIBLE, IMPOSSIBLE]),
        ("FR", "063998000\t1", [IMPOSSIBLE, IMPOSSIBLE]),
        ("FR", "298 211 234", [LANDLINE]),
        ("WF", "821234 831234", ["+681821234", "+681831234"]),
        ("WF", "82.12.34/83.12.34", ["+681821234", "+681831234"]),
        ("NC", "92.31.23 75.12.34", ["+687923123", "+687751234"]),
        ("NC", "75 12 34 76 12 34", ["+687751234", "+687761234"]),
        ("NC", "0639980001 75.12.34", [FIRST, "+687751234"]),
        ("PF", "87 12 34 56 89 12 34 56", ["+68987123456", "+68989123456"]),
        ("PF", "8712345689123456", [IMPOSSIBLE]),
        ("NC", "212612345678", ["+212612345678"]),
        ("PM", "212 612 345 678", ["+212612345678"]),
        ("FR", "063998000106399800020639980003", [FIRST, SECOND, "+33639980003"]),
        ("FR", "0639980001 06399800020639980003", [FIRST, SECOND, "+33639980003"]),
        ("FR", "2,12612345678E+11", ["+212612345678"]),
        ("FR", "sub:001 date:2611221200", [IMPOSSIBLE]),
        ("NC", "26.12.34", [LANDLINE]),
        ("NC", "29.11.26", [LANDLINE]),
        ("FR", "Bât. B, 12 rue", [UNREADABLE]),
    ],
)
def test_of_several_each_is_told(home, line, found):
    assert told(line, home)[1] == found


def test_a_foreign_number_without_its_plus_is_told_as_assumed():
    assumed = ("212612345678", "212 0612345678", "34: 612 345 678", "376 312345")
    assert all(read(cell).assumed for cell in assumed)
    assert not read("(376) 312345").assumed


@pytest.mark.parametrize("cell", ["88 88 88 88", "87 87 87 87"])
def test_fillers_are_told_in_tahiti_too(cell):
    assert read(cell, "PF")[1::3] == (MOBILE, True)


BETWEEN = st.sampled_from([" ", ".", "-", "/", ", ", " - ", " / ", ";", "\t", ""])


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.tuples(st.sampled_from(["06", "39", "98", "00", "01", "7", "612"]), BETWEEN), max_size=8
    )
)
def test_a_number_has_all_the_digits_that_were_typed_together(parts):
    """No digit is left out of the middle, and none is put in."""
    line = "".join(digits + sign for digits, sign in parts)
    digits = "".join(digits for digits, _ in parts)
    for number in several(line):
        if number.reading.msisdn:
            own = number.reading.msisdn.removeprefix("+33").removeprefix("+262").removeprefix("+")
            assert own in digits


CHARACTERS = st.sampled_from("0123456789+-./() ,;#Aahé€\t") | st.characters()


@settings(deadline=None)
@given(st.text(CHARACTERS, max_size=40), st.sampled_from(sorted(HOMES)))
@example("(687) 75 12 34, 0639980001", "FR")
@example("0612345678A, 0639980001", "FR")
def test_each_number_that_is_told_is_read_alike_again(line, home):
    """The box keeps what was typed, piece by piece, and reads it anew before the sending."""
    for number in several(line, home):
        assert read(number.text, home).msisdn == number.reading.msisdn
        assert [again.reading.msisdn for again in several(number.text, home)] == [
            number.reading.msisdn
        ]


@settings(deadline=None)
@given(st.text(CHARACTERS, max_size=40), st.sampled_from(sorted(HOMES)))
def test_a_cell_and_a_line_are_read_alike(cell, home):
    numbers = [number.reading.msisdn for number in several(cell, home)]
    assert (read(cell, home).msisdn or "") in (*numbers, "")
    assert bool(read(cell, home).msisdn) == any(numbers)
