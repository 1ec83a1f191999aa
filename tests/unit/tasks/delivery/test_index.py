"""The index of ids: built from the store, fed by answers, always what it would be if built anew."""

import time
from collections import Counter
from threading import Thread
from types import SimpleNamespace

import pytest
from factories import Store, make_recipient, mobile
from hypothesis import given
from hypothesis import strategies as st
from lines import Line, delivered

from unisms.ports import Acceptance, Receipt
from unisms.services.delivery import receipts
from unisms.services.delivery.receipts import UNTOLD
from unisms.sms import states
from unisms.tasks.delivery import ends, ids


def test_an_answer_tells_whose_its_id_is(line):
    line.settle(line.claim(), line.answer(1, 2, 3))
    line.come(delivered("id2"))
    assert [line.state(number) for number in (1, 2, 3)] == ["accepted", "delivered", "accepted"]


def test_each_segment_has_its_id(line):
    line.claim()
    line.answer(1, ids=("a", "b"))
    assert [line.index.match(delivered(id))[1:3] for id in "ab"] == [(1, 0), (1, 1)]


def test_an_echoed_reference_needs_no_id(line):
    line.settle(line.claim(), [Acceptance(line.reference(1))])
    line.come(delivered("", reference=line.reference(1)))
    assert line.state() == states.DELIVERED


@pytest.mark.parametrize(
    "reference", ["", "x", "20270115-none.1", "{name}.x", "{name}.", "{name}.99999999999", ".1"]
)
def test_what_names_no_row_of_ours_is_parked(line, reference):
    line.claim()
    receipt = delivered("", reference=reference.format(name=line.campaign.__name__))
    assert line.index.match(receipt).campaign is None


def test_news_wait_while_their_message_is_not_settled_or_not_known(line):
    batch = line.claim()
    assert line.index.early(delivered("id1"))
    acceptances = line.answer(1, 2, 3)
    assert line.index.early(delivered("id1"))
    assert line.index.early(delivered("", reference=line.reference(2)))
    line.settle(batch, acceptances)
    assert not line.index.early(delivered("id1"))


def test_while_one_batch_leaves_news_of_the_one_before_do_not_wait(line):
    first = line.claim(1)
    line.claim(1)
    line.settle(first, line.answer(1))
    line.answer(2)
    assert not line.index.early(delivered("id1"))
    assert line.index.early(delivered("id2"))


# When a campaign may be over.


@pytest.fixture
def no_quiet(monkeypatch):
    monkeypatch.setattr(ends, "QUIET", -1)


def test_a_campaign_may_be_over_when_nothing_more_is_expected(line, no_quiet):
    line.settle(line.claim(), line.answer(1, 2, 3))
    line.come(delivered("id1"), delivered("id2"))
    assert line.index.ended() == []
    line.come(delivered("id3"))
    assert line.index.ended() == [line.campaign.path]
    assert line.index.ended() == []


def test_a_moment_passes_before_it_is_said_to_be_over(line, monkeypatch):
    line.settle(line.claim(), line.answer(1, 2, 3))
    line.come(*(delivered(f"id{number}") for number in (1, 2, 3)))
    assert line.index.ended() == []
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + 1)
    monkeypatch.setattr(ends, "time", clock)
    assert line.index.ended() == [line.campaign.path]


def test_what_is_refused_or_given_back_is_not_expected(line, no_quiet):
    line.settle(line.claim(), [Acceptance(line.reference(1), (), "rate")])
    assert line.index.ended() == [line.campaign.path]


def test_what_is_uncertain_is_expected(line, no_quiet):
    line.settle(line.claim(), left=[line.reference(number) for number in (1, 2, 3)])
    assert line.index.ended() == []


def test_a_claim_begins_anew_what_was_over(line, no_quiet):
    line.settle(line.claim(1), [Acceptance(line.reference(1), (), "rate")])
    line.claim(1)
    assert line.index.ended() == []


def test_a_campaign_whose_last_news_came_before_a_crash_may_be_over(line, no_quiet):
    line.settle(line.claim(), line.answer(1, 2, 3))
    line.come(*(delivered(f"id{number}") for number in (1, 2, 3)))
    assert line.built().ended() == [line.campaign.path]


# Forgetting.


def test_ids_of_final_rows_are_remembered_a_while_for_news_that_come_twice(line, monkeypatch):
    monkeypatch.setattr(ids, "REMEMBERED", 1)
    line.settle(line.claim(), line.answer(1, 2, 3))
    line.come(delivered("id1"))
    assert line.index.match(delivered("id1")).campaign == line.campaign.path
    line.come(delivered("id2"))
    assert line.index.match(delivered("id1")).campaign is None
    assert len(line.index) == 2


def test_a_place_without_an_id_stands_for_no_message(line):
    line.settle(line.claim(), [Acceptance(line.reference(1))])
    line.come(Receipt("", states.FAILED, line.reference(1)))
    assert line.campaign.row(1).ids == "-"
    assert len(line.built()) == 0


def test_ids_of_a_campaign_that_was_closed_without_news_are_forgotten_like_the_others(
    line, monkeypatch
):
    monkeypatch.setattr(ids, "REMEMBERED", 1)
    line.settle(line.claim(), line.answer(1, 2, 3))
    for still_open, count in [
        ({line.campaign.path}, 3),
        ((), 3),
        ({line.campaign.path}, 3),
        ((), 3),
        ((), 1),
        ((), 1),
    ]:
        line.index.closed(still_open)
        assert len(line.index) == count
    assert line.index.match(delivered("id3")).campaign == line.campaign.path


def test_an_id_that_was_given_again_meanwhile_is_not_forgotten_with_the_message_that_had_it(
    line, monkeypatch
):
    monkeypatch.setattr(ids, "REMEMBERED", 1)
    line.settle(line.claim(1), line.answer(1, ids=("7",)))
    line.come(delivered("7"))
    line.settle(line.claim(1), line.answer(2, ids=("7",)))
    line.settle(line.claim(1), line.answer(3))
    line.come(delivered("id3"))
    line.come(delivered("7"))
    assert line.state(2) == states.DELIVERED


def test_ids_of_rows_that_were_final_before_a_crash_are_forgotten_like_the_others(
    line, monkeypatch
):
    monkeypatch.setattr(ids, "REMEMBERED", 0)
    line.settle(line.claim(), line.answer(1, 2, 3))
    line.come(delivered("id1"))
    line.index = line.built()
    assert len(line.index) == 3
    line.come()
    assert len(line.index) == 2


# Any history.

STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("claim"),
            st.integers(1, 3),
            st.lists(st.sampled_from("tlr"), min_size=3, max_size=3),
        ),
        st.tuples(
            st.just("news"),
            st.integers(1, 6),
            st.integers(0, 1),
            st.sampled_from([states.DELIVERED, states.FAILED, states.ACCEPTED]),
        ),
        st.tuples(st.just("crash")),
    ),
    max_size=30,
)


@given(STEPS)
def test_after_any_history_the_index_is_what_it_would_be_if_built_anew(steps):
    store = Store()
    people = [
        make_recipient(number, values=("x" * (200 if number % 2 else 20),)) for number in range(6)
    ]
    line = Line(store.root, people)
    for step, *details in steps:
        if step == "claim":
            hand_over(line, *details)
        elif step == "news":
            number, segment, told = details
            line.come(
                Receipt(
                    f"{number}-{segment % line.campaign.row(number).segments}",
                    told,
                    "",
                    mobile(number - 1),
                )
            )
        else:
            line.index = line.built()
    line.come()
    anew = line.built()
    for _, row in line.campaign.stored_rows():
        for id in row[2].replace("+", "").split():
            if id != UNTOLD:
                assert line.index._ids.rows[id][:2] == anew._ids.rows[id][:2]
    doubtful = {tuple(rows) for rows in line.index._uncertain.values()}
    assert doubtful == {tuple(rows) for rows in anew._uncertain.values()}
    assert line.index._ends.expected.total() <= anew._ends.expected.total()
    assert not line.index._unsettled
    store.close()


def hand_over(line, limit, fates):
    """Hand over a batch, of which messages are taken (t), lost (l) or given back (r)."""
    batch = line.claim(limit)
    if batch is None:
        return
    answered, left = [], []
    for message, number, fate in zip(batch.messages, batch.numbers, fates, strict=False):
        segments = line.campaign.row(number).segments
        if fate == "t":
            told = tuple(f"{number}-{segment}" for segment in range(segments))
            answered.append(Acceptance(message.reference, told))
        elif fate == "l":
            left.append(message.reference)
    line.index.learn(answered)
    line.settle(batch, answered, left)


@pytest.mark.parametrize("other", ["claimed", "settled"])
def test_two_threads_count_the_same_messages(line, other):
    """The hand-over adds while the keeper of news takes away."""
    first = line.claim(1)
    line.settle(first, line.answer(1))
    second = line.claim(1)
    expected = line.index._ends.expected[line.campaign.path]
    claim = Thread(target=line.index.claimed, args=(line.campaign.path, second.messages))
    rows = [
        receipts.Stored(
            line.campaign.path, 1, line.campaign.row(1)._replace(state=states.DELIVERED)
        )
    ]
    settle = Thread(target=line.index.settled, args=(rows,))
    one, two = (settle, claim) if other == "claimed" else (claim, settle)
    waiting = [two]

    class Slow(Counter):
        def __getitem__(self, path):
            value = super().__getitem__(path)
            if waiting:
                waiting[0].start()
                waiting.pop().join(0.1)
            return value

    line.index._ends.expected = Slow(line.index._ends.expected)
    one.start()
    one.join()
    two.join()
    assert line.index._ends.expected[line.campaign.path] == expected
