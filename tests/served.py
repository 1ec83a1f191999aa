"""The house behind a port of this machine."""

import contextlib
import threading

from waitress.server import create_server

from unisms.testing.fixtures import PATIENCE


def stop(server):
    """Close ``server`` from within its own loop, which else might wait for a socket that is closed.

    Connections that browsers keep open do not hold it up.
    """

    def close():
        server.close()
        for channel in list(server.active_channels.values()):
            channel.handle_close()

    server.trigger.pull_trigger(close)


@contextlib.contextmanager
def behind_a_port(application, **options):
    """Serve ``application`` at a port of this machine; yield its address."""
    server = create_server(application, host="127.0.0.1", port=0, **options)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        stop(server)
        thread.join(PATIENCE)
        server.task_dispatcher.shutdown()


class Served:
    """The house behind a port of this machine, with a worker beside it."""

    def __init__(self, house):
        self.house, self.at_work = house, threading.Lock()
        self._around = contextlib.ExitStack()

    def begin_again(self, var):
        """Give the house another folder and the store that it remembers, while the worker rests."""
        with self.at_work:
            self.house.begin_again(var)

    def __enter__(self):
        # Browsers keep connections open. At the usual limit of 100, the server would let the next
        # browser wait until some of them are closed.
        port = behind_a_port(self.house.wsgi, threads=6, connection_limit=1_000)
        self.address = self._around.enter_context(port)
        self._around.enter_context(self._worker())
        return self

    def __exit__(self, *error):
        self._around.close()

    @contextlib.contextmanager
    def _worker(self):
        over = threading.Event()
        thread = threading.Thread(target=self._work, args=[over])
        thread.start()
        yield
        over.set()
        thread.join(PATIENCE)

    def _work(self, over):
        while not over.wait(0.05):
            with self.at_work:
                self.house.worker.drain()
