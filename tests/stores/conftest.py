"""PostgreSQL and Redis as themselves."""

import time
from functools import partial
from pathlib import Path

import paris
import pytest

from tests.peers.postgresql import PostgreSQL
from tests.peers.redis import Redis
from tests.peers.smsc import Smsc
from unisms.scripts.opening import in_transaction, make_registry, read_settings

PRODUCTION = Path(__file__).parents[2] / "production.ini"
SECRET = "a secret of the tests, long enough to be taken for one"


@pytest.fixture(scope="session")
def postgresql():
    with PostgreSQL() as server:
        yield server


@pytest.fixture(scope="session")
def production(tmp_path_factory):
    """Return ``production.ini`` with the one line in it that must be written.

    The paths to which it writes lead elsewhere.
    """
    folder = tmp_path_factory.mktemp("production")
    text = PRODUCTION.read_text().replace("/var/lib/unisms", str(folder / "var"))
    ini = folder / "production.ini"
    ini.write_text(text.replace("\nunisms.hosts =\n", "\nunisms.hosts = sms.univ.example\n"))
    return ini


@pytest.fixture(scope="session")
def furnished(postgresql, production):
    """A database with two universities, made once for all tests that want a copy."""
    with pytest.MonkeyPatch.context() as environment:
        prepare(environment, postgresql, store="furnished")
        worker = make_registry(read_settings(str(production))).worker
        steps = worker.registry.evolution_steps
        build = partial(paris.build, steps=steps, password="marron-tilleul", now=int(time.time()))
        in_transaction(worker, build, keep=True)
        worker.close()
        worker.db.close()
        worker.huey.storage.close()
    return "furnished"


def prepare(environment, postgresql, store, template="template1"):
    """Make databases for store and queue, and name them as the administrator's page does."""
    postgresql.create(store, template)
    postgresql.create("unisms_queue")
    environment.setenv("UNISMS_SECRET", SECRET)
    environment.setenv("UNISMS_STORE_DSN", postgresql.store(store))
    environment.setenv("UNISMS_QUEUE", postgresql.queue("unisms_queue"))


@pytest.fixture
def databases(postgresql, furnished, monkeypatch):
    """Where a service finds two universities of its own."""
    prepare(monkeypatch, postgresql, "unisms", template=furnished)
    return {
        "zodbconn.uri": "zconfig:package:unisms:store-postgresql.conf",
        "unisms.queue": "env:UNISMS_QUEUE",
    }


@pytest.fixture
def redis():
    with Redis() as server:
        yield server


@pytest.fixture
def smsc():
    with Smsc(answer_delay=20, receipt_delay=30) as smsc:
        yield smsc
