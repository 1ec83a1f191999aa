"""People, found by uid and by number."""

import pytest
from factories import MOBILE, make_institution, make_person, mobile, reread
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.people import People, Subscriber


@pytest.fixture
def people(root):
    institution = make_institution(root)
    make_person(institution, "a")
    make_person(institution, "b")
    make_person(institution, "c", msisdn="", email="c@univ.example")
    return institution["people"]


def test_everyone_with_a_number_is_found_by_it(people):
    assert reread(people).with_number(MOBILE) == ("a", "b")
    assert people.with_number(mobile(1)) == ()
    assert people.with_number("") == ()


def test_a_person_is_remembered_whole(people):
    reread(people)
    assert (people["c"].name, people["c"].msisdn, people["c"].email) == ("Jeanne Dupont", "", "c@univ.example")


def test_a_new_number_is_found_and_the_old_one_is_not(people):
    people.renumber("a", mobile(1))
    reread(people)
    assert people["a"].msisdn == mobile(1)
    assert people.with_number(mobile(1)) == ("a",)
    assert people.with_number(MOBILE) == ("b",)


def test_who_leaves_is_found_no_more(people):
    people.remove("a")
    people.remove("b")
    people.remove("c")
    assert reread(people).with_number(MOBILE) == ()
    assert list(people) == []


moves = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", mobile(1), mobile(2), "gone"])))


@given(moves)
def test_after_any_history_numbers_and_people_agree(moves):
    people = People()
    for uid, msisdn in moves:
        if uid in people and msisdn == "gone":
            people.remove(uid)
        elif uid in people:
            people.renumber(uid, msisdn)
        elif msisdn != "gone":
            people.add(uid, Subscriber(uid, msisdn))
    for msisdn in (mobile(1), mobile(2)):
        assert sorted(people.with_number(msisdn)) == [uid for uid in people if people[uid].msisdn == msisdn]
