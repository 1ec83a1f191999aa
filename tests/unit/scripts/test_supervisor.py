"""The supervisor, on real processes: a clean stop, no orphan, a new start for what dies."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from unisms.testing.fixtures import PATIENCE, eventually

pytestmark = pytest.mark.servers

#: a child that says what happens to it, in a file named after it and its process
CHILD = """
import os, signal, sys
from pathlib import Path
from unisms.scripts.supervisor import Leash
kind, name, folder = sys.argv[1:4]
note = Path(folder, f"{name}.{os.getpid()}")
def end(*_):
    note.write_text("ended")
    sys.exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN if kind == "deaf" else end)
leash = Leash(int(sys.argv[5]))
note.write_text("began")
if kind.startswith("dying"):
    sys.exit(int(kind[5:]))
leash.ready()
if kind == "fickle":
    sys.exit(4)
while True:
    signal.pause()
"""
PARENT = """
import sys
from unisms.scripts import supervisor
from unisms.scripts.supervisor import Child, Supervisor
supervisor.GRACE = float(sys.argv[2])
supervisor.LONGEST_WAIT = 0.2
command = [sys.executable, sys.argv[1] + "/child.py"]
named = [word.split("=") for word in sys.argv[3:]]
children = [
    Child(name, [*command, kind, name, sys.argv[1]], needed=name != "dashboards")
    for name, kind in named
]
def say(sentence):
    print(sentence, flush=True)
sys.exit(Supervisor(children, say, lambda: say("ready")).run())
"""


class Running:
    """A supervisor with children that write notes."""

    def __init__(self, folder, *children, grace=5.0):
        self.folder = folder
        (folder / "child.py").write_text(CHILD)
        (folder / "parent.py").write_text(PARENT)
        self.process = subprocess.Popen(
            [sys.executable, str(folder / "parent.py"), str(folder), str(grace), *children],
            stdout=subprocess.PIPE,
            text=True,
        )

    def notes(self, name):
        """Return the word that each process of that name told: ``{pid: word}``."""
        return {
            int(note.suffix[1:]): note.read_text() for note in self.folder.glob(f"{name}.[0-9]*")
        }

    def line(self):
        return self.process.stdout.readline().strip()

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def running(tmp_path):
    started = []

    def start(*children, **options):
        started.append(Running(tmp_path, *children, **options))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()
        each.process.stdout.close()


def until(condition):
    return eventually(condition, pause=0.05)


def is_gone(pid):
    """Whether the process has ended; one that only waits to be counted has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_child_cleanly(running, number):
    house = running("web=good", "worker=good")
    assert house.line() == "ready"
    assert house.end(number) == 0
    assert list({**house.notes("web"), **house.notes("worker")}.values()) == ["ended", "ended"]


def test_a_child_that_dies_is_started_again_and_the_other_left_alone(running):
    house = running("web=good", "worker=good")
    assert house.line() == "ready"
    (first,), (web,) = house.notes("worker"), house.notes("web")
    os.kill(first, signal.SIGKILL)
    assert house.line() == "worker was killed by signal 9; starting it again."
    second = until(lambda: set(house.notes("worker")) - {first}).pop()
    assert not is_gone(second)
    assert list(house.notes("web")) == [web]
    assert house.end(signal.SIGTERM) == 0


def test_a_child_that_dies_five_times_at_once_is_given_up(running):
    house = running("web=good", "worker=dying3")
    assert house.process.wait(PATIENCE) == 1
    assert "worker ended with code 3, 5 times in a row: giving up" in house.process.stdout.read()
    assert len(house.notes("worker")) == 5
    assert list(house.notes("web").values()) == ["ended"]


def test_a_child_with_wrong_settings_is_given_up_at_once(running):
    house = running("web=good", "worker=dying4")
    assert house.process.wait(PATIENCE) == 4
    assert len(house.notes("worker")) == 1
    assert house.process.stdout.read() == ""  # the child has said why


def test_a_child_whose_store_was_open_once_is_started_again_and_again(running):
    house = running("web=good", "worker=fickle")
    told = [house.line() for _ in range(8)]
    assert [line for line in told if line != "ready"][:7] == [
        "worker ended with code 4; starting it again."
    ] * 7


def test_a_child_that_is_not_needed_is_left_out_and_the_others_go_on(running):
    house = running("web=good", "dashboards=dying3", "worker=good")
    told = [house.line() for _ in range(6)]
    assert told[4:] == [
        "dashboards ended with code 3: left out until the next start. See above why.",
        "ready",
    ]
    assert len(house.notes("dashboards")) == 5
    assert house.end(signal.SIGTERM) == 0
    assert [*house.notes("worker").values()] == ["ended"]


def test_children_start_one_after_the_other(running):
    house = running("web=dying4", "worker=good")
    assert house.process.wait(PATIENCE) == 4
    assert house.notes("worker") == {}


def test_a_child_that_does_not_end_is_killed_after_the_grace(running):
    house = running("web=good", "worker=deaf", grace=0.5)
    assert house.line() == "ready"
    assert house.end(signal.SIGTERM) == 1
    assert "worker did not end within 0.5 seconds and was killed." in house.process.stdout.read()
    (worker,) = house.notes("worker")
    assert is_gone(worker)


def test_a_supervisor_killed_outright_leaves_no_orphan(running):
    house = running("web=good", "worker=good")
    assert house.line() == "ready"
    house.end(signal.SIGKILL)
    for name in ("web", "worker"):
        (pid,) = house.notes(name)
        until(lambda pid=pid: is_gone(pid))
        assert list(house.notes(name).values()) == ["ended"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(pid):
    return {int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


@pytest.fixture
def service(demo):
    """The real thing: ``unisms serve``, where a demonstration has left its logins."""
    (demo.var / "demo-logins.txt").write_text("zlefevre   marron-tilleul\n")
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "unisms.scripts",
            "serve",
            "-c",
            demo.config,
            "--listen",
            f"127.0.0.1:{port}",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    shown = ""
    while "Ctrl-C" not in shown:
        line = process.stdout.readline()
        assert line, shown
        shown += line
    yield process, port, shown, demo
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_service_says_where_it_is_and_who_may_sign_in(service):
    _, port, shown, _ = service
    assert f"unisms is ready at http://127.0.0.1:{port}/" in shown
    assert re.search(r"zlefevre +marron-tilleul", shown)
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(b"GET /sign-in HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert b" 200 " in line.recv(200)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_service_stops_cleanly(service, number):
    process, *_ = service
    children = children_of(process.pid)
    assert len(children) == 2
    process.send_signal(number)
    assert process.wait(PATIENCE) == 0
    assert all(map(is_gone, children))
    assert "Traceback" not in process.stdout.read()


def test_killed_outright_the_service_leaves_no_process(service):
    process, *_ = service
    children = children_of(process.pid)
    process.kill()
    for child in children:
        until(lambda child=child: is_gone(child))


def test_the_worker_of_the_service_hands_over(service):
    *_, demo = service
    words = (
        "--institution",
        "nice",
        "--as",
        "admin",
        "--account",
        "bu",
        "--text",
        "Bonjour",
        "--to",
        "0639980001",
        "--wait",
        "--timeout",
        str(PATIENCE),
    )
    assert demo.json("send", *words)["result"]["delivered"] == 1


def test_an_address_in_use_is_told_with_what_to_change(service):
    _, port, _, demo = service
    told = demo.run("serve", "--listen", f"127.0.0.1:{port}", code=1).stderr
    assert f"unisms serve --listen 127.0.0.1:{port + 1}" in told
    assert f"change `listen` under [server:main] in {demo.config}" in told


def test_an_address_must_be_one(demo):
    assert "HOST:PORT" in demo.run("serve", "--listen", "localhost", code=2).stderr
