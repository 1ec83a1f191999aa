"""What a check tells somebody who may not see numbers, and what it does not."""

import pytest
from factories import NOW, make_draft, make_house, make_person, mobile
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.groups import Group
from unisms.services import billing, composing, consent, discretion, glancing, progress
from unisms.sms import causes, states
from unisms.testing.store import Store


def checked(institution, numbers, *others):
    campaign = make_draft(institution)
    campaign.audience = (*(("number", mobile(n)) for n in numbers), *others)
    composing.submit(campaign)
    composing.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    assert campaign.state == states.CHECKED
    return campaign


def refuse(institution, numbers):
    """The people who have these numbers say no."""
    for number in numbers:
        make_person(institution, f"p{number}", f"Personne {number}", mobile(number))
        consent.opt_out(institution, f"p{number}", NOW)


@pytest.fixture
def institution(root):
    institution = make_house(root)
    institution["brokers"]["fake"].prices = (("", 50_000),)
    return institution


def shown(campaign):
    """All that is told, as values: the check, the list, and its counts."""
    rows = [(one.row.state, one.row.cause) for one in discretion.rows(campaign)]
    tally = discretion.tally(campaign, progress.tally(campaign, NOW))
    return discretion.check_of(campaign)._asdict(), rows, tally._asdict()


@pytest.mark.parametrize("refused", [1, 2, 3, 4])
def test_fewer_than_five_who_said_no_are_told_by_nothing(institution, root, refused):
    other = make_house(root, "other")
    other["brokers"]["fake"].prices = (("", 50_000),)
    refuse(institution, range(refused))
    assert shown(checked(institution, range(9))) == shown(checked(other, range(9)))


@pytest.mark.parametrize(("refused", "told"), [(5, 5), (6, 5), (9, 5), (10, 10)])
def test_from_five_on_they_are_told_in_steps_and_one_more_shows_nothing(institution, refused, told):
    refuse(institution, range(refused))
    campaign = checked(institution, range(12))
    check = discretion.check_of(campaign)
    assert check.set_aside == {causes.OPT_OUT: told}
    assert (check.recipients, check.segments) == (12 - told, 12 - told)
    assert check.cost == 50 * (12 - told)
    assert check.histogram == {1: 12 - told}
    assert check.credit_after == check.credit_before - (12 - told)


def test_in_the_list_before_it_leaves_they_are_like_the_others(institution):
    refuse(institution, range(6))
    campaign = checked(institution, range(8))
    rows = [(one.row.state, one.row.cause) for one in discretion.rows(campaign)]
    assert rows == [(states.QUEUED, None)] * 8
    assert list(discretion.rows(campaign, states.SET_ASIDE)) == []
    assert len(list(discretion.rows(campaign, states.QUEUED))) == 8
    tally = discretion.tally(campaign, progress.tally(campaign, NOW))
    assert (tally.total, tally.queued, tally.set_aside, tally.aside) == (8, 8, 0, {})


def test_once_it_left_the_reason_is_nobodys(institution):
    refuse(institution, range(6))
    campaign = checked(institution, range(8))
    composing.release(campaign, "lib", NOW + 1)
    rows = [(one.row.state, one.row.cause) for one in discretion.rows(campaign, states.SET_ASIDE)]
    assert rows == [(states.SET_ASIDE, None)] * 6
    tally = discretion.tally(campaign, progress.tally(campaign, NOW + 1))
    assert (tally.set_aside, tally.aside) == (6, {causes.OPT_OUT: 5})


def test_reasons_that_anybody_sees_in_the_number_are_told_as_ever(institution):
    campaign = checked(institution, [1], ("number", "0123456789"))
    assert discretion.check_of(campaign).set_aside == {causes.LANDLINE: 1}
    assert [one.row.cause for one in discretion.rows(campaign)] == [None, causes.LANDLINE]


def test_of_people_chosen_by_name_the_reason_is_told_as_on_their_page(institution):
    refuse(institution, [1])
    campaign = checked(institution, [], ("person", "p1"))
    assert discretion.secrets(campaign) == frozenset()
    assert discretion.check_of(campaign) == composing.check_of(campaign)


def test_beside_people_it_is_not_told_that_a_number_is_one_of_theirs(institution):
    make_person(institution, "ada", msisdn=mobile(1))
    institution["groups"].add("l9", Group("L9", ["ada"]))
    campaign = checked(institution, [1, 2], ("group", "l9"))
    check = discretion.check_of(campaign)
    assert (check.recipients, check.merged, check.set_aside) == (3, 0, {})
    tally = discretion.tally(campaign, progress.tally(campaign, NOW))
    assert (tally.total, tally.queued) == (3, 3)
    assert composing.check_of(campaign).merged == 1


def test_the_counter_tells_nothing_of_typed_numbers(institution):
    refuse(institution, range(7))
    audience = tuple(("number", mobile(n)) for n in range(9))
    tariff = billing.tariff(institution, institution["brokers"]["fake"])
    told = glancing.glance(institution, audience, tariff, discreet=True)
    assert (told.people, told.aside) == (9, ())
    assert glancing.glance(institution, audience, tariff).aside == ((causes.OPT_OUT, 7),)


def test_what_was_checked_before_prices_were_written_down_is_shown(institution):
    refuse(institution, [1])
    campaign = checked(institution, range(3))
    campaign.agreed = ()
    assert discretion.check_of(campaign).recipients == 3


def test_how_many_numbers_were_asked_about_is_known(institution):
    assert discretion.brought(checked(institution, range(3))) == 3
    campaign = checked(institution, range(4))
    campaign.audience = (("import", "i"),)
    assert discretion.brought(campaign) == 4


@given(st.sets(st.integers(0, 19)), st.integers(0, 19))
def test_one_number_more_among_known_ones_is_told_at_a_step_of_five_alone(known, one):
    store = Store()
    institution = make_house(store.root)
    refuse(institution, known | {one})
    before = discretion.check_of(checked(institution, known - {one} or {99}))
    after = discretion.check_of(checked(institution, known | {one}))
    step = len(known | {one}) % discretion.ENOUGH == 0
    assert step or before.set_aside == after.set_aside
    store.close()
    store.db.close()
