"""The circuit breaker: when a route fails, no number is to blame."""

import pytest
from factories import NOW, Store, make_connection, make_house, mobile
from failed_numbers import (
    ABSENT,
    BAD,
    BARRED,
    DAY,
    FAKE,
    GOOD,
    WAITS,
    Effect,
    ended,
    fail,
    look,
    looked,
)
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.health import Strike
from unisms.services.health import flags, outages
from unisms.services.health.thresholds import Rules, keep_rules
from unisms.sms import causes, states

ORANGE = "208-01"
HALF_PAST = NOW + 1800  # within an hour, as the minute before
UNKNOWN = (states.FAILED, causes.UNKNOWN)


def flagged(institution):
    return [one for one in range(200) if flags.flag_of(institution, mobile(one))]


def test_where_many_of_an_hour_fail_together_their_numbers_are_not_to_blame(root, institution):
    for day in (0, 1):
        told = look(root, ended(institution, *[BAD] * 30, *[GOOD] * 70, at=NOW + day * DAY))
        assert told.outages == (FAKE,)
    assert flagged(institution) == []
    assert not any(past.strikes for _, past in institution.numbers.pasts())


def test_where_few_fail_each_counts(root, institution):
    for day in (0, 1):
        told = look(root, ended(institution, *[BAD] * 29, *[GOOD] * 71, at=NOW + day * DAY))
        assert told.outages == ()
    assert flagged(institution) == [*range(29)]
    assert told.flagged == 29


def test_a_few_failures_are_no_outage_though_all_failed(root, institution):
    for day in (0, 1):
        look(root, ended(institution, *[BAD] * 9, at=NOW + day * DAY))
    assert flagged(institution) == [*range(9)]


def test_the_share_is_a_setting(root, institution):
    keep_rules(institution, Rules(outage=20))
    for day in (0, 1):
        look(root, ended(institution, *[BAD] * 20, *[GOOD] * 80, at=NOW + day * DAY))
    assert flagged(institution) == []


def test_a_share_far_above_the_usual_one_is_an_outage(root, institution):
    look(root, ended(institution, *[BAD] * 10, *[GOOD] * 490, at=NOW - 2 * DAY, first=1000))
    look(root, ended(institution, *[BAD] * 15, *[GOOD] * 85, at=NOW))
    look(root, ended(institution, *[BAD] * 15, *[GOOD] * 85, at=NOW + DAY))
    assert flagged(institution) == []
    assert [one.failed for one in institution.numbers.all_outages()][:1] == [15]


def test_hours_of_an_outage_are_not_usual(root, institution):
    look(root, ended(institution, *[BAD] * 400, *[GOOD] * 100, at=NOW - 4 * DAY, first=1000))
    look(root, ended(institution, *[BAD] * 10, *[GOOD] * 490, at=NOW - 2 * DAY, first=1000))
    told = look(root, ended(institution, *[BAD] * 15, *[GOOD] * 85, at=NOW))
    assert told.outages == (FAKE,)


def test_hours_in_which_one_network_alone_fails_are_usual(root, institution):
    before = NOW - 2 * DAY
    look(root, ended(institution, *[GOOD] * 600, at=before, first=1000, network="208-10"))
    look(root, ended(institution, *[BAD] * 12, *[GOOD] * 8, at=before, first=2000, network=ORANGE))
    told = look(root, ended(institution, *[BAD] * 15, *[GOOD] * 85, at=NOW))
    assert told.outages == (FAKE,)


def test_what_counted_is_taken_back_once_the_hour_is_known_to_be_bad(root, institution):
    look(root, ended(institution, *[BAD] * 9, at=NOW))
    look(root, ended(institution, *[BAD] * 9, at=NOW + DAY))
    assert flagged(institution) == [*range(9)]
    told = look(root, ended(institution, *[BAD] * 9, at=NOW + DAY, first=20))
    assert (told.taken_back, told.flagged) == (9, 0)
    assert flagged(institution) == []
    assert len([past for _, past in institution.numbers.pasts() if past.strikes]) == 9


def test_failures_of_different_hours_of_a_day_are_counted_together(root, institution):
    midnight = NOW // DAY * DAY
    for day in (0, 1):
        for hour in range(1, 5):
            at = midnight + day * DAY + hour * 3600 + 120
            look(root, ended(institution, *[BAD] * 5, *[GOOD] * 5, at=at, first=hour * 10))
    assert flagged(institution) == []


def test_messages_without_an_end_may_still_arrive(root, institution):
    campaign = ended(institution, *[BAD] * 20, *[WAITS] * 80, at=NOW, closed=False)
    assert look(root, campaign, NOW + 60).outages == ()


def test_an_outage_is_of_one_connection_and_one_cause_alone(root, institution):
    look(root, ended(institution, *[BAD] * 10, *[GOOD] * 490, at=NOW - 2 * DAY, first=1000))
    ends = [*[BARRED] * 12, *[(states.FAILED, causes.CONTENT)] * 12, *[GOOD] * 76]
    keep_rules(institution, Rules(outage=100))
    look(root, ended(institution, *ends))
    found = institution.numbers.all_outages()[0]
    assert (found.cause, found.failed, found.total) == ("", 12, 100)
    strike = strike_of(found)
    assert found._replace(cause=causes.NUMBER_UNUSABLE).covers(strike)
    assert not found._replace(cause=causes.ABSENT).covers(strike)
    assert not found._replace(connection=9).covers(strike)
    assert not found.covers(strike._replace(left_at=found.ends))


def strike_of(outage):
    return Strike(NOW, causes.NUMBER_UNUSABLE, outage.connection, "c", 1, outage.begins)


def test_the_page_of_a_connection_tells_its_outages_for_a_month(root, institution):
    connection = institution["brokers"]["fake"]
    assert outages.of_connection(root, connection, NOW) == []
    look(root, ended(institution, *[BAD] * 30))
    look(root, ended(institution, *[UNKNOWN] * 30, at=NOW - 3 * DAY))
    found = outages.of_connection(root, connection, NOW)
    begins = [told.outage.begins for told in found]
    assert begins == sorted(begins, reverse=True)
    assert {told.institution for told in found} == {institution}
    assert outages.of_connection(root, connection, NOW + 40 * DAY) == []


def test_a_shared_connection_tells_of_every_institution_that_used_it(root, institution):
    shared = make_connection(root, "consortium")
    campaign = ended(institution, *[BAD] * 30)
    campaign._carriers = ("/brokers/consortium",)
    make_house(root, "nice")
    look(root, campaign)
    assert {told.institution for told in outages.of_connection(root, shared, NOW)} == {institution}
    assert outages.of_connection(root, institution["brokers"]["fake"], NOW) == []


FAILURES = st.sampled_from([BAD, BARRED, ABSENT, UNKNOWN])


@given(
    st.lists(FAILURES, min_size=20, max_size=40),
    st.integers(0, 40),
    st.integers(1, 4),
    st.booleans(),
    st.randoms(),
)
def test_whatever_the_mix_a_broken_route_flags_nobody(failures, arrived, parts, refused, chance):
    """A third or more of a day's messages fail together, each for its cause, in any order."""
    ends = [*failures, *[GOOD] * arrived]
    chance.shuffle(ends)
    size = -(-len(ends) // parts)
    store = Store()
    try:
        institution = make_house(store.root)
        for day in range(3):
            for first in range(0, len(ends), size):
                some, at = ends[first : first + size], NOW + day * DAY
                look(store.root, ended(institution, *some, at=at, first=first, refused=refused))
        assert institution.numbers.flags() == []
    finally:
        store.close()


def test_where_one_network_fails_its_numbers_are_not_to_blame(root, institution):
    for day in (0, 1):
        at = NOW + day * DAY
        look(root, ended(institution, *[GOOD] * 60, at=at, first=100, network="208-10"))
        look(root, ended(institution, *[BAD] * 12, *[GOOD] * 8, at=at, network=ORANGE))
    assert flagged(institution) == []
    assert {one.group for one in institution.numbers.all_outages()} == {ORANGE}
    fail(root, institution, 100, 0, 1, network="208-10")  # there each is to blame
    assert flagged(institution) == [100]


def test_where_a_range_of_numbers_fails_and_nobody_tells_the_network_it_is_one(root, institution):
    for day in (0, 1):
        at = NOW + day * DAY
        other = ended(institution, *[GOOD] * 60, at=at, first=100)
        for number, row in list(other.stored_rows()):
            other.write(number, (f"+336120000{number:02}", *row[1:]))
        look(root, other)
        look(root, ended(institution, *[BAD] * 12, *[GOOD] * 8, at=at))
    assert flagged(institution) == []


def test_a_cause_of_all_numbers_is_told_once_and_another_one_of_a_network_beside(root, institution):
    look(root, ended(institution, *[BARRED] * 100, *[GOOD] * 400, at=NOW - 2 * DAY, first=1000))
    campaign = ended(institution, *[ABSENT] * 14, *[GOOD] * 86, network=ORANGE)
    look(root, campaign)
    look(root, ended(institution, *[BAD] * 9, *[GOOD] * 9, network="208-10"))
    hour = [one for one in institution.numbers.all_outages() if one.ends - one.begins == 3600]
    assert [(one.group, one.cause) for one in hour] == [("", causes.ABSENT)]
    look(root, ended(institution, *[BAD] * 2, network="208-10", first=50))
    hour = [one for one in institution.numbers.all_outages() if one.ends - one.begins == 3600]
    assert ("208-10", "") in [(one.group, one.cause) for one in hour]


@pytest.mark.parametrize(("refused", "arrived"), [(9, 0), (100, 300), (40, 501), (20, 380)])
def test_numbers_refused_with_others_wait_for_a_second_day(root, institution, refused, arrived):
    look(root, ended(institution, *[GOOD] * (arrived + 1), at=HALF_PAST, first=500))
    look(root, ended(institution, *[BAD] * refused, at=HALF_PAST, refused=True))
    assert flagged(institution) == []


def test_a_number_refused_before_the_others_of_its_hour_is_put_back(root, institution):
    look(root, ended(institution, *[GOOD] * 60, at=HALF_PAST, first=500))
    look(root, ended(institution, BAD, at=HALF_PAST, refused=True))
    assert flagged(institution) == [0]
    look(root, ended(institution, *[BAD] * 4, at=HALF_PAST, first=1, refused=True))
    assert flagged(institution) == []
    look(root, ended(institution, *[BAD] * 5, at=NOW + DAY, refused=True))
    assert flagged(institution) == [*range(5)]  # on a second day


def test_numbers_refused_one_after_the_other_on_one_day_wait_for_a_second_one(root, institution):
    midnight = NOW // DAY * DAY
    for hour in range(1, 5):
        at = midnight + hour * 3600
        look(root, ended(institution, BAD, at=at, first=hour, refused=True))
        assert len(flagged(institution)) == (1 if hour == 1 else 0)
    fail(root, institution, 2, 1, refused=True)
    assert flagged(institution) == [2]


def test_a_few_that_are_refused_of_many_are_set_aside_at_once(root, institution):
    look(root, ended(institution, *[BAD] * 5, *[GOOD] * 295, refused=True))
    assert flagged(institution) == [*range(5)]


def test_five_of_a_hundred_are_far_above_one_of_a_hundred(root, institution):
    look(root, ended(institution, *[BAD] * 10, *[GOOD] * 990, at=NOW - 2 * DAY, first=1000))
    for day in (0, 1):
        look(root, ended(institution, *[BAD] * 40, *[GOOD] * 501, at=NOW + day * DAY))
    assert flagged(institution) == []


def test_what_is_unusual_again_and_again_is_usual_and_the_numbers_are_to_blame(root, institution):
    look(root, ended(institution, *[BAD] * 10, *[GOOD] * 990, at=NOW - 2 * DAY, first=1000))
    for day in range(9):
        look(root, ended(institution, *[BAD] * 40, *[GOOD] * 501, at=NOW + day * DAY))
    assert flagged(institution) == [*range(40)]


@pytest.mark.parametrize("turn", [1, -1])
def test_the_order_in_which_campaigns_are_judged_is_all_one(root, institution, turn):
    look(root, ended(institution, *[BAD] * 10, *[GOOD] * 990, at=NOW - 2 * DAY, first=1000))
    bad = ended(institution, *[BAD] * 11, at=HALF_PAST, refused=True)
    good = ended(institution, *[GOOD] * 600, at=HALF_PAST, first=100)
    names = [bad.__name__, good.__name__][::turn]
    assert looked(root, names, HALF_PAST + 60) == Effect(11, (), 0)


def test_a_number_that_fails_among_many_that_arrive_is_to_blame(root, institution):
    for day in (0, 1):
        fail(root, institution, 0, day)
        look(root, ended(institution, *[GOOD] * 50, at=NOW + day * DAY, first=1))
    assert flagged(institution) == [0]


def test_an_outage_that_grows_is_one(root, institution):
    for first in (0, 20, 40):
        look(root, ended(institution, *[BAD] * 20, first=first))
    assert len(institution.numbers.all_outages()) == 2  # the hour and the day
