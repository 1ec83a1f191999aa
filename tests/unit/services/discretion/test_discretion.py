"""A check tells less to somebody who may not see numbers."""

import pytest
from factories import NOW, make_draft, make_house, make_person, mobile
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.accounts import NotEnoughCredit
from unisms.model.campaigns import WrongState
from unisms.model.groups import Group
from unisms.ports import Acceptance
from unisms.services.audience import glances
from unisms.services.campaigns import checks, drafts, guards, releases
from unisms.services.delivery import claims, closing, progress, settlement, steering
from unisms.services.discretion import discretion
from unisms.services.exclusions.judges import Judge
from unisms.services.ground.actor import Actor, service
from unisms.services.money import billing, ledgers
from unisms.services.people import consent
from unisms.services.rights import daily, rights
from unisms.sms import causes, states
from unisms.tasks.delivery.journal import Outcome
from unisms.testing.factories import someone
from unisms.testing.store import Store


def checked(institution, numbers, *others):
    campaign = make_draft(institution)
    campaign.audience = (*(("number", mobile(n)) for n in numbers), *others)
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    assert campaign.state == states.CHECKED
    return campaign


def refuse(institution, numbers):
    """The people who have these numbers say no."""
    for number in numbers:
        make_person(institution, f"p{number}", f"Personne {number}", mobile(number))
        consent.opt_out(rights.person(institution, f"p{number}"), f"p{number}", NOW)


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
    assert discretion.people(campaign) == check.recipients
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


def news(campaign, now=NOW + 1):
    tally = discretion.tally(campaign, progress.tally(campaign, now))
    return [
        (one.row.state, one.row.cause, one.row.segments) for one in discretion.rows(campaign)
    ], tally


def hand_over(campaign):
    """All that waits is taken."""
    root = campaign.__parent__.__parent__.__parent__.__parent__
    batch = claims.claim_batch(root, campaign.connection, 50, "m", NOW + 2)
    taken = {one.reference: Acceptance(one.reference, ids=("a",)) for one in batch.messages}
    settlement.settle_batch(
        root, campaign.connection, campaign.path, batch.numbers, Outcome(taken, set()), NOW + 3
    )


def test_once_it_left_those_who_said_no_are_like_those_without_news(institution, root):
    refuse(institution, range(6))
    campaign = checked(institution, range(8))
    releases.release(someone(campaign), campaign, NOW + 1)
    rows, tally = news(campaign)
    assert rows == [(states.QUEUED, None, 1)] * 8
    assert (tally.total, tally.queued, tally.set_aside, tally.aside) == (
        3,
        3,
        5,
        {causes.OPT_OUT: 5},
    )
    hand_over(campaign)
    rows, tally = news(campaign)
    assert rows == [(states.ACCEPTED, None, 1)] * 8
    assert (tally.total, tally.queued, tally.accepted, tally.set_aside) == (3, 0, 3, 5)
    closing.close_if_due(root, campaign.path, NOW + closing.LATEST + 9)
    rows, tally = news(campaign)
    assert rows == [(states.EXPIRED, causes.NO_NEWS, 1)] * 8
    assert (tally.total, tally.expired, tally.causes) == (3, 3, {causes.NO_NEWS: 3})
    assert list(discretion.rows(campaign, states.SET_ASIDE)) == []


def test_what_was_stopped_before_it_left_is_so_for_all(institution):
    refuse(institution, [0, 4])
    campaign = checked(institution, range(6))
    releases.release(someone(campaign), campaign, NOW + 1)
    steering.stop(someone(campaign), campaign, releases.connection_of(campaign), NOW + 2)
    rows, tally = news(campaign)
    assert rows == [(states.STOPPED, None, 1)] * 6
    assert (tally.total, tally.stopped) == (6, 6)


def test_a_message_to_somebody_who_said_no_is_told_like_one_to_anybody(institution, root):
    refuse(institution, [0])
    campaign = checked(institution, [0])
    check = discretion.check_of(campaign)
    assert (check.recipients, check.segments, check.longest[1:]) == (1, 1, ("Bonjour", 1))
    assert discretion.longest_number(campaign) == 1
    with pytest.raises(releases.NobodyToWriteTo):
        guards.release(Actor(institution, "lib", sender(institution)), campaign, NOW)
    guards.release(Actor(institution, "lib", sender(institution)), campaign, NOW, (1, 1))
    assert daily.spent(institution, "lib", NOW) == 1
    assert news(campaign)[0] == [(states.QUEUED, None, 1)]
    steering.pause(someone(campaign), campaign, releases.connection_of(campaign), NOW)
    assert news(campaign)[0] == [(states.QUEUED, None, 1)]
    steering.resume(someone(campaign), campaign, releases.connection_of(campaign), NOW)
    assert claims.claim_batch(root, campaign.connection, 10, "m", NOW + 2) is None
    assert news(campaign)[0] == [(states.ACCEPTED, None, 1)]
    assert closing.close_if_due(root, campaign.path, NOW + 3)
    assert news(campaign)[0] == [(states.EXPIRED, causes.NO_NEWS, 1)]
    assert ledgers.look(root, institution.__name__).faults == []
    stopped = checked(institution, [0])
    guards.release(Actor(institution, "lib", sender(institution)), stopped, NOW, (1, 1))
    steering.stop(someone(stopped), stopped, releases.connection_of(stopped), NOW + 2)
    assert news(stopped)[0] == [(states.STOPPED, None, 1)]


def sender(institution):
    institution.grants.give("person:lib", "sender")
    return rights.held(institution, "lib")


def test_what_was_told_is_what_one_may_pay_for(institution):
    """Otherwise the credit that is left tells who is not written to."""
    refuse(institution, [0])
    campaign, account = checked(institution, [0, 1]), institution["accounts"]["scd"]
    billing.grant(service(), account, 1 - account.available, NOW)
    check = discretion.check_of(campaign)
    assert (check.segments, check.missing_credit) == (2, 1)
    with pytest.raises(NotEnoughCredit):
        guards.release(Actor(institution, "lib", sender(institution)), campaign, NOW, (2, 2))
    guards.release(Actor(institution, "lib", sender(institution)), campaign, NOW)
    with pytest.raises(WrongState):
        guards.release(Actor(institution, "lib", sender(institution)), campaign, NOW, (2, 2))


def test_the_longest_text_is_that_of_the_last_as_if_all_got_it(institution):
    refuse(institution, [2])
    campaign = checked(institution, range(3))
    assert checks.check_of(campaign).longest[0] == mobile(1)
    assert discretion.check_of(campaign).longest[0] == mobile(2)
    assert (checks.longest_number(campaign), discretion.longest_number(campaign)) == (2, 3)
    alone = checked(institution, [], ("person", "p2"))
    assert discretion.longest_number(alone) == checks.longest_number(alone) == 0
    landline = checked(institution, [], ("number", "0123456789"))
    assert discretion.check_of(landline).longest == ()


def test_a_number_that_is_that_of_a_member_has_the_news_of_the_member(institution):
    make_person(institution, "ada", msisdn=mobile(1))
    institution["groups"].add("l9", Group("L9", ["ada"]))
    campaign = checked(
        institution, [], ("group", "l9"), ("number", mobile(1)), ("number", mobile(2))
    )
    releases.release(someone(campaign), campaign, NOW + 1)
    hand_over(campaign)
    first = campaign.row(1)
    campaign.write(1, first._replace(state=states.DELIVERED))
    rows, tally = news(campaign)
    assert rows == [(states.DELIVERED, None, 1)] * 2 + [(states.ACCEPTED, None, 1)]
    assert (tally.total, tally.delivered, tally.accepted, tally.set_aside) == (3, 2, 1, 0)


def test_reasons_that_anybody_sees_in_the_number_are_told_as_ever(institution):
    campaign = checked(institution, [1], ("number", "0123456789"))
    assert discretion.check_of(campaign).set_aside == {causes.LANDLINE: 1}
    assert [one.row.cause for one in discretion.rows(campaign)] == [None, causes.LANDLINE]


def test_of_people_chosen_by_name_the_reason_is_told_as_on_their_page(institution):
    refuse(institution, [1])
    campaign = checked(institution, [], ("person", "p1"))
    assert discretion.secrets(campaign) == frozenset()
    assert discretion.check_of(campaign) == checks.check_of(campaign)
    tally = progress.tally(campaign, NOW)
    assert discretion.tally(campaign, tally) == tally
    assert [*discretion.rows(campaign)] == [*progress.rows(campaign)]


def test_beside_people_it_is_not_told_that_a_number_is_one_of_theirs(institution):
    make_person(institution, "ada", msisdn=mobile(1))
    institution["groups"].add("l9", Group("L9", ["ada"]))
    campaign = checked(institution, [1, 2], ("group", "l9"))
    check = discretion.check_of(campaign)
    assert (check.recipients, check.merged, check.set_aside) == (3, 0, {})
    tally = discretion.tally(campaign, progress.tally(campaign, NOW))
    assert (tally.total, tally.queued) == (3, 3)
    assert checks.check_of(campaign).merged == 1


def test_the_counter_tells_nothing_of_typed_numbers(institution):
    refuse(institution, range(7))
    audience = tuple(("number", mobile(n)) for n in range(9))
    tariff = billing.tariff(institution, institution["brokers"]["fake"])
    judge = Judge(consent.Reader(institution, (), NOW))
    told = glances.glance(institution, audience, tariff, judge, discreet=True)
    assert (told.people, told.aside) == (9, ())
    assert glances.glance(institution, audience, tariff, judge).aside == ((causes.OPT_OUT, 7),)


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


def test_what_it_costs_abroad_tells_of_no_refusal(institution):
    foreign = [f"+3247012345{digit}" for digit in range(3)]
    audience = tuple(("number", one) for one in foreign)
    institution["brokers"]["fake"].prices = (("+33", 50_000), ("", 120_000))
    before = discretion.check_of(checked(institution, [1], *audience))
    make_person(institution, "zoe", "Zoé", foreign[0])
    refuse(institution, [1])
    consent.opt_out(rights.person(institution, "zoe"), "zoe", NOW)
    after = discretion.check_of(checked(institution, [1], *audience))
    assert before.abroad == after.abroad == {120_000: 3}
