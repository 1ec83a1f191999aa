"""Makers of records for our tests: those of ``unisms.testing``, under a short name."""

from unisms.testing.factories import *  # noqa: F403
from unisms.testing.fixtures import (  # noqa: F401
    eventually,
    in_database,
    kill,
    make_worker,
    tasks_here,
)
from unisms.testing.store import Store, reread  # noqa: F401
