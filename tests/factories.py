"""Makers of records for our tests: those of ``unisms.testing``, under a short name."""

from unisms.testing.factories import *  # noqa: F403
from unisms.testing.fixtures import eventually, in_database, kill, make_worker, tasks_here  # noqa: F401
from unisms.testing.store import Store, reread  # noqa: F401
