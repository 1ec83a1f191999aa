"""A DuckDB for many threads, which reads nothing but its folder."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import duckdb
import invented
import pytest

from dashboards.exports import engine as reader
from dashboards.exports import recent
from dashboards.exports.catalogue import Catalogue
from dashboards.exports.engine import Engine
from dashboards.exports.periods import Period
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

ALL = Selection(("pantheon",), None, date(2024, 1, 1), date(2026, 12, 31))


def total(engine, selection=ALL):
    return int(sums(engine, selection, ())["messages"].sum())


def test_a_new_manifest_is_seen_at_once(tmp_path):
    made = [
        invented.write(tmp_path / name, months=2, messages=n, institutions=1)
        for name, n in (("one", 2_000), ("two", 4_000))
    ]
    engine = Engine(made[0])
    first = total(engine)
    shutil.copytree(made[1], made[0], dirs_exist_ok=True)
    assert first < total(engine) == total(Engine(made[1]))
    engine.close()


def test_threads_get_the_answers_of_their_own_questions(engine):
    months = [Period(date(2026, month, 1), date(2026, month, 28)) for month in range(1, 12)]
    alone = {period: total(engine, ALL.during(period)) for period in months}
    fresh = Engine(engine.folder)
    with ThreadPoolExecutor(8) as threads:
        asked = months * 8
        found = list(threads.map(lambda period: total(fresh, ALL.during(period)), asked))
    fresh.close()
    assert found == [alone[period] for period in asked]


def test_an_answer_that_somebody_changes_is_not_changed_for_others(engine):
    found = sums(engine, ALL, ("state",))
    before = found.copy()
    found["messages"] = 0
    found.drop(columns="state")
    assert sums(engine, ALL, ("state",)).equals(before)


@pytest.mark.parametrize(
    "sql", ["SELECT * FROM read_text('/etc/passwd')", "COPY (SELECT 1) TO '/tmp/x.csv'"]
)
def test_nothing_else_of_the_machine_can_be_read_or_written(engine, sql):
    with pytest.raises(duckdb.PermissionException):
        engine._duckdb.execute(sql)


def test_its_settings_cannot_be_changed(engine):
    with pytest.raises(duckdb.InvalidInputException):
        engine._duckdb.execute("SET enable_external_access = true")


def test_memory_and_threads_are_bounded(engine):
    told = dict(engine._duckdb.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert told["threads"] == "2"
    assert float(told["memory_limit"].split()[0]) < 100


def test_today_is_that_of_the_zone(folder):
    catalogue = Catalogue(folder)
    before_midnight = 1_793_486_700  # 2026-10-31 22:45 UTC
    assert catalogue.today(("pantheon",), before_midnight) == date(2026, 10, 31)
    catalogue.manifest.zones["pantheon"] = "Indian/Reunion"
    assert catalogue.today(("pantheon",), before_midnight) == date(2026, 11, 1)
    catalogue.manifest.zones["pantheon"] = "Nowhere/../At All"
    assert catalogue.today(("pantheon",), before_midnight) == date(2026, 10, 31)
    assert catalogue.today((), before_midnight) == date(2026, 10, 31)


def test_the_days_of_several_institutions(folder):
    catalogue = Catalogue(folder)
    assert catalogue.institutions == ("anges", "pantheon")
    assert catalogue.span(("anges", "x")) == Period(date(2024, 10, 1), date(2026, 11, 29))
    assert catalogue.span(("x",)) is None


BOTH = ALL._replace(institutions=("anges", "pantheon"))


def test_what_is_read_into_memory_is_what_the_files_tell(engine, monkeypatch):
    asked = [BOTH, ALL, ALL._replace(first=date(2026, 11, 3), last=date(2026, 11, 20))]
    expected = [sums(engine, one, ("day", "state"), ("messages", "cost")) for one in asked]
    monkeypatch.setattr(recent, "MANY", 3)
    fresh = Engine(engine.folder)
    fresh.warm()
    found = [sums(fresh, one, ("day", "state"), ("messages", "cost")) for one in asked]
    held = fresh._duckdb.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    fresh.close()
    assert all(one.equals(other) for one, other in zip(found, expected, strict=True))
    assert len(held) >= 8


def test_memory_follows_the_manifest_while_threads_ask(tmp_path, monkeypatch):
    monkeypatch.setattr(recent, "MANY", 3)
    sizes = {"months": 2, "institutions": 1}
    one = invented.write(tmp_path / "one", **sizes, messages=2_000)
    two = invented.write(tmp_path / "two", **sizes, messages=4_000)
    opened = Engine(one)
    first, days = total(opened), range(2, 28)
    shutil.copytree(two, one, dirs_exist_ok=True)
    spans = [ALL._replace(first=date(2026, 10, day)) for day in days]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda span: total(opened, span), spans))
    opened.close()
    other = Engine(two)
    assert found == [total(other, span) for span in spans]
    assert first < total(other)
    other.close()


def test_answers_are_remembered_within_bounds(engine, monkeypatch):
    monkeypatch.setattr(reader, "_REMEMBERED", 20_000)
    fresh = Engine(engine.folder)
    for day in range(1, 29):
        sums(fresh, ALL._replace(first=date(2026, 9, day)), ("day",))
    assert 0 < len(fresh._answers) < 10
    assert fresh._bytes <= 20_000
    fresh.close()
