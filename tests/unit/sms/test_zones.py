"""The time zone in which somebody lives, as their number tells it."""

import pytest

from unisms.sms.homes import HOMES
from unisms.sms.zones import ZONES, zone_of


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+33639980001", "Europe/Paris"),
        ("+262692123456", "Indian/Reunion"),
        ("+262693123456", "Indian/Reunion"),
        ("+262639012345", "Indian/Mayotte"),
        ("+590690123456", "America/Guadeloupe"),
        ("+594694123456", "America/Cayenne"),
        ("+596696123456", "America/Martinique"),
        ("+508551234", "America/Miquelon"),
        ("+687751234", "Pacific/Noumea"),
        ("+68987123456", "Pacific/Tahiti"),
        ("+681821234", "Pacific/Wallis"),
        ("+32470123456", "Europe/Brussels"),
        ("+12125550123", "America/New_York"),
        ("+79161234567", "home"),  # a country of many zones, and a number that tells none
        ("+99912345678", "home"),
        ("", "home"),
    ],
)
def test_a_number_tells_its_zone_or_that_of_the_institution_counts(number, zone):
    assert zone_of(number, "home") == zone


def test_every_territory_has_its_zone():
    assert {*ZONES} == {*HOMES}
