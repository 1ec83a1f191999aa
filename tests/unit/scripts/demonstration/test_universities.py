"""The people of the demonstration are invented, and the same each time."""

import re

from unisms.addons.brokers.simulator import OUTCOMES
from unisms.scripts.demonstration.universities import ANGES, PANTHEON, STAFF, UNIVERSITIES, people


def test_its_people_are_the_same_each_time_and_their_numbers_fiction():
    found = list(people(PANTHEON))
    numbers = {one.msisdn for university in UNIVERSITIES for one in people(university)}
    assert found == list(people(PANTHEON))
    assert all(re.fullmatch(r"\+3363998\d{4}", msisdn) for msisdn in numbers - {""})
    assert len(numbers - {""}) == 2 * 192  # no number twice; one person in 25 has none
    assert len({someone.uid for someone in found} | {*STAFF}) == 200 + len(STAFF)
    assert all(re.fullmatch("[a-z]+[0-9]*", someone.uid) for someone in found)


def test_in_each_group_something_fails():
    for university, groups in ((PANTHEON, 7), (ANGES, 5)):
        known = list(people(university))
        told = [
            [known[place].msisdn[-3:] for place in places if known[place].msisdn[-3:] in OUTCOMES]
            for _, places in university.groups.values()
        ]
        assert len(told) == groups
        assert all(told)


def test_four_of_l2_histoire_do_not_simply_receive():
    known = list(people(PANTHEON))
    endings = {
        known[place].msisdn[-3:] for place in PANTHEON.groups["l2-histoire"][1]
    } & OUTCOMES.keys()
    assert endings == {"901", "902", "906", "914"}


def test_nobody_can_take_them_for_real_ones():
    assert all(university.title.endswith("(démo)") for university in UNIVERSITIES)
