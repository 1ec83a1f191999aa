"""News that wait at a connection are bounded; those beyond are counted."""

import pytest
from factories import NOW, make_house, mobile, reread

from unisms.ports import Receipt, Reply
from unisms.services.delivery import inbox, parking, receipts, unread
from unisms.services.delivery.receipts import Matched

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
