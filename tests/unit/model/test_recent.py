"""Recent changes, for lists that were frozen before them."""

import pytest
from factories import MOBILE, make_house, make_person

from unisms.model import recent
from unisms.model.people import People
from unisms.model.recent import MOST, RecentChanges


@pytest.fixture
def changes():
    return RecentChanges()


def test_what_changed_since_a_list_was_frozen_is_told(changes):
    changes.mark(["a", "b"])
    assert changes.since(0) == {"a", "b"}


def test_what_changed_on_the_day_before_may_have_been_under_way_then(changes):
    changes.mark(["a"])
    changes.turn()
    changes.mark(["b"])
    assert changes.since(1) == changes.since(0) == {"a", "b"}


def test_of_a_list_of_the_day_before_yesterday_all_may_have_changed(changes):
    changes.turn()
    changes.turn()
    assert changes.since(0) is None
    assert changes.since(1) == changes.since(2) == frozenset()


def test_of_a_list_of_a_later_day_all_may_have_changed(changes):
    assert changes.since(1) is None


def test_where_too_much_has_changed_nothing_more_is_noted(changes):
    changes.mark(map(str, range(MOST)))
    assert len(changes.since(0)) == MOST
    changes.mark(["one more"])
    changes.mark(["not noted"])
    assert changes.since(0) is None
    assert len(changes._present) == MOST + 1
    changes.turn()
    changes.mark(["of another day"])
    assert changes.since(1) is None
    changes.turn()
    assert changes.since(2) == {"of another day"}


def test_people_of_whom_nothing_is_stored_stand_in_no_list():
    people = People()
    people.mark(MOBILE, "ada")
    assert people.recent is None
    people.forget_recent()


def test_the_marks_of_stored_people_are_digests_and_uids(root):
    people = make_house(root)["people"]
    root._p_jar.savepoint()
    make_person(people.__parent__, "ada")
    people.mark(MOBILE, "ada")
    people.mark("")
    found = people.recent.since(0)
    assert recent.mark_of_person("ada") in found
    assert len(found) == 2
    assert MOBILE not in found
