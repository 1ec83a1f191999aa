"""The queue holds signed names and plain arguments, never code."""

import pickle

import pytest
from huey import MemoryHuey
from huey.registry import Message

from unisms.tasks import open_queue
from unisms.tasks.letters import Letters, NotOurs


class Trap:
    """A pickle that does something when it is read."""

    def __reduce__(self):
        return exec, ("raise SystemExit('code of others ran')",)


def message(name="deliver", *args, **kwargs):
    return Message("id", name, args=args, kwargs=kwargs)


@pytest.mark.parametrize("args", [(), ("/brokers/é",), ("/brokers/a", 3), ("a", None, 1.5)])
def test_a_task_is_read_as_it_was_written(args):
    letters = Letters("a secret")
    read = letters.deserialize(letters.serialize(message("deliver", *args)))
    assert (read.name, read.args, read.kwargs) == ("deliver", args, {})


@pytest.mark.parametrize(
    "odd", [message("deliver", object()), message("deliver", ["a"]), message("deliver", a=1)]
)
def test_what_is_not_plain_is_not_queued(odd):
    with pytest.raises(TypeError, match="deliver takes only texts and numbers"):
        Letters("a secret").serialize(odd)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"short",
        pickle.dumps(Trap()),
        Letters("another secret").serialize(message()),
        Letters("").serialize(message()),
        Letters("a secret").serialize(message("deliver", "/brokers/a"))[:-3] + b'b"]',
        b"\0" * 40,
    ],
)
def test_what_was_not_written_with_our_secret_is_not_read(data):
    with pytest.raises(NotOurs):
        Letters("a secret").deserialize(data)


@pytest.fixture
def opened():
    return open_queue({"unisms.queue": "memory", "unisms.secret": "a secret"})


def test_a_pickle_in_the_queue_runs_nothing_and_is_dropped(opened, caplog):
    """Of the release before, or of somebody who can write the queue."""
    ran = []
    task = opened.task(name="remember")(ran.append)
    opened.storage.enqueue(pickle.dumps(Trap()))
    before = MemoryHuey(results=False)
    before.task(name="remember")(ran.append)("an old one")
    opened.storage.enqueue(before.storage.dequeue())
    task("ours")
    opened.execute(opened.dequeue())
    assert opened.dequeue() is None
    assert ran == ["ours"]
    assert len(caplog.messages) == 1


def test_a_task_of_an_add_on_that_is_not_switched_on_here_is_dropped(opened, caplog):
    theirs = open_queue({"unisms.queue": "memory", "unisms.secret": "a secret"})
    theirs.task(name="strange")(print)("x")
    opened.storage.enqueue(theirs.storage.dequeue())
    assert opened.dequeue() is None
    assert len(caplog.messages) == 1
