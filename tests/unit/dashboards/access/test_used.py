"""A ticket is used once, whoever asks and in which process."""

import sqlite3
import subprocess
import sys

import comers
import pytest

from dashboards.access.used import UsedTickets

NOW = comers.NOW
TRY = """
import pathlib, sys
from dashboards.access.used import UsedTickets
used = UsedTickets(pathlib.Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(sum(used.take(f"{number}", int(sys.argv[2]), 0) for number in range(50)))
"""


@pytest.fixture
def used(tmp_path):
    return UsedTickets(tmp_path / "door")


def test_a_ticket_is_taken_once(used):
    assert used.take("a", NOW + 60, NOW)
    assert not used.take("a", NOW + 60, NOW)
    assert used.take("b", NOW + 60, NOW)


def test_a_ticket_is_forgotten_once_it_has_ended(used):
    assert used.take("a", NOW + 60, NOW)
    assert not used.take("a", NOW + 60, NOW + 59)
    assert used.take("b", NOW + 120, NOW + 60)
    kept = sqlite3.connect(used.path)
    assert [*kept.execute("SELECT id FROM used")] == [("b",)]
    kept.close()


def test_dashboards_that_start_again_know_the_tickets_that_were_used(used):
    assert used.take("a", NOW + 60, NOW)
    assert not UsedTickets(used.path.parent).take("a", NOW + 60, NOW)


def test_of_two_processes_one_takes_each_ticket(tmp_path):
    several = [
        subprocess.Popen(
            [sys.executable, "-c", TRY, tmp_path, str(NOW)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert [one.stdout.readline() for one in several] == ["ready\n"] * 3
    for one in several:
        one.stdin.write("\n")
        one.stdin.flush()
    assert sum(int(one.communicate()[0]) for one in several) == 50
    assert [one.returncode for one in several] == [0] * 3


def test_two_processes_of_the_dashboards_let_one_ticket_in_once(tmp_path):
    first, second = (comers.comer(comers.application(tmp_path)) for _ in range(2))
    assert comers.come_in(first).status_code == 200
    assert comers.come_in(second).status_code == 403
    kept = first.get_cookie("unisms_dashboards").value
    second.set_cookie("unisms_dashboards", kept)
    assert comers.call_back(second).status_code == 200  # a session holds in every process


def test_others_cannot_look_at_the_folder(used):
    assert used.path.parent.stat().st_mode & 0o077 == 0
