"""Doubts: which message is told to wait for what it is itself."""

import random

import pytest
from batches import Clock, suspecting

from unisms.addons.brokers.smpp import doubts as module
from unisms.addons.brokers.smpp.doubts import (
    BRIEF,
    FIRST,
    LONG,
    LONGEST,
    MOST_STRIKES,
    QUIET,
    Doubts,
)
from unisms.ports import Outgoing

A, B = Outgoing("a", "+33639980001", "Bonjour"), Outgoing("b", "+33639980002", "Bonjour")


def test_at_first_nobody_is_suspected():
    assert Doubts().suspected([A, B]) == []


def test_who_waits_while_more_others_are_taken_than_refused_is_suspected_in_the_end():
    doubts = Doubts()
    said = [
        doubts.told_to_wait("a", taken, waiting)
        for taken, waiting in [(0, 1), (1, 2), (3, 4), (6, 5)]
    ]
    assert said == [False, False, False, True]
    assert doubts.suspected([A, B]) == [A]


def test_who_waits_while_as_many_others_are_refused_is_not():
    doubts = Doubts()
    assert not any(doubts.told_to_wait("a", taken, 1 + 2 * taken) for taken in range(100))


def test_one_that_is_suspected_is_offered_alone_after_a_while_that_grows():
    doubts = suspecting("a")
    assert doubts.due([A]) == []
    doubts.clock.now += FIRST
    assert doubts.due([A, B]) == [A]
    pauses = []
    for _ in range(10):
        doubts.strike("a")
        pauses.append(doubts.of["a"].due - doubts.clock.now)
    assert pauses[:3] == [2 * FIRST, 4 * FIRST, 8 * FIRST]
    assert pauses[-1] == LONGEST


def strikes(doubts, *meanwhile):
    """Return the strikes of a message offered alone after PDUs of others, taken or refused."""
    for taken, refused in meanwhile:
        doubts.sum_up(taken, refused)
        doubts.strike("a")
    return doubts.of["a"].strikes if "a" in doubts.of else None


def test_it_is_a_strike_where_all_others_are_taken():
    assert strikes(suspecting("a"), (20, 0), (20, 1), (1, 0)) == 3


def test_none_where_some_others_wait_too():
    assert strikes(suspecting("a"), (20, 2), (20, 19)) == 0


def test_where_most_others_wait_too_the_message_is_under_no_doubt_any_more():
    assert strikes(suspecting("a"), (20, 0), (20, 20)) is None


def test_where_there_is_nothing_else_it_is_one_after_the_longest_pause_only():
    growing = 8  # from half a second to two minutes
    assert strikes(suspecting("a"), *[(0, 0)] * growing) == 0
    assert strikes(suspecting("a"), *[(0, 0)] * (growing + 2)) == 2


def test_after_so_many_strikes_it_is_refused():
    doubts = suspecting("a")
    for _ in range(MOST_STRIKES - 1):
        doubts.sum_up(1, 0)
        assert not doubts.strike("a")
    doubts.sum_up(1, 0)
    assert doubts.strike("a")
    assert doubts.due([A]) == [A]


def test_who_waits_is_offered_alone_only_once_nothing_was_taken_for_a_moment():
    doubts = Doubts(Clock())
    assert doubts.until_quiet() == 0
    doubts.sum_up(0, 3)
    assert doubts.until_quiet() == 0
    doubts.sum_up(1, 0)
    assert doubts.until_quiet() == QUIET
    doubts.clock.now += QUIET
    assert doubts.until_quiet() == 0


def test_where_nothing_may_be_offered_we_wait_longer_each_time_until_something_may():
    doubts = suspecting("a", "b")
    assert [doubts.until_due([A, B]) for _ in range(2)] == [BRIEF, 2 * BRIEF]
    doubts.of["b"].due = doubts.clock.now + 0.01
    assert doubts.until_due([A, B]) == pytest.approx(0.01)
    doubts.of["b"].due = doubts.clock.now - 1
    assert doubts.until_due([A, B]) == 0
    for one in "ab":
        doubts.of[one].due = doubts.clock.now + LONGEST
    assert [doubts.until_due([A, B]) for _ in range(3)][-1] == LONG
    doubts.sum_up(1, 0)
    assert doubts.until_due([A, B]) == BRIEF


def test_so_many_are_remembered_and_no_more(monkeypatch):
    monkeypatch.setattr(module, "KEPT", 2)
    doubts = suspecting("a")
    for reference in ("b", "c"):
        doubts.told_to_wait(reference, 0, 1)
    assert list(doubts.of) == ["b", "c"]
    assert doubts.due([A]) == []


def test_an_smsc_that_refuses_every_second_pdu_at_random_costs_no_message():
    chance = random.Random(1)
    for _ in range(2000):
        doubts, tries = suspecting("a"), 1
        while chance.random() < 0.5:
            doubts.sum_up(50, 0)  # though all others were taken meanwhile
            assert not doubts.strike("a")
            tries += 1
        doubts.cleared("a")
