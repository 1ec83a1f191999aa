"""The server under the pages: waitress, with bounds on the share of a visitor and an institution.

A connection costs room, a request a thread. A visitor who sends a byte now and then could otherwise
hold all connections, and an institution could hold all threads by slow pages.
"""

import time
from collections import Counter, deque

from pyramid.traversal import split_path_info
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server
from waitress.task import ThreadedTaskDispatcher

HEAD = 20  # seconds that the whole head of a request may take
BODY = 20  # seconds that its body may take, and one more for each RATE bytes that have come
RATE = 500  # bytes a second; these three as Apache has them (mod_reqtimeout, RequestReadTimeout)
SHARE = 4  # an address has one of so many parts of all connections
DEFAULTS = {
    "connection_limit": 400,
    "asyncore_use_poll": True,  # select() ends at 1024 files
    "cleanup_interval": 5,  # seconds between two looks for connections that are late
    "max_request_header_size": 32
    << 10,  # bytes: as nginx has it (large_client_header_buffers 4 8k)
}


def make_server(application, **options):
    """Return waitress's server of ``application``, listening, with these options of waitress."""
    options = DEFAULTS | options
    dispatcher = FairDispatcher(int(options.get("threads", 4)))
    server = create_server(application, _dispatcher=dispatcher, **options)
    sockets = server.map if isinstance(server, MultiSocketServer) else server._map
    for one in sockets.values():
        if isinstance(one, BaseWSGIServer):
            one.channel_class = BoundedChannel
            one.maintenance = lambda _now, one=one: end_late(one)
    return server


def end_late(server):
    """Close the connections that are late, and those whose visitor takes nothing of an answer."""
    now = time.monotonic()
    for channel in list(server.active_channels.values()):
        if channel.is_late(now):
            channel.handle_close()  # which wakes the thread that writes to it


class BoundedChannel(HTTPChannel):
    """A connection that knows since when its request has been coming."""

    def __init__(self, server, sock, addr, adj, map=None):
        super().__init__(server, sock, addr, adj, map)
        self.heard = self.began = time.monotonic()
        self.served = False  # whether a request has come, and so rest is no sign of trouble
        if not self._speaks_for_others():
            self._make_room()

    def _speaks_for_others(self):
        """Whether the trusted proxy is at the other end: all its visitors have the same address."""
        return self.adj.trusted_proxy in ("*", self.addr[0]) or self.addr[1] is None

    def _make_room(self):
        """Of an address with too many connections, close the one that has been coming longest."""
        same = [one for one in self.server.active_channels.values() if one.addr[0] == self.addr[0]]
        if len(same) > max(1, self.adj.connection_limit // SHARE):
            resting = [one for one in same if not one.requests and one is not self]
            min(resting or [self], key=lambda one: one.began).handle_close()

    def received(self, data):
        before, self.heard = self.request, time.monotonic()
        if before is None:
            self.began = self.heard
        known = super().received(data)
        self.served = self.served or bool(self.requests)
        if self.request is not before:
            self.began = self.heard  # a request is complete, and the next has begun
        return known

    def _flush_some(self, do_close=True):
        sent = super()._flush_some(do_close)
        if sent:
            self.heard = time.monotonic()
        return sent

    def is_late(self, now):
        """Whether what is to come has taken too long by ``now``, on the monotonic clock."""
        if (
            self.requests or self.total_outbufs_len
        ):  # it is answered: late is who takes nothing of the answer
            return bool(self.total_outbufs_len) and now - self.heard > self.adj.channel_timeout
        if self.request is None:
            return now - self.heard > (self.adj.channel_timeout if self.served else HEAD)
        if not self.request.headers_finished:
            return now - self.began > HEAD
        return now - self.began > BODY + self.request.body_bytes_received / RATE


class FairDispatcher(ThreadedTaskDispatcher):
    """Threads that institutions take in turn; one institution has half of them at most."""

    def __init__(self, threads):
        super().__init__()
        self.queue = Turns(max(1, threads // 2))
        self.set_thread_count(threads)

    def add_task(self, task):
        super().add_task(Turn(self, task, owner_of(task)))

    def ended(self, turn):
        with self.lock:
            self.queue.ended(turn)
            self.queue_cv.notify()


def owner_of(channel):
    """Return the name of the institution whose page is asked for, ``""`` for any other page.

    The address is taken apart as traversal does it: whoever writes ``//institutions/…``, or goes
    through another institution by ``..``, has no share beside their own.
    """
    path = getattr(channel.requests[0], "path", "") if channel.requests else ""
    folder, name, *_ = *split_path_info(path), "", ""
    return name if folder == "institutions" else ""


class Turn:
    """A request that waits for a thread."""

    def __init__(self, dispatcher, channel, owner):
        self.dispatcher, self.channel, self.owner = dispatcher, channel, owner

    def service(self):
        try:
            self.channel.service()
        finally:
            self.dispatcher.ended(self)

    def cancel(self):
        self.channel.cancel()


class Turns:
    """The waiting requests, as the queue of waitress's dispatcher.

    Its length is the number of requests that may begin. Owners take turns.
    """

    def __init__(self, each):
        self.each = each
        self._waiting = {}  # owner -> turns; whose turn is next stands first
        self._running = Counter()  # owner -> turns under way

    def __len__(self):
        return sum(min(len(turns), self._free(owner)) for owner, turns in self._waiting.items())

    def _free(self, owner):
        return self.each - self._running[owner]

    def append(self, turn):
        self._waiting.setdefault(turn.owner, deque()).append(turn)

    def popleft(self):
        """Take out the next one that may begin, and count it as under way."""
        owner = next(owner for owner in self._waiting if self._free(owner) > 0)
        turns = self._waiting.pop(owner)
        turn = turns.popleft()
        if turns:
            self._waiting[owner] = turns  # behind the others
        self._running[owner] += 1
        return turn

    def ended(self, turn):
        self._running[turn.owner] -= 1
        if not self._running[turn.owner]:
            del self._running[turn.owner]
