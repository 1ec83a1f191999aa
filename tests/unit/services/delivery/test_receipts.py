"""News from brokers: rows only move forward, whatever comes, in whatever order, however often."""

import pytest
from factories import (
    MOBILE,
    NOW,
    make_release,
    mobile,
    reread,
)
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.rows import MessageRow, bare, known
from unisms.ports import Receipt, Reply
from unisms.services.delivery import inbox, parking, receipts
from unisms.services.delivery.receipts import GONE, Matched
from unisms.services.money import billing
from unisms.sms import causes, states

CONNECTION = "/institutions/paris1/brokers/fake"


@pytest.fixture
def connection(institution):
    return institution["brokers"]["fake"]


@pytest.fixture
def campaign(institution):
    campaign = make_release(institution, 2)
    for number in (1, 2):
        campaign.write(number, accepted(mobile(number - 1), f"id{number}"))
    return campaign


def accepted(msisdn=MOBILE, ids="a", segments=1, state=states.ACCEPTED, cause=None):
    return MessageRow(msisdn, state, ids, segments, NOW, cause)


def after(row, told, now):
    """Return the row after news: itself where these change nothing."""
    stored = bare(row)
    found = receipts.after(stored, told.receipt, now, 0)
    return row if found is stored else known(found)


def news(state=states.DELIVERED, id="a", cause=None, **fields):
    return Matched("", 1, 0, Receipt(id, state, cause=cause, **fields))


def about(campaign, number, state=states.DELIVERED, **fields):
    return Matched(campaign.path, number, 0, Receipt(f"id{number}", state, **fields))


def apply(root, *matched, replies=(), keys=()):
    return receipts.apply(root, CONNECTION, matched, replies, NOW + 1, keys)


# A single row.


@pytest.mark.parametrize("state", [states.ACCEPTED, states.UNCERTAIN, states.QUEUED])
@pytest.mark.parametrize(
    ("told", "cause"),
    [(states.DELIVERED, None), (states.FAILED, causes.ABSENT), (states.EXPIRED, causes.EXPIRED)],
)
def test_the_end_of_a_message_is_written_with_its_cause(state, told, cause):
    row = after(accepted(state=state), news(told, cause=cause), NOW + 5)
    assert row[:6] == (MOBILE, told, "a", 1, NOW + 5, cause)


def test_a_cause_of_what_has_not_ended_is_not_kept():
    assert (
        after(accepted(state=states.UNCERTAIN), news(states.ACCEPTED, cause=causes.ABSENT), NOW)[5]
        is None
    )


def test_the_handset_has_the_last_word():
    failed = after(accepted(), news(states.FAILED, cause=causes.ABSENT), NOW)
    assert after(failed, news(), NOW + 1)[1::4] == (states.DELIVERED, None)


@pytest.mark.parametrize("told", [states.FAILED, states.EXPIRED, states.ACCEPTED, states.DELIVERED])
def test_what_was_shown_stays_shown(told):
    row = accepted(state=states.DELIVERED)
    assert after(row, news(told, cause=causes.ABSENT), NOW) is row


def test_a_receipt_told_twice_changes_nothing():
    once = after(accepted(), news(states.FAILED, cause=causes.ABSENT), NOW)
    assert after(once, news(states.FAILED, cause=causes.ABSENT), NOW + 1) is once


def test_an_uncertain_row_learns_its_id_from_its_receipt():
    assert after(accepted(ids="", state=states.UNCERTAIN), news(id="z"), NOW)[2] == "z"


def test_the_id_of_a_segment_that_failed_before_is_kept_for_it_is_billed():
    row = after(accepted(ids="", segments=2, state=states.UNCERTAIN), news(states.FAILED, "a"), NOW)
    assert after(row, news(states.FAILED, "b"), NOW + 1)[1:3] == (states.FAILED, "a b")


def test_a_broker_that_only_echoes_our_reference_tells_of_the_whole_message():
    row = accepted(ids="", segments=3)
    assert after(row, news(id="", reference="c.1"), NOW)[1:3] == (states.DELIVERED, "")


# A message of several segments.


def test_a_long_message_is_delivered_with_its_last_segment():
    row = after(accepted(ids="a b", segments=2), news(id="b"), NOW)
    assert row[1:3] == (states.ACCEPTED, "a +b")
    assert after(row, news(id="a"), NOW)[1:3] == (states.DELIVERED, "+a +b")


def test_a_segment_delivered_twice_counts_once():
    row = after(accepted(ids="a b", segments=2), news(id="a"), NOW)
    assert after(row, news(id="a"), NOW) is row


def test_a_long_message_of_a_single_id_is_delivered_at_once():
    assert after(accepted(ids="a a", segments=2), news(id="a"), NOW)[1:3] == (
        states.DELIVERED,
        "+a +a",
    )


def test_a_long_message_has_failed_with_its_first_segment():
    row = after(accepted(ids="a b", segments=2), news(states.FAILED, "b", causes.ABSENT), NOW)
    assert row[1::4] == (states.FAILED, causes.ABSENT)
    half = after(row, news(id="a"), NOW + 1)
    assert half[1:3] == (states.FAILED, "+a b")
    assert half[5] == causes.ABSENT
    assert after(half, news(id="b"), NOW + 2)[1::4] == (states.DELIVERED, None)


def test_segments_told_before_the_answer_are_remembered():
    row = after(accepted(ids="", segments=2, state=states.QUEUED), news(id="b"), NOW)
    assert row[1:3] == (states.QUEUED, "+b")
    assert after(row, news(id="a"), NOW)[1:3] == (states.DELIVERED, "+b +a")


def test_a_delivered_long_message_stays_so():
    row = accepted(ids="+a +b", segments=2, state=states.DELIVERED)
    assert after(row, news(id="a"), NOW) is row


RANK = {
    states.ACCEPTED: 0,
    states.UNCERTAIN: 0,
    states.QUEUED: 0,
    states.FAILED: 1,
    states.EXPIRED: 1,
}
TOLD = st.tuples(
    st.sampled_from([states.ACCEPTED, states.DELIVERED, states.FAILED, states.EXPIRED]),
    st.integers(0, 2),
)


@given(st.integers(1, 3), st.sampled_from(sorted(RANK)), st.lists(TOLD, max_size=12))
def test_rows_only_move_forward_under_any_order_and_repetition(segments, state, told):
    ids = "abc"[:segments]
    row = accepted(ids=" ".join(ids), segments=segments, state=state)
    shown, moved = set(), False
    for told_state, segment in told:
        id = ids[segment % segments]
        shown |= {id} if told_state == states.DELIVERED else set()
        moved |= told_state in (states.FAILED, states.EXPIRED)
        following = after(row, news(told_state, id, causes.ABSENT), NOW)
        assert following[1] == row[1] or states.moves_forward(row[1], following[1])
        assert (following[0], following[3]) == (row[0], row[3])
        row = following
    assert (row[1] == states.DELIVERED) == (len(shown) == segments)
    if moved and row[1] != states.DELIVERED:
        assert RANK[row[1]] == 1
    assert (row[5] is None) or row[1] in (states.FAILED, states.EXPIRED)
    assert {id.removeprefix("+") for id in row[2].split()} == set(ids)


# Storing.


def test_news_are_stored_and_what_moved_is_told(root, campaign):
    stored = apply(root, about(campaign, 1), about(campaign, 2, states.FAILED, cause=causes.ABSENT))
    assert [(s.campaign, s.number, s.row[1]) for s in stored] == [
        (campaign.path, 1, states.DELIVERED),
        (campaign.path, 2, states.FAILED),
    ]
    assert reread(campaign).row(2)[4:6] == (NOW + 1, causes.ABSENT)


def test_two_news_of_one_row_are_told_once_as_it_ended(root, campaign):
    stored = apply(root, about(campaign, 1, states.FAILED), about(campaign, 1), about(campaign, 1))
    assert [s.row[1] for s in stored] == [states.DELIVERED]


def test_what_changes_nothing_is_told_too(root, campaign):
    """It may be said a second time because the commit of the first only seemed to fail."""
    stored = apply(root, about(campaign, 1, states.ACCEPTED))
    assert [(s.number, s.row[1]) for s in stored] == [(1, states.ACCEPTED)]


def test_news_of_no_message_are_parked_and_wait(root, connection):
    receipt = Receipt("zz", states.DELIVERED, "", MOBILE)
    assert apply(root, Matched(None, 0, GONE, receipt)) == []
    assert parking.parked(reread(connection)) == [receipt]


def test_news_of_a_row_that_was_never_written_are_parked_and_hold_nothing_up(
    root, connection, campaign
):
    invented = Matched(
        campaign.path, 99, GONE, Receipt("", states.DELIVERED, f"{campaign.__name__}.99")
    )
    apply(root, invented, about(campaign, 1))
    assert reread(campaign).row(1).state == states.DELIVERED
    assert list(connection.parked) == [f"reference {campaign.__name__}.99"]


@pytest.mark.parametrize("receipt", [Receipt("id1", "delivered"), Receipt("", "delivered", "c.1")])
def test_parked_news_that_found_their_message_are_parked_no_more(
    root, connection, campaign, receipt
):
    parking.park(connection, receipt, NOW)
    apply(root, Matched(campaign.path, 1, GONE, receipt))
    assert parking.parked(reread(connection)) == []
    assert campaign.row(1).state == states.DELIVERED


def test_news_of_a_campaign_that_is_gone_are_dropped_and_hold_nothing_up(
    root, connection, campaign
):
    gone = Matched(
        "/institutions/nice/campaigns/20270115-abcd", 1, 0, Receipt("x", states.DELIVERED)
    )
    stored = apply(root, gone, gone, about(campaign, 1))
    assert [one.campaign for one in stored] == [campaign.path]
    assert list(connection.parked) == []


def test_of_what_is_parked_of_one_message_the_one_stays_that_goes_furthest(connection):
    for state in (states.ACCEPTED, states.DELIVERED, states.FAILED, states.ACCEPTED):
        parking.park(connection, Receipt("a", state), NOW)
    assert [receipt.state for receipt in parking.parked(reread(connection))] == [states.DELIVERED]


def test_news_of_other_numbers_and_possible_replies_are_parked_beside_them(connection):
    reply = Reply("+33639980001", "id:a", "36111", NOW)
    others = [
        Receipt("a", states.FAILED, msisdn="+33639980001", otherwise=one) for one in (None, reply)
    ]
    others.append(others[1]._replace(otherwise=reply._replace(text="id:a …")))
    for receipt in (Receipt("a", states.DELIVERED), *others, Receipt("ab", states.FAILED), *others):
        parking.park(connection, receipt, NOW)
    assert parking.parked(connection) == [
        Receipt("a", states.DELIVERED),
        *others,
        Receipt("ab", states.FAILED),
    ]
    parking.unpark(connection, Receipt("a", states.ACCEPTED))
    parking.unpark(connection, others[1])
    assert parking.parked(connection) == [others[0], others[2], Receipt("ab", states.FAILED)]


def test_parked_news_are_forgotten_after_seven_days(connection):
    parking.park(connection, Receipt("old", states.DELIVERED), NOW - parking.PARKED_FOR - 1)
    parking.park(connection, Receipt("new", states.DELIVERED), NOW - parking.PARKED_FOR)
    assert parking.forget_parked(connection, NOW) == 1
    assert [receipt.id for receipt in parking.parked(reread(connection))] == ["new"]


def test_what_may_be_a_reply_is_forgotten_with_who_wrote_it(connection):
    reply = Reply(MOBILE, "id:a stat:DELIVRD", "36111", NOW)
    for otherwise in (None, reply, reply._replace(msisdn=mobile(7))):
        parking.park(connection, Receipt("a", states.DELIVERED, otherwise=otherwise), NOW)
    inbox.forget_news(connection, lambda receipt: receipt.msisdn == MOBILE)
    assert [one.otherwise and one.otherwise.msisdn for one in parking.parked(connection)] == [
        None,
        mobile(7),
    ]


def test_what_may_be_a_reply_is_one_by_then(institution, connection):
    reply = Reply(MOBILE, "id:old stat:DELIVRD", "36111", NOW)
    parking.park(connection, Receipt("old", states.DELIVERED, otherwise=reply), NOW - 8 * 86400)
    parking.forget_parked(connection, NOW)
    assert [text for *_, text in institution.replies.of("2027-01")] == [reply.text]
    assert parking.parked(connection) == []


def test_one_of_the_form_of_a_receipt_never_is(institution, connection):
    reply = Reply(MOBILE, "id:old stat:DELIVRD", "36111", NOW)
    old = Receipt("old", states.DELIVERED, otherwise=reply, of_form=True)
    parking.park(connection, old, NOW - 8 * 86400)
    assert parking.forget_parked(connection, NOW) == 1
    assert list(institution.replies.months()) == parking.parked(connection) == []


def test_what_came_over_http_of_that_form_waits_for_who_has_the_lease(
    root, institution, connection
):
    reply = Reply(MOBILE, "id:a stat:DELIVRD", "36111", NOW)
    inbox.put(connection, [Receipt("a", states.DELIVERED, otherwise=reply, of_form=True)])
    inbox.empty_idle(root, CONNECTION, NOW)
    assert list(institution.replies.months()) == []
    assert [one.id for one in parking.parked(connection)] == ["a"]


def test_inboxes_are_emptied_with_what_they_held(root, connection, campaign):
    receipt = Receipt("id1", states.DELIVERED, "", mobile(0))
    reply = Reply(mobile(1), "Oui", "38000", NOW)
    inbox.put(connection, [receipt, reply])
    keys, came, replies = inbox.peek(root, CONNECTION)
    assert (len(keys), came, replies) == (2, [receipt], [reply])
    apply(root, Matched(campaign.path, 1, 0, receipt), keys=keys)
    assert inbox.peek(root, CONNECTION) == ((), [], [])
    assert reread(campaign).row(1).state == states.DELIVERED


def test_a_full_inbox_is_read_part_by_part(root, connection, monkeypatch):
    monkeypatch.setattr(inbox, "PEEKED", 2)
    inbox.put(connection, [Receipt(str(number), states.DELIVERED) for number in range(3)])
    assert len(inbox.peek(root, CONNECTION)[0]) == 2


@pytest.mark.parametrize("state", [states.QUEUED, states.UNCERTAIN, states.ACCEPTED])
def test_what_a_broker_without_ids_took_is_billed_though_it_failed(state):
    told = Receipt("", states.FAILED, "c.1", cause=causes.ABSENT)
    row = after(accepted(ids="", segments=3, state=state), Matched("c", 1, GONE, told), NOW)
    assert (row[1], billing.billed_segments(row)) == (states.FAILED, 3)


def test_of_a_long_message_in_doubt_only_what_is_known_to_be_taken_is_billed():
    told = Receipt("b", states.FAILED, cause=causes.ABSENT)
    row = after(
        accepted(ids="", segments=3, state=states.UNCERTAIN), Matched("c", 1, GONE, told), NOW
    )
    assert (row[2], billing.billed_segments(row)) == ("b", 1)


@pytest.mark.parametrize(
    "unfit",
    [
        Receipt(1, states.DELIVERED),
        Receipt("a", None),
        Reply(MOBILE, None, "", NOW),
        Reply(MOBILE, "", "", "1"),
    ],
)
def test_news_that_are_not_as_promised_are_not_put_in_an_inbox(connection, unfit):
    with pytest.raises(TypeError):
        inbox.put(connection, [Receipt("a", states.DELIVERED), unfit])
    assert not connection.inboxes
    inbox.put(connection, [Receipt("a", states.DELIVERED), Reply(MOBILE, "", "", 1.5)])
    assert len(connection.inboxes) == 2
