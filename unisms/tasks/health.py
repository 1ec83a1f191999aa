"""The health of numbers: the ends of messages, which count for and against them."""

import logging
import time

from pyramid.config import Configurator

from unisms.services.health import evidence
from unisms.tasks.lanes import UPKEEP
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)


def includeme(config: Configurator) -> None:
    config.add_task(look_at_numbers, lane=UPKEEP)
    config.add_waiting("look_at_numbers", evidence.to_look)


def look_at_numbers(worker: Worker, path: str) -> None:
    """Let the ends of messages of the institution at ``path`` count for and against numbers."""
    for name in worker.run(evidence.names, path, int(time.time())):
        told = worker.run(evidence.take, path, name, int(time.time()))
        for connection in told.outages:
            log.warning("connection %s: failures of messages count against no number", connection)
        if told.flagged:
            log.info("campaign %s: %d numbers set aside", name, told.flagged)
