"""After hours: Huey, and thin shells around the services. Tasks take paths, numbers and strings only."""

import logging
from functools import partial

import huey

from unisms.model import store
from unisms.services import digests
from unisms.tasks.queue import Queue
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
CONNECT = 5  # seconds that PostgreSQL has to take a connection of the queue


def includeme(config):
    settings = config.registry.settings
    config.registry.tasks = {}  # name -> Huey's wrapper
    config.registry.worker = Worker(config.registry, store.prepare(settings), open_queue(settings))
    digests.give_key(config.registry.worker.db, settings)
    config.add_directive("add_task", add_task)
    config.add_request_method(enqueue)
    config.include("unisms.tasks.jobs")
    config.include("unisms.tasks.baton")
    config.include("unisms.tasks.trying")


def open_queue(settings):
    """The queue that ``unisms.queue`` names: ``sqlite`` (default), ``memory``, ``redis://…`` or ``postgresql://…``.

    :raises CannotOpen: it does not open.
    """
    try:
        opened = _open_huey(settings)
    except Exception as error:
        raise store.CannotOpen(f"The queue (unisms.queue) does not open: {store.why_closed(error)}.") from error
    opened.storage = Queue(opened.storage)
    return opened


def _open_huey(settings):
    kind = settings.get("unisms.queue", "sqlite")
    if kind == "sqlite":
        return huey.SqliteHuey("unisms", filename=str(store.prepare(settings) / "queue" / "queue.db"), results=False)
    if kind == "memory":
        return huey.MemoryHuey("unisms", results=False)
    if kind.startswith(("redis://", "rediss://")):
        return huey.PriorityRedisHuey("unisms", url=kind, blocking=False, results=False)
    if kind.startswith("postgresql://"):
        return huey.PostgresHuey("unisms", dsn=kind, connect_timeout=CONNECT, blocking=False, results=False)
    raise LookupError("it is none of sqlite, memory, redis://… and postgresql://…")


def add_task(config, func, *, name=None, every=None):
    """Announce ``func(worker, *args)`` as a task; ``every`` is a crontab as keyword arguments of ``huey.crontab``."""
    registry, name = config.registry, name or func.__name__

    def register():
        worker = registry.worker
        make = worker.huey.periodic_task(huey.crontab(**every), name=name) if every else worker.huey.task(name=name)
        registry.tasks[name] = make(_named(partial(func, worker), name))

    config.action(("unisms.task", name), register)


def _named(function, name):
    def task(*args):
        try:
            function(*args)
        except Exception as trouble:
            if not store.is_away(trouble):
                raise
            log.warning("task %s: the store does not answer (%s)", name, store.reason(trouble))

    task.__name__ = name
    return task


def enqueue(request, name, *args):
    """Queue a task once this request's transaction has committed; an aborted request queues nothing."""

    def after_commit(succeeded):
        if succeeded:
            request.registry.worker.enqueue(name, *args)

    request.tm.get().addAfterCommitHook(after_commit)


__all__ = ["Worker", "add_task", "enqueue", "open_queue"]
