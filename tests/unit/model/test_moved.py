"""The moves of people: records of before still mean them, and nobody else."""

import pytest
from factories import NOW, make_institution, make_person, reread


@pytest.fixture
def people(root):
    institution = make_institution(root)
    make_person(institution, "a", "Ann", "")
    return institution["people"]


def test_a_record_of_before_means_who_is_called_otherwise_now(people):
    assert not people.has_moves()
    assert people.now("a", NOW) == "a"
    people.move("a", "b", NOW)
    people.move("b", "c", NOW + 10)
    assert reread(people).has_moves()
    assert people.now("a", NOW) == people.now("b", NOW + 10) == "c"
    assert people["c"].called == (("a", NOW), ("b", NOW + 10))


def test_a_uid_that_is_given_up_may_be_another_ones(people):
    people.move("a", "b", NOW)
    make_person(people.__parent__, "a", "Une Autre", "")
    assert (people.now("a", NOW - 1), people.now("a", NOW + 1)) == ("b", "a")
    assert (people.present("a"), people.present("b")) == ("a", "b")
    people.move("a", "c", NOW + 20)
    assert (people.now("a", NOW), people.now("a", NOW + 1)) == ("b", "c")
    assert people.present("a") == "b"
    people.remove("b")
    assert people.now("a", NOW) == "c"


def test_who_gets_a_former_uid_back_is_found_by_both(people):
    people.move("a", "b", NOW)
    people.move("b", "a", NOW)
    assert {people.now(uid, NOW) for uid in ("a", "b")} <= {"a", "b"}
    assert people.now("b", NOW) == "a"
    assert people.present("a") == "a"


def test_nothing_is_known_of_the_moves_of_whoever_goes(people):
    people.move("a", "b", NOW)
    people.move("b", "c", NOW)
    people.remove("c")
    assert not people.has_moves()
    assert people.present("a") == "a"
