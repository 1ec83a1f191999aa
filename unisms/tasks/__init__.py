"""After hours: Huey, and thin shells around the services.

Tasks take paths, numbers and strings only.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import huey
from pyramid.config import Configurator

from unisms.model import digests, links, store
from unisms.model.kinds import give_kinds
from unisms.seams.announcement import announce_once
from unisms.tasks import lanes
from unisms.tasks.letters import Letters, NotOurs, Plain
from unisms.tasks.queue import Queue
from unisms.tasks.registry import Registry
from unisms.tasks.worker import Worker

CONNECT = 5  # seconds that PostgreSQL has to take a connection of the queue


def includeme(config: Configurator) -> None:
    settings = config.registry.settings
    config.registry.tasks = {}  # name -> Huey's wrapper
    config.registry.worker = Worker(config.registry, store.prepare(settings), open_queue(settings))
    config.action("unisms.numbers_key", partial(_furnish, config.registry, settings))
    config.add_directive("add_task", add_task)
    config.add_request_method(enqueue)
    config.include("unisms.tasks.jobs")
    config.include("unisms.tasks.schedules")
    config.include("unisms.tasks.health")
    config.include("unisms.tasks.leaving_files")
    config.include("unisms.tasks.directories")
    config.include("unisms.tasks.exports")
    config.include("unisms.tasks.night")
    config.include("unisms.tasks.reports")
    config.include("unisms.tasks.histories")
    config.include("unisms.tasks.delivery.baton")
    config.include("unisms.tasks.trying")
    config.include("unisms.tasks.second_look")
    config.include("unisms.tasks.registers")
    config.include("unisms.tasks.mails")
    config.include("unisms.tasks.erasures")


def _furnish(registry: Registry, settings: Mapping[str, str]) -> None:
    """Give the database what is found through whatever is read from it."""
    digests.give_key(registry.worker.db, settings)
    links.give_address(registry.worker.db, settings)
    give_kinds(registry.worker.db, registry.audience_kinds)


def open_queue(settings: Mapping[str, str]) -> huey.Huey:
    """Return the queue that ``unisms.queue`` names.

    It is ``sqlite`` (default), ``memory``, ``redis://…`` or ``postgresql://…``.

    :raises CannotOpen: it does not open.
    """
    try:
        opened = _open_huey(settings)
    except Exception as error:
        raise store.CannotOpen(
            f"The queue (unisms.queue) does not open: {store.why_closed(error)}."
        ) from error
    opened.storage = Queue(opened.storage, partial(_is_ours, opened))
    return opened


def _is_ours(opened: huey.Huey, data: bytes) -> bool:
    """Whether ``data`` is a task that this service queued, and that it knows."""
    try:
        opened.deserialize_task(data)
    except (
        NotOurs,
        huey.exceptions.HueyException,
    ):  # the second: of an add-on that is switched on elsewhere
        return False
    return True


def _open_huey(settings: Mapping[str, str]) -> huey.Huey:
    kind = settings.get("unisms.queue", "sqlite")
    options = {"results": False, "serializer": Letters(settings.get("unisms.secret", ""))}
    if kind == "sqlite":
        file = str(store.prepare(settings) / "queue" / "queue.db")
        return huey.SqliteHuey("unisms", filename=file, **options)
    if kind == "memory":
        return huey.MemoryHuey("unisms", **options)
    if kind.startswith(("redis://", "rediss://")):
        return huey.PriorityRedisHuey("unisms", url=kind, blocking=False, **options)
    if kind.startswith("postgresql://"):
        return huey.PostgresHuey(
            "unisms", dsn=kind, connect_timeout=CONNECT, blocking=False, **options
        )
    raise LookupError("it is none of sqlite, memory, redis://… and postgresql://…")


def add_task(
    config: Configurator,
    func: Callable[..., object],
    *,
    name: str | None = None,
    every: Mapping[str, str] | None = None,
    lane: lanes.Lane = lanes.OTHERS,
) -> None:
    """Announce ``func(worker, *args)`` as a task.

    ``every`` is a crontab, as keyword arguments of ``huey.crontab``. ``lane`` is the kind of its
    work (``tasks.lanes``). The task takes texts and numbers: first the path that it is about, whose
    institution waits for its turn; then perhaps the uid of the person for whom it is done.
    """
    registry, name = config.registry, name or func.__name__

    def register() -> None:
        worker = registry.worker
        task = _in_lane(worker, func, name, lane)
        make = (
            worker.huey.periodic_task(huey.crontab(**every), name=name)
            if every
            else worker.huey.task(name=name)
        )
        registry.tasks[name] = make(task)

    announce_once(config, "unisms tasks", name, func, register)


def _in_lane(
    worker: Worker, func: Callable[..., object], name: str, lane: lanes.Lane
) -> Callable[..., None]:
    def task(*args: Plain) -> None:
        worker.lanes.give(lane, lanes.Job(name, args, partial(func, worker, *args)))

    task.__name__ = name
    return task


def enqueue(request: Any, name: str, *args: Plain) -> None:
    """Queue a task once this request's transaction has committed; if it aborts, queue nothing."""

    def after_commit(succeeded: bool) -> None:
        if succeeded:
            request.registry.worker.enqueue(name, *args)

    request.tm.get().addAfterCommitHook(after_commit)


__all__ = ["Worker", "add_task", "enqueue", "open_queue"]
