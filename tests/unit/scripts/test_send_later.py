"""``unisms send`` at an hour, up to a limit, over a period."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from unisms.model.folder import find

COURSE = (
    *("send", "--institution", "paris1", "--as", "zlefevre", "--account", "scolarite"),
    *("--text", "Cours déplacé"),
)


def test_a_message_is_scheduled_by_the_clock_of_its_institution(demo):
    words = (*COURSE, "--to", "group:l2-histoire", "--at", "2099-01-12 10:00")
    assert "a year" in demo.run(*words, code=3).stderr
    at = f"{datetime.now(ZoneInfo('Europe/Paris')) + timedelta(days=2):%Y-%m-%d} 10:00"
    shown = demo.run(*words[:-1], at, "--spread", "90").stdout
    assert f"Scheduled for {at}: /institutions/paris1/campaigns/" in shown
    path = shown.rpartition(" ")[2].strip()
    state, timing = demo.look(lambda root: (find(root, path).state, find(root, path).wanted))
    assert (state, timing.at, timing.spread) == ("scheduled", at.replace(" ", "T"), "90")


def test_a_moment_that_is_none_and_one_of_the_past_are_refused(demo):
    words = (*COURSE, "--to", "0639980001")
    assert "such as 12/01/2027" in demo.run(*words, "--at", "tomorrow", code=3).stderr
    assert "past" in demo.run(*words, "--until", "2020-01-01 10:00", code=3).stderr
