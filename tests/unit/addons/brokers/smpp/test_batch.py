"""A batch under way: what leaves when, what each answer means, and what the journal is told."""

import pytest
from batches import INVALID_NUMBER, LONG, SYSTEM_ERROR, THROTTLED, Journal, fill, make_batch, told
from hypothesis import given
from hypothesis import strategies as st

from unisms.addons.brokers.smpp.batch import Batch
from unisms.addons.brokers.smpp.settings import ID_FORMATS
from unisms.addons.brokers.smpp.statuses import REFUSING_US
from unisms.addons.brokers.smpp.submission import Submissions
from unisms.ports import Acceptance, BrokerBusy, BrokerRefused, Outgoing


def test_what_leaves_is_told_once_and_before_it_is_written():
    batch = make_batch(LONG, "a", "b")
    assert fill(batch, room=2) == 2
    assert told(batch) == [("leaving", "0")]
    assert fill(batch, room=9, sequence=2) == 5
    assert told(batch) == [("leaving", "1", "2")]


def test_a_long_message_does_not_begin_on_the_last_places_of_the_window():
    batch = make_batch("a", LONG, "b")
    assert fill(batch, room=3) == 1
    batch.taken(1, "id1")
    assert fill(batch, room=3, sequence=1) == 4
    assert [event for event in told(batch) if event[0] == "leaving"] == [
        ("leaving", "0"),
        ("leaving", "1"),
    ]


def test_a_message_longer_than_the_window_begins_alone():
    batch = make_batch("a", LONG, "b")
    assert fill(batch, room=2) == 1
    assert fill(batch, room=1, sequence=1) == 1
    batch.taken(1, "id1")
    assert fill(batch, room=2, sequence=1) == 3
    batch.taken(2, "id2")
    assert fill(batch, room=1, sequence=3) == 4


def test_a_long_message_is_answered_once_whole_with_its_ids_in_order():
    batch = make_batch(LONG)
    fill(batch)
    told(batch)
    for sequence in (3, 1):
        batch.taken(sequence, f"id{sequence}")
    assert told(batch) == []
    batch.taken(2, "id2")
    assert told(batch) == [("answered", Acceptance("0", ("id1", "id2", "id3")))]
    assert batch.finished


def test_an_id_that_is_none_is_none_of_the_message():
    messages = [Outgoing("0", "+33612345670", "a")]
    batch = Batch(Submissions().prepare(messages), Journal(), ID_FORMATS["as-is"][0])
    fill(batch)
    batch.taken(1, " +")
    assert told(batch)[1:] == [("answered", Acceptance("0", ()))]


def test_an_answer_that_nobody_awaits_changes_nothing():
    batch = make_batch("a")
    batch.taken(99, "id")
    assert batch.refused(99, INVALID_NUMBER) is False
    assert told(batch) == []


def test_a_refused_segment_spares_the_ones_that_follow():
    batch = make_batch(LONG, "b")
    fill(batch, room=2)
    batch.taken(1, "id1")
    batch.refused(2, INVALID_NUMBER)
    assert told(batch)[1:] == [("answered", Acceptance("0", ("id1",), "number_invalid", "0x0B"))]
    assert list(batch.queue) == [3]


def test_what_is_throttled_goes_first_again_and_does_not_leave_twice():
    batch = make_batch("a", "b", "c")
    fill(batch, room=2)
    assert batch.refused(1, THROTTLED)
    fill(batch, room=1, sequence=2)
    batch.taken(3, "id")
    assert told(batch) == [("leaving", "0", "1"), ("answered", Acceptance("0", ("id",)))]


def test_what_is_told_to_wait_is_offered_again_in_its_order():
    batch = make_batch(*"abcdef")
    last = fill(batch, room=4)
    for sequence in (2, 1, 4):
        batch.refused(sequence, SYSTEM_ERROR)
    batch.taken(3, "id")
    assert list(batch.queue) == [0, 1, 3, 4, 5]
    fill(batch, room=1, sequence=last)
    assert batch.pending.keys() == {last + 1}
    assert batch.pending[last + 1][0] == 0


@pytest.mark.parametrize(
    ("status", "is_ill"), [(SYSTEM_ERROR, True), (0x64, True), (THROTTLED, False), (0x14, False)]
)
def test_an_smsc_that_takes_nothing_at_all_is_told_and_no_message_fails_by_it(status, is_ill):
    batch, last = make_batch("a", "b"), 0
    for _ in range(20):
        first, last = last + 1, fill(batch, sequence=last)
        for sequence in range(first, last + 1):
            assert batch.refused(sequence, status)
    batch.tire()
    assert told(batch)[-1] == ("returned", "0", "1")
    assert batch.finished
    assert (batch.kind, batch.needs_new_link) == (BrokerBusy, is_ill)
    assert batch.trouble == f"the SMSC takes nothing at present (0x{status:02X})"


def test_an_smsc_that_answers_nothing_is_not_called_ill():
    batch = make_batch("a")
    batch.tire()
    assert (batch.kind, batch.needs_new_link) == (BrokerBusy, False)


# A refusal of us is never a message's fate.


@pytest.mark.parametrize("status", sorted(REFUSING_US))
def test_a_status_that_refuses_us_returns_every_message_that_is_not_taken(status):
    batch = make_batch("a", "b", "c", "d")
    fill(batch, room=3)
    batch.taken(1, "id")
    assert batch.refused(2, status) is False
    assert batch.refused(3, status) is False
    assert told(batch)[1:] == [("answered", Acceptance("0", ("id",))), ("returned", "3", "1", "2")]
    assert batch.finished
    assert batch.needs_new_link
    assert batch.kind is (BrokerBusy if status in (0x04, 0x05) else BrokerRefused)
    assert batch.trouble == f"the SMSC takes no message of ours (0x{status:02X})"
    assert not batch.doubts.suspected(batch.messages)


def test_what_was_in_flight_then_may_still_be_taken():
    batch = make_batch("a", "b")
    fill(batch)
    batch.refused(1, 0x04)
    assert not batch.finished
    batch.taken(2, "id")
    assert told(batch)[1:] == [("answered", Acceptance("1", ("id",))), ("returned", "0")]


def test_half_of_a_message_is_finished_by_a_link_that_takes_it_now_and_then():
    batch = make_batch(LONG, "b")
    fill(batch, room=2)
    batch.taken(1, "id1")
    assert batch.refused(2, 0x04) is True
    assert told(batch)[1:] == [("returned", "1")]
    fill(batch, room=2, sequence=2)
    batch.taken(3, "id2")
    batch.taken(4, "id3")
    assert told(batch) == [("answered", Acceptance("0", ("id1", "id2", "id3")))]
    assert batch.finished
    assert batch.needs_new_link


def test_half_of_a_message_that_the_link_never_takes_is_billed_and_not_sent_again():
    batch = make_batch(LONG)
    fill(batch, room=2)
    batch.taken(1, "id1")
    batch.refused(2, 0x04)
    assert batch.patience(20) == 20
    batch.tire()
    assert told(batch)[1:] == [("answered", Acceptance("0", ("id1",), "operator"))]
    assert batch.finished


def test_giving_up_returns_what_is_certainly_not_taken():
    batch = make_batch("a", LONG, "c")
    fill(batch, room=1)
    batch.taken(1, "id1")
    fill(batch, room=1, sequence=1)
    batch.give_up()
    batch.taken(2, "id2")
    partly = Acceptance("1", ("id2",), "rate")
    assert told(batch)[2:] == [("answered", Acceptance("0", ("id1",)), partly), ("returned", "2")]
    assert batch.finished


class Window:
    """A batch and an SMSC that answers as it pleases.

    It notes after each answer what a crash at that moment would leave.
    """

    def __init__(self, sizes, window):
        self.batch = make_batch(*("a" * (100 if size == 1 else 150 * size) for size in sizes))
        self.room = self.window = window
        self.sequence = 0

    def refill(self):
        self.batch.tell()
        self.sequence = fill(self.batch, self.room - len(self.batch.pending), self.sequence)

    def answer(self, place, what):
        waiting = list(self.batch.pending)
        sequence = waiting[place % len(waiting)]
        if what == "taken":
            self.batch.taken(sequence, f"id{sequence}")
        else:
            self.batch.refused(sequence, THROTTLED if what == "throttled" else INVALID_NUMBER)
        squeezed = what == "throttled"
        self.room = max(1, self.room // 2) if squeezed else min(self.window, self.room + 1)

    def uncertain(self):
        """References that the journal has seen leave, and nothing else."""
        left, known = set(), set()
        for event, *news in self.batch.journal.told:
            (left if event == "leaving" else known).update(
                getattr(item, "reference", item) for item in news
            )
        return left - known

    def half_written(self):
        """Those begun of which a segment was never written."""
        waiting = {
            self.batch.messages[self.batch.owners[slot]].reference for slot in self.batch.queue
        }
        return self.uncertain() & waiting


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=9),
    st.integers(1, 6),
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(("taken", "taken", "throttled", "refused"))),
        max_size=40,
    ),
)
def test_a_crash_leaves_at_most_a_window_of_messages_in_doubt(sizes, window, answers):
    under_way = Window(sizes, window)
    under_way.refill()
    for answer in answers:
        if not under_way.batch.pending:
            break
        under_way.answer(*answer)
        under_way.refill()
        assert len(under_way.uncertain()) <= window


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=9),
    st.integers(4, 8),
    st.lists(st.integers(0, 7), max_size=40),
)
def test_a_crash_leaves_no_half_message_where_nothing_is_throttled(sizes, window, answers):
    under_way = Window(sizes, window)
    under_way.refill()
    for place in answers:
        if not under_way.batch.pending:
            break
        under_way.answer(place, "taken")
        under_way.refill()
        assert under_way.half_written() == set()


def test_a_message_begun_is_finished_when_we_are_asked_to_stop():
    batch = make_batch(LONG, "b", "c")
    fill(batch, room=2)
    batch.finish()
    fill(batch, sequence=2)
    for sequence, id in enumerate(("id1", "id2", "id3"), 1):
        batch.taken(sequence, id)
    whole = Acceptance("0", ("id1", "id2", "id3"))
    assert told(batch) == [("leaving", "0"), ("answered", whole), ("returned", "1", "2")]
    assert batch.finished


def test_what_is_throttled_after_giving_up_is_returned():
    batch = make_batch("a")
    fill(batch)
    batch.give_up()
    batch.refused(1, THROTTLED)
    assert told(batch)[1:] == [("returned", "0")]
    assert batch.finished


def test_a_lost_link_leaves_only_what_was_in_flight_without_a_word():
    batch = make_batch("a", LONG, "c", "d")
    fill(batch, room=4)
    batch.taken(2, "id2")
    batch.lose("cut")
    assert told(batch)[1:] == [("returned", "2", "3")]
    assert batch.finished


def test_a_lost_link_tells_what_was_taken_of_a_long_message():
    batch = make_batch(LONG)
    fill(batch, room=1)
    batch.taken(1, "id1")
    batch.lose("cut")
    assert told(batch)[1:] == [("answered", Acceptance("0", ("id1",), "operator"))]


def test_what_is_overdue_is_uncertain_and_costs_nothing_more():
    batch = make_batch(LONG, "b")
    fill(batch, room=1, now=10)
    assert batch.overdue(since=9) == []
    assert batch.overdue(since=10) == [10]
    assert list(batch.queue) == [3]
    assert told(batch) == [("leaving", "0")]


def test_an_id_is_brought_to_the_form_of_the_receipts():
    batch = Batch(Submissions().prepare([Outgoing("0", "+33612345678", "a")]), Journal(), str.lower)
    fill(batch)
    batch.taken(1, "AB")
    assert told(batch)[1:] == [("answered", Acceptance("0", ("ab",)))]


def test_a_message_may_be_taken_without_an_id():
    batch = make_batch("a", LONG)
    fill(batch)
    for sequence in range(1, 5):
        batch.taken(sequence, "")
    assert told(batch)[1:] == [("answered", Acceptance("0"), Acceptance("1"))]


def test_sequences_begin_again_after_the_highest():
    batch = make_batch("a", "b")
    assert fill(batch, sequence=0x7FFFFFFE) == 1


def test_two_messages_of_one_text_and_of_different_use_are_told_apart():
    messages = [
        Outgoing(str(place), "+33612345678", "a", until=until)
        for place, until in enumerate((0, 1_800_000_000, 1_800_003_600, 1_800_000_000))
    ]
    told = [body.rpartition(b"33612345678")[2] for body in Submissions().prepare(messages).bodies]
    ends = (b"", b"270115080000000+", b"270115090000000+", b"270115080000000+")
    for tail, end in zip(told, ends, strict=True):
        assert tail.startswith(b"\0\0\0\0\0" + end + b"\0\x01")
    silent = Submissions(tells_validity=False).prepare(messages).bodies
    assert {body.rpartition(b"33612345678")[2] for body in silent} == {told[0]}
