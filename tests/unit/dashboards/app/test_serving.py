"""The command of the dashboards: it serves, says that it is ready, and tells what is wrong."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

DASHBOARDS = [sys.executable, "-m", "dashboards"]


@contextlib.contextmanager
def running(*words, **more):
    process = subprocess.Popen(
        [*DASHBOARDS, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **more,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@pytest.mark.servers
def test_it_serves_under_a_supervisor_until_told_to_stop(tmp_path):
    ours, theirs = socket.socketpair()
    listen, fd = free(), theirs.fileno()
    words = ("--exports", tmp_path, "--listen", listen, "--supervised", fd)
    with ours, running(*words, pass_fds=[fd]) as process:
        theirs.close()
        ours.settimeout(60)
        assert ours.recv(16) == b"ready\n"
        with urllib.request.urlopen(f"http://{listen}/health") as answer:
            assert answer.read() == b"ok\n"
        with urllib.request.urlopen(f"http://{listen}/") as answer:
            assert b"SMS" in answer.read()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


@pytest.mark.servers
def test_it_stops_when_its_supervisor_is_gone(tmp_path):
    ours, theirs = socket.socketpair()
    fd = theirs.fileno()
    words = ("--exports", tmp_path, "--listen", free(), "--supervised", fd)
    with running(*words, pass_fds=[fd]) as process:
        theirs.close()
        ours.settimeout(60)
        assert ours.recv(16) == b"ready\n"
        ours.close()
        assert process.wait(30) == 0


@pytest.mark.servers
def test_an_address_that_is_taken_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with running("--exports", tmp_path, "--listen", listen) as process:
            told = process.communicate(timeout=60)[0]
    assert process.returncode == 2
    assert re.search(rf"{listen} cannot be used .* --listen HOST:PORT", told)


@pytest.mark.servers
def test_without_a_key_it_listens_on_this_machine_only(tmp_path):
    with running("--exports", tmp_path, "--listen", "0.0.0.0:6599") as process:
        told = process.communicate(timeout=60)[0]
    assert process.returncode == 2
    assert "Without a key" in told


@pytest.mark.servers
def test_a_folder_that_is_not_there_is_told():
    with running("--exports", os.path.join(os.sep, "nowhere")) as process:
        told = process.communicate(timeout=60)[0]
    assert process.returncode == 2
    assert "does not exist" in told
