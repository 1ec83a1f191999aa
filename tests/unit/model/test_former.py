"""Numbers that people had before: each one's alone, while nobody else has it."""

import pytest
from factories import make_institution, make_person, mobile

from unisms.model import digests
from unisms.model.former import Former
from unisms.model.people import People, Subscriber

FIRST, SECOND, NOW = mobile(1), mobile(2), 1_800_000_000


@pytest.fixture
def people(root):
    institution = make_institution(root)
    make_person(institution, "zoe", "Zoé", FIRST)
    return institution["people"]


def former(people, uid="zoe"):
    return [one.digest for one in people.former(uid)]


def test_a_number_that_somebody_has_left_stays_theirs_by_its_digest(people):
    people.renumber("zoe", SECOND)
    people.renumber("zoe", "")
    assert former(people) == [digests.of_number(people, one) for one in (FIRST, SECOND)]


def test_a_number_that_they_have_again_is_none_of_before(people):
    people.renumber("zoe", SECOND)
    people.renumber("zoe", FIRST)
    assert former(people) == [digests.of_number(people, SECOND)]


def test_a_number_that_somebody_else_has_is_nobodys_of_before(people):
    people.renumber("zoe", SECOND)
    people.add("next", Subscriber("Le Suivant", FIRST))
    assert former(people) == []
    people.renumber("next", "")
    assert former(people, "next") == [digests.of_number(people, FIRST)]


def test_a_number_that_two_had_is_theirs_who_has_it_still(people):
    people.add("twin", Subscriber("Autre", FIRST))
    people.renumber("zoe", SECOND)
    assert former(people) == []


def test_they_go_with_the_person_and_move_with_the_uid(people):
    people.renumber("zoe", SECOND)
    people.move("zoe", "zo", NOW)
    assert (former(people), len(former(people, "zo"))) == ([], 1)
    people.remove("zo")
    assert (former(people, "zo"), len(people._former_of)) == ([], 0)
    people.add("one", Subscriber("Une", mobile(5)))
    people.move("one", "two", NOW)
    assert former(people, "two") == []


def test_whoever_had_a_number_is_told(people):
    assert people.had_before(FIRST) is None
    people.renumber("zoe", SECOND)
    people.forget_former(0, NOW)
    assert people.had_before(FIRST).seen_at == NOW
    assert people.had_before(SECOND) is None


def test_their_age_begins_with_the_first_night(people):
    people.forget_former(NOW, NOW)
    people.renumber("zoe", SECOND)
    people.forget_former(NOW - 5, NOW)
    assert [one.seen_at for one in people.former("zoe")] == [NOW]
    people.renumber("zoe", mobile(3))
    people.forget_former(NOW - 5, NOW - 3)
    assert [one.seen_at for one in people.former("zoe")] == [NOW - 3, NOW - 3]
    people.forget_former(NOW - 3, NOW + 9)
    assert len(people.former("zoe")) == 2
    people.forget_former(NOW, NOW + 9)
    assert (people.former("zoe"), len(people._former_of)) == ((), 0)


def test_without_a_store_nothing_is_noted():
    people = People()
    people.add("zoe", Subscriber("Zoé", FIRST))
    people.renumber("zoe", SECOND)
    assert people.former("zoe") == ()


def test_nothing_is_noted_while_the_key_is_another_one(root, people):
    root.numbers_key = "another"
    people.renumber("zoe", SECOND)
    assert people.former("zoe") == ()


def test_under_another_key_they_are_of_no_use(people):
    people.renumber("zoe", SECOND)
    people.begin_refusals_anew()
    assert people.former("zoe") == ()
    assert Former("x") == ("x", 0)
