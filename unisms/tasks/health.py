"""The health of numbers: the ends of messages, which count for and against them."""

import logging
import time
from collections import Counter, defaultdict

from pyramid.config import Configurator

from unisms.services.health import evidence
from unisms.services.health.outages import Place
from unisms.tasks.lanes import UPKEEP
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)


def includeme(config: Configurator) -> None:
    config.add_task(look_at_numbers, lane=UPKEEP)
    config.add_waiting("look_at_numbers", evidence.to_look)


def look_at_numbers(worker: Worker, path: str) -> None:
    """Let the ends of messages of the institution at ``path`` count for and against numbers."""
    names = worker.run(evidence.names, path, int(time.time()))
    waiting: dict[Place, Counter[str]] = defaultdict(Counter)
    for name in names:
        for place, counted in worker.run(evidence.count, path, name, int(time.time())).items():
            waiting[place].update(counted)
    found = worker.run(evidence.search, path, waiting, int(time.time()))
    for connection in found.outages:
        log.warning("connection %s: failures of messages count against no number", connection)
    for name in names:
        flagged = worker.run(evidence.judge, path, name, int(time.time()))
        if flagged:
            log.info("campaign %s: %d numbers set aside", name, flagged)
