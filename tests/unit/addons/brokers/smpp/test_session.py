"""What a session decides without a server: batches, pace, and what it writes."""

import socket
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.addons.brokers.smpp.batch import Batch
from unisms.addons.brokers.smpp.pace import Pace
from unisms.addons.brokers.smpp.session import _reason, tls_context
from unisms.addons.brokers.smpp.settings import read
from unisms.addons.brokers.smpp.submission import Submissions
from unisms.ports import Acceptance, BrokerUnavailable, Outgoing

THROTTLED, SYSTEM_ERROR, INVALID_NUMBER = 0x58, 0x08, 0x0B


class Journal:
    def __init__(self):
        self.told = []

    def leaving(self, references):
        self.told.append(("leaving", *references))

    def answered(self, acceptances):
        self.told.append(("answered", *acceptances))

    def returned(self, references):
        self.told.append(("returned", *references))


def make_batch(*texts, strikes=None):
    messages = [Outgoing(str(n), f"+3361234567{n}", text) for n, text in enumerate(texts)]
    return Batch(Submissions().prepare(messages), Journal(), str, strikes)


def fill(batch, room=10, sequence=0, now=0):
    return batch.fill(room, sequence, now)[1]


def told(batch):
    batch.tell()
    news, batch.journal.told = batch.journal.told, []
    return news


LONG = "a" * 400  # three segments


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
    assert [event for event in told(batch) if event[0] == "leaving"] == [("leaving", "0"), ("leaving", "1")]


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


def test_a_system_error_that_lasts_is_a_refusal():
    batch = make_batch("a")
    for sequence in range(3):
        fill(batch, sequence=sequence)
        assert batch.refused(sequence + 1, SYSTEM_ERROR)
    fill(batch, sequence=3)
    assert not batch.refused(4, SYSTEM_ERROR)
    assert told(batch)[-1] == ("answered", Acceptance("0", (), "operator", "0x08"))


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
    """A batch and an SMSC that answers as it pleases; after each answer, what a crash now would leave."""

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
            (left if event == "leaving" else known).update(getattr(item, "reference", item) for item in news)
        return left - known

    def half_written(self):
        """Those begun of which a segment was never written."""
        waiting = {self.batch.messages[self.batch.owners[slot]].reference for slot in self.batch.queue}
        return self.uncertain() & waiting


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=9),
    st.integers(1, 6),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(("taken", "taken", "throttled", "refused"))), max_size=40),
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


@given(st.lists(st.integers(1, 4), min_size=1, max_size=9), st.integers(4, 8), st.lists(st.integers(0, 7), max_size=40))
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


def test_a_throttled_session_holds_back_longer_and_longer():
    pace, now, pauses = Pace(50), 0.0, []
    for _ in range(7):
        pace.hold(now)
        pauses.append(round(pace.until - now, 2))
        now = pace.until
    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    assert pace.room == 1
    assert pace.held_for(now) == now
    pace.taken(10)
    assert (pace.room, pace.held_for(now)) == (11, 0)


def test_one_squeeze_counts_once():
    pace = Pace(50)
    pace.hold(1.0)
    pace.hold(1.1)
    assert (pace.until, pace.room) == (1.2, 25)


@pytest.mark.parametrize(
    ("strings", "message"),
    [
        ({"alphabet": "ebcdic"}, "alphabet"),
        ({"tls": "maybe"}, "tls"),
        ({"window": "many"}, "many"),
        ({"port": "0"}, "from 1 to 65535"),
        ({"port": "65536"}, "from 1 to 65535"),
        ({"password": "é"}, "ASCII"),
    ],
)
def test_a_setting_that_means_nothing_is_refused(strings, message):
    with pytest.raises(ValueError, match=message):
        read(strings)


def test_an_empty_setting_has_its_default():
    assert read({"window": "", "port": "2776", "unknown": "x"})[:6] == ("127.0.0.1", 2776, "", "", "", 50)


# What an SMSC tells to wait while it takes others


def struck(batch, times, sequence=0):
    """Offer the first message so often, with another after it that is taken; the last sequence used."""
    for _ in range(times):
        first = sequence + 1
        sequence = fill(batch, room=2, sequence=sequence)
        batch.refused(first, THROTTLED)
        batch.taken(sequence, "id")
    return sequence


def test_a_message_that_waits_while_others_are_taken_is_refused_in_the_end():
    batch = make_batch(*"abcdefgh")
    last = struck(batch, 5)
    assert not [news for news in told(batch) if news[0] == "answered" and news[1].reference == "0"]
    fill(batch, room=2, sequence=last)
    assert batch.refused(last + 1, THROTTLED) is False
    assert told(batch)[-1] == ("answered", Acceptance("0", (), "rate", "0x58"))
    assert batch.strikes == {}


def test_strikes_are_remembered_from_one_batch_to_the_next():
    strikes = {}
    for _ in range(5):
        batch = make_batch("a", "b", strikes=strikes)
        last = struck(batch, 1)
        fill(batch, sequence=last)
        batch.refused(last + 1, 0x14)
        batch.tire()
    assert told(batch)[-1][-1] == Acceptance("0", (), "rate", "0x14")


def test_one_that_is_taken_after_all_begins_anew():
    batch = make_batch(*"abcdefgh")
    last = struck(batch, 4)
    assert batch.strikes == {"0": 3}
    fill(batch, room=1, sequence=last)
    batch.taken(last + 1, "id")
    assert batch.strikes == {}


def test_an_smsc_that_takes_nothing_at_all_strikes_nobody():
    batch = make_batch("a", "b")
    last = 0
    for _ in range(20):
        first, last = last + 1, fill(batch, sequence=last)
        for sequence in range(first, last + 1):
            assert batch.refused(sequence, THROTTLED) is True
    assert batch.strikes == {}
    assert batch.patience(20) == 20
    batch.tire()
    assert told(batch)[-1] == ("returned", "0", "1")


def test_only_messages_with_strikes_are_offered_for_a_moment_where_others_were_taken():
    batch = make_batch("a", "b")
    last = struck(batch, 1)
    assert batch.patience(20) == 20
    fill(batch, sequence=last)
    batch.refused(last + 1, THROTTLED)
    assert batch.strikes == {"0": 1}
    assert (batch.patience(20), batch.patience(0.5)) == (1.0, 0.5)


def test_where_nothing_is_left_to_compare_with_each_batch_is_a_strike():
    strikes = {"0": 3}
    for news in (("returned", "0"), ("answered", Acceptance("0", (), "rate", "0x58"))):
        batch = make_batch("a", strikes=strikes)
        fill(batch)
        batch.refused(1, THROTTLED)
        assert batch.patience(20) == 20
        batch.tire()
        assert told(batch)[-1] == news
        assert batch.finished


def test_a_long_message_told_to_wait_in_its_middle_ends_as_a_whole():
    batch = make_batch(LONG, strikes={"0": 4})
    fill(batch)
    batch.taken(1, "id1")
    batch.refused(2, THROTTLED)
    batch.taken(3, "id3")
    fill(batch, sequence=3)
    batch.refused(4, THROTTLED)
    assert told(batch)[-1] == ("answered", Acceptance("0", ("id1", "id3"), "rate", "0x58"))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (socket.gaierror(-2, "Name or service not known"), "there is no host of that name"),
        (ConnectionRefusedError(), "nobody listens at that port"),
        (TimeoutError(), "no answer in time"),
        (ssl.SSLCertVerificationError(), "its certificate is not trusted"),
        (ssl.SSLError(), "it does not speak TLS there"),
        (OSError("no route"), "OSError"),
    ],
)
def test_why_there_is_no_session_is_told_in_words(error, reason):
    assert _reason(error) == reason


def test_a_file_of_authorities_that_is_none_tells_nothing_of_what_is_there(tmp_path):
    (tmp_path / "text").write_text("no certificate")
    told = set()
    for file in ("missing", ".", "text"):
        with pytest.raises(BrokerUnavailable) as refused:
            tls_context(read({"host": "smsc", "tls": "yes", "tls_ca": str(tmp_path / file)}))
        told.add(str(refused.value))
    assert told == {"there are no certificates to be read at tls_ca"}


def test_without_encryption_no_authority_is_asked():
    assert tls_context(read({"host": "smsc", "tls_ca": "/nowhere"})) is None
