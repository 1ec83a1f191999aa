"""Kannel does the job: 40,000 messages in by HTTP, out by SMPP, receipts back by HTTP callback."""

import asyncio
import sys
import time
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1]))

from peers.kannel import Kannel
from peers.smsc import Smsc

CLIENTS = 8  # keep-alive connections, one request in flight on each
TEXT = quote("Bonjour Lefevre, un document est a rendre a la bibliotheque.")
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"


class Callbacks(asyncio.Protocol):
    """Counts the receipts that Kannel brings back."""

    received = 0

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        count = data.count(b"\r\n\r\n")
        Callbacks.received += count
        self._transport.write(ANSWER * count)


async def client(port, callback_port, numbers):
    """Order one message after the other on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    back = quote(f"http://127.0.0.1:{callback_port}/r?s=%d", safe="")
    for number in numbers:
        to = f"336{number:08d}"
        query = f"username=peer&password=secret&to={to}&text={TEXT}&dlr-mask=3&dlr-url={back}"
        writer.write(f"GET /cgi-bin/sendsms?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 202"), head
        length = next(
            line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
        )
        await reader.readexactly(int(length.split(b":")[1]))
    writer.close()


async def job(kannel, count, patience=120):
    """Seconds from the first order to the last callback."""
    Callbacks.received = 0
    server = await asyncio.get_running_loop().create_server(Callbacks, "127.0.0.1", 0)
    callback_port = server.sockets[0].getsockname()[1]
    begun = time.perf_counter()
    numbers = [range(first, count, CLIENTS) for first in range(CLIENTS)]
    await asyncio.gather(*(client(kannel.port, callback_port, part) for part in numbers))
    while Callbacks.received < count:
        assert time.perf_counter() - begun < patience, (
            f"only {Callbacks.received} receipts came back"
        )
        await asyncio.sleep(0.01)
    spent = time.perf_counter() - begun
    server.close()
    return spent


def main(count=40_000, runs=1):
    with Smsc(fast=True) as smsc, Kannel(smsc.port) as kannel:
        asyncio.run(job(kannel, 200))
        for _ in range(runs):
            spent = asyncio.run(job(kannel, count))
            print(f"Kannel: {count} in {spent:.2f} s = {count / spent:.0f}/s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
