"""The night begins a process that writes exports; erased institutions leave no file."""

import json
import logging
import subprocess
import sys

import pytest
from factories import NOW, make_house, make_worker

from unisms.services.exports import folders
from unisms.services.exports.engine import EngineMissing
from unisms.services.ground.actor import service
from unisms.services.operators import institutions
from unisms.tasks import exports, night
from unisms.tasks.exports import program
from unisms.tasks.exports.run import ExportDone, NotBelieved


@pytest.fixture
def started(monkeypatch):
    """The processes that were begun; each says two lines."""
    begun = []

    def run(command, **options):
        begun.append((command, json.loads(options["input"])))
        return subprocess.CompletedProcess(command, run.code, "", "one\ntwo\n")

    run.code = 0
    monkeypatch.setattr(subprocess, "run", run)
    begun.append(run)
    return begun


def test_each_night_one_process_writes_the_exports_of_all(worker, started):
    worker.run(lambda root: make_house(root).__name__)
    night.tend(worker, NOW)
    worker.drain()
    [_, (command, settings)] = started
    assert command == [sys.executable, "-c", exports.PROGRAM]
    assert exports.PROGRAM.startswith("import os; os.nice(19);"), "it yields before it imports"
    assert settings["unisms.var"] == str(worker.var)


@pytest.mark.parametrize(("code", "level"), [(0, logging.INFO), (1, logging.ERROR)])
def test_what_the_process_says_is_in_the_log(worker, started, caplog, code, level):
    started[0].code = code
    with caplog.at_level(logging.INFO, exports.__name__):
        exports.export(worker)
    assert [(one.levelno, one.getMessage()) for one in caplog.records] == [
        (level, "exports: one"),
        (level, "exports: two"),
    ]


def test_a_process_that_stands_still_is_ended_and_that_is_told(worker, monkeypatch, caplog):
    monkeypatch.setattr(exports, "LONGEST", 0.2)
    monkeypatch.setattr(exports, "PROGRAM", "import time; time.sleep(60)")
    exports.export(worker)
    assert [one.getMessage() for one in caplog.records] == [
        "exports: not written in 0 h, and ended"
    ]


def test_the_files_of_an_erased_institution_go_with_it(worker):
    worker.run(lambda root: make_house(root).__name__)
    folder = exports.folder_of(worker)
    (folder / "facts/paris1").mkdir(parents=True)
    (folder / "facts/anges").mkdir()
    exports.forget(worker)
    assert [one.name for one in (folder / "facts").iterdir()] == ["paris1"]
    worker.run(lambda root: institutions.erase(service(), root, "paris1", NOW))
    night.clear_away(worker, "paris1")
    assert [*(folder / "facts").iterdir()] == []


def test_an_installation_without_exports_makes_no_folder(worker):
    exports.forget(worker)
    assert not exports.folder_of(worker).exists()


def test_they_wait_while_a_run_writes(worker, monkeypatch, caplog):
    monkeypatch.setattr(exports, "PATIENCE", 0)
    folder = exports.folder_of(worker)
    with folders.locked(folder):
        (folder / "facts/gone").mkdir(parents=True)
        exports.forget(worker)
    assert (folder / "facts/gone").exists()
    assert "an hour later" in caplog.text


@pytest.fixture
def outcome(monkeypatch, tmp_path, capsys):
    """Run the program of the process; ``outcome(act)`` is its exit code and what it says."""
    settings = {"unisms.var": str(tmp_path)}

    def told(act):
        def make(given):
            assert given == settings
            return make_worker(tmp_path, None)

        monkeypatch.setattr(program, "_worker", make)
        monkeypatch.setattr(program, "run", act)
        monkeypatch.setattr(program.json, "load", lambda _: settings)
        return program.main(), capsys.readouterr().err

    return told


def risen(error):
    def act(*_):
        raise error

    return act


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EngineMissing(), "DuckDB is not installed"),
        (folders.ExportRuns(), "another process"),
        (NotBelieved(), "the clock made a leap"),
    ],
)
def test_a_night_that_cannot_write_says_why(outcome, error, words):
    code, said = outcome(risen(error))
    assert code == 0
    assert words in said


def test_a_night_says_how_much_it_has_written_and_what_broke(outcome):
    done = [ExportDone("a", 3, 9, "2027-01-15"), ExportDone("b", 0, 0, "", "OSError")]
    assert outcome(lambda *_: done[:1]) == (0, "1 institutions, 3 new files\n")
    assert outcome(lambda *_: done) == (1, "1 institutions, 3 new files\nnot written: b\n")


def test_a_process_of_its_own_writes_them(tmp_path):
    worker = make_worker(tmp_path, None, uri="zconfig:package:unisms:store.conf")
    try:
        worker.run(lambda root: make_house(root).__name__)
        given = {**worker.registry.settings, "unisms.queue": "sqlite"}
        command = [sys.executable, "-c", exports.PROGRAM]
        done = subprocess.run(
            command, input=json.dumps(given, default=str), capture_output=True, text=True
        )
    finally:
        worker.close()
        worker.db.close()
    assert done.returncode == 0, done.stderr
    assert "1 institutions" in done.stderr
    assert (tmp_path / "dashboards/manifest.json").exists()


def test_its_worker_is_made_of_the_settings(tmp_path):
    made = make_worker(tmp_path, None)
    made.close()
    made.db.close()
    worker = program._worker({**made.registry.settings})
    assert worker.var == tmp_path
    worker.close()
    worker.db.close()
