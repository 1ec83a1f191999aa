"""The country of a number, told by its first digits."""

import pytest

from unisms.sms.regions import region_of


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("+33639980001", "FR"),
        ("+3363", "FR"),
        ("+262692123456", "RE"),
        ("+2626", "RE"),
        ("+590690123456", "GP"),
        ("+687751234", "NC"),
        ("+32470123456", "BE"),
        ("+15145551234", "CA"),
        ("+1", "US"),
        ("+77011234567", "KZ"),
        ("+999123", ""),
        ("+", ""),
        ("", ""),
    ],
)
def test_a_number_is_of_the_country_that_its_code_tells(number, region):
    assert region_of(number) == region
