"""The engine takes rows as they come, and leaves nothing behind."""

import sys
from datetime import date

import pytest
from exported import fact

from unisms.services.exports.engine import EngineMissing, ExportEngine


def test_rows_are_taken_as_they_were_given(tmp_path):
    with ExportEngine(tmp_path) as engine:
        odd = 'a, "b"\n\\N é'
        engine.give("names", [("account", 1, odd, None, "")])
        engine.give("names", [("account", 2, "", date(2026, 1, 2), "x")])
        engine.take()
        assert engine.run("FROM given_names ORDER BY key") == [
            ("account", 1, odd, None, ""),
            ("account", 2, "", date(2026, 1, 2), "x"),
        ]


def test_the_first_day_is_that_of_any_table(tmp_path):
    with ExportEngine(tmp_path) as engine:
        assert engine.first_day() is None
        engine.give("facts", [fact(date(2026, 11, 3))])
        engine.give("balances", [(date(2026, 11, 2), 1, 5, 0)])
        engine.take()
        assert engine.first_day() == date(2026, 11, 2)


def test_rows_of_before_are_forgotten(tmp_path):
    with ExportEngine(tmp_path) as engine:
        engine.give("facts", [fact(date(2026, 11, 3))])
        engine.begin()
        engine.take()
        assert engine.run("FROM given_facts") == []


def test_it_works_with_one_thread_and_bounded_memory_and_leaves_no_file(tmp_path):
    with ExportEngine(tmp_path) as engine:
        told = dict(engine.run("SELECT name, value FROM duckdb_settings()"))
        assert told["threads"] == "1"
        assert told["memory_limit"].endswith("MiB")
        engine.give("facts", [fact(date(2026, 11, 3))])
    assert [*tmp_path.iterdir()] == []


def test_an_installation_without_duckdb_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(EngineMissing):
        ExportEngine(tmp_path)
    assert [*tmp_path.iterdir()] == []
