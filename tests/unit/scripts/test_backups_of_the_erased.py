"""Backups go by their age, and one of before an erasure does not bring anybody back."""

import os
import shutil
import time

import pytest

from unisms.services.dossiers import erasures
from unisms.services.dossiers.subjects import of_person
from unisms.services.operators import repeats
from unisms.services.rights import rights
from unisms.tasks import erased_list

DAY = 86400
PARIS = "/institutions/paris1"


@pytest.fixture
def other(other, demo):
    other.var.mkdir()
    shutil.copy(demo.var / "secret", other.var / "secret")
    return other


def somebody(root):
    """Return the uid and the number of somebody without a role."""
    paris = root["institutions"]["paris1"]
    people = paris["people"].items()
    return next(
        (uid, one.msisdn) for uid, one in people if one.msisdn and not rights.held(paris, uid)
    )


def erase(root, uid):
    paris = root["institutions"]["paris1"]
    chief = rights.person(paris, next(rights.administrators(paris)))
    erasures.begin(chief, of_person(paris, uid), int(time.time()), refuses=True)


def knows(root, uid, msisdn):
    paris = root["institutions"]["paris1"]
    rows = (row for one in paris["campaigns"].values() for _, row in one.stored_rows())
    return uid in paris["people"], any(row[0] == msisdn for row in rows)


def test_whoever_was_erased_after_a_copy_is_erased_once_more_when_it_is_restored(
    demo, other, tmp_path
):
    uid, msisdn = demo.look(somebody)
    demo.run("backup", str(tmp_path / "monday.fs"))
    demo.look(erase, uid)
    demo.run("backup", str(tmp_path / "tuesday.fs"))
    listed = (tmp_path / erased_list.FILE).read_text()
    assert uid not in listed
    assert msisdn[1:] not in listed
    shown = other.run("restore", str(tmp_path / "monday.fs")).output
    assert "Erased once more, as they had asked after that copy: 1." in shown
    assert other.look(knows, uid, msisdn) == (False, False)


def test_a_copy_that_was_made_after_it_has_nothing_to_erase(demo, other, tmp_path):
    uid, _ = demo.look(somebody)
    demo.look(erase, uid)
    demo.run("backup", str(tmp_path / "copy.fs"))
    told = other.json("restore", str(tmp_path / "copy.fs"))
    assert (told["erased_again"], told["to_erase_by_hand"]) == (0, [])


def test_whom_nobody_can_stand_in_for_is_told(demo, other, tmp_path, monkeypatch):
    demo.run("backup", str(tmp_path / "copy.fs"))
    refused = repeats.Repeated((), (f"{PARIS}/people/last",))
    monkeypatch.setattr(repeats, "repeat", lambda *_: refused)
    shown = other.run("restore", str(tmp_path / "copy.fs")).output
    assert f"Erase by hand, once somebody else may give roles: {PARIS}/people/last" in shown


def age(file, days):
    at = time.time() - days * DAY
    os.utime(file, (at, at))


def test_backups_beside_it_go_by_the_age_that_is_asked_for(demo, tmp_path):
    for name in ("old.fs", "young.fs"):
        demo.run("backup", str(tmp_path / name))
    (tmp_path / "mine.fs").write_text("no copy of a store")
    (tmp_path / "folder.fs").mkdir()
    for name, days in (("old.fs", 31), ("young.fs", 29), ("mine.fs", 99), ("folder.fs", 99)):
        age(tmp_path / name, days)
    told = demo.json("backup", str(tmp_path / "new.fs"), "--keep", "30")
    assert told["removed"] == [str(tmp_path / "old.fs")]
    left = sorted(one.name for one in tmp_path.glob("*.fs"))
    assert left == ["folder.fs", "mine.fs", "new.fs", "young.fs"]


def test_without_an_age_no_backup_goes(demo, tmp_path):
    demo.run("backup", str(tmp_path / "old.fs"))
    age(tmp_path / "old.fs", 3_000)
    demo.run("backup", str(tmp_path / "new.fs"))
    assert (tmp_path / "old.fs").exists()
    shown = demo.run("backup", str(tmp_path / "new.fs"), "--replace", "--keep", "400").output
    assert f"Removed, by its age: {tmp_path / 'old.fs'}" in shown


def test_a_store_that_is_empty_has_nobody_to_note(other, tmp_path):
    other.run("backup", str(tmp_path / "empty.fs"))
    assert not (tmp_path / erased_list.FILE).exists()
