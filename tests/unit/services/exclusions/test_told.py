"""The parts that leave people out, as they are told, and looked at while somebody types."""

from datetime import date

import pytest
from factories import NOW, make_group, make_house, make_person, make_query, mobile
from left_out import checked, sent

from unisms.services.exclusions import exclusions, once_keys, saved
from unisms.services.exclusions.crowds import Excluded, crowd_of
from unisms.services.exclusions.judges import glancing
from unisms.services.people.consent import Reader
from unisms.testing.factories import someone

TODAY = date(2027, 1, 15)


@pytest.fixture
def paris(root):
    institution = make_house(root)
    make_group(institution, people=3)
    return institution


def test_each_part_is_told_with_its_count(paris):
    first = sent(paris, ("person", "l2-0"), title="Rappel")
    minus = (("received", first.__name__), ("group", "l2"))
    campaign = checked(paris, ("group", "l2"), minus=minus)
    told = exclusions.told(someone(paris), campaign)
    assert [tuple(one) for one in told] == [("received", "Rappel", 1), ("group", "L2", 2)]
    assert exclusions.told(someone(paris), first) == []


def test_the_title_of_a_message_that_one_may_not_see_is_not_told(paris):
    first = sent(paris, ("person", "l2-0"), title="Rappel")
    assert exclusions.title_of(someone(paris, "stranger"), ("received", first.__name__)) == ""
    assert exclusions.title_of(someone(paris), ("received", "gone")) == ""


def test_the_first_part_with_somebody_counts():
    first, second = crowd_of([(mobile(1), "a")]), crowd_of([(mobile(1), "b"), ("", "c")])
    excluded = Excluded({("x", "1"): first, ("x", "2"): second})
    places = [excluded.place(*one) for one in ((mobile(1), "c"), ("", "b"), ("", "z"), ("", "c"))]
    assert places == [1, 2, 0, 2]
    assert not Excluded()
    assert crowd_of([]) == crowd_of([("", "")])


def test_what_is_large_or_gone_or_elsewhere_is_left_to_the_check(paris, monkeypatch):
    assert exclusions.glanced(paris, (("group", "l2"),), TODAY)
    assert exclusions.glanced(paris, (("group", "gone"),), TODAY) is None
    make_query(paris, ["l2-0"])
    assert exclusions.glanced(paris, (("directory", "ldap/tutors"),), TODAY) is None
    make_group(paris, "m1")
    paris.grants.give("person:lib", "administrator")
    kept = saved.keep(someone(paris), "M1", (("group", "m1"),), (), NOW)
    paris["groups"].remove("m1")
    assert exclusions.glanced(paris, (("saved", kept.__name__),), TODAY) is None
    monkeypatch.setattr(exclusions, "MOST_GLANCED", 1)
    assert exclusions.glanced(paris, (("group", "l2"),), TODAY) is None


def test_a_glance_of_many_who_were_told_is_partial(paris, monkeypatch):
    sent(paris, ("group", "l2"), once="rentree")
    reader = Reader(paris, (), NOW)
    assert not glancing(paris, reader, (), "rentree", TODAY, NOW).is_partial
    monkeypatch.setattr(once_keys, "MOST_GLANCED", 1)
    judge = glancing(paris, reader, (), "rentree", TODAY, NOW)
    assert (judge.is_partial, judge.told) == (True, None)


def test_files_and_numbers_are_left_out_by_number(paris):
    make_person(paris, "typed", "Typed", mobile(44))
    campaign = checked(paris, ("person", "typed"), minus=(("number", mobile(44)),))
    assert campaign.left_out.counts() == {("number", mobile(44)): 1}
