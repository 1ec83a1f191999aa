"""Settling: what became of a claim, answered, recovered after a crash, or uncertain until a person
decides."""

import pytest
from claims import CONNECTION, claim, seen, settle, taken
from factories import NOW, make_campaign, make_recipient, make_release, mobile, reread

from unisms.model.campaigns import WrongState
from unisms.ports import Acceptance
from unisms.services.campaigns import resends
from unisms.services.delivery import settlement, steering
from unisms.services.ground.actor import service
from unisms.sms import causes, states
from unisms.tasks.delivery.journal import Outcome
from unisms.testing.factories import someone


def test_what_was_taken_is_accepted_with_its_ids(root, institution):
    campaign = make_release(institution, 1)
    settle(root, claim(root), [Acceptance("1", ("a",))])
    assert reread(campaign).row(1)[1:6] == (states.ACCEPTED, "a", 1, NOW + 1, None)
    assert (campaign.handover.claims, campaign.handover.doubtful) == ((), False)


def test_a_plus_within_an_id_is_no_news_of_the_message(root, institution):
    campaign = make_release(institution, 1)
    settle(root, claim(root), [Acceptance("1", ("q+8=",))])
    assert reread(campaign).row(1)[1:3] == (states.ACCEPTED, "q+8=")


def test_what_was_refused_has_failed_with_its_cause(root, institution):
    campaign = make_release(institution, 1)
    settle(root, claim(root), [Acceptance("1", (), causes.NUMBER_INVALID)])
    assert reread(campaign).row(1)[1:6] == (states.FAILED, "", 1, NOW + 1, causes.NUMBER_INVALID)


def test_what_left_without_an_answer_is_uncertain_and_the_rest_waits_again(root, institution):
    campaign = make_release(institution, 3)
    settle(root, claim(root), taken(1), left=[2])
    assert seen(campaign) == {1: states.ACCEPTED, 2: states.UNCERTAIN, 3: states.QUEUED}
    assert (campaign.handover.returned, campaign.handover.doubtful) == ((3,), True)
    assert claim(root).numbers == (3,)


def test_where_the_journal_is_not_trusted_all_that_is_not_answered_is_uncertain(root, institution):
    campaign = make_release(institution, 3)
    settle(root, claim(root), taken(1), trusted=False)
    assert seen(campaign) == {1: states.ACCEPTED, 2: states.UNCERTAIN, 3: states.UNCERTAIN}
    assert campaign.handover.returned == ()


def test_the_last_settle_ends_the_sending(root, institution, connection):
    campaign = make_release(institution, 1)
    settle(root, claim(root), taken(1))
    reread(campaign)
    assert (campaign.state, campaign.ended_at, campaign.events()[-1].verb) == (
        states.SENT,
        NOW + 1,
        "sent",
    )
    assert reread(connection).in_turn() == []
    assert campaign.path in connection.open


def test_while_something_was_given_back_the_sending_goes_on(root, institution, connection):
    campaign = make_release(institution, 1)
    batch = claim(root)
    assert claim(root) is None  # it has left the line meanwhile
    settle(root, batch)
    assert campaign.state == states.SENDING
    assert reread(connection).in_turn() == [campaign.path]


def test_rows_added_while_the_last_batch_was_leaving_are_claimed(root, institution):
    campaign = make_release(institution, 2)
    settle(root, claim(root, 1), left=[1])
    batch = claim(root)
    assert claim(root) is None
    connection = institution["brokers"]["fake"]
    resends.resend_uncertain(someone(campaign), campaign, NOW)
    connection.leave_line(campaign.path)  # decided before the new row was seen
    settle(root, batch, taken(2))
    assert claim(root).numbers == (3,)


def test_a_receipt_quicker_than_the_answer_is_kept_and_the_ids_are_completed(root, institution):
    campaign = make_release(institution, 2)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.DELIVERED, "a", 1, NOW, None))
    campaign.write(2, (mobile(1), states.FAILED, "b", 2, NOW, causes.ABSENT))
    settle(root, batch, [Acceptance("1", ("a",)), Acceptance("2", ("b", "c"))])
    assert reread(campaign).row(1)[1:6] == (states.DELIVERED, "a", 1, NOW, None)
    assert campaign.row(2)[1:6] == (states.FAILED, "b c", 2, NOW, causes.ABSENT)


def test_a_receipt_quicker_than_an_answer_without_ids_is_kept_as_it_is(root, institution):
    campaign = make_release(institution, 1)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.DELIVERED, "", 1, NOW, None))
    settle(root, batch, [Acceptance("1")])
    assert reread(campaign).row(1)[1:6] == (states.DELIVERED, "", 1, NOW, None)


def test_a_refusal_after_the_handset_showed_the_text_changes_nothing(root, institution):
    campaign = make_release(institution, 1)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.DELIVERED, "a", 1, NOW, None))
    settle(root, batch, [Acceptance("1", (), causes.RATE)])
    assert seen(campaign) == {1: states.DELIVERED}


def test_uncertainty_after_a_receipt_changes_nothing(root, institution):
    campaign = make_release(institution, 1)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.DELIVERED, "a", 1, NOW, None))
    settle(root, batch, left=[1])
    assert seen(campaign) == {1: states.DELIVERED}


def long_message(institution):
    return make_release(institution, [make_recipient(0, values=("x" * 200,))])


def test_a_segment_said_delivered_before_the_answer_stays_so(root, institution):
    campaign = long_message(institution)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.QUEUED, "+b", 2, 0, None))
    settle(root, batch, [Acceptance("1", ("a", "b"))])
    assert reread(campaign).row(1)[1:3] == (states.ACCEPTED, "a +b")


def test_a_single_id_for_a_long_message_is_the_id_of_each_segment(root, institution):
    campaign = long_message(institution)
    settle(root, claim(root), [Acceptance("1", ("a",))])
    assert reread(campaign).row(1)[1:3] == (states.ACCEPTED, "a a")


def test_a_long_message_of_a_single_id_delivered_before_the_answer_is_delivered(root, institution):
    campaign = long_message(institution)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.QUEUED, "+a", 2, 0, None))
    settle(root, batch, [Acceptance("1", ("a",))])
    assert reread(campaign).row(1)[1:3] == (states.DELIVERED, "+a +a")


def test_settling_twice_changes_nothing_more(root, institution):
    campaign = make_release(institution, 3)
    batch = claim(root)
    settle(root, batch, taken(1), left=[2, 3])
    before = list(reread(campaign).stored_rows())
    settle(root, batch, taken(1), left=[2, 3])
    assert list(reread(campaign).stored_rows()) == before


def test_what_was_given_back_and_claimed_again_is_not_given_back_a_second_time(root, institution):
    campaign = make_release(institution, 2)
    batch = claim(root)
    settle(root, batch)
    again = claim(root, 1)
    settle(root, batch)  # the store had said that the first time failed
    assert campaign.handover.returned == (2,)
    assert [stored[0] for stored in campaign.handover.claims] == [again.numbers]


# A crash.


def test_recovery_settles_each_open_claim_by_the_journal(root, institution):
    campaign = make_release(institution, 4)
    claim(root, 2), claim(root, 2)
    name = campaign.__name__
    outcome = Outcome({f"{name}.1": Acceptance(f"{name}.1", ("a",))}, {f"{name}.2"})
    assert settlement.recover(root, CONNECTION, outcome, "here", NOW) == (4, 1)
    assert seen(campaign) == {
        1: states.ACCEPTED,
        2: states.UNCERTAIN,
        3: states.QUEUED,
        4: states.QUEUED,
    }
    assert campaign.handover.claims == ()
    assert claim(root).numbers == (3, 4)


def test_what_another_machine_claimed_is_uncertain_whatever_our_journal_says(root, institution):
    campaign = make_release(institution, 2)
    claim(root, 1, machine="there")
    claim(root, 1, machine="here")
    settlement.recover(root, CONNECTION, Outcome({}, set()), "here", NOW)
    assert seen(campaign) == {1: states.UNCERTAIN, 2: states.QUEUED}


def test_with_nothing_claimed_recovery_writes_nothing(root, institution):
    campaign = make_release(institution, 1)
    before = list(reread(campaign).stored_rows())
    assert settlement.recover(root, CONNECTION, Outcome({}, set(), trusted=False), "here", NOW) == (
        0,
        0,
    )
    assert list(campaign.stored_rows()) == before


# Answers that nobody knows.


def test_uncertain_messages_are_written_off_by_a_person(root, institution):
    campaign = make_release(institution, 3)
    settle(root, claim(root), taken(1), left=[2, 3])
    assert steering.uncertain_numbers(campaign) == [2, 3]
    assert steering.write_off(someone(campaign), campaign, NOW + 9) == 2
    assert reread(campaign).row(2)[1:6] == (states.EXPIRED, "", 1, NOW + 9, causes.NO_NEWS)
    assert campaign.events()[-1][2:] == ("written_off", "2")
    assert steering.uncertain_numbers(campaign) == []


def test_what_is_sent_again_was_not_decided_to_be_lost(root, institution):
    campaign = make_release(institution, 3)
    settle(root, claim(root), taken(1), left=[2, 3])
    resends.resend_uncertain(service(), campaign, NOW + 9)
    assert [event.verb for event in campaign.events()][-1] == "resent"
    assert "written_off" not in {event.verb for event in campaign.events()}
    assert reread(campaign).row(2)[1:6] == (states.EXPIRED, "", 1, NOW + 9, causes.NO_NEWS)


@pytest.mark.parametrize(
    "state", sorted(states.where(page=states.CHECK) | {states.DRAFT, states.CLOSED})
)
def test_nothing_is_written_off_of_what_was_not_sent_or_is_settled(institution, state):
    campaign = make_campaign(institution)
    campaign.state = state
    with pytest.raises(WrongState):
        steering.write_off(someone(campaign), campaign, NOW)
    assert "written_off" not in {event.verb for event in campaign.events()}


def test_where_nothing_is_uncertain_nothing_is_written_down(institution):
    campaign = make_release(institution)
    assert steering.write_off(someone(campaign), campaign, NOW) == 0
    assert "written_off" not in {event.verb for event in campaign.events()}
