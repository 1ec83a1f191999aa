"""Opening the database that the settings name, and telling why it does not open."""

import logging
import os
import sqlite3

import psycopg2
import pytest
from pyramid.config import Configurator
from ZODB.POSException import ConflictError, POSKeyError, StorageError

from unisms.model import store


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    monkeypatch.setenv("UNISMS_VAR", "")


def test_the_folders_of_everything_written_are_made(tmp_path):
    var = store.prepare({"unisms.var": str(tmp_path / "var")})
    assert var == (tmp_path / "var").resolve()
    assert {folder.name for folder in var.iterdir()} == {"store", "handover", "queue"}
    assert os.environ["UNISMS_VAR"] == str(var)


def test_preparing_twice_is_harmless(tmp_path):
    settings = {"unisms.var": str(tmp_path)}
    assert store.prepare(settings) == store.prepare(settings)


def test_folders_that_cannot_be_made_are_named(tmp_path):
    (tmp_path / "var").write_text("a file, not a folder")
    with pytest.raises(store.CannotOpen, match=r"/var cannot be used, see unisms\.var: "):
        store.prepare({"unisms.var": str(tmp_path / "var")})


def opened(settings):
    """The database that an application opens."""
    config = Configurator(settings=settings)
    config.include("unisms.model.store")
    return config.registry._zodb_databases[""]


@pytest.mark.parametrize("uri", ["memory://", "file://{var}/data.fs"])
def test_the_database_is_the_one_of_the_address(tmp_path, uri):
    settings = {"unisms.var": str(tmp_path), "zodbconn.uri": uri.format(var=tmp_path)}
    database = opened(settings)
    with database.transaction() as connection:
        connection.root()["kept"] = 1
    with database.transaction() as connection:
        assert connection.root()["kept"] == 1
    database.close()


def test_our_own_store_of_one_machine_opens(tmp_path):
    settings = {"unisms.var": str(tmp_path), "zodbconn.uri": "zconfig:package:unisms:store.conf"}
    database = opened(settings)
    assert list((tmp_path / "store").iterdir())
    database.close()


@pytest.mark.parametrize("uri", ["zconfig:package:unisms:nowhere.conf", "carrier-pigeon://loft"])
def test_a_database_that_does_not_open_is_told_with_its_setting(tmp_path, uri):
    with pytest.raises(
        store.CannotOpen, match=r"^The store \(zodbconn\.uri\) does not open: .+\.$"
    ):
        opened({"unisms.var": str(tmp_path), "zodbconn.uri": uri})


def test_an_address_that_the_environment_lacks_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("UNISMS_STORE_DSN", raising=False)
    with pytest.raises(store.CannotOpen, match="UNISMS_STORE_DSN is not set in the environment"):
        opened(
            {
                "unisms.var": str(tmp_path),
                "zodbconn.uri": "zconfig:package:unisms:store-postgresql.conf",
            }
        )


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (psycopg2.ProgrammingError('missing "=" after "secret"'), "its address cannot be read"),
        (
            ValueError("Port could not be cast to integer value as 'secret'"),
            "its address cannot be read",
        ),
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated(error, reason):
    told = store.why_closed(error)
    assert told.startswith(reason)
    assert "secret" not in told


@pytest.mark.parametrize(
    ("error", "reason"),
    [(OSError("refused.\n\tIs the server running?\n"), "refused"), (KeyError(), "KeyError")],
)
def test_the_reason_is_one_line(error, reason):
    assert store.reason(error) == store.why_closed(error) == reason


@pytest.mark.parametrize(
    ("error", "traceback"), [(StorageError("no room"), False), (ValueError("no room"), True)]
)
def test_trouble_of_the_store_is_logged_in_a_line_and_a_fault_with_its_traceback(
    caplog, error, traceback
):
    try:
        raise error
    except Exception as trouble:  # noqa: BLE001
        store.log_trouble(logging.getLogger(), "lease %s: cannot store", "/a", trouble=trouble)
    assert caplog.messages == ["lease /a: cannot store (no room); trying again"]
    assert bool(caplog.records[0].exc_info) == traceback


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (sqlite3.OperationalError("database or disk is full"), True),
        (psycopg2.errors.ReadOnlySqlTransaction("cannot execute INSERT"), True),
        (StorageError("unable to acquire the commit lock"), True),
        (ConflictError(), False),
        (POSKeyError(b"\0" * 8), False),
        (OSError("another disk"), False),
    ],
)
def test_a_store_that_is_away_is_told_from_a_fault(error, away):
    assert store.is_away(error) == away


def test_a_lock_that_a_disk_refuses_is_no_conflict():
    conflict = ConflictError()
    conflict.__cause__ = sqlite3.OperationalError("attempt to write a readonly database")
    assert store.is_away(conflict)
