"""Scheduled campaigns: let go to the second, their audience looked at again."""

import logging
import time
from collections.abc import Mapping

from pyramid.config import Configurator

from unisms.services.audience.questions import Answer, Question
from unisms.services.schedules import arrivals, series
from unisms.tasks import outside
from unisms.tasks.lanes import CHECKS
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)


def includeme(config: Configurator) -> None:
    config.add_task(leave_campaign, lane=CHECKS)
    config.add_task(settle_schedule, lane=CHECKS)
    config.add_waiting("settle_schedule", series.to_settle)
    config.add_waiting("leave_campaign", arrivals.to_leave)


def leave_campaign(worker: Worker, path: str, author: str, at: int) -> None:
    """Let the campaign at ``path`` leave at ``at`` (epoch seconds): this process waits until then.

    Its directories are asked with no transaction open. Whatever is cut short here is begun again by
    the sweep, from what the store knows.
    """
    wait = at - time.time()
    if wait > 0:
        worker.enqueue_here("leave_campaign", path, author, at, delay=wait)
        return
    unanswered = _renew(worker, path, {})
    if unanswered:
        _renew(worker, path, outside.answers(worker.registry, unanswered))
    connection = _leave(worker, path)
    if connection:
        log.info("campaign %s: left at its hour", path)
        worker.enqueue("deliver", connection)


def _renew(worker: Worker, path: str, answers: Mapping[Question, Answer]) -> tuple[Question, ...]:
    return worker.run(arrivals.renew, path, int(time.time()), answers)


def _leave(worker: Worker, path: str) -> str:
    return worker.run(arrivals.leave, path, int(time.time()))


def settle_schedule(worker: Worker, path: str, _author: str = "") -> None:
    """Let a repetition that was prepared wait for its hour."""
    worker.run(series.settle, path, int(time.time()))
