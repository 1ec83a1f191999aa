"""``unisms export``: the files, what was written, and why nothing was."""

import io
import os
import re
import sys
from datetime import date

import duckdb
import pytest
from exported import PARIS, fact, files, manifest, published
from places import ROOT

from unisms.scripts import export
from unisms.services.exports import engine, folders
from unisms.tasks.exports import run
from unisms.tasks.exports.run import ExportDone, NotBelieved


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch):
    """The process of the tests keeps its priority."""
    monkeypatch.setattr(os, "nice", lambda _: 0)


def told_by(monkeypatch, act):
    monkeypatch.setattr(run, "run", act)


def risen(error):
    def act(*_):
        raise error

    return act


def test_every_institution_is_exported_and_a_second_time_nothing_is_new(demo):
    first = demo.run("export").output
    folder = demo.var / "dashboards"
    assert f"They are in {folder}" in first
    assert [*manifest(folder)["institutions"]] == ["nice", "paris1"]
    assert "paris1: 0 new of" in demo.run("export").output
    assert files(folder, "names", "paris1")


def test_one_institution_and_one_month_may_be_asked_for(demo):
    told = demo.json("export", "nice", "--month", "2026-01")
    assert [one["institution"] for one in told["institutions"]] == ["nice"]
    assert told["folder"] == str(demo.var / "dashboards")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--month", "novembre"), "a month is written 2026-10"),
        (("--month", "2026-10", "--all"), "--month or --all, not both"),
    ],
)
def test_wrong_words_are_told(demo, words, sentence):
    assert sentence in demo.run("export", *words, code=2).output


def test_an_institution_that_is_not_there_is_told(demo):
    assert "there is: nice, paris1" in demo.run("export", "nowhere", code=3).output


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (engine.EngineMissing(), 4, "pip install 'unisms[dashboards]'"),
        (folders.ExportRuns(), 3, "Try again later"),
        (NotBelieved(), 3, "unisms clock"),
    ],
)
def test_whatever_keeps_it_from_writing_is_told(demo, monkeypatch, error, code, sentence):
    told_by(monkeypatch, risen(error))
    assert sentence in demo.run("export", code=code).output


def test_an_institution_that_broke_is_told(demo, monkeypatch):
    done = [ExportDone("anges", 0, 0, ""), ExportDone("pantheon", 0, 0, "", "OSError")]
    told_by(monkeypatch, lambda *_: done)
    said = demo.run("export", code=1).output
    assert "anges: 0 new of 0 files\n" in said
    assert "pantheon: not written (OSError)" in said


class Terminal(io.StringIO):
    """Somebody looks."""

    def isatty(self):
        return True


def test_progress_is_shown_to_somebody_who_looks(monkeypatch, capsys):
    assert export.progress() is export.ignore
    monkeypatch.setattr(sys, "stderr", Terminal())
    export.progress()("anges", 1, 2)
    export.progress()("anges", 2, 2)
    assert sys.stderr.getvalue().endswith("anges: 2 of 2 messages read\n")


def test_the_ways_of_reading_that_the_page_shows_read(tmp_path, monkeypatch):
    folder = tmp_path / "dashboards"
    rows = [fact(date(2026, 11, day), day) for day in range(1, 30)]
    rows += [fact(date(2026, 11, 3), 5, state="failed"), fact(date(2026, 10, 31), 99)]
    names = [("account", 1, "Bibliothèques", None, "")]
    published(folder, rows, told=PARIS._replace(key="pantheon"), names=names)
    published(folder, [fact(date(2026, 11, 1), 7)], names=names)
    page = (ROOT / "docs/exports.md").read_text()
    monkeypatch.chdir(folder)
    [query] = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    assert duckdb.sql(query).fetchall() == [("Bibliothèques", 440, 435, 22.0)]
    monkeypatch.chdir(tmp_path)
    known = {}
    exec("".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)), known)
    assert known["month"]["messages"].sum() == 440
    lines = (tmp_path / "november.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "institution;day;account;state;messages;segments;cost"
    assert len(lines) == 31
