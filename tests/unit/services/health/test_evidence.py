"""The ends of messages, and what they say of numbers."""

import pytest
from factories import NOW, make_person, make_release, mobile
from failed_numbers import (
    ABSENT,
    BAD,
    BARRED,
    DAY,
    FAKE,
    GOOD,
    PATH,
    WAITS,
    Effect,
    ended,
    fail,
    look,
)

from unisms.services.delivery import closing
from unisms.services.health import evidence, figures, flags
from unisms.sms import causes, states


def is_flagged(institution, number=0):
    return flags.flag_of(institution, mobile(number)) is not None


def test_a_number_that_does_not_exist_is_set_aside_on_the_second_day(root, institution):
    fail(root, institution, 0, 0)
    assert not is_flagged(institution)
    fail(root, institution, 0, 1)
    assert is_flagged(institution)
    assert not is_flagged(institution, 1)
    flag = flags.flag_of(institution, mobile(0))
    assert flag.cause == causes.NUMBER_INVALID
    assert flag.since == NOW + DAY + evidence.SETTLED


def test_a_number_that_the_broker_refuses_is_set_aside_at_once(root, institution):
    fail(root, institution, 0, 0, end=BARRED, refused=True)
    assert not is_flagged(institution)
    fail(root, institution, 0, 0, refused=True)
    assert is_flagged(institution)


@pytest.mark.parametrize("cause", [causes.PORTABILITY, causes.CONTENT, causes.OPERATOR, "nonsense"])
def test_what_says_nothing_of_the_number_never_counts(root, institution, cause):
    fail(root, institution, 0, *range(9), end=(states.FAILED, cause))
    assert not institution.numbers.has_pasts()


def test_a_message_that_nobody_told_of_never_counts(root, institution):
    fail(root, institution, 0, *range(9), end=(states.EXPIRED, causes.NO_NEWS))
    assert not institution.numbers.has_pasts()
    assert list(institution.numbers.hours(1, 0, 10**7)) == []


def test_a_message_that_arrives_lets_all_begin_anew(root, institution):
    fail(root, institution, 0, 0)
    look(root, ended(institution, GOOD, at=NOW + DAY))
    fail(root, institution, 0, 2)
    assert not is_flagged(institution)
    fail(root, institution, 0, 3)
    assert is_flagged(institution)
    look(root, ended(institution, GOOD, at=NOW + 4 * DAY))  # an emergency: it tries all the same
    assert not is_flagged(institution)
    look(root, ended(institution, GOOD, at=NOW + 5 * DAY, first=7))
    assert flags.flag_of(institution, mobile(7)) is None


def test_the_order_in_which_messages_are_looked_at_is_all_one(root, institution):
    failed = [ended(institution, BAD, at=NOW + day * DAY) for day in (0, 1)]
    arrived = ended(institution, GOOD, at=NOW + 2 * DAY)
    for campaign in (arrived, *failed):
        look(root, campaign)
    assert is_flagged(institution)  # nothing was known of the number when the good news was read
    look(root, ended(institution, GOOD, at=NOW + 3 * DAY))
    late = ended(institution, BAD, at=NOW + 2 * DAY)
    look(root, late)
    assert not is_flagged(institution)
    assert institution.numbers.past(digest_of_first(institution)).strikes == ()


def digest_of_first(institution):
    return next(digest for digest, _ in institution.numbers.pasts())


def test_ends_of_an_open_message_count_once_each(root, institution):
    campaign = ended(institution, BAD, WAITS, at=NOW, closed=False)
    look(root, campaign, NOW)  # not settled yet
    assert not institution.numbers.has_pasts()
    look(root, campaign, NOW + 60)
    look(root, campaign, NOW + 600)
    digest = digest_of_first(institution)
    assert [one.row for one in institution.numbers.past(digest).read()] == [1]
    counted = dict(institution.numbers.counted(1, (NOW - 60) // 3600))
    assert (counted[""], counted[causes.NUMBER_INVALID]) == (1, 1)
    campaign.write(2, (mobile(1), *BAD[:1], "id", 1, NOW + 700, (BAD[1], 1, NOW - 60, "")))
    campaign.state = states.CLOSED
    look(root, campaign, NOW + 701)
    assert len(list(institution.numbers.pasts())) == 2
    assert institution.numbers.in_hand() == []


def test_two_failures_of_one_message_are_one(root, institution):
    campaign = ended(institution, BAD, at=NOW, closed=False)
    look(root, campaign)
    campaign.write(1, (mobile(0), states.FAILED, "id", 1, NOW + DAY, (BAD[1], 1, NOW, "")))
    look(root, campaign, NOW + DAY + 60)
    assert not is_flagged(institution)


def test_a_change_of_network_is_counted_and_no_failure_of_the_number(root, institution):
    ends = [GOOD, GOOD, (states.FAILED, causes.PORTABILITY), ABSENT]
    look(root, ended(institution, *ends, network="208-01"))
    look(root, ended(institution, GOOD, network="208-10"))
    look(root, ended(institution, GOOD, at=NOW - 500 * DAY, network="208-15"))
    assert figures.networks(institution, NOW) == [
        figures.Network("208-01", 4, 2, 1),
        figures.Network("208-10", 1, 0, 0),
    ]


def test_a_row_of_before_tells_no_route_and_counts_against_nobody(root, institution):
    campaign = ended(institution, BAD, BAD)
    campaign.write(1, (mobile(0), states.FAILED, "", 1, NOW, causes.NUMBER_INVALID))
    look(root, campaign)
    (strike,) = institution.numbers.past(digest_of_first(institution)).read()
    assert (institution.numbers.path_of(strike.connection), strike.row) == (FAKE, 2)


def test_what_failed_before_a_code_proved_the_number_counts_no_more(root, institution):
    make_person(institution, msisdn=mobile(0)).proven_at = NOW + DAY
    fail(root, institution, 0, 0, 1, refused=True)
    assert not is_flagged(institution)
    fail(root, institution, 0, 2, refused=True)
    assert is_flagged(institution)


def test_a_row_of_somebody_who_was_erased_counts_against_nobody(root, institution):
    campaign = ended(institution, BAD)
    campaign.write(1, ("", *campaign.stored_row(1)[1:]))
    look(root, campaign)
    assert not institution.numbers.has_pasts()


def test_open_messages_are_looked_at_each_ten_minutes_and_closed_ones_soon(root, institution):
    assert list(evidence.to_look(root, NOW)) == []
    campaign, other = make_release(institution), make_release(institution)
    asked = [("look_at_numbers", PATH)]
    assert list(evidence.to_look(root, NOW)) == asked
    assert evidence.names(root, PATH, NOW) == sorted([campaign.__name__, other.__name__])
    assert list(evidence.to_look(root, NOW + 599)) == []
    assert list(evidence.to_look(root, NOW + 600)) == asked
    assert list(evidence.to_look(root, NOW - 1)) == asked  # a clock was set back
    campaign.become(states.SENT)
    closing.close(campaign, institution["brokers"]["fake"], NOW)
    assert list(evidence.to_look(root, NOW + 1)) == asked
    assert evidence.names(root, PATH, NOW + 1) == [campaign.__name__]
    look(root, campaign)
    assert list(evidence.to_look(root, NOW + 1)) == []


def test_what_is_gone_is_looked_at_no_more(root, institution):
    campaign = ended(institution, BAD, closed=False)
    look(root, campaign)
    assert evidence.names(root, PATH, NOW) == [campaign.__name__]
    institution["campaigns"].remove(campaign.__name__)
    assert look(root, campaign) == Effect(0, (), 0)
    assert evidence.names(root, PATH, NOW + 600) == []
    erased = ended(institution, BAD)
    erased.erase(NOW)
    look(root, erased)
    assert len(list(institution.numbers.pasts())) == 1
    assert evidence.names(root, "/institutions/gone", NOW) == []
    assert evidence.count(root, "/institutions/gone", "x", NOW) == {}
    assert evidence.search(root, "/institutions/gone", {}, NOW) == evidence.OutagesFound((), 0)
    assert evidence.judge(root, "/institutions/gone", "x", NOW) == 0


def test_nothing_is_flagged_before_the_first_look(root, institution):
    assert flags.flag_of(institution, mobile(0)) is None
    assert figures.by_cause(institution) == []
