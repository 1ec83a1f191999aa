"""The queue that the settings name, and how tasks come into it."""

import pytest
from factories import make_worker
from huey import MemoryHuey, SqliteHuey
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError
from transaction import TransactionManager
from ZODB.POSException import StorageError

from unisms.model.store import CannotOpen
from unisms.tasks import enqueue, open_queue
from unisms.tasks.letters import Letters
from unisms.testing.outsiders import FakeBroker


def test_the_queue_is_a_file_of_ours_unless_said_otherwise(tmp_path):
    queue = open_queue({"unisms.var": str(tmp_path)})
    assert isinstance(queue, SqliteHuey)
    assert queue.storage.queue_size() == 0
    assert (tmp_path / "queue" / "queue.db").exists()
    queue.storage.close()


def test_the_queue_may_be_in_memory():
    assert isinstance(open_queue({"unisms.queue": "memory"}), MemoryHuey)


#: A task that waits in a queue is its name: the release before may have left any of these.
NAMES = {
    *("clear_away", "clear_files", "clear_uploads", "close_campaign", "deliver", "night"),
    *(
        "follow_replies",
        "prepare_campaign",
        "read_again",
        "read_import",
        "resend_doubtful",
        "seal_journals",
    ),
    *("follow_replies", "sweep", "sweep_each_minute", "try_connection", "try_proposal"),
}


def test_tasks_keep_their_names_so_that_the_next_release_finds_what_waits(worker):
    assert worker.registry.tasks.keys() >= NAMES


@pytest.mark.parametrize(
    ("address", "kind", "options"),
    [
        ("redis://queue:6379/0", "PriorityRedisHuey", {"url": "redis://queue:6379/0"}),
        ("rediss://queue:6379/0", "PriorityRedisHuey", {"url": "rediss://queue:6379/0"}),
        (
            "postgresql://queue/unisms",
            "PostgresHuey",
            {"dsn": "postgresql://queue/unisms", "connect_timeout": 5},
        ),
    ],
)
def test_the_queue_may_be_a_server(monkeypatch, address, kind, options):
    opened = []

    class Server:
        storage = "a storage"

        def __init__(self, name, **given):
            assert isinstance(given.pop("serializer"), Letters)
            opened.append((name, given))

    monkeypatch.setattr(f"unisms.tasks.huey.{kind}", Server)
    assert open_queue({"unisms.queue": address}).storage._storage == "a storage"
    assert opened == [("unisms", {**options, "blocking": False, "results": False})]


def test_another_queue_is_refused_with_the_choices():
    with pytest.raises(CannotOpen, match="none of sqlite, memory, redis"):
        open_queue({"unisms.queue": "carrier pigeon"})


# Announcing tasks.


def remember(worker, *args):
    worker.remembered = args


def announce(config):
    config.add_task(remember)
    config.add_task(remember, name="each_hour", every={"minute": "0"})


@pytest.fixture
def own(tmp_path):
    worker = make_worker(tmp_path, FakeBroker(), announce)
    yield worker
    worker.close()
    worker.db.close()


def test_a_task_of_an_add_on_is_given_the_worker_and_its_arguments(own):
    own.enqueue("remember", "/a/path", 3)
    own.drain()
    assert own.remembered == ("/a/path", 3)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (StorageError("no room"), "task sweep: the store does not answer (no room)"),
        (ValueError("Jeanne Dupont"), "task sweep broke: ValueError"),
    ],
)
def test_what_a_task_raises_is_told_in_the_log_without_what_it_says_of_people(
    own, monkeypatch, caplog, error, told
):
    def fail(*_):
        raise error

    monkeypatch.setattr(own, "run", fail)
    own.enqueue("sweep")
    own.drain()
    [message] = caplog.messages
    assert message.startswith(told)
    assert "Jeanne" not in message


def test_a_task_that_comes_round_is_known_by_its_name(own):
    assert "each_hour" in [task.name for task in own.huey._registry.periodic_tasks]


def test_two_tasks_of_one_name_stop_the_start(tmp_path):
    settings = {"unisms.var": str(tmp_path), "unisms.queue": "memory", "zodbconn.uri": "memory://"}
    config = Configurator(settings=settings)
    for part in ("unisms.model.store", "unisms.seams", "unisms.tasks"):
        config.include(part)

    def first(config):
        config.add_task(remember, name="same")

    def second(config):
        config.add_task(remember, name="same")

    config.include(first)
    config.include(second)
    with pytest.raises(ConfigurationConflictError, match="same"):
        config.commit()


# Queueing from a page.


class Request:
    def __init__(self, registry):
        self.registry, self.tm = registry, TransactionManager(explicit=True)


def test_a_page_queues_once_its_transaction_is_committed(own):
    request = Request(own.registry)
    request.tm.begin()
    enqueue(request, "remember", "x")
    assert len(own.huey) == 0
    request.tm.commit()
    assert len(own.huey) == 1


def test_an_aborted_page_queues_nothing(own):
    request = Request(own.registry)
    request.tm.begin()
    enqueue(request, "remember", "x")
    request.tm.abort()
    assert len(own.huey) == 0


def test_a_page_whose_commit_fails_queues_nothing(own):
    class Refuses:
        transaction_manager = None

        def sortKey(self):
            return "refuses"

        def tpc_begin(self, transaction):
            raise ValueError("refused")

        abort = commit = tpc_vote = tpc_finish = tpc_abort = lambda self, transaction: None

    request = Request(own.registry)
    request.tm.begin()
    request.tm.get().join(Refuses())
    enqueue(request, "remember", "x")
    with pytest.raises(ValueError):
        request.tm.commit()
    assert len(own.huey) == 0
