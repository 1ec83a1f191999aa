"""The health of numbers: ends of messages that count, and mails to the owners of numbers."""

import logging
import time
from collections.abc import Mapping

from pyramid.config import Configurator

from unisms.seams.work import INSTITUTIONS
from unisms.services.health import evidence, warnings
from unisms.tasks.lanes import UPKEEP
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)


def includeme(config: Configurator) -> None:
    config.add_task(look_at_numbers, lane=UPKEEP)
    config.add_waiting("look_at_numbers", evidence.to_look)
    config.add_nightly_job("number_owners", warn_owners, of=INSTITUTIONS, own_transactions=True)


def look_at_numbers(worker: Worker, path: str) -> None:
    """Let the ends of messages of the institution at ``path`` count for and against numbers."""
    for name in worker.run(evidence.names, path, int(time.time())):
        told = worker.run(evidence.take, path, name, int(time.time()))
        for connection in told.outages:
            log.warning("connection %s: failures of messages count against no number", connection)
        if told.flagged:
            log.info("campaign %s: %d numbers set aside", name, told.flagged)


def warn_owners(worker: Worker, name: str, now: int) -> None:
    """Let mails wait for the owners of numbers that are set aside in an institution."""
    posted = worker.run(warnings.warn, name, address_of(worker.registry.settings), now)
    if posted:
        log.info("institution %s: %d owners of numbers told by mail", name, posted)


def address_of(settings: Mapping[str, str]) -> str:
    """Return where the service is opened: ``unisms.public_url``, or the first of the hosts.

    It ends without a slash, and is empty where neither is set.
    """
    told = settings.get("unisms.public_url", "").strip().rstrip("/")
    hosts = settings.get("unisms.hosts", "").split()
    return told or (f"https://{hosts[0]}" if hosts else "")
