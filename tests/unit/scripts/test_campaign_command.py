"""``unisms campaign``: finding one, telling what became of it."""

import time

import pytest

from unisms.model.campaigns import Campaign
from unisms.model.folder import find
from unisms.scripts import following


@pytest.fixture
def checked(demo):
    """A campaign of paris1 that is being sent."""
    words = (
        "send",
        "--institution",
        "paris1",
        "--as",
        "zlefevre",
        "--account",
        "scd",
        "--text",
        "Bonjour",
    )
    return demo, demo.json(*words, "--to", "0639980001")["path"]


def test_the_name_alone_is_enough(checked):
    command, path = checked
    assert command.json("campaign", "status", path.rsplit("/", 1)[1])["path"] == path


def test_a_status_is_a_sentence(checked):
    command, path = checked
    assert "sending · 1 waiting" in command.run("campaign", "status", path).output


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        ("empty_audience", "prepared: There is nobody to write to: the groups are empty"),
        ("dates_unread:2:0:demain", "2 dates could not be read, for example “demain”"),
        ("dates_unread:0:1:", "No rows of the file are selected. 1 row has no date.\n"),
    ],
)
def test_a_check_that_stopped_says_why(checked, problem, says):
    command, path = checked
    command.look(lambda root: setattr(find(root, path), "problem", problem))
    assert says in command.run("campaign", "status", path).output


def test_watching_ends_in_time_and_tells_that_it_is_not_over(checked, monkeypatch):
    monkeypatch.setattr(following, "LOOK", 0.01)
    command, path = checked
    assert (
        "1 waiting"
        in command.run("campaign", "status", path, "--watch", "--timeout", "0", code=5).output
    )


@pytest.mark.parametrize(
    "reference", ["20270112-none", "/institutions/paris1/campaigns/none", "/institutions/paris1"]
)
def test_what_is_not_there_is_refused(demo, reference):
    assert "There is no campaign" in demo.run("campaign", "status", reference, code=3).stderr


def test_two_of_one_name_are_told_apart_by_their_paths(demo):
    def add(root):
        for institution in root["institutions"].values():
            institution["campaigns"].add("twin", Campaign("admin", int(time.time())))

    demo.look(add)
    assert (
        "/institutions/nice/campaigns/twin" in demo.run("campaign", "status", "twin", code=3).stderr
    )


def test_the_list_names_each_and_its_state(checked):
    command, path = checked
    assert (
        f"sending            {path}  Bonjour"
        in command.run("campaign", "list", "--institution", "paris1").output
    )
    assert "No campaign yet" in command.run("campaign", "list", "--institution", "nice").output
    assert (
        "no institution lyon"
        in command.run("campaign", "list", "--institution", "lyon", code=3).stderr
    )


def told(state, **counts):
    nothing = dict.fromkeys(
        ("queued", "accepted", "uncertain", "failed", "expired", "stopped", "delivered"), 0
    )
    return {"state": state, **nothing, **counts}


@pytest.mark.parametrize(
    ("facts", "over", "code"),
    [
        (told("sending", queued=1), False, 5),
        (told("paused", queued=1), False, 5),
        (told("sent", accepted=1), False, 5),
        (told("sent", uncertain=1), False, 5),
        (told("sent", delivered=2), True, 0),
        (told("sent", delivered=1, failed=1), True, 5),
        (told("closed", delivered=1, expired=1), True, 5),
        (told("closed", delivered=1), True, 0),
        (told("stopped", stopped=1), True, 5),
    ],
)
def test_the_end_is_when_no_news_is_awaited(facts, over, code):
    assert (following.is_over(facts), following.exit_code(facts)) == (over, code)
