"""The care of a store on PostgreSQL, with ``production.ini`` as it is:
make, look, pack, copy, restore, evolve."""

import json

import pytest

from tests.stores.conftest import prepare
from tests.stores.people import command

pytestmark = pytest.mark.servers
MESSAGE = [
    "send",
    "--institution",
    "paris1",
    "--as",
    "zlefevre",
    "--account",
    "scd",
    "--text",
    "Bonjour",
]
SQLITE = {"env:UNISMS_QUEUE": "sqlite", "store-postgresql.conf": "store.conf"}


@pytest.fixture
def elsewhere(production, tmp_path):
    """Return a store like that, on SQLite."""
    text = production.read_text().replace(str(production.parent), str(tmp_path))
    for old, new in SQLITE.items():
        text = text.replace(old, new)
    ini = tmp_path / "sqlite.ini"
    ini.write_text(text)
    return ini


@pytest.mark.usefixtures("databases")
def test_a_doctor_finds_nothing_to_say_and_room_is_given_back(production):
    found = json.loads(command(production, "check", "--no-brokers", "--json"))
    assert {one["subject"]: one["severity"] for one in found}.keys() >= {
        "settings",
        "queue",
        "store",
        "evolution",
    }
    assert [one for one in found if one["severity"] != "ok"] == []
    assert "Packed" in command(production, "pack")


def test_a_new_store_begins_with_evolve(postgresql, production, monkeypatch):
    prepare(monkeypatch, postgresql, "unisms")
    assert "unisms evolve --run" in command(production, "check", code=1)
    assert "0 pending" in command(production, "evolve", "--run")
    assert "0 pending" in command(production, "evolve", "--dry-run")
    assert "there is no broker connection" in command(production, "check", code=1)


def test_a_copy_goes_to_sqlite_and_comes_back(
    postgresql, databases, production, elsewhere, tmp_path, monkeypatch
):
    path = json.loads(command(production, *MESSAGE, "--to", "0639980001", "--json"))["path"]
    first, second = tmp_path / "first.fs", tmp_path / "second.fs"
    saved = json.loads(command(production, "backup", str(first), "--json"))
    restored = json.loads(command(elsewhere, "restore", str(first), "--json"))
    assert [one["paused"] for one in restored["restored"]["found"]] == [1]
    assert json.loads(command(elsewhere, "campaign", "status", path, "--json"))["state"] == "paused"
    command(elsewhere, "backup", str(second))
    prepare(monkeypatch, postgresql, "unisms")
    restored = json.loads(command(production, "restore", str(second), "--json"))
    assert restored["records"] == saved["records"] > 500
    assert command(production, "campaign", "list").count("paused") == 1
