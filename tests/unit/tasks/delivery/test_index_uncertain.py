"""Uncertain rows: what nobody answered is known by its number."""

import pytest
from factories import make_recipient, make_release, mobile
from lines import Line, delivered

from unisms.ports import Acceptance, Receipt
from unisms.services.delivery.receipts import GONE
from unisms.sms import states


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


# A message taken without an id is known by its number too.


@pytest.mark.parametrize("when", ["after", "before", "restart", "both"])
def test_what_was_taken_without_an_id_is_known_by_its_number(line, when):
    batch = line.claim()
    if when in ("before", "both"):
        line.come(delivered("x", mobile(0)))
    line.settle(batch, [Acceptance(line.reference(1)), *line.answer(2)])
    if when in ("restart", "both"):
        line.index = line.built()
    line.come(*[delivered("x", mobile(0))] * (when in ("after", "restart")))
    assert line.campaign.row(1)[1:3] == (states.DELIVERED, "x")
    assert line.come(delivered("y", mobile(0)))[0].campaign is None
    assert line.come(delivered("y", mobile(1)))[0].campaign is None  # this one has an id


def test_of_a_long_message_the_segments_without_an_id_are(root):
    line = Line(root, [make_recipient(0, values=("x" * 400,))])
    line.settle(line.claim(), line.answer(1, ids=("a", "b")))
    line.come(delivered("c", mobile(0)), delivered("a", mobile(0)))
    assert line.state() == states.ACCEPTED
    line.come(delivered("b", mobile(0)))
    assert line.campaign.row(1)[1:3] == (states.DELIVERED, "+a +b +c")


def test_an_echoed_reference_of_somebody_else_is_of_none_that_was_taken_without_an_id(line):
    line.settle(line.claim(), [Acceptance(line.reference(1))])
    assert line.come(delivered("", mobile(0), "of.9"))[0].campaign is None


def test_of_two_that_were_taken_without_an_id_the_first_is_told_of_first(root):
    line = Line(root, [make_recipient(0)])
    other = make_release(line.institution, [make_recipient(0)])
    for _ in range(2):
        batch = line.claim()
        line.settle(batch, [Acceptance(message.reference) for message in batch.messages])
    line.come(delivered("x", mobile(0)))
    assert {line.state(), other.row(1).state} == {states.DELIVERED, states.ACCEPTED}
    line.come(delivered("x", mobile(0)), delivered("y", mobile(0)))
    assert {line.state(), other.row(1).state} == {states.DELIVERED}


# A row found by its number alone may have been moved by news of an earlier message.


@pytest.mark.parametrize("state", [states.FAILED, states.EXPIRED, states.ACCEPTED])
def test_a_later_receipt_that_goes_further_still_moves_what_was_uncertain(line, state):
    line.settle(line.claim(), left=[line.reference(1)])
    line.come(Receipt("strange", state, "", mobile(0)))
    assert line.state() == state
    line.come(Receipt("own", states.ACCEPTED, "", mobile(0)))
    assert line.state() == state
    line.come(delivered("own", mobile(0)))
    assert line.state() == states.DELIVERED
    assert line.come(delivered("another", mobile(0)))[0].campaign is None
    assert line.come(delivered("other", mobile(1)))[0].campaign is None


def test_not_one_of_a_number_whose_messages_all_have_their_ids(line):
    line.settle(line.claim(), line.answer(1), left=[line.reference(2)])
    line.come(Receipt("id1", states.FAILED, "", mobile(0)))
    assert line.come(delivered("strange", mobile(0)))[0].campaign is None


def test_what_was_guessed_has_a_bound(line, monkeypatch):
    monkeypatch.setattr("unisms.tasks.delivery.index.GUESSED", 2)
    line.settle(line.claim(), left=[line.reference(number) for number in (1, 2, 3)])
    for number in range(3):
        line.come(Receipt(f"x{number}", states.FAILED, "", mobile(number)))
    assert list(line.index._guessed) == [mobile(1), mobile(2)]
