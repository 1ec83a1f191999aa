"""The lines of people's histories, written in the background."""

import logging

from pyramid.config import Configurator

from unisms.seams.work import INSTITUTIONS
from unisms.services.histories import ages, entries
from unisms.tasks.lanes import UPKEEP
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)


def includeme(config: Configurator) -> None:
    config.add_task(enter_history, lane=UPKEEP)
    config.add_waiting("enter_history", entries.waiting)
    # After texts and numbers, whose lines then go in the same night.
    config.add_nightly_job("histories", ages.forget, of=INSTITUTIONS)


def enter_history(worker: Worker, path: str) -> None:
    """Write the lines of the campaign at ``path`` into the histories of its recipients."""
    log.info("campaign %s: %d lines of histories", path, worker.run(entries.enter, path))
