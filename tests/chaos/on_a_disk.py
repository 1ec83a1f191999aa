"""Harm that a disk does to a worker. ``test_disks.py`` runs these where they may mount one."""

import subprocess

import pytest

from tests.chaos.sending import PATIENCE, WINDOW, Sending
from tests.peers.service import Service

FULL = 28  # ENOSPC


@pytest.fixture
def disk(tmp_path):
    """A disk of 12 MB of its own; it goes with the process that has mounted it."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", tmp_path], check=True)
    return tmp_path


@pytest.fixture
def service(smsc, disk):
    with Service(smsc.port, place={"unisms.var": disk / "var"}, window=str(WINDOW)) as service:
        yield service


def fill(disk):
    """Leave no room at all."""
    with (
        (disk / "ballast").open("wb", buffering=0) as ballast,
        pytest.raises(OSError, match=str(FULL)),
    ):
        while True:
            ballast.write(bytes(1024))


def test_a_disk_that_is_full_for_a_while(smsc, service, disk):
    service.start("worker")
    sending = Sending(smsc, service, size=1000)
    sending.wait_for_half()
    fill(disk)
    service.wait_for_words("worker", "cannot settle (database or disk is full)")
    assert sending.stands_still(3)
    assert goes_on_once_there_is_room(sending, disk)


def test_a_disk_that_is_full_at_first(smsc, service, disk):
    sending = Sending(smsc, service)
    fill(disk)
    service.start("worker")
    service.wait_for_words("worker", "database or disk is full")
    assert sending.stands_still(2)
    assert goes_on_once_there_is_room(sending, disk)


def goes_on_once_there_is_room(sending, disk):
    (disk / "ballast").unlink()
    return sending.has_arrived(errors=True) and sending.service.lines("worker") < 20


def test_a_store_that_cannot_be_written_at_first(smsc, service, disk):
    sending = Sending(smsc, service)
    service.close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    worker = service.start("worker")
    assert worker.wait(PATIENCE) == 4
    assert "Error: The store (zodbconn.uri) does not open" in service.log("worker")
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    service.open()
    service.start("worker")
    assert sending.has_arrived(errors=True)
