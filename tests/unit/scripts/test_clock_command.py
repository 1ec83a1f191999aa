"""``unisms clock``: what waits after a leap of the clock, and who lets it go on."""

import json
import time

import pytest

from unisms.scripts import clock
from unisms.scripts.release import moment
from unisms.services.ground import days, lives

WEEKS = 21 * 86400


@pytest.fixture
def off(demo):
    """The service was off for three weeks."""
    demo.look(lambda root: setattr(lives.life_of(root), "trusted", int(time.time()) - WEEKS))
    return demo


def at_work(root, lived):
    now = int(time.time())
    lives.life_of(root).leap = tuple(days.Leap(now - lived, now, lived, 9))


def trace(demo):
    entries = demo.look(
        lambda root: [one for one in root.audit.waiting() if one.verb == "clock.confirmed"]
    )
    return [(one.by, json.loads(one.before), json.loads(one.after)) for one in entries]


def test_of_a_clock_that_is_believed_nothing_waits(demo):
    assert "Nothing waits" in demo.run("clock").output
    assert demo.json("clock")["held"] is False
    assert "Nothing waits" in demo.run("clock", "--confirm").output
    assert trace(demo) == []


def test_what_waits_is_told_with_since_when_and_why(off):
    told = off.run("clock", code=3)
    assert "No worker was at work on that day yet" in told.output
    off.look(at_work, 3 * 3600)
    told = off.run("clock", code=3)
    since = off.look(lambda root: days.leap_of(root).since)
    assert f"Since {moment(since)}" in told.output
    assert "replies and journals that are too old" in told.output
    assert "; 3 have passed" in told.output
    assert "unisms clock --confirm" in told.stderr
    found = off.json("clock", code=3)
    assert (found["held"], found["since"], found["lived"]) == (True, since, 3 * 3600)
    assert trace(off) == []


@pytest.mark.parametrize("with_leap", [False, True])
def test_confirmed_it_goes_on_at_once_and_the_journal_says_who_and_when(
    off, monkeypatch, with_leap
):
    monkeypatch.setenv("SUDO_USER", "mroux")
    believed = off.look(lambda root: root.life.trusted)
    if with_leap:
        off.look(at_work, 60)
    assert "Confirmed" in off.run("clock", "--confirm").output
    now = int(time.time())
    assert off.look(lambda root: days.may_erase(root, now))
    assert off.look(days.leap_of) is None
    [(by, before, after)] = trace(off)
    assert (by, before, after["login"]) == ("", {"clock": moment(believed)}, "mroux")
    assert after["clock"][:10] == moment(now)[:10]
    assert "Nothing waits" in off.run("clock", "--confirm").output
    assert len(trace(off)) == 1


def test_a_script_reads_that_it_is_held_no_more(off):
    told = off.json("clock", "--confirm")
    assert told["held"] is False
    assert told["now"] - told["believed"] >= WEEKS


def test_an_account_without_a_name_is_told_by_its_number(monkeypatch):
    def nameless():
        raise KeyError

    monkeypatch.delenv("SUDO_USER", raising=False)
    monkeypatch.setattr(clock.getpass, "getuser", nameless)
    monkeypatch.setattr(clock.os, "getuid", lambda: 4711)
    assert clock.account() == "4711"
