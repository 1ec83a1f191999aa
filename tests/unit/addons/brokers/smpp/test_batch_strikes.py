"""Strikes: what an SMSC tells to wait while it takes others is refused in the end."""

from batches import LONG, THROTTLED, fill, make_batch, told

from unisms.ports import Acceptance


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
