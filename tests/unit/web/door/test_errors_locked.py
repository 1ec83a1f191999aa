"""The SQLite store is locked by another program:
a sentence after some seconds, and a line in the log."""

import sqlite3

import pytest
import scenes

from unisms.model import store
from unisms.web.door import errors

# webob leaves its copy of a large body to the garbage collector, which closes it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def stored(tmp_path):
    """The application on a store in files, whose patience is over at once."""
    uri = "zconfig:package:unisms:store.conf"
    house = scenes.House(tmp_path, **{"zodbconn.uri": uri, "store.patience": "0"})
    yield house
    house.close()


@pytest.fixture
def locked(stored, tmp_path):
    other = sqlite3.connect(tmp_path / "store" / "main.sqlite3", isolation_level=None)

    def lock():
        other.execute("begin exclusive")

    yield lock
    other.close()


def test_a_page_that_cannot_be_stored_says_so_and_the_log_too(stored, locked, monkeypatch, caplog):
    monkeypatch.setattr(errors, "PATIENCE", -1)
    visitor = stored.visitor()
    form = visitor.get("/institutions/paris1/sign-in").form
    form["uid"], form["password"] = "admin", "wrong"
    locked()
    page = form.submit(status=503)
    assert "Rien de ce que vous veniez de demander" in page
    assert page.headers["Retry-After"] == "30"
    [told] = [message for message in caplog.messages if message.startswith("POST ")]
    assert "database is locked" in told
    assert visitor.get("/institutions/paris1/sign-in").status_int == 200  # reading is not held up


@pytest.mark.parametrize(("patience", "tries"), [(-1, 1), (60, 5)])
def test_tries_end_with_the_patience_of_who_waits(house, monkeypatch, patience, tries):
    seen = []

    def conflict(*_):
        seen.append(1)
        raise errors.TransientError

    monkeypatch.setattr(errors, "PATIENCE", patience)
    monkeypatch.setattr("unisms.web.home.home.latest", conflict)
    page = house.person("zlefevre").get("/institutions/paris1/", status=503)
    assert page.headers["Retry-After"] == "5"
    assert len(seen) == tries


def test_pages_wait_less_for_the_store_than_a_worker():
    assert errors.PATIENCE < 5 < store.PATIENCE
