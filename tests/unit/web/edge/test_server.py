"""The server under the pages: nobody holds all its connections, no institution all its threads."""

import socket
import threading
from types import SimpleNamespace

import pytest
from factories import eventually

from unisms.web.edge import server as module
from unisms.web.edge.server import BODY, HEAD, RATE, FairDispatcher, make_server, owner_of

GET = b"GET /institutions/nice/ HTTP/1.1\r\nHost: localhost\r\n"


PROXIED = {
    "connection_limit": 40,
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_headers": "x-forwarded-for",
}


class Pages:
    """An application; who asks for what is slow waits until it is let go."""

    def __init__(self):
        self.begun, self.gate = [], threading.Event()

    def __call__(self, environ, start_response):
        self.begun.append(environ["PATH_INFO"])
        if environ["PATH_INFO"].endswith("slow"):
            assert self.gate.wait(60)
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]


@pytest.fixture
def pages():
    pages = Pages()
    yield pages
    pages.gate.set()


@pytest.fixture
def served(pages, request):
    options = {"listen": "127.0.0.1:0", **getattr(request, "param", {})}
    server, over = make_server(pages, threads=4, **options), threading.Event()

    def loop():
        while not over.is_set():
            module.BaseWSGIServer.asyncore.loop(timeout=0.02, map=map_of(server), count=1)

    thread = threading.Thread(target=loop)
    thread.start()
    yield server
    pages.gate.set()
    server.task_dispatcher.shutdown(timeout=5)
    over.set()
    thread.join()
    module.BaseWSGIServer.asyncore.close_all(map_of(server))


def map_of(server):
    return server.map if hasattr(server, "map") else server._map


def connect(server, said=b""):
    line = socket.create_connection(("127.0.0.1", int(server.effective_port)), timeout=60)
    line.sendall(said)
    return line


def answer(line):
    return line.recv(1000).split(b"\r\n")[0]


def test_one_institution_has_half_of_the_threads_and_others_are_answered_meanwhile(served, pages):
    slow = [connect(served, b"GET /institutions/greedy/slow HTTP/1.1\r\n\r\n") for _ in range(12)]
    eventually(lambda: len(pages.begun) == 2)
    for path in (b"/institutions/nice/", b"/"):
        line = connect(served, b"GET %b HTTP/1.1\r\n\r\n" % path)
        assert answer(line) == b"HTTP/1.1 200 OK"
        line.close()
    assert pages.begun.count("/institutions/greedy/slow") == 2
    pages.gate.set()
    assert {answer(line) for line in slow} == {b"HTTP/1.1 200 OK"}
    for line in slow:
        line.close()


@pytest.mark.parametrize("served", [{"connection_limit": 40}], indirect=True)
def test_an_address_that_leaves_many_requests_half_open_loses_the_oldest(served):
    half_open = [connect(served, GET) for _ in range(30)]
    line = connect(served, GET + b"\r\n")
    assert answer(line) == b"HTTP/1.1 200 OK"
    assert [one.recv(1) for one in half_open[:5]] == [b""] * 5
    assert len(served.active_channels) <= 10
    for one in (*half_open, line):
        one.close()


@pytest.mark.parametrize("served", [PROXIED], indirect=True)
def test_the_proxy_that_we_trust_speaks_for_everybody(served):
    lines = [connect(served, GET) for _ in range(30)]
    eventually(lambda: len(served.active_channels) == 30)
    for one in lines:
        one.close()


@pytest.mark.parametrize("served", [{"listen": "127.0.0.1:0 127.0.0.1:0"}], indirect=True)
def test_every_address_that_is_listened_on_has_the_bounds(served):
    listening = [one for one in map_of(served).values() if isinstance(one, module.BaseWSGIServer)]
    assert [one.channel_class for one in listening] == [module.BoundedChannel] * 2


@pytest.fixture
def channel(served):
    """Make the server's end of a connection on which something was said."""
    lines = []

    def make(said=b""):
        lines.append(connect(served, said))
        channel = eventually(lambda: [*served.active_channels.values()][-1:])[0]
        if said:
            eventually(lambda: channel.request or channel.requests or channel.served)
        return channel

    yield make
    for line in lines:
        line.close()


POST = b"POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (b"", HEAD),
        (b"GET / HT", HEAD),
        (GET, HEAD),
        (POST, BODY),
        (POST + b"a" * 1000, BODY + 1000 / RATE),
    ],
)
def test_a_head_and_a_body_have_their_time(channel, said, seconds):
    one = channel(said)
    if said.endswith(b"a"):
        eventually(lambda: one.request.body_bytes_received == 1000)
    assert not one.is_late(one.began + seconds)
    assert one.is_late(one.began + seconds + 0.01)


def test_a_byte_now_and_then_is_no_more_time(served, channel):
    one = channel(GET)
    began = one.began
    one.received(b"X-a: b\r\n")
    assert one.began == began
    one.received(b"\r\n" + GET)  # the next request has its own
    assert one.began > began


def test_who_rests_between_two_requests_is_not_late_for_two_minutes(served, channel):
    one = channel(GET + b"\r\n")
    eventually(lambda: one.served and not one.requests and not one.total_outbufs_len)
    assert not one.is_late(one.heard + one.adj.channel_timeout)
    assert one.is_late(one.heard + one.adj.channel_timeout + 1)


def test_who_takes_nothing_of_an_answer_is_let_go_with_its_thread(served, channel):
    one = channel(GET)
    one.requests = ["under way"]
    assert not one.is_late(one.heard + 10_000)  # we think
    one.total_outbufs_len = 5
    assert one.is_late(one.heard + one.adj.channel_timeout + 1)
    one.requests, one.total_outbufs_len = [], 0


def test_who_is_late_is_closed(served, channel, monkeypatch):
    one = channel(GET)
    served.maintenance(0)
    assert one.connected
    monkeypatch.setattr(one, "began", one.began - 10_000)
    served.maintenance(0)
    assert not one.connected


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("/institutions/nice/people/", "nice"),
        ("/institutions/nice", "nice"),
        ("//institutions/nice/people/", "nice"),
        ("/./institutions//nice", "nice"),
        ("/institutions/paris1/../nice/", "nice"),
        ("/sign-in/../institutions/nice/", "nice"),
        ("/institutions/nice/../../sign-in", ""),
        ("/institutions", ""),
        ("/sign-in", ""),
        ("/", ""),
        ("", ""),
    ],
)
def test_whose_page_it_is_is_told_by_its_address(path, owner):
    assert owner_of(SimpleNamespace(requests=[SimpleNamespace(path=path)])) == owner
    assert owner_of(SimpleNamespace(requests=[])) == ""


def test_what_waits_when_the_server_stops_is_cancelled():
    dispatcher, cancelled = FairDispatcher(1), []
    dispatcher.set_thread_count(0)
    dispatcher.add_task(SimpleNamespace(requests=[], cancel=lambda: cancelled.append(1)))
    dispatcher.shutdown(timeout=1)
    assert cancelled == [1]
