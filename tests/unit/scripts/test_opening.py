"""A command that cannot open the service says so: one sentence, no traceback, and exit code 4."""

import contextlib
import os
import subprocess
import sys

import pytest

from unisms.model import digests
from unisms.model.folder import find

NO_DATABASE = (
    "This is a text, long enough to be taken for a database by whoever does not look. " * 20
)
#: for root too, a folder without rights is one without rights
PLAIN = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []


def change(command, old, new):
    with open(command.config) as file:
        text = file.read()
    assert old in text
    with open(command.config, "w") as file:
        file.write(text.replace(old, new))


def with_secret(command):
    """Something was stored here under a secret before."""
    command.var.mkdir(exist_ok=True)
    (command.var / "secret").write_text("s" * 48)


def no_database(command, file):
    with_secret(command)
    (command.var / file).parent.mkdir(parents=True)
    (command.var / file).write_text(NO_DATABASE)


def no_server(command, setting, address):
    change(
        command,
        *{"store": ("store.conf", "store-postgresql.conf"), "queue": ("= sqlite", f"= {address}")}[
            setting
        ],
    )
    os.environ["UNISMS_STORE_DSN"] = address


TROUBLES = {
    "a store that is a text": (no_database, "store/main.sqlite3"),
    "a queue that is a text": (no_database, "queue/queue.db"),
    "no server for the store": (
        no_server,
        "store",
        "host=127.0.0.1 port=1 dbname=unisms user=unisms",
    ),
    "no server for the queue": (no_server, "queue", "postgresql://unisms@127.0.0.1:1/unisms"),
    "a password with a blank": (
        no_server,
        "queue",
        "postgresql://unisms:a password@127.0.0.1/unisms",
    ),
    "a password with a sign": (no_server, "queue", "redis://unisms:a#password@127.0.0.1/0"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_does_not_open_is_told_in_a_sentence(empty, trouble, monkeypatch, caplog):
    monkeypatch.setenv("UNISMS_STORE_DSN", "")
    make, *facts = TROUBLES[trouble]
    make(empty, *facts)
    told = empty.run("demo", code=4).output
    assert told.count("\n") == 1
    assert "does not open: " in told
    assert "password@" not in told
    assert caplog.text == ""


@pytest.mark.servers
@pytest.mark.parametrize("name", ["web", "worker", "serve"])
def test_a_process_that_cannot_open_its_store_says_so_once(empty, name):
    no_database(empty, "store/main.sqlite3")
    assert ended(empty, name) == (
        4,
        "Error: The store (zodbconn.uri) does not open: file is not a database.\n",
    )


@pytest.mark.servers
def test_a_store_without_rights_is_told(empty):
    with_secret(empty)
    (empty.var / "store").mkdir(parents=True)
    with closed(empty.var / "store", 0):
        code, told = ended(empty, "worker")
    assert (code, told.count("\n")) == (4, 1)
    assert "The store (zodbconn.uri) does not open: " in told


@pytest.mark.servers
def test_a_place_where_nothing_may_be_made_is_told(empty):
    with closed(empty.var.parent, 0o500):
        code, told = ended(empty, "worker")
    assert (code, told.count("\n")) == (4, 1)
    assert f"unisms.secret is kept in {empty.var}/secret, which cannot be written" in told


@contextlib.contextmanager
def closed(folder, mode):
    folder.chmod(mode)
    try:
        yield
    finally:
        folder.chmod(0o700)


@pytest.mark.servers
@pytest.mark.parametrize("name", ["web", "worker", "serve"])
def test_a_process_does_not_start_with_another_key_than_that_of_the_digests(demo, name):
    demo.look(lambda root: digests.to_keep(find(root, "/institutions/paris1"), "+33639980000"))
    change(
        demo,
        "unisms.queue",
        "unisms.numbers_key = another word, long enough to be a key\nunisms.queue",
    )
    code, told = ended(demo, name)
    assert code == 4
    assert "Put the former key back: unisms.numbers_key" in told


def ended(command, name):
    """The exit code of ``unisms NAME``, and what it told."""
    line = [*PLAIN, sys.executable, "-m", "unisms.scripts", name, "-c", command.config]
    done = subprocess.run(line, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr
