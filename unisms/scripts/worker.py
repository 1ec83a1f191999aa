"""``unisms worker``: hands messages over, prepares campaigns, reads files, watches the clock."""

import gc
import logging
import signal
import sys
import time

import click
import plaster

from unisms.model import evolve
from unisms.model.store import log_trouble
from unisms.scripts.opening import (
    Refused,
    config_option,
    in_transaction,
    initialised,
    make_registry,
    read_settings,
)
from unisms.scripts.serve import supervised_option
from unisms.scripts.supervisor import Leash

log = logging.getLogger(__name__)
CLERKS = 2  # threads that take tasks out of the queue and sort them into lanes
SWITCH = 0.001  # seconds a thread may keep the interpreter: a session must not wait for a claim
GARBAGE = (
    100_000,
    50,
    100,
)  # rows are many small tuples, never in a circle: look for circles less often
CACHED = (
    300,
    4 << 20,
)  # objects, and their size in the store, that each of our connections keeps: rows pass once
LOOK = 5  # seconds between two looks at the consumer's health
IDLE = (0.03, 0.06)  # seconds between two looks of a clerk at the queue: at first, at most
LAST_TASKS = 10  # seconds that running tasks may take when we are asked to stop


@click.command()
@config_option
@supervised_option
def worker(config, supervised):
    """Do what pages ask for: hand messages over, prepare campaigns, read files.

    Ctrl-C and TERM stop it cleanly: what is being handed over ends first. Run as many as you like,
    on as many machines as you like, if store and queue are PostgreSQL.

    \b
    Example, for a service of the system:
      unisms worker -c /etc/unisms/production.ini
    """
    leash = Leash(supervised)
    stop = StopSignal()
    registry = make_registry(read_settings(config))
    plaster.setup_logging(config)
    refuse_pending_steps(registry)
    consume(registry.worker, stop, leash)
    sys.exit(0)


def refuse_pending_steps(registry):
    """:raises Refused: the store is older than the code."""
    steps = registry.evolution_steps
    initialised(registry.worker, lambda root: root)
    if in_transaction(
        registry.worker, lambda connection: evolve.pending(connection, steps), keep=False
    ):
        raise Refused("The store is older than this release. First: unisms evolve --run")


class StopSignal:
    """True once INT or TERM was received."""

    def __init__(self):
        self.received = False
        self.listen()

    def listen(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._receive)

    def _receive(self, number, frame):
        self.received = True

    def __bool__(self):
        return self.received


def consume(worker, stop, leash):
    """Run queued tasks until ``stop``; then let those under way end, and give every lease back."""
    consumer = worker.huey.create_consumer(
        workers=CLERKS, initial_delay=IDLE[0], max_delay=IDLE[1], shutdown_timeout=LAST_TASKS
    )
    tune()
    worker.db.setCacheSize(CACHED[0])
    worker.db.setCacheSizeBytes(CACHED[1])
    worker.lanes.open = True
    consumer.start()
    stop.listen()  # Huey has just set its own handlers, which would cut a running task on TERM
    worker.enqueue("sweep")
    leash.ready()
    looked, trouble = time.monotonic(), False
    while not stop:
        time.sleep(0.1)
        if time.monotonic() - looked > LOOK:
            consumer.check_worker_health()
            trouble = look_again(worker, trouble)
            looked = time.monotonic()
    worker.stopping.set()
    consumer.stop_flag.set()
    worker.lanes.close()
    worker.close()  # before the wait for the tasks: it is what ends those that hand over
    consumer.stop(graceful=True)
    worker.lanes.join(LAST_TASKS)
    worker.db.close()


def look_again(worker, trouble):
    """Look what is to be done; whether the store was in trouble, which is said once."""
    try:
        worker.look_again()
    except Exception as error:  # noqa: BLE001 the outermost frame
        if not trouble:
            log_trouble(log, "the store cannot be read", trouble=error)
        gc.collect()  # only then is what did not open let go
        return True
    return False


def tune():
    """Set the interpreter for what a worker does."""
    sys.setswitchinterval(SWITCH)
    gc.set_threshold(*GARBAGE)
