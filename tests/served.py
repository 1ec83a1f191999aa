"""The house behind a port of this machine."""

import threading

from waitress.server import create_server


def stop(server):
    """Close ``server`` from within its own loop, which else might wait for a socket that is closed.

    Connections that browsers keep open do not hold it up.
    """

    def close():
        server.close()
        for channel in list(server.active_channels.values()):
            channel.handle_close()

    server.trigger.pull_trigger(close)


class Served:
    """The house behind a port of this machine, with a worker beside it."""

    def __init__(self, house):
        self.house = house
        # Browsers keep connections open. At the usual limit of 100, the server would let the next
        # browser wait until some of them are closed.
        self.server = create_server(
            house.wsgi, host="127.0.0.1", port=0, threads=6, connection_limit=1_000
        )
        self.address = f"http://127.0.0.1:{self.server.effective_port}"
        self.stopping, self.at_work = threading.Event(), threading.Lock()
        self.threads = [
            threading.Thread(target=self.server.run),
            threading.Thread(target=self._work),
        ]

    def _work(self):
        while not self.stopping.wait(0.05):
            with self.at_work:
                self.house.worker.drain()

    def begin_again(self, var):
        """Give the house another folder and the store that it remembers, while the worker rests."""
        with self.at_work:
            self.house.begin_again(var)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.stopping.set()
        stop(self.server)
        for thread in self.threads:
            thread.join(10)
        self.server.task_dispatcher.shutdown()
