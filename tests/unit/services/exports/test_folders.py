"""The folder: one writer, nothing left behind, nothing taken from whoever reads."""

import os
from datetime import date
from pathlib import Path

import pytest
from exported import PARIS, fact, files, manifest, published

from unisms.services.exports import folders, manifests

ANGES = PARIS._replace(key="anges")
DAY = date(2026, 11, 28)


def test_the_folder_stands_in_var_unless_a_setting_names_another():
    assert folders.folder_of({}, Path("/var/x")) == Path("/var/x/dashboards")
    assert folders.folder_of({"unisms.exports": "/srv/e"}, Path("/var/x")) == Path("/srv/e")


def test_a_second_writer_is_refused_while_the_first_one_writes(tmp_path):
    with (
        folders.locked(tmp_path / "e"),
        pytest.raises(folders.ExportRuns),
        folders.locked(tmp_path / "e", 0.01),
    ):
        pass
    with folders.locked(tmp_path / "e"):
        pass


def test_a_killed_run_leaves_nothing_for_long(tmp_path):
    published(tmp_path, [fact(DAY)])
    (tmp_path / ".work-x").mkdir()
    for left in (".work-x/facts", ".manifest.json", "facts/paris1/.2026-11-28.draft"):
        (tmp_path / left).write_text("half")
    before = files(tmp_path, "facts")
    folders.clear(tmp_path, manifests.read(tmp_path), now=0)
    assert [file.name for file in tmp_path.glob(".*")] == []
    assert [*(tmp_path / "facts/paris1").iterdir()] == [*before.values()]


def test_a_file_that_counts_no_more_stays_for_an_hour(tmp_path):
    published(tmp_path, [fact(DAY)])
    [old], before = files(tmp_path, "facts").values(), manifests.read(tmp_path)
    os.utime(old, (0, 0))
    published(tmp_path, [fact(DAY, 2)])
    now = manifests.read(tmp_path)
    folders.let_go(tmp_path, before.files, now.files)
    changed_at = old.stat().st_mtime
    folders.clear(tmp_path, now, changed_at + folders.READ - 1)
    assert old.exists()
    folders.clear(tmp_path, now, changed_at + folders.READ + 1)
    assert not old.exists()
    assert all(file.exists() for file in files(tmp_path, "facts").values())


def test_a_file_that_is_gone_already_is_let_go_too(tmp_path):
    published(tmp_path, [fact(DAY)])
    before = manifests.read(tmp_path)
    files(tmp_path, "facts")["2026-11-28"].unlink()
    folders.let_go(tmp_path, before.files, [])


def test_an_institution_that_is_gone_leaves_no_file(tmp_path):
    published(tmp_path, [fact(DAY)])
    published(tmp_path, [fact(DAY)], told=ANGES)
    (tmp_path / "facts/half").mkdir()  # a run was killed before the manifest told of it
    assert folders.forget(tmp_path, ["paris1"], 1) == ["anges", "half"]
    assert [*manifest(tmp_path)["institutions"]] == ["paris1"]
    assert {path.parent.name for path in tmp_path.rglob("*.parquet")} == {"paris1"}


def test_nothing_is_written_where_no_institution_is_gone(tmp_path):
    published(tmp_path, [fact(DAY)])
    before = (tmp_path / "manifest.json").stat().st_ino
    assert folders.forget(tmp_path, ["paris1", "anges"], 1) == []
    assert (tmp_path / "manifest.json").stat().st_ino == before
