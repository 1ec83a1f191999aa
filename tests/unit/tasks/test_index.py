"""The index of ids: built from the store, fed by answers, always what it would be if built anew."""

import time
from types import SimpleNamespace

import pytest
from factories import NOW, Store, make_house, make_recipient, make_release, mobile
from hypothesis import given
from hypothesis import strategies as st

from unisms.ports import Acceptance, Receipt
from unisms.services import delivery, receipts
from unisms.services.receipts import GONE
from unisms.sms import states
from unisms.tasks import index as module
from unisms.tasks.index import Index
from unisms.tasks.journal import Outcome

CONNECTION = "/institutions/paris1/brokers/fake"


class Line:
    """A connection, its index, and the store behind: what a lease does, without its threads."""

    def __init__(self, root, recipients=3, **fields):
        self.root = root
        self.institution = make_house(root)
        self.campaign = make_release(self.institution, recipients, **fields)
        self.index = self.built()

    def built(self):
        index = Index()
        index.build(self.root, CONNECTION)
        return index

    def claim(self, limit=10):
        batch = delivery.claim_batch(self.root, CONNECTION, limit, "here", NOW)
        if batch is not None:
            self.index.claimed(batch.campaign, batch.messages)
        return batch

    def settle(self, batch, answered=(), left=()):
        outcome = Outcome({acceptance.reference: acceptance for acceptance in answered}, set(left))
        delivery.settle_batch(self.root, CONNECTION, batch.campaign, batch.numbers, outcome, NOW)
        self.index.settled_claim(batch.campaign, batch.messages, outcome)

    def answer(self, *numbers, ids=()):
        acceptances = [Acceptance(self.reference(n), ids or (f"id{n}",)) for n in numbers]
        self.index.learn(acceptances)
        return acceptances

    def come(self, *news):
        matched = self.index.match_all(news)
        stored = receipts.apply(self.root, CONNECTION, matched, (), NOW)
        self.index.settled(stored)
        return matched

    def reference(self, number):
        return f"{self.campaign.__name__}.{number}"

    def state(self, number=1):
        return self.campaign.row(number).state


@pytest.fixture
def line(root):
    return Line(root)


def delivered(id, msisdn="", reference=""):
    return Receipt(id, states.DELIVERED, reference, msisdn)


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


@pytest.mark.parametrize("reference", ["", "x", "20270115-none.1", "{name}.x", "{name}.", "{name}.99999999999", ".1"])
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


# What came before its message was known.


def test_parked_news_find_their_message_when_the_answer_comes(line):
    batch = line.claim()
    line.come(delivered("id1"))
    assert not line.index.has_found()
    acceptances = line.answer(1)
    assert line.index.has_found()
    line.settle(batch, acceptances)
    line.come()
    assert (line.state(), line.index.has_found()) == (states.DELIVERED, False)
    assert receipts.parked(line.institution["brokers"]["fake"]) == []


def test_parked_news_whose_storing_failed_are_tried_again(line):
    batch = line.claim()
    line.come(delivered("id1"))
    line.settle(batch, line.answer(1))
    assert len(line.index.match_all(())) == 1  # and the store did not take it
    assert line.index.has_found()
    assert len(line.index.match_all(())) == 1


def test_an_answer_that_comes_while_its_news_are_being_parked_is_not_missed(line, monkeypatch):
    line.claim()
    index, doubtful = line.index, line.index._doubtful

    def answered_meanwhile(receipt):
        line.answer(1)  # in the other thread, between the look at the ids and the parking
        return doubtful(receipt)

    monkeypatch.setattr(index, "_doubtful", answered_meanwhile)
    assert index.match(delivered("id1"))[:2] == (line.campaign.path, 1)
    assert not index.has_found()


def test_parked_news_found_by_the_other_thread_are_not_found_twice(line, monkeypatch):
    line.claim()
    index, where, looks = line.index, line.index._where, []

    def answered_just_after_the_parking(receipt):
        looks.append(receipt)
        if len(looks) > 1:
            line.answer(1)  # in the other thread, which sees it parked and takes it
        return where(receipt)

    monkeypatch.setattr(index, "_where", answered_just_after_the_parking)
    assert index.match(delivered("id1")).campaign is None
    assert index.has_found()


def test_what_was_parked_before_a_crash_finds_its_message_after_it(line):
    line.claim()
    line.come(delivered("id1"), delivered("unheard of"))
    name = line.reference(1)
    delivery.recover(line.root, CONNECTION, Outcome({name: Acceptance(name, ("id1",))}, set()), "here", NOW)
    line.index = line.built()
    assert line.index.has_found()
    line.come()
    assert line.state() == states.DELIVERED
    assert [receipt.id for receipt in receipts.parked(line.institution["brokers"]["fake"])] == ["unheard of"]


def test_an_echoed_reference_is_known_after_a_crash(line):
    line.settle(line.claim(), [Acceptance(line.reference(1))])
    line.index = line.built()
    line.come(delivered("", reference=line.reference(1)))
    assert line.state() == states.DELIVERED


def test_what_was_parked_before_a_crash_finds_a_message_answered_after_it(line):
    line.claim(1)
    line.come(delivered("id1"))
    delivery.recover(line.root, CONNECTION, Outcome({}, set()), "here", NOW)
    line.index = line.built()
    assert not line.index.has_found()
    line.settle(line.claim(), line.answer(1))
    line.come()
    assert line.state() == states.DELIVERED


# What nobody answered.


def test_an_uncertain_row_is_known_by_its_number(line):
    line.settle(line.claim(), left=[line.reference(1)])
    [matched] = line.come(delivered("late", mobile(0)))
    assert matched[1:3] == (1, GONE)
    assert line.campaign.row(1)[1:3] == (states.DELIVERED, "late")


def test_what_came_of_an_uncertain_row_before_it_was_given_up_is_found(line):
    batch = line.claim()
    line.come(delivered("late", mobile(0)))
    line.settle(batch, left=[line.reference(1)])
    line.come()
    assert line.state() == states.DELIVERED


def test_of_several_uncertain_rows_of_a_number_the_oldest_is_meant(root):
    line = Line(root, [make_recipient(0)])
    again = make_release(line.institution, [make_recipient(0)])
    first, second = line.claim(), line.claim()
    for batch in (first, second):
        line.settle(batch, left=[message.reference for message in batch.messages])
    told = [line.come(delivered(id, mobile(0)))[0].campaign for id in ("x", "y")]
    assert told == [first.campaign, second.campaign]
    assert again.path in told


def test_the_same_news_of_an_uncertain_row_twice_are_of_one_row(root):
    line = Line(root, [make_recipient(0)])
    make_release(line.institution, [make_recipient(0)])
    for batch in (line.claim(), line.claim()):
        line.settle(batch, left=[message.reference for message in batch.messages])
    receipt = Receipt("x", states.FAILED, "", mobile(0))
    assert line.come(receipt)[0].campaign == line.come(receipt)[0].campaign


def test_an_uncertain_row_without_an_id_takes_no_other_news_for_its_own(line):
    line.settle(line.claim(), left=[line.reference(1)])
    assert line.index.match(delivered("", mobile(0), "of.9"))[1:3] == (1, GONE)
    assert line.index.match(delivered("", "+33600000000", "of.9")).campaign is None


def test_news_of_other_numbers_do_not_touch_an_uncertain_row(line):
    line.settle(line.claim(), left=[line.reference(1)])
    assert line.come(delivered("x", mobile(7)))[0].campaign is None
    assert line.state() == states.UNCERTAIN


def test_an_uncertain_row_in_progress_takes_no_other_news_for_its_own(root):
    line = Line(root, [make_recipient(0)])
    make_release(line.institution, [make_recipient(0)])
    first, second = line.claim(), line.claim()
    for batch in (first, second):
        line.settle(batch, left=[message.reference for message in batch.messages])
    assert line.come(Receipt("x", states.ACCEPTED, "", mobile(0)))[0].campaign == first.campaign
    assert line.come(delivered("y", mobile(0)))[0].campaign == second.campaign
    assert line.come(delivered("x", mobile(0)))[0].campaign == first.campaign


def test_the_other_segment_of_what_is_in_progress_is_known_by_its_number_even_after_a_crash(root):
    line = Line(root, [make_recipient(0, values=("x" * 200,))])
    line.settle(line.claim(), left=[line.reference(1)])
    line.come(Receipt("a", states.ACCEPTED, "", mobile(0)))
    line.index = line.built()
    line.come(delivered("a", mobile(0)), delivered("b", mobile(0)))
    assert line.campaign.row(1)[1:3] == (states.DELIVERED, "+a +b")


def test_the_second_segment_of_what_failed_uncertain_is_still_known_by_its_number(root):
    line = Line(root, [make_recipient(0, values=("x" * 200,))])
    line.settle(line.claim(), left=[line.reference(1)])
    line.come(Receipt("a", states.FAILED, "", mobile(0)))
    line.come(Receipt("b", states.FAILED, "", mobile(0)))
    assert line.campaign.row(1)[1:3] == (states.FAILED, "a b")
    assert line.come(delivered("c", mobile(0)))[0].campaign is None


# When a campaign may be over.


@pytest.fixture
def no_quiet(monkeypatch):
    monkeypatch.setattr(module, "QUIET", -1)


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
    monkeypatch.setattr(module, "time", clock)
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
    monkeypatch.setattr(module, "REMEMBERED", 1)
    line.settle(line.claim(), line.answer(1, 2, 3))
    line.come(delivered("id1"))
    assert line.index.match(delivered("id1")).campaign == line.campaign.path
    line.come(delivered("id2"))
    assert line.index.match(delivered("id1")).campaign is None
    assert len(line.index) == 2


def test_ids_of_rows_that_were_final_before_a_crash_are_forgotten_like_the_others(line, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED", 0)
    line.settle(line.claim(), line.answer(1, 2, 3))
    line.come(delivered("id1"))
    line.index = line.built()
    assert len(line.index) == 3
    line.come()
    assert len(line.index) == 2


# Any history.

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("claim"), st.integers(1, 3), st.lists(st.sampled_from("tlr"), min_size=3, max_size=3)),
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
    people = [make_recipient(number, values=("x" * (200 if number % 2 else 20),)) for number in range(6)]
    line = Line(store.root, people)
    for step, *details in steps:
        if step == "claim":
            hand_over(line, *details)
        elif step == "news":
            number, segment, told = details
            line.come(Receipt(f"{number}-{segment % line.campaign.row(number).segments}", told, "", mobile(number - 1)))
        else:
            line.index = line.built()
    line.come()
    anew = line.built()
    for _, row in line.campaign.stored_rows():
        for id in row[2].replace("+", "").split():
            assert line.index._rows[id][:2] == anew._rows[id][:2]
    doubtful = {tuple(rows) for rows in line.index._uncertain.values()}
    assert doubtful == {tuple(rows) for rows in anew._uncertain.values()}
    assert line.index._expected.total() <= anew._expected.total()
    assert not line.index._unsettled
    store.close()


def hand_over(line, limit, fates):
    """One batch, of which messages are taken (t), lost (l) or given back (r)."""
    batch = line.claim(limit)
    if batch is None:
        return
    answered, left = [], []
    for message, number, fate in zip(batch.messages, batch.numbers, fates, strict=False):
        segments = line.campaign.row(number).segments
        if fate == "t":
            ids = tuple(f"{number}-{segment}" for segment in range(segments))
            answered.append(Acceptance(message.reference, ids))
        elif fate == "l":
            left.append(message.reference)
    line.index.learn(answered)
    line.settle(batch, answered, left)
