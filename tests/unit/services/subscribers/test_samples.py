"""A message to oneself: to a number that is proved, three a day, paid by the service."""

import pytest
from factories import NOW, make_house, make_person

from unisms.services.people import consent
from unisms.services.subscribers import samples
from unisms.testing.factories import someone

DAY = 86400


@pytest.fixture
def me(root):
    institution = make_house(root)
    make_person(institution).proven_at = NOW - 1
    return someone(institution, "jdupont")


def person(me):
    return me.institution["people"]["jdupont"]


def send(me, now=NOW):
    return samples.send(me, person(me), now, "en")


def test_it_leaves_at_once_though_they_refuse_everything_else(me):
    consent.opt_out(me, "jdupont", NOW)
    connection = send(me)
    [errand] = me.institution["campaigns"].values()
    assert (errand.connection, errand.account, errand.urgent) == (connection, "service", True)
    assert errand.text.startswith("Paris1: this is the message you asked for.")
    assert me.institution.audit.waiting()[-1].verb == "number.tried"


def test_there_are_three_a_day(me):
    for place in range(3):
        send(me, NOW + place)
    with pytest.raises(samples.NotYet) as told:
        send(me, NOW + 10)
    assert told.value.wait == DAY - 10
    send(me, NOW + DAY)


@pytest.mark.parametrize(("after", "has"), [(0, True), (19, True), (20, False), (-1, False)])
def test_one_that_has_just_left_is_known(me, after, has):
    assert not samples.has_just_left(me, NOW)
    send(me)
    assert samples.has_just_left(me, NOW + after) is has


@pytest.mark.parametrize("change", [{"proven_at": 0}, {"msisdn": ""}])
def test_a_number_that_is_not_proved_gets_none(me, change):
    vars(person(me)).update(change)
    with pytest.raises(samples.Unproven):
        send(me)
