"""The adapter itself, where no session is needed."""

import random

import pytest
from batches import THROTTLED, Journal, fill
from deliveries import USUAL, body, deliver

from unisms.addons.brokers.smpp import SmppBroker, codec, doubts
from unisms.ports import LONGEST_UNREAD, Outgoing

RECEIPT = USUAL % (b"UNDELIV", b"006")


def pdu(deliver, command=codec.DELIVER_SM):
    return codec.pdu(command, 1, body(deliver, command))


@pytest.mark.parametrize("command", codec.NAMES)
def test_what_was_kept_is_read_again_without_a_session(command):
    raw = pdu(deliver(x1E=b"42", x427=b"\5", x423=b"\3\0\6"), command)
    [receipt] = SmppBroker({}).read_again(codec.NAMES[command], raw)
    assert receipt[:2] == ("42", "failed")


def test_it_is_read_by_the_settings_of_now():
    raw = pdu(deliver(RECEIPT))
    [receipt] = SmppBroker({"err": "own", "err_codes": "6=number_unusable"}).read_again(
        "deliver_sm", raw
    )
    assert receipt.cause == "number_unusable"


def test_of_what_was_too_long_to_be_kept_whole_the_beginning_may_do():
    raw = pdu(deliver(RECEIPT, x1400=b"x" * 60_000))[:LONGEST_UNREAD]
    [receipt] = SmppBroker({}).read_again("deliver_sm", raw)
    assert receipt.id == "42"


@pytest.mark.parametrize("raw", [b"", b"x", pdu(deliver(b"hello")), pdu(deliver(RECEIPT))[:60]])
def test_what_still_cannot_be_read_says_so(raw):
    with pytest.raises(ValueError):
        SmppBroker({}).read_again("deliver_sm", raw)


# Messages that leave together.


class Session:
    """Hands over to an SMSC that tells some numbers to wait and takes all others."""

    def __init__(self, *full):
        self.full, self.batches = set(full), []

    def hand_over(self, batch):
        self.batches.append([message.reference for message in batch.messages])
        sequence = 0
        while not batch.finished:
            first, sequence = sequence + 1, fill(batch, sequence=sequence)
            for one in range(first, sequence + 1):
                self.answer(batch, one)
            if len(batch.queue) == sequence + 1 - first:  # nothing else is left
                batch.tire()
        batch.tell()
        batch.conclude()

    def answer(self, batch, sequence):
        if batch.messages[batch.owners[batch.pending[sequence][0]]].msisdn in self.full:
            batch.refused(sequence, THROTTLED)
        else:
            batch.taken(sequence, "id")


@pytest.fixture
def quick(monkeypatch):
    """No pause between two tries."""
    for pause in ("FIRST", "LONGEST", "QUIET"):
        monkeypatch.setattr(doubts, pause, 0)
    monkeypatch.setattr("unisms.addons.brokers.smpp.time.sleep", lambda seconds: None)


def messages(*names):
    return [Outgoing(name, f"+33639980{ord(name):03}", "Bonjour") for name in names]


def waits(broker, times):
    """Send four messages so often, of which the first is told to wait; what the last time told."""
    for _ in range(times):
        journal = Journal()
        broker.send(messages(*"abcd"), journal)
    return journal.told


def test_a_message_told_to_wait_while_others_are_taken_is_offered_alone_and_fails_in_the_end(
    quick,
):
    broker = SmppBroker({})
    broker._session = session = Session("+33639980097")
    assert ("returned", "a") in waits(broker, 4)
    del session.batches[:]
    assert waits(broker, 1)[-1] == ("returned", "a")
    assert session.batches == [["b", "c", "d"], ["a"]]
    told = waits(broker, doubts.MOST_STRIKES - 1)
    assert (told[-1][1].reference, told[-1][1].cause) == ("a", "rate")


def test_one_that_is_taken_alone_leaves_with_the_others_again(quick):
    broker = SmppBroker({})
    broker._session = session = Session("+33639980097")
    waits(broker, 4)
    session.full.clear()
    assert waits(broker, 1)[-1][1].cause is None
    del session.batches[:]
    waits(broker, 1)
    assert session.batches == [["a", "b", "c", "d"]]


def test_while_it_may_not_be_offered_yet_it_is_returned(quick, monkeypatch):
    broker, slept = SmppBroker({}), []
    broker._session = session = Session("+33639980097")
    monkeypatch.setattr(doubts, "FIRST", 60)
    waits(broker, 4)
    del session.batches[:]
    monkeypatch.setattr("unisms.addons.brokers.smpp.time.sleep", slept.append)
    assert waits(broker, 1)[-1] == ("returned", "a")
    assert (session.batches, slept) == ([["b", "c", "d"]], [])
    journal = Journal()
    broker.send(messages("a"), journal)
    assert (journal.told, len(session.batches), slept) == ([("returned", "a")], 1, [doubts.BRIEF])


def test_a_node_that_is_not_bound_behind_the_same_address_costs_no_message(quick):
    """Two in five of our messages reach it, and are told that we are not bound."""
    chance, broker, waiting = random.Random(1), SmppBroker({}), messages(*"abcdefghijklmnopqrst")

    class Nodes(Session):
        def answer(self, batch, sequence):
            batch.refused(sequence, 0x04) if chance.random() < 0.4 else batch.taken(sequence, "id")

    broker._session = Nodes()
    for _ in range(200):
        journal = Journal()
        broker.send(waiting, journal)
        answered = [
            told for news, *all_told in journal.told if news == "answered" for told in all_told
        ]
        assert {acceptance.cause for acceptance in answered} <= {None}
        waiting = [
            one
            for one in waiting
            if one.reference not in {acceptance.reference for acceptance in answered}
        ]
    assert waiting == []
