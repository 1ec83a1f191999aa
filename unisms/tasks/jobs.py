"""The tasks that are not delivery, and when they come round."""

import gc
import logging
import shutil
import time
from contextlib import contextmanager

from unisms.model.folder import find
from unisms.services import auditing, closing, composing, importing, proposals, retention, upkeep
from unisms.tasks.lease import forget_files

log = logging.getLogger(__name__)
EACH_MINUTE = {"minute": "*"}
EACH_NIGHT = {"hour": "3", "minute": "10"}


def includeme(config):
    config.add_task(read_import)
    config.add_task(prepare_campaign)
    config.add_task(close_campaign)
    config.add_task(resend_doubtful)
    config.add_task(clear_away)
    config.add_task(sweep)
    config.add_task(sweep, name="sweep_each_minute", every=EACH_MINUTE)
    config.add_task(seal_journals, every=EACH_MINUTE)
    config.add_task(night, every=EACH_NIGHT)


@contextmanager
def uncollected():
    """Do something short that makes very many small tuples, none of them in a circle, without looking for circles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read_import(worker, path):
    """Read an uploaded file."""
    with uncollected():
        worker.run(lambda root: importing.read(find(root, path)))
    log.info("import %s: read", path)


def prepare_campaign(worker, path):
    """Freeze a campaign's audience."""
    with uncollected():
        worker.run(composing.prepare, path, int(time.time()))
    log.info("campaign %s: prepared", path)


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


def clear_away(worker, name):
    """Remove what is left of the institution ``name``, which was erased: its files here, its records in the store."""
    if not worker.run(lambda root: name in root["institutions"]):  # unless there is another one of that name
        forget_files(worker.var, f"/institutions/{name}")
        shutil.rmtree(worker.var / "exports" / name, ignore_errors=True)
    worker.db.pack(days=0)
    log.info("institution %s: erased", name)


def sweep(worker):
    """Find again every work that a killed worker or a lost nudge left behind: the store knows it all."""
    now = int(time.time())
    worker.run(proposals.forget, now)
    work = worker.run(upkeep.work_waiting, now)
    for path in work.connections:
        worker.enqueue("deliver", path)
    for path in work.imports:
        worker.enqueue("read_import", path)
    for path in work.campaigns:
        worker.enqueue("prepare_campaign", path)
    for path in work.doubtful:
        worker.enqueue("resend_doubtful", path)
    for path in work.closing:
        worker.enqueue("close_campaign", path)


def seal_journals(worker):
    """Seal what was written into the audit journals since the last time."""
    for name in worker.run(auditing.unsealed):
        worker.run(auditing.seal, name)


def night(worker):
    """Forget what must be forgotten and give its room back."""
    now = int(time.time())
    worker.run(upkeep.forget, now)
    for name in worker.run(lambda root: list(root["institutions"])):
        after = ""
        while after is not None:
            after = worker.run(retention.erase_some, name, after, now)
    worker.db.pack(days=0)
