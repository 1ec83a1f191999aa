"""The brake: what a row of refusals proves, and of whom."""

import re

import pytest
from brakes import NUMBER, SENDER, TAKEN, UNKNOWN, Clock, judge
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.connections import Hold
from unisms.ports import Acceptance
from unisms.services.delivery.claims import Batch
from unisms.sms import causes
from unisms.tasks.delivery.brake import MOST, OF_US, Brake, Verdict, after_crash
from unisms.tasks.delivery.journal import Outcome


@pytest.fixture
def brake():
    return Brake(Clock())


def test_what_is_taken_is_left_as_it_is(brake):
    verdict = judge(brake, *[TAKEN] * 3)
    assert verdict == Verdict(Outcome({str(n): Acceptance(str(n)) for n in (1, 2, 3)}, {"left"}))
    assert judge(brake) == Verdict(Outcome({}, {"left"}))


def test_a_few_refusals_are_the_fate_of_their_messages(brake):
    verdict = judge(brake, *[SENDER] * (MOST - 1))
    assert verdict.held is None
    assert len(verdict.outcome.answered) == MOST - 1


@pytest.mark.parametrize(
    "answer", [SENDER, UNKNOWN, (causes.CONTENT, ""), (causes.OPERATOR, "0x08"), ("odd", "")]
)
def test_a_row_of_them_holds_the_campaign_and_they_wait_with_it(brake, answer):
    verdict = judge(brake, TAKEN, *[answer] * MOST)
    assert (verdict.held, verdict.answer) == ("/a", answer)
    assert list(verdict.outcome.answered) == ["1"]
    assert verdict.outcome.left == {"left"}
    assert verdict.keeps("/a")
    assert not verdict.keeps("/b")


def test_a_row_goes_on_from_batch_to_batch_and_those_before_come_back(brake):
    first = judge(brake, NUMBER, *[SENDER] * 12)
    assert (first.held, first.regained, len(first.outcome.answered)) == (None, (), 13)
    verdict = judge(brake, *[SENDER] * 8, first=14)
    assert verdict.held == "/a"
    assert verdict.outcome.answered == {}
    assert sorted(verdict.regained, key=int) == [str(n) for n in range(2, 14)]


def test_of_those_before_only_what_was_refused_since_one_was_taken(brake):
    """The others were refused for what they are themselves:
    a text that is too long, the sender in one country."""
    judge(brake, SENDER, (causes.CONTENT, "0x01"), TAKEN, SENDER)
    judge(brake, *[SENDER] * 18, first=5)
    assert set(judge(brake, SENDER, first=23).regained) == {"4", *map(str, range(5, 23))}


def test_nor_those_of_other_campaigns_nor_what_was_taken_in_part(brake):
    judge(brake, SENDER, campaign="/b")
    told = {"0": Acceptance("0", ("id",), *SENDER), "00": Acceptance("00", (), *SENDER)}
    brake.judge(Batch("/a", (), [], 0), Outcome(told, set()))
    assert judge(brake, *[SENDER] * (MOST - 2)).regained == ("00",)


def test_they_come_back_once_the_row_is_over_where_it_was_long_enough(brake):
    judge(brake, *[SENDER] * 15)
    verdict = judge(brake, *[SENDER] * 5, TAKEN, first=16)
    assert (verdict.held, list(verdict.outcome.answered)) == (None, ["21"])
    assert set(verdict.regained) == {str(n) for n in range(1, 16)}
    judge(brake, *[SENDER] * 15)
    assert (
        judge(brake, *[SENDER] * 5, TAKEN, first=16).regained == ()
    )  # it is for what they are themselves


def test_they_come_back_where_another_answer_makes_the_row_a_proof(brake):
    judge(brake, *[SENDER] * 5)
    assert judge(brake, (causes.CREDIT, ""), first=6).regained == tuple("12345")
    assert (
        judge(brake, *[SENDER] * MOST, first=7).regained == ()
    )  # messages given back do not come back again


@pytest.mark.parametrize(
    "answer", [NUMBER, (causes.ABSENT, ""), (causes.OPT_OUT, ""), (causes.RATE, "0x58")]
)
def test_what_speaks_of_the_number_neither_makes_a_row_nor_ends_one(brake, answer):
    assert judge(brake, *[answer] * 100).held is None
    verdict = judge(brake, *[SENDER] * 10, *[answer] * 5, *[SENDER] * 10)
    assert verdict.held == "/a"
    assert len(verdict.outcome.answered) == 5


def test_one_that_is_taken_between_begins_the_row_anew(brake):
    assert judge(brake, *[SENDER] * 10, TAKEN, *[SENDER] * 19).held is None
    assert judge(brake, *[SENDER] * 1, first=50).held == "/a"


@pytest.mark.parametrize(
    "others", [[UNKNOWN], [UNKNOWN, (causes.SENDER, "0x48")], [NUMBER, UNKNOWN]]
)
def test_a_row_goes_on_though_its_answers_differ(brake, others):
    """A broker that is ill says so in several ways."""
    told = [*([SENDER, *others] * MOST)]
    verdict = judge(brake, *told)
    assert (verdict.held, verdict.answer) == ("/a", UNKNOWN)
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
    again = judge(brake, *[SENDER] * MOST, TAKEN, first=40)
    assert list(again.outcome.answered) == ["60"]
    again = judge(brake, *[SENDER] * MOST, TAKEN, first=40)
    assert len(again.outcome.answered) == MOST + 1  # it is for what they are themselves


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
    assert list(verdict.outcome.answered) == ["2"]  # and that is no fate either


def test_nor_where_it_is_refused_for_us_again_though_others_were_taken_since(brake):
    credit = causes.CREDIT, ""
    assert judge(brake, TAKEN, credit).held == ""
    assert judge(brake, TAKEN, first=9).held is None
    assert judge(brake, credit, first=2).held is None
    assert (
        judge(brake, credit, credit, first=2).held == ""
    )  # the first one was refused before, the other one is new


# Refusals that say nothing of their message are one row of the connection, and no fate.


# The rule in one place: what the SMSC has against us, or against what all of us write, is no
# message's fate.

OF_ALL = {
    0x01: "message length",
    0x0A: "source address",
    0x43: "esm_class",
    0x48: "type of the source address",
    0x49: "plan of the source address",
    0x45: "submit failed",
    0x104: "data_coding",
    0x400: "of the vendor's: sender not authorised",
    0x0E: "password",
}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 19, 20, 50])
@pytest.mark.parametrize("status", OF_ALL, ids=OF_ALL.get)
def test_what_refuses_a_whole_campaign_costs_it_no_message_however_small_its_batches(
    brake, status, size
):
    answer = causes.from_smpp_status(status), f"0x{status:02X}"
    assert _failed_once_held(brake, 50, size, lambda _: answer) == set()


@given(
    st.lists(st.sampled_from([TAKEN, SENDER, (causes.CONTENT, "0x01")]), max_size=30),
    st.integers(1, 40),
)
def test_what_was_refused_while_others_were_taken_keeps_its_fate(before, size):
    """Once all that is left is refused, none of that fails, and nothing of before comes back."""
    answers = [*before, TAKEN]
    answer_of = dict(enumerate(answers)).get
    failed = _failed_once_held(
        Brake(Clock()), len(answers) + 40, size, lambda name: answer_of(name, SENDER)
    )
    rows = "".join("t" if one is TAKEN else "." for one in answers)
    refused = {n for n, one in enumerate(answers) if one is not TAKEN}
    long = {
        n for found in re.finditer(r"\.{20,}", rows) for n in range(*found.span())
    }  # offered once more each
    assert refused - long <= failed <= refused


def _failed_once_held(brake, count, size, answer_of):
    """Which of so many messages of a campaign have failed once it is held, or nothing waits."""
    waiting, failed = list(range(count)), set()
    while waiting:
        batch, waiting = waiting[:size], waiting[size:]
        told = {str(name): Acceptance(str(name), (), *answer_of(name)) for name in batch}
        verdict = brake.judge(Batch("/a", (), [], 0), Outcome(told, set()))
        answered, back = verdict.outcome.answered, set(map(int, verdict.regained))
        assert back <= failed
        failed = failed - back | {int(name) for name, one in answered.items() if one.cause}
        waiting = [*(name for name in batch if str(name) not in answered), *sorted(back), *waiting]
        if verdict.held is not None:
            break
    return failed


def test_after_a_crash_what_says_nothing_of_its_number_is_offered_again():
    told = {
        "1": Acceptance("1", ("id",)),
        "2": Acceptance("2", (), *NUMBER),
        "3": Acceptance("3", (), *UNKNOWN),
        "4": Acceptance("4", (), causes.CREDIT),
        "5": Acceptance("5", ("id",), *UNKNOWN),  # of its segments one was taken
    }
    outcome = after_crash(Outcome(told, {"6"}, trusted=False))
    assert list(outcome.answered) == ["1", "2", "5"]
    assert outcome[1:] == ({"6"}, False)


@pytest.mark.parametrize(
    ("first", "second"), [(UNKNOWN, SENDER), (SENDER, SENDER), (SENDER, UNKNOWN)]
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
