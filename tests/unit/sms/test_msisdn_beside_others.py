"""Every block of numbers, judged as libphonenumber judges it."""

import random

import phonenumbers
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType

from unisms.sms.msisdn import (
    LANDLINE,
    MOBILE,
    PREMIUM,
    UNKNOWN_RANGE,
    VOIP,
    read,
)

KINDS = {
    PhoneNumberType.MOBILE: MOBILE,
    PhoneNumberType.FIXED_LINE: LANDLINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: MOBILE,
    PhoneNumberType.VOIP: VOIP,
    PhoneNumberType.PREMIUM_RATE: PREMIUM,
    PhoneNumberType.TOLL_FREE: PREMIUM,
    PhoneNumberType.SHARED_COST: PREMIUM,
    PhoneNumberType.UAN: PREMIUM,
    PhoneNumberType.UNKNOWN: UNKNOWN_RANGE,
}


CODES = st.sampled_from(("33", "262", "590", "594", "596"))


starts = st.sampled_from(
    (
        "6",
        "7",
        "63",
        "639",
        "690",
        "691",
        "692",
        "693",
        "694",
        "696",
        "697",
        "70",
        "709",
        "7093",
        "708",
        "8",
        "9",
        "2",
        "5",
    )
)


def test_every_block_of_mobiles_is_known_or_unknown_as_libphonenumber_says():
    rng = random.Random(20261119)
    for block in range(60_000, 80_000):
        reading = read(f"0{block}{rng.randrange(10_000):04}")
        known = (
            phonenumbers.number_type(phonenumbers.parse(reading.msisdn)) == PhoneNumberType.MOBILE
        )
        assert reading.kind == (MOBILE if known or block == 63998 else UNKNOWN_RANGE), block


@settings(deadline=None)  # the first number of a country loads its tables
@given(CODES, starts, st.integers(0, 10**9 - 1))
@example("33", "63998", 0)
@example("33", "690", 0)
def test_the_short_way_says_what_libphonenumber_says(code, start, rest):
    """We say what libphonenumber says of a number in E.164.

    Where it knows nothing, ARCEP's first digit decides.
    """
    digits = (start + f"{rest:09}")[:9]
    reading = read(f"+{code}{digits}")
    msisdn = reading.msisdn or f"+{code}{digits}"
    theirs = KINDS[phonenumbers.number_type(phonenumbers.parse(msisdn))]
    if msisdn.startswith("+3363998"):
        theirs = MOBILE
    elif digits[0] not in "67" and not reading.msisdn:
        theirs = (
            theirs
            if theirs != UNKNOWN_RANGE
            else {"8": PREMIUM, "9": VOIP}.get(digits[0], LANDLINE)
        )
        if theirs != reading.kind:  # libphonenumber has some 08 and 09 as landlines of an island
            assert digits[0] in "89"
            return
    assert reading.kind == theirs
