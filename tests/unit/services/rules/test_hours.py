"""Hours of an institution's day, and the places that tell them."""

from unisms.services.rules.hours import time_zones


def test_time_zones_are_those_of_places():
    zones = time_zones()
    assert {"Europe/Paris", "Indian/Reunion", "Pacific/Noumea"} < set(zones)
    assert not {"UTC", "EST", "Etc/GMT+1", "posixrules", "Factory"} & set(zones)
