"""Numbers that are not written to, by digest."""

import pytest
from factories import NOW, make_institution

from unisms.model.refusals import GONE


@pytest.fixture
def refusals(root):
    return make_institution(root)["people"].refusals


def test_a_no_is_kept_with_whose_it_was_and_the_latest_counts(refusals):
    refusals.keep("d", "ada", NOW)
    refusals.keep("d", "bob", NOW + 5)
    refusals.keep("d", "ada", NOW + 2)
    assert [refusals.at(digest) for digest in "de"] == [NOW + 5, 0]


def test_each_takes_back_their_own(refusals):
    refusals.keep("d", "ada", NOW)
    refusals.keep("d", "bob", NOW + 5)
    refusals.take_back("d", "bob")
    assert refusals.at("d") == NOW
    refusals.take_back("d", "ada")
    refusals.take_back("d", "ada")
    assert (refusals.at("d"), bool(refusals)) == (0, False)


def test_of_two_who_are_gone_the_later_no_stays(refusals):
    refusals.keep("d", GONE, NOW + 5)
    refusals.keep("d", GONE, NOW)
    assert refusals.at("d") == NOW + 5


def test_what_is_old_is_forgotten_each_for_itself(refusals):
    refusals.keep("d", "ada", NOW)
    refusals.keep("d", "bob", NOW + 5)
    refusals.keep("e", GONE, NOW)
    for before, left in ((NOW, (NOW + 5, NOW)), (NOW + 1, (NOW + 5, 0)), (NOW + 6, (0, 0))):
        refusals.forget(before)
        assert (refusals.at("d"), refusals.at("e")) == left
    assert not refusals
