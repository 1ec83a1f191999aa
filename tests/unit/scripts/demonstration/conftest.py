"""The demonstration in memory, made at a moment that the test chooses."""

from functools import partial

import pytest
from pyramid.config import Configurator

from unisms.scripts.demonstration import building
from unisms.scripts.opening import in_transaction
from unisms.testing.fixtures import PARTS

PASSWORD = "marron-tilleul"
NOW = 1_800_000_000  # Friday 15 January 2027, 09:00 in Paris


class Made:
    """A store in memory with the demonstration in it, and its worker."""

    def __init__(self, var, now, *more, before=None):
        config = Configurator(
            settings={
                "unisms.var": str(var),
                "unisms.secret": "a secret for tests, long enough to be one",
                "unisms.queue": "memory",
                "zodbconn.uri": "memory://",
            }
        )
        for part in (*PARTS, "unisms.addons.brokers.simulator", *more):
            config.include(part)
        config.commit()
        self.worker, self.now = config.registry.worker, now
        if before:
            in_transaction(self.worker, before, keep=True)

    def build(self):
        fill = partial(building.build, worker=self.worker, password=PASSWORD, now=self.now)
        return in_transaction(self.worker, fill, keep=True)

    def run(self, function, *args):
        return self.worker.run(function, *args)

    def close(self):
        self.worker.close()
        self.worker.db.close()


@pytest.fixture
def make(tmp_path):
    """Open an empty store for a demonstration at a moment; it is made by ``build()``."""
    opened = []

    def one(now=NOW, *more, before=None):
        folder = tmp_path / str(len(opened))
        opened.append(Made(folder, now, *more, before=before))
        return opened[-1]

    yield one
    for made in opened:
        made.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """Return a demonstration that is only looked at."""
    made = Made(tmp_path_factory.mktemp("demonstration"), NOW)
    made.build()
    yield made
    made.close()
