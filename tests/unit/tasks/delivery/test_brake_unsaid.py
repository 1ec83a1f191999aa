"""Refusals that say nothing of their message are one row of the connection, and no fate."""

import pytest
from brakes import NUMBER, SENDER, TAKEN, UNKNOWN, Clock, judge

from unisms.sms import causes
from unisms.tasks.delivery import brake as module
from unisms.tasks.delivery.brake import A_MOMENT, LATER, MOST, Brake


@pytest.fixture
def brake():
    return Brake(Clock())


@pytest.mark.parametrize("other", [UNKNOWN, (causes.UNKNOWN, "0x99"), (causes.OPERATOR, "0x08")])
def test_after_a_campaign_one_message_of_another_that_is_refused_so_holds_everything(brake, other):
    judge(brake, *[UNKNOWN] * MOST)
    assert judge(brake, other, campaign="/b").held == ""


VENDORS = [
    (causes.from_smpp_status(status), f"0x{status:02X}")
    for status in (0x45, 0xFE, 0xFF, 0x400, 0x4FF, 0x64)
]


@pytest.mark.parametrize("answer", VENDORS)
def test_campaigns_of_one_message_make_one_row(brake, answer):
    verdicts = [judge(brake, answer, campaign=f"/c{n}") for n in range(MOST)]
    assert [verdict.held for verdict in verdicts] == [None] * (MOST - 1) + [""]
    assert not any(verdict.outcome.answered for verdict in verdicts)


def test_a_message_that_is_refused_so_again_and_again_while_nothing_else_waits_holds_its_campaign(
    brake,
):
    assert [judge(brake, UNKNOWN).held for _ in range(3)] == [None, None, "/a"]


def test_what_waits_of_two_campaigns_and_is_refused_so_holds_everything(brake):
    held = [judge(brake, UNKNOWN, campaign=campaign).held for campaign in ("/a", "/b") * 3]
    assert held == [None] * 4 + ["", ""]


def test_nothing_is_held_for_what_else_is_answered_after_a_row(brake):
    judge(brake, *[UNKNOWN] * MOST)
    assert judge(brake, NUMBER, SENDER, campaign="/b").held is None


def test_one_that_is_refused_so_is_offered_again_and_fails_if_it_is_again_while_others_are_taken(
    brake,
):
    assert list(judge(brake, UNKNOWN, *[TAKEN] * 50).outcome.answered) == [
        str(n) for n in range(2, 52)
    ]
    tries = 0
    while not (told := judge(brake, UNKNOWN, TAKEN).outcome.answered.get("1")):
        tries += 1
    assert (told.cause, told.code) == UNKNOWN
    assert tries == 3
    assert "1" not in judge(brake, UNKNOWN).outcome.answered  # nothing is known of it any more


def test_the_more_messages_are_refused_by_chance_the_oftener_one_is_offered(brake):
    """Two nodes stand behind one address, and one of them is ill."""
    judge(brake, *[UNKNOWN, TAKEN] * 25)
    verdicts = []
    for n in range(18):
        verdicts.append(judge(brake, UNKNOWN))
        judge(brake, UNKNOWN, TAKEN, first=100 + 2 * n)
    assert not any("1" in verdict.outcome.answered for verdict in verdicts)
    assert {verdict.held for verdict in verdicts} == {None}


def test_tries_that_follow_at_once_tell_something_while_the_broker_is_well(brake):
    """They are what is left of a campaign: nothing else waits that could be taken meanwhile."""
    judge(brake, UNKNOWN, *[TAKEN] * 50)
    for _ in range(4):
        verdict = judge(brake, UNKNOWN)
    assert "1" in verdict.outcome.answered


@pytest.mark.parametrize("pause", [LATER, A_MOMENT])
def test_later_each_does_that_comes_a_while_after_the_one_before(brake, pause):
    judge(brake, UNKNOWN, *[TAKEN] * 50)
    verdicts = []
    for _ in range(4):
        brake._clock.now += pause
        verdicts.append(judge(brake, UNKNOWN))
    assert ("1" in verdicts[-1].outcome.answered) == (pause == LATER)


def test_where_it_took_hardly_anything_a_moment_ago_it_is_not_well(brake):
    judge(brake, *[UNKNOWN] * 10, TAKEN)
    held = [judge(brake, *[UNKNOWN] * 10).held for _ in range(4)]
    assert held == [None, None, "/a", "/a"]


def test_a_broker_that_refuses_nearly_everything_is_held_and_no_message_fails(brake):
    """The ill one of two nodes answers at once, and so gets nearly all."""
    verdicts = [judge(brake, *[UNKNOWN] * 19, TAKEN, first=1 + 20 * n) for n in range(10)]
    assert [verdict.held for verdict in verdicts[:5]] == [None] * 4 + ["/a"]
    assert verdicts[4].answer == UNKNOWN
    assert all(len(verdict.outcome.answered) == 1 for verdict in verdicts)
    assert verdicts[5].held is None  # it is judged anew


def test_all_campaigns_where_it_refuses_those_of_several(brake):
    for n in range(5):
        verdict = judge(brake, *[UNKNOWN] * 19, TAKEN, first=1 + 20 * n, campaign=f"/{n % 2}")
    assert verdict.held == ""


def test_not_for_what_is_refused_for_what_it_is_itself(brake):
    judge(brake, *[TAKEN] * 50)
    verdicts = [judge(brake, *[UNKNOWN] * 5, *[TAKEN] * 45, first=1 + 50 * n) for n in range(20)]
    assert {verdict.held for verdict in verdicts} == {None}


def test_what_is_remembered_has_a_bound(brake, monkeypatch):
    monkeypatch.setattr(module, "REMEMBERED", 3)
    monkeypatch.setattr(module, "CAMPAIGNS", 2)
    for n in range(5):
        judge(brake, UNKNOWN, campaign=f"/c{n}")
        judge(brake, SENDER, campaign=f"/s{n}")
    assert list(brake._known) == ["/c21", "/c31", "/c41"]
    assert len(brake._times) == 3
    assert list(brake._rows) == ["/c4", "/s4"]
