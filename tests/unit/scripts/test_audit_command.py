"""``unisms audit``: what was touched is told, and by the exit code."""

import pytest

from unisms.model.audit import AuditEntry
from unisms.scripts import audit


def write(root, entries=3):
    journal = root["institutions"]["paris1"].audit
    for at in range(entries):
        journal.record(AuditEntry(at, "admin", "account.opened", f"/accounts/{at}", ""))
    journal.seal()


def touch(root):
    parts = root["institutions"]["paris1"].audit._parts
    parts[2] = (0, *parts[2][1:])


@pytest.fixture
def written(demo):
    demo.look(write)
    return demo


def test_journals_that_nobody_touched_are_whole(written, monkeypatch):
    shown = written.run("audit", "verify").output
    assert shown == "/: 0 entries, whole\nnice: 0 entries, whole\nparis1: 3 entries, whole\n"
    monkeypatch.setattr(audit, "MOST", 2)
    assert written.run("audit", "verify", "paris1").output == "paris1: 3 entries, whole\n"


def test_an_edited_entry_is_told_with_exit_code_1(written):
    written.look(touch)
    shown = written.run("audit", "verify", code=1).output
    assert "paris1: entry 2 is not what was sealed\n" in shown
    assert "nice: 0 entries, whole\n" in shown
    assert written.run("audit", "verify", "nice").output == "nice: 0 entries, whole\n"
    assert written.json("audit", "verify", "paris1", code=1)["paris1"]["faults"] == [[2, "edited"]]


def test_a_head_noted_elsewhere_is_looked_for(written):
    noted = written.run("audit", "head", "paris1").output.split()
    assert noted[:2] == ["paris1", "3"]
    written.look(write)
    written.run("audit", "verify", "paris1", "--head", noted[2])
    shown = written.run("audit", "verify", "paris1", "--head", "0" * 64, code=1).output
    assert "the head that was noted is not in it" in shown


def test_heads_are_told_for_scripts(written):
    heads = written.json("audit", "head")
    assert {name: facts["entries"] for name, facts in heads.items()} == {
        "/": 0,
        "nice": 0,
        "paris1": 3,
    }
    assert len(heads["paris1"]["head"]) == 64


def test_what_cannot_be_verified_is_refused(demo):
    assert "There is no institution lyon2" in demo.run("audit", "verify", "lyon2", code=3).output
    demo.run("audit", "verify", "--head", "0" * 64, code=2)
