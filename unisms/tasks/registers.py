"""The task that compares a file of people with the directory and, once approved, applies it."""

import logging
import time
from collections.abc import Iterator

from pyramid.config import Configurator

from unisms.model.root import Root
from unisms.services.ground import waiting
from unisms.services.register import application, requests
from unisms.tasks.jobs import uncollected
from unisms.tasks.lanes import FILES
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)


def includeme(config: Configurator) -> None:
    config.add_task(advance_register, lane=FILES)
    config.add_waiting("advance_register", at_work)


def at_work(root: Root, _now: int) -> Iterator[tuple[str, ...]]:
    """Yield the tasks of files that wait for their comparison, or are being applied."""
    yield from waiting.tasks(root, "registers", "advance_register")


def advance_register(worker: Worker, path: str, _author: str = "") -> None:
    """Compare the file at ``path``, or apply it: some changes in each transaction."""
    with uncollected():
        worker.run(requests.compare_at, path, int(time.time()))
    while worker.run(application.apply_some, path, int(time.time())):
        pass
    log.info("register %s: advanced", path)
