"""Readings over the whole world: lengths, and what spreadsheets leave of a foreign number."""

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType

from unisms.sms.msisdn import IMPOSSIBLE, MOBILE, Reading, is_foreign, read
from unisms.sms.shapes import digits_of

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
EXAMPLES = {
    region: phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for region in REGIONS
    if (number := phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE))
}


def possible_for_a_mobile(msisdn):
    number = phonenumbers.parse(msisdn)
    reason = phonenumbers.is_possible_number_for_type_with_reason(number, PhoneNumberType.MOBILE)
    return reason == phonenumbers.ValidationResult.IS_POSSIBLE


def is_of_china_too(digits):
    return digits[0] == "1" and phonenumbers.is_valid_number(phonenumbers.parse(digits, "CN"))


@pytest.mark.parametrize("region", EXAMPLES)
def test_digits_too_many_or_too_few_are_only_taken_where_mobiles_have_as_many(region):
    """A range may be unknown, a length not: tried with digits cut off and added."""
    whole = EXAMPLES[region]
    assert read(whole).msisdn == whole
    cut, longer = [whole[:-by] for by in (1, 2, 3)], [whole + more for more in ("0", "12", "999")]
    for changed in cut + longer:
        reading = read(changed)
        assert not reading.msisdn or possible_for_a_mobile(reading.msisdn), changed


@pytest.mark.parametrize("region", EXAMPLES)
def test_a_number_without_its_plus_is_that_number_or_is_refused(region):
    """As spreadsheets leave it. Nine digits are a number as one dials it in France.

    Ten that begin with 6 or 7 are sooner one of those with a digit too many. What may be of America
    as of China is nobody's.
    """
    digits = EXAMPLES[region][1:]
    reading = read(digits)
    if len(digits) == 9:
        assert reading == read(f"0{digits}")
    elif len(digits) < 9 or (len(digits) == 10 and digits[0] in "67") or is_of_china_too(digits):
        assert reading.kind == IMPOSSIBLE
    else:
        assert reading.msisdn == EXAMPLES[region]
        assert reading.assumed == is_foreign(reading.msisdn) or region in ("PF", "PM")


@pytest.mark.parametrize(
    "cell", ["13123456789", "131 2345 6789", "131-2345-6789", "13123456789.0", "15145550123"]
)
def test_a_mobile_as_it_is_typed_in_china_is_none_of_america(cell):
    assert read(cell).kind == IMPOSSIBLE
    assert read(cell, "CN").msisdn == f"+86{digits_of(cell.removesuffix('.0'))}"


def test_a_mobile_of_america_whose_code_stands_apart_is_no_other():
    assert read("1 514 555 0123").msisdn == read("1-514-555-0123").msisdn == "+15145550123"


@pytest.mark.parametrize("cell", ["00 692 12 34 56 33", "+692 12345633"])
def test_of_a_number_in_an_unknown_range_no_digit_is_a_prefix(cell):
    assert read(cell).kind == IMPOSSIBLE
    assert read("+692 2345633").msisdn == "+6922345633"


def test_only_a_known_mobile_is_taken_without_its_plus():
    assert read("212612345678") == Reading("+212612345678", MOBILE, foreign=True, assumed=True)
    assert read("212612345678.0") == read("212612345678")
    assert read("+00 212 612345678") == read("+212612345678")
    assert read("+212612345678") == Reading("+212612345678", MOBILE, foreign=True)
    assert read("442079460958").kind == IMPOSSIBLE
    assert read("447700900652").kind == IMPOSSIBLE  # an unknown range: too little to guess by
    assert read("68271234").kind == IMPOSSIBLE  # sooner 06 82 71 23 4?, than the Cook Islands


@pytest.mark.parametrize(
    "cell", ["+612345678", "+213 55 12 34 56", "+86 131 2345 678", "+689 87 12 34", "+44 7723 456"]
)
def test_a_length_that_no_mobile_of_the_country_has_is_impossible(cell):
    assert read(cell)[:2] == ("", IMPOSSIBLE)
