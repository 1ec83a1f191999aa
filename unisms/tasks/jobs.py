"""The tasks that are not delivery, and when they come round."""

import gc
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pyramid.config import Configurator

from unisms import seams
from unisms.model import store
from unisms.model.folder import find
from unisms.model.root import Root
from unisms.seams.work import FindTasks
from unisms.services.alerts import endings
from unisms.services.approvals import upkeep
from unisms.services.audience.questions import Answer, Question
from unisms.services.brokers import connections, proposals
from unisms.services.campaigns import checks, resends
from unisms.services.delivery import closing
from unisms.services.discretion import summaries
from unisms.services.imports import intake, uploads
from unisms.services.institution import alarms, audit_journals
from unisms.services.people import unsent_forms
from unisms.services.replies import follow_ups
from unisms.services.schedules import series
from unisms.tasks import erased_list, memory, outside
from unisms.tasks.lanes import CHECKS, CLOSING, FILES, SWEEP, UPKEEP
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
EACH_MINUTE = {"minute": "*"}
SETTLING = 0.5  # seconds after which one looks again whether an alert is settled
EACH_FIVE_MINUTES = {"minute": "*/5"}


def includeme(config: Configurator) -> None:
    config.add_task(read_import, lane=FILES)
    config.add_task(prepare_campaign, lane=CHECKS)
    config.add_task(close_campaign, lane=CLOSING)
    config.add_task(resend_doubtful, lane=CLOSING)
    config.add_task(follow_replies, lane=CLOSING)
    config.add_task(tend_approval, lane=CLOSING)
    config.add_task(sweep, lane=SWEEP)
    config.add_task(sweep, name="sweep_each_minute", every=EACH_MINUTE, lane=SWEEP)
    config.add_task(seal_journals, every=EACH_MINUTE, lane=UPKEEP)
    config.add_task(tell_outages, every=EACH_FIVE_MINUTES, lane=UPKEEP)
    # The sweep looks in this order: nothing is closed before messages in doubt were sent again.
    config.add_waiting("deliver", connections.to_hold)
    config.add_waiting("read_import", uploads.to_read)
    config.add_waiting("prepare_campaign", checks.to_check)
    config.add_waiting("try_settings", proposals.tries_waiting)
    config.add_waiting("resend_doubtful", resends.doubtful)
    config.add_waiting("close_campaign", closing.to_close)
    config.add_waiting("follow_replies", follow_ups.waiting)
    config.add_waiting("tend_approval", upkeep.waiting)


@contextmanager
def uncollected() -> Iterator[None]:
    """Do something short that makes many small tuples, without looking for circles of them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read_import(worker: Worker, path: str, _author: str = "") -> None:
    """Read an uploaded file; files of one author wait for each other before those of others do."""
    with uncollected():
        worker.run(lambda root: intake.read(find(root, path), int(time.time())))
    log.info("import %s: read", path)


def prepare_campaign(worker: Worker, path: str, _author: str = "") -> None:
    """Freeze a campaign's audience; first ask the outsiders that know a part of it.

    A question that changed while it was asked waits for the sweep. The end of an alert waits until
    one knows what of the alert has left.
    """
    if worker.run(endings.awaits, path, int(time.time())):
        worker.enqueue_here("prepare_campaign", path, _author, delay=SETTLING)
        return
    unanswered = _prepare(worker, path, {})
    if unanswered:
        told = outside.answers(worker.registry, unanswered)  # no transaction is open here
        unanswered = _prepare(worker, path, told)
    worker.run(series.settle, path, int(time.time()))
    log.info("campaign %s: %s", path, "asked about" if unanswered else "prepared")
    for task in worker.run(endings.nudges, path, int(time.time())):
        worker.enqueue(*task)


def _prepare(worker: Worker, path: str, answers: Mapping[Question, Answer]) -> tuple:
    with uncollected():
        return worker.run(endings.prepare, path, int(time.time()), answers)


def close_campaign(worker: Worker, path: str) -> None:
    """Close a campaign whose last news has come."""
    if worker.run(summaries.close, path, int(time.time())):
        log.info("campaign %s: closed", path)


def resend_doubtful(worker: Worker, path: str) -> None:
    """Send again what is in doubt, where the campaign wants that."""
    connection = worker.run(resends.resend_doubtful, path, int(time.time()))
    if connection:
        log.info("campaign %s: uncertain messages sent again", path)
        worker.enqueue("deliver", connection)


def follow_replies(worker: Worker, institution: str) -> None:
    """Find what the replies of an institution answer, confirm each STOP, forward the others."""
    address = str(worker.registry.settings.get("unisms.public_url", ""))
    for connection in worker.run(follow_ups.follow, institution, int(time.time()), address):
        worker.enqueue("deliver", connection)


def tend_approval(worker: Worker, path: str) -> None:
    """Look after a campaign that awaits a yes: remind, ask others, or wait no longer."""
    if not worker.run(upkeep.tend, path, int(time.time())):
        log.info("campaign %s: no yes is awaited any more", path)


def sweep(worker: Worker) -> None:
    """Find all work again that a killed worker or a lost nudge left behind: the store knows it."""
    memory.look(worker)
    now = int(time.time())
    erased_list.look(worker, now)
    worker.run(proposals.forget, now)
    worker.run(unsent_forms.forget_all_carried, now)
    for name, find_tasks in worker.registry.waiting.items():
        for task in _found(worker, name, find_tasks, now):
            worker.enqueue(*task)


def _found(worker: Worker, name: str, find_tasks: FindTasks, now: int) -> list[tuple]:
    """Return the tasks that a search finds waiting. If it breaks, the other searches go on."""
    try:
        found = worker.run(lambda root: list(find_tasks(root, now)))
        if unknown := {task for task, *_ in found} - worker.registry.tasks.keys():
            raise NameError(f"nothing announces the task {', '.join(unknown)}")
        return found
    except Exception as trouble:
        if store.is_away(trouble):
            raise
        log.error("sweep: %s broke: %s", name, seams.risen(trouble))
        return []


def tell_outages(worker: Worker) -> None:
    """Tell those who administer of outages; where that fails, the other institutions' are told."""
    now = int(time.time())
    for name in worker.run(lambda root: list(root["institutions"])):
        try:
            worker.run(_tell_outages_of, name, now)
        except Exception as trouble:  # noqa: BLE001 the next one is another institution's
            log.error("outages of %s: not told: %s", name, seams.risen(trouble))


def _tell_outages_of(root: Root, name: str, now: int) -> None:
    institution = root["institutions"].get(name)
    if institution is not None:
        alarms.tell(institution, now)


def seal_journals(worker: Worker) -> None:
    """Seal what was written into the audit journals since; one that breaks stops no other."""
    for name in worker.run(audit_journals.unsealed):
        try:
            worker.run(audit_journals.seal, name)
        except Exception as trouble:  # noqa: BLE001 the next one is another institution's
            log.error("journal of %s: not sealed: %s", name or "operators", seams.risen(trouble))
