"""News of a broker that could not be read: sealed, read again, forgotten."""

import nights
import pytest
from factories import NOW, make_connection

from unisms.model.folder import find
from unisms.ports import LONGEST_UNREAD, Receipt, Unread
from unisms.services.delivery import inbox, unread
from unisms.services.delivery.unread import KEPT_FOR
from unisms.services.ground.actor import service
from unisms.sms import states

BOX = unread.box_of("a secret")
ITEM = Unread("deliver_sm", "receipt", 12, b"id:1 +33639980000")
PATH = "/brokers/shared"


@pytest.fixture
def connection(root):
    make_connection(root, "shared")
    return find(root, PATH)


def only(connection):
    [(key, kept)] = unread.waiting(connection)
    return key, kept


def test_nothing_is_kept_at_first(connection):
    assert unread.waiting(connection) == []
    assert unread.forget(service(), connection, ["k"], NOW) == 0


def test_what_is_kept_tells_what_could_not_be_read_and_where_but_not_what_it_says(connection):
    unread.keep(connection, [ITEM], BOX, NOW)
    _, kept = only(connection)
    assert kept[:4] == (NOW, "deliver_sm", "receipt", 12)
    assert "33639980000" not in repr(connection.unread.__dict__) + repr(kept)
    assert unread.opened(kept, BOX) == ITEM.raw


def test_more_of_them_are_kept_beside_the_first(connection):
    unread.keep(connection, [ITEM], BOX, NOW)
    unread.keep(connection, [ITEM], BOX, NOW + 1)
    assert [kept.at for _, kept in unread.waiting(connection)] == [NOW, NOW + 1]


def test_under_another_secret_it_cannot_be_opened(connection):
    unread.keep(connection, [ITEM], BOX, NOW)
    assert unread.opened(only(connection)[1], unread.box_of("another")) is None


def test_a_long_one_is_cut_and_words_are_such_as_any_page_can_show(connection):
    unread.keep(connection, [ITEM._replace(raw=b"a" * 10_000, what="\x00te\nxt" * 20)], BOX, NOW)
    _, kept = only(connection)
    assert len(unread.opened(kept, BOX)) == LONGEST_UNREAD
    assert kept.what == ("text" * 20)[:32]


def test_it_is_forgotten_after_seven_days_by_the_nightly_job(root, connection):
    unread.keep(connection, [ITEM], BOX, NOW)
    nights.forget(root, NOW + KEPT_FOR)
    assert len(unread.waiting(connection)) == 1
    nights.forget(root, NOW + KEPT_FOR + 1)
    assert unread.waiting(connection) == []


def test_what_can_be_read_now_waits_for_the_holder_of_the_lease(root, connection):
    unread.keep(connection, [ITEM], BOX, NOW)
    receipt = Receipt("1", states.DELIVERED)
    unread.note_read_again(connection, only(connection)[0], [receipt], NOW)
    assert unread.waiting(connection) == []
    assert inbox.peek(root, PATH)[1] == [receipt]


def test_what_still_cannot_be_read_says_when_that_was_tried(connection):
    unread.keep(connection, [ITEM], BOX, NOW)
    unread.note_read_again(connection, only(connection)[0], None, NOW + 9)
    assert only(connection)[1].tried == NOW + 9


def test_what_is_forgotten_meanwhile_is_not_read(root, connection):
    unread.note_read_again(connection, "k", [Receipt("1", states.DELIVERED)], NOW)
    unread.keep(connection, [ITEM], BOX, NOW)
    unread.note_read_again(connection, "k", [Receipt("1", states.DELIVERED)], NOW)
    assert inbox.peek(root, PATH)[1] == []
