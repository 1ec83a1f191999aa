"""The house behind a port of this machine."""

import threading

from waitress.server import create_server


class Served:
    """The house behind a port of this machine, with a worker beside it."""

    def __init__(self, house):
        self.house = house
        # Every look of every page keeps a browser open, each with connections of its own: at its
        # usual limit of 100, the server would let the next one wait until some of them are closed.
        self.server = create_server(
            house.wsgi, host="127.0.0.1", port=0, threads=6, connection_limit=1_000
        )
        self.address = f"http://127.0.0.1:{self.server.effective_port}"
        self.stopping = threading.Event()
        self.threads = [
            threading.Thread(target=self.server.run),
            threading.Thread(target=self._work),
        ]

    def _work(self):
        while not self.stopping.wait(0.05):
            self.house.worker.drain()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.stopping.set()
        self.server.close()
        for thread in self.threads:
            thread.join(10)
