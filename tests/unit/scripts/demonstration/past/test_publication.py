"""The exports of the demonstration: two invented years, and then the term that its store tells."""

import json
import sys
from collections import Counter
from datetime import datetime, timedelta

import duckdb
import pytest

from tests.unit.scripts.conftest import write_ini
from tests.unit.scripts.demonstration import telling
from unisms.model import export_keys
from unisms.model.export_keys import CAMPAIGN
from unisms.model.rows import cause_of
from unisms.scripts.demonstration.term import ZONE
from unisms.services.exports.tables import TABLES
from unisms.services.money import billing
from unisms.sms import causes, states

NAMES = ("pantheon", "anges")


class Exported:
    """The files of a demonstration, and the ``unisms`` command on it."""

    def __init__(self, command):
        self.command, self.folder = command, command.var / "dashboards"
        command.run("demo")
        self.read()

    def read(self):
        self.manifest = json.loads((self.folder / "manifest.json").read_text())
        self.database = duckdb.connect()
        for table in TABLES:
            files = [one for one in self.manifest["files"] if one["table"] == table]
            paths = [str(self.folder / one["path"]) for one in files]
            self.database.execute(f"CREATE VIEW {table} AS FROM read_parquet({paths})")

    def rows(self, asked):
        return self.database.execute(asked).fetchall()


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    command = write_ini(tmp_path_factory.mktemp("exported"), addons="console simulator")
    return Exported(command)


@pytest.fixture(scope="module")
def begun(exported):
    """The day on which the term begins."""

    def look(root):
        return {
            datetime.fromtimestamp(root["institutions"][name].opened_at, ZONE).date()
            for name in NAMES
        }

    [day] = exported.command.look(look)
    return day


def test_every_table_of_both_universities_has_its_files(exported):
    found = {(one["table"], one["institution"]) for one in exported.manifest["files"]}
    assert found == {(table, name) for table in TABLES for name in NAMES}
    assert all(one["rows"] for one in exported.manifest["files"])


def test_they_tell_of_two_years_and_of_the_term_without_a_gap(exported, begun):
    last = begun - timedelta(days=1)
    for name in NAMES:
        told = exported.manifest["institutions"][name]
        assert told["given_until"] == str(last)
        assert told["since"] == str(last.replace(year=last.year - 2, day=1))
        [(weeks,)] = exported.rows(
            "SELECT count(DISTINCT date_trunc('week', day)) FROM facts "
            f"WHERE institution = '{name}'"
        )
        assert weeks > 75


def released(institution):
    """Pairs of the key of a campaign of the term, and the campaign."""
    keys = export_keys.of(institution)
    for one in telling.campaigns(institution):
        if states.STAGES[one.state].released:
            yield keys.key(CAMPAIGN, one.__name__), one


def test_the_term_is_told_as_the_store_has_it(exported, begun):
    def look(root, name):
        return Counter(
            (key, row[1], cause_of(row) or "")
            for key, one in released(root["institutions"][name])
            for _, row in one.stored_rows()
            if cause_of(row) != causes.DUPLICATE
        )

    for name in NAMES:
        asked = (
            "SELECT campaign, state, cause, sum(messages) FROM facts "
            f"WHERE institution = '{name}' AND day >= DATE '{begun}' GROUP BY ALL"
        )
        told = {row[:-1]: row[-1] for row in exported.rows(asked)}
        assert told == exported.command.look(look, name)


def test_its_cost_is_that_of_the_ledgers(exported, begun):
    def look(root, name):
        institution = root["institutions"][name]
        return {
            key: billing.charged(institution["accounts"][one.account], one.__name__)
            for key, one in released(institution)
            if one.state == states.CLOSED
        }

    for name in NAMES:
        asked = (
            "SELECT campaign, segments, cost FROM campaigns "
            f"WHERE institution = '{name}' AND day >= DATE '{begun}'"
        )
        told = {key: figures for key, *figures in exported.rows(asked)}
        ledgers = exported.command.look(look, name)
        assert len(ledgers) >= 4
        assert {key: tuple(told[key]) for key in ledgers} == ledgers


@pytest.mark.parametrize("kind", ["account", "campaign", "broker"])
def test_every_key_has_a_name(exported, kind):
    asked = (
        f"SELECT DISTINCT f.institution, f.{kind} FROM facts f LEFT JOIN names n ON "
        f"n.institution = f.institution AND n.kind = '{kind}' AND n.key = f.{kind} "
        f"WHERE f.{kind} > 0 AND coalesce(name, '') = ''"
    )
    assert exported.rows(asked) == []


def test_the_names_say_that_it_is_a_demonstration(exported):
    told = exported.rows("SELECT name FROM names WHERE kind = 'institution'")
    assert len(told) == len(NAMES)
    assert all("(démo)" in name for (name,) in told)


def test_themes_have_grown_since_before_the_term(exported, begun):
    asked = (
        "SELECT arg_min(members, day), arg_max(members, day), min(day) FROM subscriptions "
        "WHERE theme > 0 GROUP BY institution, theme"
    )
    for first, last, since in exported.rows(asked):
        assert first * 4 < last
        assert since < begun - timedelta(days=500)


def test_a_later_run_keeps_all_of_it(exported):
    before = {one["path"] for one in exported.manifest["files"]}
    credits = exported.rows("SELECT * FROM credits ORDER BY ALL")
    names = exported.rows("SELECT * FROM names ORDER BY ALL")
    for words in (("export",), ("export", "--all"), ("export", "pantheon", "--month", "2026-01")):
        exported.command.run(*words)
        exported.read()
        assert {one["path"] for one in exported.manifest["files"]} == before, words
    assert exported.rows("SELECT * FROM credits ORDER BY ALL") == credits
    assert exported.rows("SELECT * FROM names ORDER BY ALL") == names


def test_the_libraries_have_given_their_files_of_loans(exported):
    found = sorted(file.name for file in (exported.folder / "loans").iterdir())
    assert found == ["anges.csv", "pantheon.csv"]


def test_without_duckdb_the_demonstration_is_made_without_them(harmless, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    told = harmless.run("demo")
    assert "Without DuckDB there is nothing for dashboards" in told.output
    assert "zlefevre" in told.output
    assert not (harmless.var / "dashboards/manifest.json").exists()


def test_where_the_demonstration_is_refused_no_exports_are_written(empty):
    empty.run("demo", code=3)
    assert not (empty.var / "dashboards").exists()
