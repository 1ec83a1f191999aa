"""``unisms send``: blanks filled once for all, and a text for those who read English."""

import pytest
import scenes

from unisms.model.folder import find

SEND = ("send", "--institution", "paris1", "--as", "zlefevre", "--account", "scolarite")
GROUP = ("--to", "group:l2-histoire", "--dry-run")
TEXT = "Le cours de [matière] est en [salle]."


def speak_english(root):
    people = find(root, f"{scenes.PARIS}/people")
    for uid in find(root, f"{scenes.PARIS}/groups/l2-histoire").uids:
        people[uid].language = "en"


def test_blanks_are_filled_once_for_all(demo):
    fills = ("--fill", "matiere=Histoire", "--fill", "salle = B12")
    check = demo.json(*SEND, "--text", TEXT, *fills, *GROUP)["check"]
    assert check["longest"][1] == "Le cours de Histoire est en B12."
    assert check["languages"] == []


def test_a_text_in_english_goes_to_those_who_read_it(demo):
    demo.look(speak_english)
    texts = ("--text", TEXT, "--text-en", "The class is in [salle].")
    fills = ("--fill", "matière=Histoire", "--fill", "salle=B12")
    told = demo.json(*SEND, *texts, *fills, *GROUP)["check"]["languages"]
    assert [(one["language"], one["recipients"]) for one in told] == [("fr", 0), ("en", 43)]
    shown = demo.run(*SEND, *texts, *fills, *GROUP).output
    assert "  en              43 messages · 43 segments" in shown
    demo.look(lambda root: setattr(find(root, scenes.PARIS), "language", "en"))
    told = demo.json(*SEND, *texts, *fills, *GROUP)["check"]["languages"]
    assert [(one["language"], one["recipients"]) for one in told] == [("en", 43), ("fr", 0)]


def test_the_title_is_that_of_the_filled_text(demo):
    words = ("--text", TEXT, "--fill", "matière=Histoire", "--fill", "salle=B12")
    path = demo.json(*SEND, *words, "--to", "0639980001")["path"]
    title = demo.look(lambda root: find(root, path).title)
    assert title == "Le cours de Histoire est en B12."


@pytest.mark.parametrize(
    ("fill", "says", "code"),
    [
        ("lune=1", "--fill lune: no text has such a placeholder; there is: matière, salle.", 3),
        ("salle", "write NAME=VALUE", 2),
        ("=B12", "write NAME=VALUE", 2),
    ],
)
def test_a_value_for_nothing_is_refused(demo, fill, says, code):
    assert says in demo.run(*SEND, "--text", TEXT, "--fill", fill, *GROUP, code=code).stderr
