"""Fixtures for pytest: a tree, and a worker with its broker, all in memory."""

import os
import time
from functools import partial

import pytest
from pyramid.config import Configurator

from unisms.testing.factories import make_root
from unisms.testing.outsiders import FakeBroker
from unisms.testing.store import ADDRESS, SECRET, Store

PATIENCE = 60  # seconds: a busy machine is slow, and nothing is wrong
PARTS = ("unisms.model.store", "unisms.seams", "unisms.tasks")


@pytest.fixture
def store():
    """A store in memory; ``store.root`` is its tree, ``store.rival()`` another process's view."""
    store = Store()
    yield store
    store.close()
    store.db.close()


@pytest.fixture
def root(store):
    """The tree of an empty store in memory."""
    return store.root


@pytest.fixture
def broker():
    """The broker behind every connection whose adapter is ``fake``."""
    return FakeBroker()


@pytest.fixture
def worker(tmp_path, broker):
    """A worker on a store and a queue in memory; ``worker.drain()`` runs its tasks here."""
    worker = make_worker(tmp_path, broker)
    yield worker
    worker.close()
    worker.db.close()


def make_worker(var, broker, *parts, uri="memory://", **settings):
    """A worker whose tasks run when told; ``parts`` are further things to include."""
    settings = {
        "unisms.var": str(var),
        "unisms.secret": SECRET,
        "unisms.public_url": ADDRESS,
        "zodbconn.uri": uri,
        "unisms.queue": "memory",
        **settings,
    }
    config = Configurator(settings=settings)
    for part in (*PARTS, *parts):
        config.include(part)
    config.add_broker("fake", lambda settings: broker)
    config.commit()
    worker = config.registry.worker
    in_database(worker, partial(make_root, steps=config.registry.evolution_steps))
    return worker


def in_database(worker, func):
    """Call ``func(connection)`` and commit."""
    connection = worker.db.open()
    func(connection)
    connection.transaction_manager.commit()
    connection.close()


def kill(worker):
    """End a worker's leases as the death of its process does: nothing given back, no goodbye."""
    for lease in list(worker._leases.values()):
        lease._over.set()
        lease._keeper.join()
        lease.sender.shutdown()
        for journal in lease._journals:
            journal.close()
        os.close(lease._lock)
    worker._leases.clear()
    worker.retries.clear()
    worker.huey.storage.flush_all()


def tasks_here(worker):
    """Return (when, task) of the tasks that this process alone will do, by the monotonic clock."""
    return [(when, worker.huey.deserialize_task(data)) for when, data in worker.huey.storage.own]


def eventually(look, patience=PATIENCE, told=lambda: "it never came to pass", pause=0.005):
    """Wait until ``look()`` is true, and return it: another thread or process makes it so.

    After ``patience`` seconds it fails, and says ``told()``.
    """
    deadline = time.monotonic() + patience
    while not (seen := look()):
        assert time.monotonic() < deadline, told()
        time.sleep(pause)
    return seen
