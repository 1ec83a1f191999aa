"""A task's turn, and its traces: campaigns under way on one connection, handed over."""

from factories import make_release, tasks_here

from unisms.model.folder import find
from unisms.tasks.delivery import baton

PATH = "/institutions/paris1/brokers/fake"


def released(worker, recipients=3, **fields):
    """The path of a campaign under way."""
    return worker.run(
        lambda root: make_release(root["institutions"]["paris1"], recipients, **fields).path
    )


def rows(worker, path):
    return worker.run(
        lambda root: {number: row[1] for number, row in find(root, path).stored_rows()}
    )


def seen(worker, path):
    return set(worker.run(lambda root: [row[1] for _, row in find(root, path).stored_rows()]))


def look(worker, path, attribute):
    return worker.run(lambda root: getattr(find(root, path), attribute))


def deliver(worker):
    worker.enqueue("deliver", PATH)
    worker.drain()


def queued(worker):
    """Return the tasks that this process does next; no other is asked to."""
    assert worker.huey.pending() == []
    return [
        (task.name, *task.args)
        for when, task in tasks_here(worker)
        if when <= baton.time.monotonic()
    ]


def scheduled(worker):
    return [
        (task.name, *task.args)
        for when, task in tasks_here(worker)
        if when > baton.time.monotonic()
    ]
