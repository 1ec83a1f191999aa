"""A row tells which connection carried its message, when it was taken, and its network."""

import pytest
from claims import CONNECTION, claim, settle, taken
from factories import NOW, make_connection, make_release, reread

from unisms.model.folder import find, path_of
from unisms.model.rows import MessageRow
from unisms.ports import Acceptance, Receipt
from unisms.services.brokers import holds
from unisms.services.campaigns import resends
from unisms.services.delivery import progress, receipts, settlement, steering
from unisms.services.delivery.receipts import Matched
from unisms.sms import causes, states
from unisms.tasks.delivery.journal import Outcome
from unisms.testing.factories import someone

LONG_AGO = NOW - 86400


def known(campaign, number=1):
    """Which connection a row says, when it was taken, and its network."""
    row = reread(campaign).row(number)
    return campaign.carried_by(row), row.accepted_at, row.network


def hear(
    root, campaign, state=states.DELIVERED, number=1, network="", path=CONNECTION, now=NOW + 5
):
    news = Matched(campaign.path, number, 0, Receipt(f"id{number}", state, network=network))
    [stored] = receipts.apply(root, path, [news], (), now)
    return stored


@pytest.fixture
def campaign(institution):
    return make_release(institution, 3)


def test_what_waits_was_carried_by_nobody_and_is_no_longer_stored_for_it(campaign):
    assert known(campaign) == ("", 0, "")
    assert campaign.stored_row(1)[5] is None


def test_what_is_taken_tells_by_whom_and_when(root, campaign):
    settle(root, claim(root), taken(1))
    assert known(campaign) == (CONNECTION, NOW + 1, "")


def test_what_is_taken_together_shares_what_the_rows_say_of_it(root, campaign):
    settle(root, claim(root), taken(1, 2, 3))
    stored = [row[5] for _, row in reread(campaign).stored_rows()]
    assert stored[0] is stored[1] is stored[2]


@pytest.mark.parametrize("network", ["", "208-01"])
def test_what_is_told_together_shares_it_too(root, campaign, network):
    settle(root, claim(root), taken(1, 2, 3))
    for number in (1, 2, 3):
        hear(root, campaign, number=number, network=network)
    stored = [row[5] for _, row in reread(campaign).stored_rows()]
    assert stored[0] is stored[1] is stored[2]


# Rows in each form in which they were ever stored.

FORMER = [
    ((None,), (CONNECTION, 0, "")),
    ((None, 1), (CONNECTION, 0, "")),
    ((None, 1, LONG_AGO), (CONNECTION, LONG_AGO, "")),
    ((None, 1, LONG_AGO, "208-01"), (CONNECTION, LONG_AGO, "208-01")),
    (((None, 1, LONG_AGO, "208-01"),), (CONNECTION, LONG_AGO, "208-01")),
]


def put(campaign, state, told):
    campaign._rows[1] = ("+33639980000", state, "id1", 1, LONG_AGO, *told)


@pytest.mark.parametrize(("told", "carried"), FORMER)
def test_a_row_of_each_former_form_hears_news(root, campaign, told, carried):
    put(campaign, states.ACCEPTED, told)
    hear(root, campaign)
    assert known(campaign) == carried
    assert campaign.row(1)[:6] == ("+33639980000", states.DELIVERED, "id1", 1, NOW + 5, None)


@pytest.mark.parametrize(("told", "carried"), FORMER)
def test_a_row_of_each_former_form_is_settled_once_more(root, campaign, told, carried):
    batch = claim(root)
    put(campaign, states.ACCEPTED, told)
    settle(root, batch, taken(1))
    assert known(campaign)[0::2] == carried[0::2]
    assert campaign.row(1)[:6] == ("+33639980000", states.ACCEPTED, "id1", 1, LONG_AGO, None)


@pytest.mark.parametrize(("told", "carried"), FORMER)
def test_a_row_of_each_former_form_is_given_up_and_counted(root, campaign, told, carried):
    claim(root)
    put(campaign, states.UNCERTAIN, told)
    steering.write_off(someone(campaign), campaign, NOW + 4)
    assert progress.count(campaign)[states.EXPIRED, causes.NO_NEWS] == 1
    assert known(campaign)[1:] == carried[1:]
    assert [shown.row.cause for shown in progress.rows(campaign, states.EXPIRED)] == [
        causes.NO_NEWS
    ]


def test_what_is_refused_or_in_doubt_tells_whom_it_was_handed_to_and_that_nobody_took_it(
    root, campaign
):
    settle(root, claim(root), [Acceptance("1", (), causes.RATE)], left=[2])
    assert [known(campaign, number) for number in (1, 2, 3)] == [
        (CONNECTION, 0, ""),
        (CONNECTION, 0, ""),
        ("", 0, ""),
    ]


def test_when_a_crash_leaves_answers_nobody_knows_when_they_came(root, campaign):
    batch = claim(root)
    answers = {one.reference: Acceptance(one.reference, ("a",)) for one in batch.messages}
    settlement.recover(root, CONNECTION, Outcome(answers, set()), "here", NOW + 9)
    assert known(campaign) == (CONNECTION, 0, "")
    assert campaign.row(1).state == states.ACCEPTED


def test_settling_a_second_time_leaves_the_first_moment(root, campaign):
    batch = claim(root)
    settle(root, batch, taken(1, 2, 3))
    answers = {one.reference: Acceptance(one.reference, ("id1",)) for one in batch.messages}
    settlement.settle_batch(
        root, CONNECTION, batch.campaign, batch.numbers, Outcome(answers, set()), NOW + 60
    )
    assert known(campaign) == (CONNECTION, NOW + 1, "")


@pytest.mark.parametrize("state", [states.DELIVERED, states.FAILED])
def test_a_receipt_quicker_than_the_answer_tells_that_it_was_taken(root, campaign, state):
    batch = claim(root)
    hear(root, campaign, state, now=NOW)
    assert known(campaign) == (CONNECTION, NOW, "")
    settle(root, batch, taken(1))
    assert known(campaign) == (CONNECTION, NOW, "")
    assert campaign.row(1).state == state


def test_of_what_was_in_doubt_a_receipt_does_not_tell_when_it_was_taken(root, campaign):
    settle(root, claim(root), left=[1])
    hear(root, campaign)
    assert known(campaign) == (CONNECTION, 0, "")


def test_a_receipt_tells_the_network_which_stays_when_a_later_one_does_not(root, campaign):
    settle(root, claim(root), taken(1))
    hear(root, campaign, states.ACCEPTED, network="208-01")
    assert known(campaign) == (CONNECTION, NOW + 1, "208-01")
    hear(root, campaign)
    assert known(campaign) == (CONNECTION, NOW + 1, "208-01")
    assert campaign.row(1).state == states.DELIVERED


def test_a_network_alone_is_news_that_change_neither_state_nor_moment(root, campaign):
    settle(root, claim(root), taken(1))
    hear(root, campaign)
    hear(root, campaign, network="208-10", now=NOW + 60)
    assert known(campaign) == (CONNECTION, NOW + 1, "208-10")
    assert campaign.row(1)[1:6] == (states.DELIVERED, "id1", 1, NOW + 5, None)


def test_the_network_of_a_segment_is_that_of_the_message(root, institution):
    campaign = make_release(institution, 1, text="x" * 200)
    settle(root, claim(root), [Acceptance("1", ("id1", "b"))])
    hear(root, campaign, network="208-20")
    assert known(campaign) == (CONNECTION, NOW + 1, "208-20")
    assert campaign.row(1).state == states.ACCEPTED


def test_a_row_of_before_learns_from_its_receipt_who_carried_it_and_not_when(root, campaign):
    campaign._carriers = ()
    campaign.freeze([(1, MessageRow("+33639980000", states.ACCEPTED, "id1", 1, LONG_AGO))], ())
    hear(root, campaign)
    assert known(campaign) == (CONNECTION, 0, "")


def test_news_over_another_connection_say_that_this_one_carried_it(root, institution, campaign):
    settle(root, claim(root), taken(1))
    path = path_of(make_connection(institution, "other"))
    hear(root, campaign, path=path)
    assert known(campaign) == (path, NOW + 1, "")


def test_what_is_sent_again_is_carried_anew_and_the_old_row_tells_who_had_it(root, campaign):
    settle(root, claim(root), left=[1, 2, 3])
    resends.resend_uncertain(someone(campaign), campaign, NOW + 9)
    assert (known(campaign, 1), known(campaign, 4)) == ((CONNECTION, 0, ""), ("", 0, ""))
    settle(root, claim(root), taken(4))
    assert known(campaign, 4) == (CONNECTION, NOW + 1, "")


def test_what_comes_back_in_the_line_was_carried_by_nobody(root, campaign):
    batch = claim(root)
    settle(root, batch, [Acceptance("1", (), causes.SENDER)])
    holds.regain(root, CONNECTION, campaign.path, [batch.messages[0].reference], NOW + 2)
    assert known(campaign) == ("", 0, "")


def test_what_is_stopped_or_given_up_still_tells_who_carried_it(root, campaign):
    settle(root, claim(root), taken(1), left=[2])
    steering.stop(someone(campaign), campaign, find(root, CONNECTION), NOW + 3)
    steering.write_off(someone(campaign), campaign, NOW + 4)
    assert [known(campaign, number)[0] for number in (1, 2, 3)] == [CONNECTION, CONNECTION, ""]
