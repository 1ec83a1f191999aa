"""The tasks that are not delivery, and when they come round."""

import gc
import logging
import time
from contextlib import contextmanager

from unisms import seams
from unisms.model.folder import find
from unisms.services.brokers import proposals
from unisms.services.campaigns import guards
from unisms.services.delivery import closing
from unisms.services.imports import importing
from unisms.services.institution import auditing, upkeep
from unisms.tasks import memory, outside
from unisms.tasks.lanes import CHECKS, CLOSING, FILES, SWEEP, UPKEEP

log = logging.getLogger(__name__)
EACH_MINUTE = {"minute": "*"}


def includeme(config):
    config.add_task(read_import, lane=FILES)
    config.add_task(prepare_campaign, lane=CHECKS)
    config.add_task(close_campaign, lane=CLOSING)
    config.add_task(resend_doubtful, lane=CLOSING)
    config.add_task(sweep, lane=SWEEP)
    config.add_task(sweep, name="sweep_each_minute", every=EACH_MINUTE, lane=SWEEP)
    config.add_task(seal_journals, every=EACH_MINUTE, lane=UPKEEP)


@contextmanager
def uncollected():
    """Do something short that makes many small tuples, without looking for circles of them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read_import(worker, path, _author=""):
    """Read an uploaded file; files of one author wait for each other before those of others do."""
    with uncollected():
        worker.run(lambda root: importing.read(find(root, path), int(time.time())))
    log.info("import %s: read", path)


def prepare_campaign(worker, path, _author=""):
    """Freeze a campaign's audience; first ask the outsiders that know a part of it.

    A question that changed while it was asked waits for the sweep.
    """
    unanswered = _prepare(worker, path, {})
    if unanswered:
        told = outside.answers(worker.registry, unanswered)  # no transaction is open here
        unanswered = _prepare(worker, path, told)
    log.info("campaign %s: %s", path, "asked about" if unanswered else "prepared")


def _prepare(worker, path, answers):
    with uncollected():
        return worker.run(guards.prepare, path, int(time.time()), answers)


def close_campaign(worker, path):
    """Close a campaign whose last news has come."""
    if worker.run(closing.close_if_due, path, int(time.time())):
        log.info("campaign %s: closed", path)


def resend_doubtful(worker, path):
    """Send again what is in doubt, where the campaign wants that."""
    connection = worker.run(upkeep.resend_doubtful, path, int(time.time()))
    if connection:
        log.info("campaign %s: uncertain messages sent again", path)
        worker.enqueue("deliver", connection)


def sweep(worker):
    """Find all work again that a killed worker or a lost nudge left behind: the store knows it."""
    memory.look(worker)
    now = int(time.time())
    worker.run(proposals.forget, now)
    worker.run(upkeep.forget_carried, now)
    work = worker.run(upkeep.work_waiting)
    for path in work.connections:
        worker.enqueue("deliver", path)
    for name, paths in (("read_import", work.imports), ("prepare_campaign", work.campaigns)):
        for path, author in worker.run(upkeep.authored, paths):
            worker.enqueue(name, path, author)
    for task in worker.run(upkeep.tries_waiting, now):
        worker.enqueue(*task)
    for path in work.doubtful:
        worker.enqueue("resend_doubtful", path)
    for path in work.closing:
        worker.enqueue("close_campaign", path)


def seal_journals(worker):
    """Seal what was written into the audit journals since; one that breaks stops no other."""
    for name in worker.run(auditing.unsealed):
        try:
            worker.run(auditing.seal, name)
        except Exception as trouble:  # noqa: BLE001 the next one is another institution's
            log.error("journal of %s: not sealed: %s", name or "operators", seams.risen(trouble))
