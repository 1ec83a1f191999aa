"""The task that erases somebody, as they asked, in all messages and in the journal."""

import logging
import time
from collections.abc import Iterator

from pyramid.config import Configurator

from unisms.model.root import Root
from unisms.services.dossiers import erasures
from unisms.services.ground import waiting
from unisms.tasks.lanes import UPKEEP
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)


def includeme(config: Configurator) -> None:
    config.add_task(advance_erasure, lane=UPKEEP)
    config.add_waiting("advance_erasure", at_work)


def at_work(root: Root, _now: int) -> Iterator[tuple[str, ...]]:
    """Yield the tasks of people who are being erased."""
    yield from waiting.tasks(root, "erasures", "advance_erasure")


def advance_erasure(worker: Worker, path: str, _author: str = "") -> None:
    """Erase a person in some messages in each transaction, then in the journal."""
    parts = worker.registry.dossier_parts
    while worker.run(erasures.advance, path, parts, int(time.time())):
        pass
    log.info("erasure %s: advanced", path)
