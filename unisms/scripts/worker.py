"""``unisms worker``: hands messages over, prepares campaigns, reads files, and does what the clock asks for."""

import signal
import sys
import time

import click
import plaster

from unisms.scripts.opening import config_option, make_registry, read_settings
from unisms.scripts.serve import supervised_option
from unisms.scripts.supervisor import Leash

THREADS = 4
IDLE = (0.05, 0.25)  # seconds between two looks at the queue: at first, at most
LAST_TASKS = 10  # seconds that running tasks may take when we are asked to stop


@click.command()
@config_option
@supervised_option
def worker(config, supervised):
    """Do what pages ask for: hand messages over, prepare campaigns, read files.

    Ctrl-C and TERM stop it cleanly: what is being handed over ends first. Run as many as you like, on as many
    machines as you like, if store and queue are PostgreSQL.

    \b
    Example, for a service of the system:
      unisms worker -c /etc/unisms/production.ini
    """
    leash = Leash(supervised)
    stop = StopSignal()
    registry = make_registry(read_settings(config))
    plaster.setup_logging(config)
    consume(registry.worker, stop, leash)
    sys.exit(0)


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
        workers=THREADS, initial_delay=IDLE[0], max_delay=IDLE[1], shutdown_timeout=LAST_TASKS
    )
    consumer.start()
    stop.listen()  # Huey has just set its own handlers, which would cut a running task on TERM
    worker.enqueue("sweep")
    leash.ready()
    looked = time.monotonic()
    while not stop:
        time.sleep(0.1)
        if time.monotonic() - looked > 5:
            consumer.check_worker_health()
            looked = time.monotonic()
    worker.stopping.set()
    consumer.stop(graceful=True)
    worker.close()
    worker.db.close()
