"""Ids that a broker gave: of one that was given twice the number decides which message is meant."""

import pytest
from factories import mobile
from lines import delivered

from unisms.ports import Reply
from unisms.tasks.delivery import ids as module
from unisms.tasks.delivery.ids import Ids, tail

ONE, TWO, THREE = (
    ("/c", 1, 0, "+33639980001"),
    ("/c", 2, 0, "+33639980002"),
    ("/d", 1, 0, "+33639980002"),
)


@pytest.fixture
def ids():
    return Ids()


def given(ids, *places, id="7"):
    for place in places:
        ids.give(id, place)
    return ids


def test_an_id_is_of_the_message_that_it_was_given_to(ids):
    given(ids, ONE)
    assert (ids.of("7", ""), ids.of("7", ONE[3]), ids.of("8", "")) == (ONE, ONE, None)


def test_one_that_was_given_twice_is_of_the_one_with_that_number(ids):
    given(ids, ONE, TWO)
    assert (ids.of("7", ONE[3]), ids.of("7", TWO[3])) == (ONE, TWO)


@pytest.mark.parametrize("msisdn", ["", "+33639980009", "+336", "BIBLIO"])
def test_and_of_neither_where_no_number_or_another_one_is_told(ids, msisdn):
    assert given(ids, ONE, TWO).of("7", msisdn) is None


def test_segments_of_one_message_may_bear_one_id(ids):
    given(ids, ONE, ("/c", 1, 1, ONE[3]))
    assert ids.of("7", "")[:3] == ("/c", 1, 1)


def test_of_several_with_one_number_the_latest_is_meant_that_has_no_end(ids):
    given(ids, ONE, TWO, THREE)
    assert ids.of("7", TWO[3]) == THREE
    ids.end("7", THREE)
    assert ids.of("7", TWO[3]) == TWO


def test_a_number_may_be_told_as_one_dials_it_at_home(ids):
    assert given(ids, ONE).of("7", "0639980001") == ONE
    assert given(ids, ONE, TWO).of("7", "639980002") == TWO


def test_a_receipt_for_another_number_is_of_another_message(ids):
    given(ids, ONE)
    given(ids, TWO, id="8")
    assert ids.of("8", TWO[3]) == TWO  # numbers are told
    assert ids.of("7", TWO[3]) is None
    assert ids.of("7", "0639980001") == ONE


def test_not_where_a_broker_has_never_told_a_number_of_ours(ids):
    """Some tell there what the message was sent from."""
    assert given(ids, ONE).of("7", "+33700000000") == ONE


@pytest.mark.parametrize("told", ["38000", "BIBLIO", "+3363998", "+33755551234"])
def test_nor_where_what_is_told_is_no_number_of_somebody_else(ids, told):
    ids.ours.add("33755551234")
    given(ids, ONE).of("7", ONE[3])
    assert ids.of("7", told) == ONE


def test_nor_where_we_do_not_know_the_number_any_more(ids):
    given(ids, ("/c", 3, 0, ""), id="9")
    given(ids, ONE).of("7", ONE[3])
    assert ids.of("9", TWO[3]) == ("/c", 3, 0, "")


def test_what_looks_like_a_receipt_names_a_message_to_or_from_one_of_its_numbers(ids):
    given(ids, ONE, TWO)
    assert ids.among("7", ("", "38000", TWO[3])) == TWO
    assert ids.among("7", ("", "38000")) is None
    assert ids.among("8", (TWO[3],)) is None
    assert given(ids, ONE, id="9").among("9", ("38000",)) == ONE  # the row decides


def test_of_one_that_was_given_twice_the_message_whose_time_is_over_goes(ids, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED", 0)
    given(ids, ONE, TWO, THREE)
    ids.end("7", THREE)
    ids.forget_old()
    assert (ids.of("7", ONE[3]), ids.of("7", TWO[3])) == (ONE, TWO)
    ids.end("7", ONE)
    ids.forget_old()
    assert (ids.of("7", ""), len(ids)) == (TWO, 1)
    ids.end("7", ONE)
    ids.end("7", TWO)
    ids.end("7", TWO)
    ids.forget_old()
    assert (ids.of("7", ""), len(ids)) == (None, 0)


def test_so_do_all_of_a_campaign_that_is_closed(ids, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED", 0)
    given(ids, ONE, TWO, THREE)
    given(ids, ONE, id="8")
    given(ids, THREE, id="9")
    ids.end_all({"/c"})
    ids.forget_old()
    assert (ids.rows, ids.of("7", "")) == ({"7": THREE, "9": THREE}, THREE)


def test_a_number_is_known_by_its_last_digits():
    assert [
        tail(one)
        for one in ("+33639980001", "0639980001", "", "+336", "BIBLIO-1234567", "+3363998****")
    ] == [
        *["39980001"] * 2,
        *[""] * 4,
    ]


# In the line.


def test_each_of_the_messages_that_got_one_id_is_moved_by_its_own_receipt(line):
    batch = line.claim()
    line.settle(batch, line.answer(1, 2, 3, ids=("0",)))
    line.come(delivered("0", mobile(1)))
    assert [line.state(number) for number in (1, 2, 3)] == ["accepted", "delivered", "accepted"]
    line.index = line.built()
    line.come(delivered("0", mobile(0)), delivered("0"), delivered("0", mobile(2)))
    assert [line.state(number) for number in (1, 2, 3)] == ["delivered"] * 3


def test_receipts_of_one_id_that_came_before_the_answers_find_theirs(line):
    batch = line.claim()
    line.come(delivered("0", mobile(1)), delivered("0", mobile(0)))
    line.settle(batch, line.answer(1, 2, 3, ids=("0",)))
    line.come()
    assert [line.state(number) for number in (1, 2, 3)] == ["delivered", "delivered", "accepted"]


def test_what_looks_like_a_receipt_finds_its_own_of_them(line):
    batch = line.claim()
    line.settle(batch, line.answer(1, 2, 3, ids=("0",)))
    reply = Reply("38000", "id:0 stat:DELIVRD", mobile(1), 1)
    line.come(delivered("0", "38000")._replace(otherwise=reply))
    assert [line.state(number) for number in (1, 2, 3)] == ["accepted", "delivered", "accepted"]
