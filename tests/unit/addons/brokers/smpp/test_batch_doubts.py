"""A batch whose messages are told to wait.

Some are offered again, some alone, and some have failed."""

import pytest
from batches import LONG, SYSTEM_ERROR, THROTTLED, fill, make_batch, suspecting, told

from unisms.addons.brokers.smpp.batch import HALF_PATIENCE
from unisms.addons.brokers.smpp.doubts import MOST_STRIKES, Doubts
from unisms.ports import Acceptance, BrokerBusy

MANY = "abcdefghijkl"


def told_to_wait(batch, times, sequence=0, status=THROTTLED):
    """Offer the first message so often, with two after it that are taken.

    Return the last sequence used.
    """
    for _ in range(times):
        first = sequence + 1
        sequence = fill(batch, room=3, sequence=sequence)
        batch.refused(first, status)
        for other in range(first + 1, sequence + 1):
            batch.taken(other, "id")
    return sequence


@pytest.mark.parametrize("status", [THROTTLED, 0x14, SYSTEM_ERROR, 0x64])
def test_a_message_that_waits_while_others_are_taken_is_returned_to_be_offered_alone(status):
    batch = make_batch(*MANY)
    told_to_wait(batch, 3, status=status)
    assert ("returned", "0") not in told(batch)
    told_to_wait(batch, 1, 9, status)
    assert ("returned", "0") in told(batch)
    assert [message.reference for message in batch.doubts.suspected(batch.messages)] == ["0"]


def test_one_that_waits_as_most_others_do_is_not_suspected():
    batch = make_batch(*MANY)
    sequence = 0
    for _ in range(20):
        first, sequence = sequence + 1, fill(batch, room=6, sequence=sequence)
        for refused in range(first, sequence):
            batch.refused(refused, THROTTLED)
        batch.taken(sequence, "id") if sequence >= first else None
    assert batch.doubts.suspected(batch.messages) == []
    assert not [news for news in told(batch) if news[0] == "returned"]


def test_what_a_batch_saw_is_known_to_the_next():
    doubts = Doubts()
    for _ in range(4):
        batch = make_batch("a", "b", "c", doubts=doubts)
        told_to_wait(batch, 1)
        batch.tire()
        assert told(batch)[-1] == ("returned", "0")
        batch.conclude()
    assert [message.reference for message in doubts.suspected(batch.messages)] == ["0"]


def test_one_that_is_taken_after_all_is_under_no_doubt():
    batch = make_batch(*MANY)
    last = told_to_wait(batch, 2)
    assert list(batch.doubts.of) == ["0"]
    fill(batch, room=1, sequence=last)
    batch.taken(last + 1, "id")
    assert batch.doubts.of == {}


def test_of_a_long_message_what_is_taken_or_in_flight_keeps_it_in_the_batch():
    batch = make_batch(LONG, doubts=suspecting("0"))
    fill(batch)
    assert batch.refused(1, THROTTLED)
    assert list(batch.queue) == [0]
    batch.taken(2, "id2")
    batch.refused(3, THROTTLED)
    assert list(batch.queue) == [0, 2]
    assert [news for news in told(batch) if news[0] == "returned"] == []


def test_a_long_message_of_which_nothing_is_taken_is_returned_whole():
    batch = make_batch(LONG, doubts=suspecting("0"))
    fill(batch)
    for sequence in (1, 2, 3):
        batch.refused(sequence, THROTTLED)
    assert told(batch)[1:] == [("returned", "0")]
    assert batch.finished


# How long a batch is offered to an SMSC that takes nothing of it.


def test_an_smsc_that_took_the_batch_before_is_asked_for_a_moment_then_told_of():
    doubts = Doubts()
    doubts.sum_up(1, 0)
    batch = make_batch("a", doubts=doubts)
    fill(batch)
    batch.refused(1, THROTTLED)
    assert (batch.patience(20), batch.patience(0.5)) == (1.0, 0.5)
    batch.tire()
    assert (told(batch)[-1], batch.trouble) == (("returned", "0"), None)
    batch = make_batch("a", doubts=doubts)
    fill(batch)
    batch.refused(1, THROTTLED)
    assert batch.patience(20) == 20
    batch.tire()
    assert batch.kind is BrokerBusy


def test_where_all_others_are_taken_what_is_left_is_offered_for_a_moment():
    batch = make_batch("a", "b", "c", "d")
    last = told_to_wait(batch, 1)
    assert batch.patience(20) == 20
    told_to_wait(batch, 1, last)
    assert batch.patience(20) == 1
    batch.tire()
    assert (told(batch)[-1], batch.trouble) == (("returned", "0"), None)


def test_the_rest_of_what_was_taken_in_part_is_offered_for_longer():
    batch = make_batch(LONG, "b")
    fill(batch, room=3)
    batch.taken(1, "id1")
    batch.refused(2, THROTTLED)
    batch.refused(3, THROTTLED)
    assert batch.patience(20) == 20
    batch.tire()
    assert told(batch)[1:] == [("returned", "1")]
    assert (batch.patience(20), list(batch.queue)) == (HALF_PATIENCE, [1, 2])
    batch.tire()
    assert told(batch) == [("answered", Acceptance("0", ("id1",), "rate"))]


# Alone.


def offer_alone(doubts, status=THROTTLED, text="a"):
    batch = make_batch(text, doubts=doubts, alone=True)
    for sequence in range(1, fill(batch) + 1):
        held = batch.refused(sequence, status)
    assert held is False  # nobody else is to hold back for it
    batch.conclude()
    assert batch.finished
    return batch


@pytest.mark.parametrize(
    ("status", "cause"),
    [(THROTTLED, "rate"), (0x14, "rate"), (SYSTEM_ERROR, "operator"), (0x04, "account")],
)
@pytest.mark.parametrize("text", ["a", LONG])
def test_what_is_refused_alone_so_often_has_failed(status, cause, text):
    doubts = suspecting("0")
    for _ in range(MOST_STRIKES - 1):
        doubts.sum_up(20, 0)
        assert told(offer_alone(doubts, status, text))[-1] == ("returned", "0")
    doubts.sum_up(20, 0)
    for _ in range(2):  # and again, where it is offered again all the same
        assert told(offer_alone(doubts, status, text))[-1] == (
            "answered",
            Acceptance("0", (), cause, f"0x{status:02X}"),
        )


def test_what_is_taken_alone_is_under_no_doubt_any_more():
    for text, ids in (("a", ("id1",)), (LONG, ("id1", "id2", "id3"))):
        doubts = suspecting("0")
        batch = make_batch(text, doubts=doubts, alone=True)
        for sequence in range(1, fill(batch) + 1):
            batch.taken(sequence, f"id{sequence}")
        assert told(batch)[1:] == [("answered", Acceptance("0", ids))]
        assert doubts.of == {}


def test_a_long_message_of_which_a_part_is_taken_alone_is_finished():
    doubts = suspecting("0")
    batch = make_batch(LONG, doubts=doubts, alone=True)
    fill(batch)
    assert batch.refused(1, THROTTLED) is True
    batch.taken(2, "id2")
    batch.taken(3, "id3")
    fill(batch, sequence=3)
    batch.taken(4, "id1")
    assert told(batch)[1:] == [("answered", Acceptance("0", ("id1", "id2", "id3")))]


def test_a_link_that_takes_nothing_is_not_known_by_one_message_alone():
    """It may be that we are not bound any more."""
    doubts = suspecting("0")
    doubts.well = False
    batch = make_batch("a", doubts=doubts, alone=True)
    fill(batch)
    assert batch.refused(1, 0x04) is False
    assert told(batch)[-1] == ("returned", "0")
    assert batch.needs_new_link
    assert batch.trouble == "the SMSC takes no message of ours (0x04)"
