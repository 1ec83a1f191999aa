"""Home countries: each with its own local forms, and nobody of the Republic abroad."""

import phonenumbers
import pytest

from unisms.sms.homes import HOMES, home_of, is_foreign
from unisms.sms.msisdn import IMPOSSIBLE, LANDLINE, MOBILE, UNKNOWN_RANGE, beginnings, read

COMMON = ("FR", "GP", "MQ", "GF", "RE", "YT", "MF", "BL")


@pytest.mark.parametrize(
    ("home", "cell", "msisdn"),
    [
        ("NC", "75.12.34", "+687751234"),
        ("NC", "75 12 34", "+687751234"),
        ("NC", "687 75 12 34", "+687751234"),
        ("NC", "+687 75.12.34", "+687751234"),
        ("NC", "00687 75 12 34", "+687751234"),
        ("NC", "Mob. 75.12.34 (le soir)", "+687751234"),
        ("NC", "751234.0", "+687751234"),
        ("NC", "75·12·34", "+687751234"),
        ("NC", "06 39 98 00 01", "+33639980001"),
        ("NC", "639980001", "+33639980001"),
        ("NC", "+687 06 39 98 00 01", "+33639980001"),
        ("PF", "87 12 34 56", "+68987123456"),
        ("PF", "89.12.34.56", "+68989123456"),
        ("PF", "689 87 12 34 56", "+68987123456"),
        ("PF", "0639980001", "+33639980001"),
        ("WF", "82 12 34", "+681821234"),
        ("WF", "681 82 12 34", "+681821234"),
        ("PM", "55 12 34", "+508551234"),
        ("PM", "508 55 12 34", "+508551234"),
        ("PM", "05 08 55 12 34", "+508551234"),
        ("PM", "0708 45 12 34", "+508708451234"),
        ("RE", "0692 12 34 56", "+262692123456"),
        ("RE", "692 12 34 56", "+262692123456"),
        ("RE", "262 692 12 34 56", "+262692123456"),
        ("YT", "0639 01 23 45", "+262639012345"),
        ("GP", "0690 12 34 56", "+590690123456"),
        ("MF", "0690 12 34 56", "+590690123456"),
        ("BL", "+33 690 12 34 56", "+590690123456"),
        ("MQ", "0696 12 34 56", "+596696123456"),
        ("GF", "0694 20 12 34", "+594694201234"),
        ("GF", "06 39 98 00 01", "+33639980001"),
    ],
)
def test_each_home_reads_its_own_local_forms(home, cell, msisdn):
    reading = read(cell, home)
    assert (reading.msisdn, reading.kind, reading.foreign) == (msisdn, MOBILE, False)


@pytest.mark.parametrize("home", HOMES)
def test_the_example_of_each_home_is_a_mobile_of_its_own(home):
    reading = read(HOMES[home].example, home)
    assert reading.msisdn.startswith(f"+{HOMES[home].code}")
    assert reading.kind in (MOBILE, UNKNOWN_RANGE)
    assert reading.msisdn.startswith(HOMES[home].start)


@pytest.mark.parametrize("home", HOMES)
def test_the_national_form_that_libphonenumber_writes_is_read_at_home(home):
    number = phonenumbers.example_number_for_type(home, phonenumbers.PhoneNumberType.MOBILE)
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    expected = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    written = national[1:] if home == "PM" else national  # nobody dials a 0 there
    assert read(written, home).msisdn == expected


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("msisdn", ["+33639980001", "+262692123456", "+687751234", "+68987123456"])
def test_a_whole_number_is_read_alike_in_every_home(home, msisdn):
    assert read(msisdn, home) == read(msisdn)
    assert read(msisdn.replace("+", "00"), home) == read(msisdn)


@pytest.mark.parametrize(
    ("home", "cell", "kind"),
    [
        ("FR", "75.12.34", IMPOSSIBLE),
        ("NC", "75.12.3", IMPOSSIBLE),
        ("NC", "26.12.34", LANDLINE),
        ("NC", "19/11/26", IMPOSSIBLE),  # a date, and no number of six digits
        ("PM", "25/11/26", IMPOSSIBLE),
        ("PF", "19/11/2026", IMPOSSIBLE),
        ("PF", "le 19/11/2026", IMPOSSIBLE),
        ("PF", "87 12 34", IMPOSSIBLE),
        ("WF", "72 12 3", IMPOSSIBLE),
    ],
)
def test_what_is_no_mobile_at_home_is_refused(home, cell, kind):
    assert (read(cell, home).msisdn, read(cell, home).kind) == ("", kind)


def test_no_number_of_the_republic_is_abroad():
    assert not any(is_foreign(home.start) for home in HOMES.values())
    assert is_foreign("+32470123456")


def test_another_country_is_taken_for_the_mainland():
    assert home_of("BE") == HOMES["FR"]


@pytest.mark.parametrize(
    ("home", "typed", "msisdn"),
    [
        ("FR", "06 39 98", "+33639980001"),
        ("FR", "6399", "+33639980001"),
        ("FR", "+33 6 39", "+33639980001"),
        ("FR", "+33 (0)6 39", "+33639980001"),
        ("FR", "+33 06 39", "+33639980001"),
        ("FR", "0033 6 39", "+33639980001"),
        ("FR", "33639", "+33639980001"),
        ("FR", "0692 12", "+262692123456"),
        ("FR", "05 08 55", "+508551234"),
        ("FR", "+44 7700", "+447700900652"),
        ("FR", "447700", "+447700900652"),
        ("NC", "75.12", "+687751234"),
        ("NC", "687 75", "+687751234"),
        ("NC", "06 39 98", "+33639980001"),
        ("PF", "87 12", "+68987123456"),
        ("RE", "0692", "+262692123456"),
        ("PM", "55 12", "+508551234"),
    ],
)
def test_the_first_digits_of_a_number_tell_how_it_may_begin(home, typed, msisdn):
    assert msisdn.startswith(beginnings(typed, home))


def test_a_code_that_was_typed_is_not_looked_for_in_other_countries():
    assert beginnings("+44 7700") == ("+447700",)
    assert beginnings("0639", "RE")[0] == "+262639"
