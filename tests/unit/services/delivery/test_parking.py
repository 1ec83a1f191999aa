"""News that wait at a connection are bounded; those beyond are counted."""

import pytest
from factories import NOW, make_house, make_release, mobile, reread

from unisms.ports import Receipt, Reply
from unisms.services.delivery import inbox, parking, receipts, unread
from unisms.services.delivery.receipts import Matched
from unisms.sms import states

PATH = "/institutions/paris1/brokers/fake"
DAY = 86400


@pytest.fixture
def connection(root, monkeypatch):
    monkeypatch.setattr(parking, "MOST", 5)
    monkeypatch.setattr(parking, "MOST_REPLIES", 2)
    return make_house(root)["brokers"]["fake"]


def receipts_of(numbers):
    return [Receipt(f"id-{number}", "delivered") for number in numbers]


def apply(root, numbers):
    matched = [Matched(None, 0, 0, one) for one in receipts_of(numbers)]
    receipts.apply(root, PATH, matched, (), NOW)


def test_a_campaign_of_a_hundred_thousand_long_messages_fits():
    assert parking.MOST >= 3 * 100_000


def test_as_much_is_parked_as_there_is_room_for_and_the_rest_counted(root, connection):
    apply(root, range(8))
    assert list(reread(connection).parked) == [f"id-{number}" for number in range(5)]
    assert (unread.missed(connection), connection.unread.missed_at) == (3, NOW)


def test_one_that_comes_again_takes_no_room(root, connection):
    apply(root, range(5))
    apply(root, range(5))
    assert unread.missed(connection) == 0


def test_what_waits_no_longer_makes_room(root, connection):
    apply(root, range(5))
    parking.drop(connection, parking.PARKED, "id-0")
    parking.drop(connection, parking.PARKED, "id-0")
    apply(root, range(5, 7))
    assert sorted(connection.parked) == [f"id-{number}" for number in range(1, 6)]
    parking.forget_parked(connection, NOW + parking.PARKED_FOR + 1)
    assert (len(connection.parked), connection.parked_count()) == (0, 0)
    apply(root, range(1))
    inbox.forget_news(connection, lambda receipt: True)
    assert (len(connection.parked), connection.parked_count()) == (0, 0)


def test_what_was_there_before_anybody_counted_is_counted(root, connection):
    for number in range(4):
        connection.parked[f"old-{number}"] = (NOW, f"old-{number}", "delivered")
    apply(root, range(3))
    assert len(connection.parked) == 5
    assert unread.missed(connection) == 2


def test_a_flood_of_receipts_keeps_no_reply_out(root, connection):
    inbox.put(connection, receipts_of(range(8)), NOW)
    assert (len(connection.inboxes), unread.missed(connection)) == (5, 3)
    inbox.put(connection, [Reply(mobile(1), "STOP", "38000", NOW)] * 3, NOW)
    assert (len(connection.inboxes), unread.missed(connection)) == (7, 4)
    keys, found, replies = inbox.peek(root, PATH)
    receipts.apply(root, PATH, [], replies, NOW, keys)
    assert (len(found), len(replies)) == (5, 2)
    assert (len(connection.inboxes), connection.inboxes_count()) == (0, 0)


def test_what_was_not_kept_is_told_for_a_week(connection):
    assert unread.missed(connection) == 0
    inbox.put(connection, receipts_of(range(6)), NOW)
    unread.forget_old(connection, NOW + unread.KEPT_FOR)
    assert unread.missed(connection) == 1
    unread.forget_old(connection, NOW + unread.KEPT_FOR + 1)
    assert unread.missed(connection) == 0


# Those of no message that is known.


def strays(root, *ids, now=NOW):
    matched = [Matched(None, 0, 0, Receipt(f"{id}", "delivered")) for id in ids]
    receipts.apply(root, PATH, matched, (), now)


def claimed(root, campaign, count):
    for number in range(1, count + 1):
        told = Receipt(f"known-{number}", "delivered")
        receipts.apply(root, PATH, [Matched(campaign.path, number, 0, told)], (), NOW)


@pytest.fixture
def roomy(root):
    return make_house(root, "paris1")["brokers"]["fake"]


def sent(connection, count):
    campaign = make_release(connection.__parent__.__parent__, count)
    for number in range(1, count + 1):
        row = campaign.row(number).moved(states.ACCEPTED, NOW)
        campaign.write(number, row._replace(ids=f"known-{number}"))
    return campaign


@pytest.mark.parametrize(("count", "is_astray"), [(19, False), (20, True)])
def test_many_receipts_of_no_message_are_a_trouble(root, roomy, count, is_astray):
    strays(root, *range(count))
    assert parking.is_astray(reread(roomy)) is is_astray
    assert parking.parked_count(roomy) == count


def test_a_receipt_that_comes_again_is_counted_once(root, roomy):
    for _ in range(3):
        strays(root, *range(10))
    assert not parking.is_astray(reread(roomy))


@pytest.mark.parametrize(("count", "is_astray"), [(24, True), (25, False)])
def test_fewer_than_half_of_the_last_ones_are_no_trouble(root, roomy, count, is_astray):
    strays(root, "one")
    claimed(root, sent(roomy, count), count)
    strays(root, *range(24))
    assert parking.is_astray(reread(roomy)) is is_astray


def test_where_all_find_their_message_nothing_is_counted(root, roomy):
    claimed(root, sent(roomy, 3), 3)
    assert reread(roomy).receipt_counts is None
    assert (parking.is_astray(roomy), parking.parked_count(roomy)) == (False, 0)


def test_a_receipt_that_was_quicker_than_the_answer_is_no_stray(root, roomy):
    campaign = sent(roomy, 1)
    strays(root, "known-1")
    assert roomy.receipt_counts["unclaimed"] == 1
    claimed(root, campaign, 1)
    assert dict(reread(roomy).receipt_counts) == {"claimed": 1, "unclaimed": 0}
    claimed(root, campaign, 1)  # and nothing is written any more
    assert roomy.receipt_counts["claimed"] == 1


def test_once_receipts_find_their_messages_again_the_trouble_ends(root, roomy):
    strays(root, *range(parking.LAST * 2))
    assert parking.is_astray(reread(roomy))
    assert sum(roomy.receipt_counts.values()) <= parking.LAST
    claimed(root, sent(roomy, parking.LAST), parking.LAST)
    assert not parking.is_astray(reread(roomy))


def test_what_may_be_a_reply_is_no_stray_receipt(root, roomy):
    told = Receipt("7", "delivered", otherwise=Reply(mobile(1), "id:7", "38000", NOW))
    receipts.apply(root, PATH, [Matched(None, 0, 0, told, waits=True)], (), NOW)
    assert (roomy.receipt_counts, parking.parked_count(roomy)) == (None, 1)
