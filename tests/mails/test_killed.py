"""A worker that is killed while mails leave: none is lost, and few leave twice, told apart."""

import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.peers.exim import Exim
from tests.peers.ports import free_port
from tests.peers.service import Service
from unisms.model.folder import find
from unisms.model.outbox import LEFT
from unisms.model.people import Subscriber
from unisms.services.ground import outbox
from unisms.services.mail import line
from unisms.services.mail.mails import TEST
from unisms.testing.fixtures import eventually

pytestmark = pytest.mark.servers
MAILS, KILLS = 150, 3
VALUES = {"name": "Élodie", "institution": "Paris 1", "link": "https://sms.univ.example"}


@pytest.fixture
def exim():
    with Exim() as exim:
        yield exim


@pytest.fixture
def service(exim):
    place = exim.settings(rate="60000")
    with Service(free_port(), place=place) as service:
        yield service


def write(root):
    paris, now = find(root, "/institutions/paris1"), int(time.time())
    address = "elodie@univ.example"
    return [outbox.post(paris, TEST, address, VALUES, now) for _ in range(MAILS)]


def test_a_worker_that_is_killed_again_and_again_loses_no_mail(exim, service):
    names = service.run(write)
    for _ in range(KILLS):
        seen = len(arrived(exim))
        service.start("worker", module="tests.mails.short_lease")
        eventually(lambda seen=seen: len(arrived(exim)) > seen, told=exim.told)
        service.kill("worker")
    service.start("worker", module="tests.mails.short_lease")
    eventually(lambda: all_left(service), told=lambda: service.log("worker")[-3000:], pause=0.5)
    eventually(lambda: {*arrived(exim)} == {*ids(names)}, told=exim.told)
    twice = [one for one, count in Counter(arrived(exim)).items() if count > 1]
    assert max(Counter(arrived(exim)).values()) <= 1 + KILLS
    assert len(twice) <= KILLS * line.BATCH


def test_the_command_reads_what_a_mail_server_hands_to_it(exim, service):
    def write_to_nobody(root):
        paris = find(root, "/institutions/paris1")
        paris["people"].add("lost", Subscriber("Lost", email="lost@univ.example"))
        outbox.post(paris, TEST, "lost@univ.example", VALUES, int(time.time()), uid="lost")

    service.place.pop("unisms.mail.maildir")
    ini = service.write_ini("piped", service.folder / "var")
    service.run(write_to_nobody)
    service.start("worker", ini)
    [bounce] = eventually(lambda: exim.box("bounce"), told=exim.told)
    command = [sys.executable, "-m", "unisms.scripts", "bounces", "-c", str(ini)]
    told = subprocess.run(command, input=bounce.as_bytes(), capture_output=True, check=True)
    assert told.stdout == b"marked\n"
    trouble = service.run(
        lambda root: find(root, "/institutions/paris1")["people"]["lost"].mail_trouble
    )
    assert trouble[1] == "5.0.0"


def ids(names):
    return [f"<{name}@univ.example>" for name in names]


def arrived(exim):
    return [one["Message-ID"] for one in exim.box("elodie")]


def all_left(service):
    """Whether nothing waits any more; a nudge is given in the place of the minute's sweep."""
    service.worker.enqueue("send_mails")
    counts = service.run(lambda root: find(root, "/institutions/paris1").outbox.counts())
    return counts[LEFT] == MAILS
