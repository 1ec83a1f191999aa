"""The brake: what a row of refusals proves, and of whom."""

import pytest

from unisms.model.connections import Hold
from unisms.ports import Acceptance
from unisms.services.delivery import Batch
from unisms.sms import causes
from unisms.tasks.brake import MOST, OF_US, Brake, Verdict
from unisms.tasks.journal import Outcome

SENDER, UNKNOWN = (causes.SENDER, "0x0A"), (causes.UNKNOWN, "0x45")
TAKEN, NUMBER = (None, ""), (causes.NUMBER_INVALID, "0x0B")


def judge(brake, *answers, campaign="/a", held=None, first=1):
    """The verdict of a batch with these answers, in this order; messages are called ``1``, ``2`` …"""
    batch = Batch(campaign, (), [], 0, held)
    told = {str(n): Acceptance(str(n), (), *answer) for n, answer in enumerate(answers, first)}
    return brake.judge(batch, Outcome(told, {"left"}))


@pytest.fixture
def brake():
    return Brake()


def test_what_is_taken_is_left_as_it_is(brake):
    verdict = judge(brake, *[TAKEN] * 3)
    assert verdict == Verdict(Outcome({str(n): Acceptance(str(n)) for n in (1, 2, 3)}, {"left"}))
    assert judge(brake) == Verdict(Outcome({}, {"left"}))


def test_a_few_refusals_are_the_fate_of_their_messages(brake):
    verdict = judge(brake, *[SENDER] * (MOST - 1))
    assert verdict.held is None
    assert len(verdict.outcome.answered) == MOST - 1


@pytest.mark.parametrize("answer", [SENDER, UNKNOWN, (causes.CONTENT, ""), (causes.OPERATOR, "0x08"), ("odd", "")])
def test_a_row_of_them_holds_the_campaign_and_they_wait_with_it(brake, answer):
    verdict = judge(brake, TAKEN, *[answer] * MOST)
    assert (verdict.held, verdict.answer) == ("/a", answer)
    assert list(verdict.outcome.answered) == ["1"]
    assert verdict.outcome.left == {"left"}
    assert verdict.keeps("/a")
    assert not verdict.keeps("/b")


def test_a_row_goes_on_from_batch_to_batch_and_those_before_have_failed(brake):
    assert judge(brake, *[SENDER] * 12).held is None
    verdict = judge(brake, *[SENDER] * 8)
    assert verdict.held == "/a"
    assert verdict.outcome.answered == {}


@pytest.mark.parametrize("answer", [NUMBER, (causes.ABSENT, ""), (causes.OPT_OUT, ""), (causes.RATE, "0x58")])
def test_what_speaks_of_the_number_neither_makes_a_row_nor_ends_one(brake, answer):
    assert judge(brake, *[answer] * 100).held is None
    verdict = judge(brake, *[SENDER] * 10, *[answer] * 5, *[SENDER] * 10)
    assert verdict.held == "/a"
    assert len(verdict.outcome.answered) == 5


def test_one_that_is_taken_between_begins_the_row_anew(brake):
    assert judge(brake, *[SENDER] * 10, TAKEN, *[SENDER] * 19).held is None
    assert judge(brake, *[SENDER] * 1, first=50).held == "/a"


@pytest.mark.parametrize("others", [[UNKNOWN], [UNKNOWN, (causes.SENDER, "0x48")], [NUMBER, UNKNOWN]])
def test_a_row_goes_on_though_its_answers_differ(brake, others):
    """A broker that is ill says so in several ways."""
    told = [*([SENDER, *others] * MOST)]
    verdict = judge(brake, *told)
    assert (verdict.held, verdict.answer) == ("/a", UNKNOWN if others[-1] == UNKNOWN else others[-1])
    assert len(verdict.outcome.answered) == told.count(NUMBER)


@pytest.mark.parametrize("answers", [(SENDER, (causes.CREDIT, "")), ((causes.CREDIT, ""), UNKNOWN)])
def test_a_refusal_of_us_counts_whatever_else_is_refused_beside_it(brake, answers):
    verdict = judge(brake, TAKEN, *answers)
    assert (verdict.held, verdict.answer) == ("", (causes.CREDIT, ""))
    assert list(verdict.outcome.answered) == ["1"]


def test_campaigns_that_share_one_of_several_answers_hold_everything(brake):
    judge(brake, *[SENDER, UNKNOWN] * MOST)
    mixed = [(causes.UNKNOWN, "0x43"), UNKNOWN, SENDER]
    assert judge(brake, *mixed * MOST, campaign="/b").held == ""


def test_a_row_that_is_over_within_a_batch_is_no_fate_either(brake):
    """The broker was ill for a second: those that it refused meanwhile are offered once more."""
    verdict = judge(brake, TAKEN, *[UNKNOWN] * MOST, TAKEN, SENDER)
    assert verdict.held is None
    assert list(verdict.outcome.answered) == ["1", "22", "23"]
    again = judge(brake, *[UNKNOWN] * MOST, TAKEN, first=2)
    assert len(again.outcome.answered) == MOST + 1  # it is for what they are themselves


def test_a_row_that_began_in_the_batch_before_spares_those_of_this_one(brake):
    judge(brake, *[UNKNOWN] * 15)
    verdict = judge(brake, *[UNKNOWN] * 5, TAKEN, first=16)
    assert (verdict.held, list(verdict.outcome.answered)) == (None, ["21"])


def test_a_success_in_another_batch_begins_it_anew_too(brake):
    judge(brake, *[SENDER] * 19)
    judge(brake, TAKEN)
    assert judge(brake, *[SENDER] * 19).held is None


def test_campaigns_have_rows_of_their_own(brake):
    judge(brake, *[SENDER] * 19)
    assert judge(brake, *[SENDER] * 19, campaign="/b").held is None


def test_what_was_taken_in_part_is_billed_and_does_not_wait(brake):
    batch = Batch("/a", (), [], 0)
    told = {str(n): Acceptance(str(n), ("id",) * (n == 3), *UNKNOWN) for n in range(MOST)}
    verdict = brake.judge(batch, Outcome(told, set()))
    assert verdict.held == "/a"
    assert list(verdict.outcome.answered) == ["3"]


@pytest.mark.parametrize("cause", sorted(OF_US))
def test_one_refusal_of_us_is_enough_and_holds_everything(brake, cause):
    verdict = judge(brake, TAKEN, (cause, "x"), NUMBER)
    assert (verdict.held, verdict.answer) == ("", (cause, "x"))
    assert list(verdict.outcome.answered) == ["1", "3"]
    assert verdict.keeps("/a")
    assert verdict.keeps("/b")


def test_unless_another_message_is_taken_after_it(brake):
    verdict = judge(brake, (causes.CREDIT, ""), TAKEN)
    assert verdict.held is None
    assert list(verdict.outcome.answered) == ["1", "2"]


def test_nor_where_it_is_refused_for_us_again_though_others_were_taken_since(brake):
    credit = causes.CREDIT, ""
    assert judge(brake, TAKEN, credit).held == ""
    assert judge(brake, TAKEN, first=9).held is None
    verdict = judge(brake, credit, credit, first=2)
    assert verdict.held == ""
    assert list(verdict.outcome.answered) == ["2"]  # the first one was refused before, the other one is new


def test_two_campaigns_held_by_one_answer_hold_everything(brake):
    judge(brake, *[UNKNOWN] * MOST)
    assert judge(brake, *[UNKNOWN] * MOST, campaign="/b").held == ""


@pytest.mark.parametrize(
    ("first", "second"), [(UNKNOWN, SENDER), (SENDER, SENDER), (SENDER, UNKNOWN), (UNKNOWN, (causes.UNKNOWN, "0x99"))]
)
def test_not_by_another_answer_nor_by_their_senders_or_texts(brake, first, second):
    judge(brake, *[first] * MOST)
    assert judge(brake, *[second] * MOST, campaign="/b").held == "/b"


def test_nor_where_something_was_taken_between(brake):
    judge(brake, *[UNKNOWN] * MOST)
    judge(brake, TAKEN, campaign="/c")
    assert judge(brake, *[UNKNOWN] * MOST, campaign="/b").held == "/b"
    judge(brake, NUMBER, TAKEN, campaign="/c")
    assert judge(brake, *[UNKNOWN] * MOST, campaign="/d").held == "/d"


# While it is held, few messages try.

HELD, ALL_HELD = Hold("/a", 0, 30, 30), Hold("", 0, 30, 30)


def test_one_that_is_taken_ends_what_held_it(brake):
    assert judge(brake, TAKEN, held=HELD).released
    assert judge(brake, NUMBER, TAKEN, held=HELD).released
    assert judge(brake, SENDER, TAKEN, held=HELD).released
    assert not judge(brake, TAKEN).released


def test_one_that_is_refused_again_waits_again_whatever_the_answer(brake):
    for answer in (SENDER, UNKNOWN):
        verdict = judge(brake, answer, held=HELD)
        assert (verdict.held, verdict.answer, verdict.released) == ("/a", answer, False)
        assert verdict.outcome.answered == {}


def test_what_holds_everything_goes_on_holding_it(brake):
    assert judge(brake, SENDER, held=ALL_HELD).held == ""


def test_a_refusal_of_its_number_or_no_answer_says_nothing(brake):
    for answers in ((NUMBER,), ()):
        verdict = judge(brake, *answers, held=HELD)
        assert (verdict.held, verdict.released) == (None, False)
        assert len(verdict.outcome.answered) == len(answers)


def test_a_refusal_of_us_while_a_campaign_is_held_holds_everything(brake):
    assert judge(brake, (causes.ACCOUNT, ""), held=HELD).held == ""
