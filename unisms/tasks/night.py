"""The night: what must be forgotten is, and its room given back. A worker does each part apart."""

import logging
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pyramid.config import Configurator

from unisms import seams
from unisms.model.root import Root, holder_names
from unisms.seams.work import INSTITUTIONS, NightlyJob
from unisms.services.ground import days
from unisms.services.imports import uploads
from unisms.services.institution import audit_journals, retention
from unisms.tasks import exports
from unisms.tasks.files import forget_files, institutions_with_files
from unisms.tasks.lanes import UPKEEP
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
EACH_MINUTE = {"minute": "*"}
EACH_HOUR = {"minute": "20"}
EACH_HOUR_TOO = {"minute": "40"}


def includeme(config: Configurator) -> None:
    config.add_task(clear_away, lane=UPKEEP)
    config.add_task(night, every=EACH_MINUTE, lane=UPKEEP)
    config.add_task(clear_files, every=EACH_HOUR, lane=UPKEEP)
    config.add_task(clear_uploads, every=EACH_HOUR_TOO, lane=UPKEEP)
    # Texts go after the jobs of all services: news that waited have found their message by then.
    config.add_nightly_job("texts", erase_texts, of=INSTITUTIONS, own_transactions=True)
    config.add_nightly_job("journal", forget_journal, own_transactions=True)


def night(worker: Worker) -> None:
    """Do what a night has to do, once each night, by the worker that asks first."""
    now = int(time.time())
    if worker.run(days.begin_night, now):
        tend(worker, now)


def tend(worker: Worker, now: int) -> None:
    """Do every nightly job for every holder. One that breaks leaves the others done."""
    for name in worker.run(holder_names):
        for called, job in worker.registry.nightly_jobs.items():
            if job.concerns(name):
                done_or_told(f"{called} of {name or 'operators'}", do_job, job, worker, name, now)
    done_or_told("pack of store", worker.db.pack, days=0)


def done_or_told(what: str, part: Callable[..., object], *args: Any, **options: Any) -> None:
    """Call ``part``; what it raises is told in the log."""
    try:
        part(*args, **options)
    # The other parts of the night do not wait until this one is mended.
    except Exception as trouble:  # noqa: BLE001
        log.error("night: %s broke: %s", what, seams.risen(trouble))


def do_job(job: NightlyJob, worker: Worker, name: str, now: int) -> None:
    """Do a nightly job for the holder called ``name``, in a transaction if it opens none itself."""
    if job.own_transactions:
        job.func(worker, name, now)
    else:
        worker.run(do_for, name, job, now)


def do_for(root: Root, name: str, job: NightlyJob, now: int) -> None:
    holder = root["institutions"].get(name) if name else root
    if holder is not None and (not job.erases or days.may_erase(root, now)):
        job.func(holder, now)


def forget_journal(worker: Worker, name: str, now: int) -> None:
    """Erase what the audit journal of this holder need not tell any more."""
    while worker.run(audit_journals.forget_some, name or audit_journals.ABOVE, now):
        pass


def clear_uploads(worker: Worker) -> None:
    """Erase the files uploaded over a day ago; an institution that breaks stops no other."""
    for name in worker.run(holder_names):
        what = f"uploads of {name or 'operators'}"
        done_or_told(what, worker.run, uploads.forget_lately_of, name, int(time.time()))


def erase_texts(worker: Worker, name: str, now: int) -> None:
    """Erase the texts and numbers that the institution called ``name`` need not keep.

    A message that breaks it leaves the others erased.
    """
    after: str | None = ""
    broken: Exception | None = None
    while after is not None:
        begin = after
        try:
            after = worker.run(retention.erase_some, name, begin, now)
        except Exception as trouble:  # noqa: BLE001 it is raised again once the others are done
            after, broken = _erase_each(worker, name, begin, now), trouble
    if broken is not None:
        raise broken


def _erase_each(worker: Worker, name: str, after: str, now: int) -> str | None:
    """Do the next ones one by one; return the name of the last, or ``None``: there was none."""
    last = None
    for one in worker.run(retention.following, name, after, now):
        with suppress(Exception):  # told for all of them together
            worker.run(retention.erase_some, name, last or after, now, 1)
        last = one
    return last


def clear_away(worker: Worker, name: str) -> None:
    """Remove the rest of the erased institution ``name``: this machine's files, its records."""
    clear_files(worker)
    worker.db.pack(days=0)
    log.info("institution %s: erased", name)


def clear_files(worker: Worker) -> None:
    """Remove this machine's files of institutions that are gone; each machine does its own."""
    archives = worker.var / "exports"
    folders = {one.name for one in archives.glob("*") if one.is_dir()}
    found = folders | institutions_with_files(worker.var)
    for name in found.difference(worker.run(holder_names)):
        forget_files(worker.var, f"/institutions/{name}")
        shutil.rmtree(archives / name, ignore_errors=True)
    exports.forget(worker)
