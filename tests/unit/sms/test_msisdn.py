"""Numbers as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisms.sms.msisdn import (
    EMPTY,
    IMPOSSIBLE,
    LANDLINE,
    MOBILE,
    PREMIUM,
    UNKNOWN_RANGE,
    UNREADABLE,
    USABLE,
    VOIP,
    Reading,
    country_code,
    first_mobile,
    is_foreign,
    read,
)


@pytest.mark.parametrize(
    "cell",
    [
        "06 39 98 76 94",
        "0639987694",
        "06.39.98.76.94",
        "06-39-98-76-94",
        "06/39/98/76/94",
        "06 / 39 / 98 / 76 / 94",
        "06,39,98,76,94",
        "06_39_98_76_94",
        "06\u00a039\u00a098\u00a076\u00a094",
        "06\u202f39\u202f98\u202f76\u202f94",
        " 06 39 98 76 94 \r\n",
        "0639 98 76 94",
        "06 399 876 94",
        "639987694",
        "639987694.0",
        "639987694,0",
        "6,39987694E+08",
        "6.39987694e8",
        "+33639987694",
        "+33 6 39 98 76 94",
        "+33 (0)6 39 98 76 94",
        "+33 (0) 6 39 98 76 94",
        "(+33) 6 39 98 76 94",
        "+330639987694",
        "0033639987694",
        "00 33 6 39 98 76 94",
        "0033 (0)6 39 98 76 94",
        "+0033 6 39 98 76 94",
        "33639987694",
        "3,3639987694E+10",
        "+0639987694",
        "\u202a+33 6 39 98 76 94\u202c",  # pasted from an address book
        "tél. 06 39 98 76 94",
        "Tél : 06 39 98 76 94",
        "te\u0301l. 06 39 98 76 94",
        "Mme N’Diaye, 06 39 98 76 94 (le soir)",
        "06 39 98 76 94 poste 12",
        "'0639987694",
        '="0639987694"',
        "O6 39 98 76 94",
        "０６３９９８７６９４",
        "٠٦٣٩٩٨٧٦٩٤",
    ],
)
def test_whatever_people_type_is_the_same_number(cell):
    assert read(cell) == Reading("+33639987694", MOBILE)


@pytest.mark.parametrize(
    ("cell", "msisdn", "kind", "territory"),
    [
        ("06 12 34 56 78", "+33612345678", MOBILE, "FR"),
        ("07 30 12 34 56", "+33730123456", MOBILE, "FR"),
        ("07 00 12 34 56", "+33700123456", UNKNOWN_RANGE, "FR"),
        ("07 29 12 34 56", "+33729123456", UNKNOWN_RANGE, "FR"),
        ("0690 12 34 56", "+590690123456", MOBILE, "GP"),
        ("0691 99 12 34", "+590691991234", UNKNOWN_RANGE, "GP"),
        ("07 09 00 12 34", "+590709001234", MOBILE, "GP"),
        ("0694 01 23 45", "+594694012345", MOBILE, "GF"),
        ("07 09 30 12 34", "+594709301234", MOBILE, "GF"),
        ("0696 12 34 56", "+596696123456", MOBILE, "MQ"),
        ("0697 12 34 56", "+596697123456", MOBILE, "MQ"),
        ("07 09 10 12 34", "+596709101234", MOBILE, "MQ"),
        ("0692 12 34 56", "+262692123456", MOBILE, "RE"),
        ("0693 01 23 45", "+262693012345", MOBILE, "RE"),
        ("07 09 20 12 34", "+262709201234", MOBILE, "RE"),
        ("0639 01 23 45", "+262639012345", MOBILE, "YT"),
        ("0639 12 34 56", "+262639123456", UNKNOWN_RANGE, "YT"),
        ("07 09 35 12 34", "+262709351234", MOBILE, "YT"),
        ("05 08 55 12 34", "+508551234", MOBILE, "PM"),
        ("07 08 45 12 34", "+508708451234", MOBILE, "PM"),
        ("+508 55 12 34", "+508551234", MOBILE, "PM"),
        ("+687 75 12 34", "+687751234", MOBILE, "NC"),
        ("+689 87 12 34 56", "+68987123456", MOBILE, "PF"),
        ("+681 82 12 34", "+681821234", MOBILE, "WF"),
        ("692123456", "+262692123456", MOBILE, "RE"),
        ("262692123456", "+262692123456", MOBILE, "RE"),
        ("+262 (0)692 12 34 56", "+262692123456", MOBILE, "RE"),
        ("00262692123456", "+262692123456", MOBILE, "RE"),
        (
            "+33 692 12 34 56",
            "+262692123456",
            MOBILE,
            "RE",
        ),  # +33 before overseas digits: often typed, never right
        (
            "06 39 98 12 34",
            "+33639981234",
            MOBILE,
            "FR",
        ),  # reserved for fiction: mainland, in the midst of Mayotte
        ("+262 639 98 12 34", "+262639981234", UNKNOWN_RANGE, "YT"),
    ],
)
def test_french_territories_have_their_own_country_code(cell, msisdn, kind, territory):
    reading = read(cell)
    assert (reading.msisdn, reading.kind, reading.foreign) == (msisdn, kind, False)
    assert country_code(msisdn) == territory


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("01 99 00 12 34", LANDLINE),
        ("+33 1 99 00 12 34", LANDLINE),
        ("199001234", LANDLINE),
        ("0262 12 34 56", LANDLINE),
        ("0590 12 34 56", LANDLINE),
        ("+596 596 12 34 56", LANDLINE),
        ("05 08 41 12 34", LANDLINE),
        ("+689 40 12 34 56", LANDLINE),  # of a block that libphonenumber does not know
        ("+687 27 12 34", LANDLINE),
        ("09 76 12 34 56", VOIP),
        ("09 37 12 34 56", VOIP),
        ("+262 976 22 12 34", VOIP),
        ("0800 12 34 56", PREMIUM),
        ("08 36 65 65 65", PREMIUM),
        ("06 39 98 70", IMPOSSIBLE),
        ("06 39 98 76 9", IMPOSSIBLE),
        (
            "63998769.0",
            IMPOSSIBLE,
        ),  # a zero and a digit short: the spreadsheet's .0 must not complete it
        ("06 39 98 76 94 79", IMPOSSIBLE),
        ("06 39 98 70 01 99 00 12 34", IMPOSSIBLE),
        ("+33 6 39 98 76 94 79", IMPOSSIBLE),
        ("0700 1234567890", IMPOSSIBLE),  # 14 digits: a machine
        ("0000000000", IMPOSSIBLE),
        ("36180", IMPOSSIBLE),
        ("112", IMPOSSIBLE),
        ("19/11/2026", IMPOSSIBLE),
        ("+999 123456", IMPOSSIBLE),
        ("+508 55 12 3", IMPOSSIBLE),
        ("néant", UNREADABLE),
        ("voir secrétariat", UNREADABLE),
        ("Bât. B12", UNREADABLE),
        ("lecteur3190@etu.univ-exemple.test", UNREADABLE),
        ("", EMPTY),
        (" \u00a0", EMPTY),
        ("-", EMPTY),
        ("?", EMPTY),
    ],
)
def test_what_cannot_be_written_to_is_refused_by_kind(cell, kind):
    assert read(cell) == Reading(kind=kind)


@pytest.mark.parametrize("cell", ["6,39998E+08", "6.4E8", "3,36399876E+10", "########"])
def test_what_a_spreadsheet_broke_is_said_to_be(cell):
    assert read(cell) == Reading(kind=UNREADABLE, spoiled=True)


@pytest.mark.parametrize(
    ("cell", "msisdn", "kind", "territory"),
    [
        ("+1 212-555-0123", "+12125550123", MOBILE, "US"),
        ("+1 416-555-0123", "+14165550123", MOBILE, "CA"),
        ("+49 1512 3456789", "+4915123456789", MOBILE, "DE"),
        ("+49 1512 345678", "+491512345678", UNKNOWN_RANGE, "DE"),
        ("+44 7700 900652", "+447700900652", UNKNOWN_RANGE, "GB"),
        ("+44 (0)7400 123456", "+447400123456", MOBILE, "GB"),
        ("+44 7911 123456", "+447911123456", MOBILE, "GG"),
        ("0032 470/12.34.56", "+32470123456", MOBILE, "BE"),
        ("+61 412 345 678", "+61412345678", MOBILE, "AU"),
        ("+44 20 7946 0958", "", LANDLINE, ""),
        ("+44 70 1234 5678", "", PREMIUM, ""),
        ("+44 7400 12", "", IMPOSSIBLE, ""),
    ],
)
def test_foreign_numbers_are_kept_and_told(cell, msisdn, kind, territory):
    assert read(cell) == Reading(msisdn, kind, foreign=True)
    assert country_code(msisdn) == territory


@pytest.mark.parametrize("msisdn", ["", "+", "+0", "+99912", "+80012345678"])
def test_a_number_of_no_country_has_no_territory(msisdn):
    assert country_code(msisdn) == ""


@pytest.mark.parametrize(
    ("cell", "msisdn", "others"),
    [
        ("01 99 00 24 95 / 06 39 98 38 24", "+33639983824", 1),
        ("06 39 98 38 24 - 01 99 00 24 95", "+33639983824", 1),
        ("06.39.98.38.24/01.99.00.24.95", "+33639983824", 1),
        ("06/39/98/38/24/01/99/00/24/95", "+33639983824", 1),
        ("0199002495 0639983824 0199002496", "+33639983824", 2),
        ("01 99 00 24 95 ou 06 39 98 38 24", "+33639983824", 1),
        ("dom: 01 99 00 24 95; mob: +33 (0)6 39 98 38 24", "+33639983824", 1),
        ("0199002495\n0639983824", "+33639983824", 1),
        ("+33639983824 +33639983825", "+33639983824", 1),
        ("639983824 0033199002495", "+33639983824", 1),
        ("06 39 98 38 24, 06 39 98 38 25", "+33639983824", 1),
        ("06 39 98 70 / 06 39 98 38 24", "+33639983824", 0),
        ("06 39 98 38 24 / 25", "+33639983824", 0),
        ("06 00 00 00 00 / 06 39 98 38 24", "+33639983824", 1),
        ("+44 20 7946 0958 / +44 7911 123456", "+447911123456", 1),
    ],
)
def test_of_several_numbers_in_a_cell_the_first_mobile_is_taken(cell, msisdn, others):
    reading = read(cell)
    assert (reading.msisdn, reading.kind, reading.others) == (msisdn, MOBILE, others)


def test_of_several_refused_numbers_the_one_to_mend_is_told():
    assert read("01 99 00 24 95 / 06 39 98 70") == Reading(kind=IMPOSSIBLE, others=1)
    assert read("09 76 12 34 56 / 01 99 00 24 95") == Reading(kind=LANDLINE, others=1)


@pytest.mark.parametrize(
    ("cell", "filler"),
    [
        ("06 00 00 00 00", True),
        ("06 06 06 06 06", True),
        ("07 77 77 77 77", True),
        ("06 66 66 66 66", True),
        ("06 39 98 00 00", False),
        ("06 12 12 12 12", False),
    ],
)
def test_fillers_are_accepted_and_told(cell, filler):
    reading = read(cell)
    assert (reading.kind, reading.filler) == (MOBILE, filler)


@pytest.mark.parametrize(
    ("cell", "home", "msisdn"),
    [
        ("06 39 98 76 94", "RE", "+33639987694"),
        ("0692 12 34 56", "GP", "+262692123456"),
        ("75 12 34", "NC", "+687751234"),
        ("06 39 98 76 94", "NC", "+33639987694"),
        ("87 12 34 56", "PF", "+68987123456"),
        ("55 12 34", "PM", "+508551234"),
        ("0470 12 34 56", "BE", "+32470123456"),
        ("0470 12 34 56", "FR", ""),
        ("+33 (0)6 39 98 76 94", "BE", "+33639987694"),
        ("0033 692 12 34 56", "BE", "+262692123456"),
        ("011 33 6 39 98 76 94", "US", "+33639987694"),
        ("011 33 0 00 00 00 00", "US", ""),
    ],
)
def test_national_forms_are_those_of_home(cell, home, msisdn):
    assert read(cell, home).msisdn == msisdn


@pytest.mark.parametrize(
    ("cells", "msisdn"),
    [
        (("06 39 98 00 01", "06 39 98 00 02"), "+33639980001"),
        (("", "01 99 00 12 34", "06 39 98 00 02"), "+33639980002"),
        (("06 39 98 70", "06 39 98 00 02"), "+33639980002"),
        (("06 00 00 00 00", "06 39 98 00 02"), "+33639980002"),
        (("06 00 00 00 00", "01 99 00 12 34"), "+33600000000"),
        (("+44 7911 123456", "06 39 98 00 02"), "+447911123456"),
    ],
)
def test_of_several_columns_the_first_usable_number_wins(cells, msisdn):
    assert first_mobile(cells).msisdn == msisdn


@pytest.mark.parametrize(
    ("cells", "kind", "spoiled"),
    [
        ((), EMPTY, False),
        (("", "", ""), EMPTY, False),
        (("", "néant"), UNREADABLE, False),
        (("néant", "01 99 00 12 34"), LANDLINE, False),
        (("01 99 00 12 34", "06 39 98 70"), IMPOSSIBLE, False),
        (("6,39998E+08", "06 39 98 70"), UNREADABLE, True),
        (("08 00 12 34 56", "09 76 12 34 56"), VOIP, False),
    ],
)
def test_without_any_usable_number_the_most_telling_refusal_is_told(cells, kind, spoiled):
    assert first_mobile(cells) == Reading(kind=kind, spoiled=spoiled)


def test_where_no_foreign_number_is_allowed_it_comes_last():
    cells = ("+44 7911 123456", "06 39 98 00 02")
    assert first_mobile(cells, foreign_allowed=False).msisdn == "+33639980002"
    assert first_mobile((*cells[:1], "01 99 00 12 34"), foreign_allowed=False) == read(cells[0])


CODES = st.sampled_from(("33", "262", "590", "594", "596"))


@settings(deadline=None)  # the first number of a country loads its tables
@given(CODES, st.integers(100_000_000, 999_999_999), st.sampled_from(("", " ", ".", "-", "\u00a0")))
def test_every_way_to_write_a_number_reads_the_same(code, digits, separator):
    pairs = separator.join(
        (str(digits)[0], *(str(digits)[place : place + 2] for place in range(1, 9, 2)))
    )
    readings = {
        read(f"{prefix}{pairs}")
        for prefix in (f"+{code}", f"00{code}", f"+{code} (0)", f"tél. +{code} ")
    }
    assert len(readings) == 1
    if code == "33":
        assert readings == {read(f"0{pairs}"), read(pairs)}


@settings(deadline=None)  # the first number of a country loads its tables
@given(
    st.text(
        st.one_of(st.sampled_from("0123456789+-./() ,;Etél#\u00a0"), st.characters()), max_size=40
    )
)
def test_anything_typed_is_read_without_a_word(cell):
    reading = read(cell)
    assert bool(reading.msisdn) == (reading.kind in USABLE)
    if reading.msisdn:
        assert reading.msisdn[1:].isdecimal()
        assert 8 <= len(reading.msisdn) <= 16
        assert read(reading.msisdn)[:3] == reading[:3]
        country_code(reading.msisdn)


@pytest.mark.parametrize(
    "msisdn", ["+33639980000", "+262692000000", "+596696123456", "+687751234", "+447911123456"]
)
def test_a_number_that_was_read_is_foreign_as_it_was_then(msisdn):
    assert is_foreign(msisdn) == is_foreign(msisdn[:4]) == read(msisdn).foreign
