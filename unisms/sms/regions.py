"""The country that a number belongs to, as an ISO 3166 code, told by its first digits."""

import phonenumbers

ALONE = 3  # characters of ``+33``: metropolitan France shares its code with nobody
_LONGEST = 3  # digits of a country code


def region_of(number: str) -> str:
    """Return the country of a number in E.164, or of its first digits; empty: nobody knows.

    Of a code that several share, a number that is cut short may tell the first of them.
    """
    codes = (number[1 : 1 + length] for length in range(1, _LONGEST + 1))
    known = (phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(one)) for one in codes if one)
    regions = next(filter(None, known), ())
    return regions[0] if len(regions) == 1 else _told_apart(number) or "".join(regions[:1])


def _told_apart(number: str) -> str:
    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.region_code_for_number(read) or ""
