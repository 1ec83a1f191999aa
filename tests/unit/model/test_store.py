"""Opening the database that the settings name."""

import os

import pytest

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


@pytest.mark.parametrize("uri", ["memory://", "file://{var}/data.fs"])
def test_the_database_is_the_one_of_the_address(tmp_path, uri):
    settings = {"unisms.var": str(tmp_path), "zodbconn.uri": uri.format(var=tmp_path)}
    database = store.open_database(settings)
    with database.transaction() as connection:
        connection.root()["kept"] = 1
    with database.transaction() as connection:
        assert connection.root()["kept"] == 1
    database.close()


def test_our_own_store_of_one_machine_opens(tmp_path):
    settings = {"unisms.var": str(tmp_path), "zodbconn.uri": "zconfig:package:unisms:store.conf"}
    database = store.open_database(settings)
    assert list((tmp_path / "store").iterdir())
    database.close()
