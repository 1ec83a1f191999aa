"""The world harms a worker: nothing is lost, nothing leaves twice, and a sentence says what is
wrong."""

import resource
import sqlite3

import pytest

from tests.chaos.sending import PATIENCE, WINDOW, Sending
from tests.peers.service import CONNECTION, Service
from tests.silence import stays
from unisms.model.folder import find
from unisms.testing.fixtures import eventually

pytestmark = [pytest.mark.servers, pytest.mark.spread]
HALF = 200  # messages of a Sending: the answers to what comes after may be kept back


@pytest.fixture
def service(smsc):
    with Service(smsc.port, window=str(WINDOW)) as service:
        yield service


def trouble(service):
    return service.run(lambda root: find(root, CONNECTION).trouble)


def wait_for_trouble(service, words):
    def told():
        return f"{trouble(service)}\n{service.log('worker')[-3000:]}"

    eventually(lambda: words in trouble(service), PATIENCE, told, pause=0.05)


def save_settings(service, **settings):
    """As an administrator does: others, or the same once more; then what waits is asked for."""
    service.run(lambda root: find(root, CONNECTION).settings.update(settings))
    service.worker.enqueue("deliver", CONNECTION)


def test_an_smsc_that_is_away_at_first(smsc, service):
    smsc.ask("away")
    sending = Sending(smsc, service)
    service.start("worker")
    wait_for_trouble(service, "the SMSC cannot be reached")
    smsc.ask("back")
    assert sending.has_arrived()
    assert trouble(service) == ""


def test_an_smsc_that_goes_away_for_a_while(smsc, service):
    service.start("worker")
    sending = Sending(smsc, service)
    sending.wait_for_half()
    smsc.ask("away")
    wait_for_trouble(service, "the link to the SMSC was lost")
    smsc.ask("back")
    assert sending.has_arrived()
    assert trouble(service) == ""


def test_an_smsc_that_refuses_the_password_at_first(smsc, service):
    smsc.ask("set", password="another")
    sending = Sending(smsc, service)
    service.start("worker")
    wait_for_trouble(service, "the SMSC refuses our password")
    service.worker.enqueue("sweep")
    # Some SMSC locks an account that asks too often.
    assert stays(lambda: len(smsc.events("bind")) == 1, seconds=2)
    save_settings(service, password="another")
    assert sending.has_arrived()
    assert trouble(service) == ""


def test_an_smsc_that_changes_the_password(smsc, service):
    service.start("worker")
    sending = Sending(smsc, service)
    sending.wait_for_half()
    smsc.ask("set", password="another")
    smsc.ask("drop")
    wait_for_trouble(service, "the SMSC refuses our password")
    save_settings(service, password="another")
    assert sending.has_arrived()
    assert trouble(service) == ""


def test_an_smsc_that_suddenly_refuses_the_password(smsc, service):
    service.start("worker")
    sending = Sending(smsc, service)
    sending.wait_for_half()
    smsc.ask("set", password="another")
    smsc.ask("drop")
    wait_for_trouble(service, "the SMSC refuses our password")
    service.stop("worker")
    smsc.ask("set", password="secret")
    service.start("worker")
    assert sending.has_arrived()
    assert trouble(service) == ""


def test_a_worker_asked_to_stop_ends_what_is_in_the_window(smsc, service):
    service.start("worker")
    sending = Sending(smsc, service)
    sending.wait_for_half()
    service.stop("worker")
    service.start("worker")
    assert sending.has_arrived(window=0)


def test_a_worker_asked_to_stop_does_not_wait_for_a_silent_smsc(smsc, service):
    save_settings(service, response_timeout="600")
    smsc.ask("hold", after=HALF)
    service.start("worker")
    sending = Sending(smsc, service)
    sending.wait_for_half()
    service.stop("worker")
    smsc.ask("resume")
    service.start("worker")
    assert sending.has_arrived()


def test_a_worker_started_before_the_one_before_has_ended(smsc, service):
    smsc.ask("hold", after=HALF)
    old = service.start("worker")
    sending = Sending(smsc, service)
    sending.wait_for_half()
    old.terminate()
    service.start("worker")
    assert stays(lambda: old.poll() is None, seconds=1)  # it awaits the answers
    smsc.ask("resume")
    old.wait(PATIENCE)
    assert sending.has_arrived()


def test_files_that_cannot_grow_for_a_while(smsc, service):
    process = service.start("worker")
    sending = Sending(smsc, service, size=1000)
    sending.wait_for_half()
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    service.wait_for_words("worker", "disk I/O error")
    assert sending.stands_still(2)
    resource.prlimit(
        process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    )
    assert sending.has_arrived(errors=True)


def test_a_store_that_somebody_locks_for_a_while(smsc, service):
    service.start("worker")
    sending = Sending(smsc, service, size=1000)
    sending.wait_for_half()
    with sqlite3.connect(
        service.folder / "var" / "store" / "main.sqlite3", isolation_level=None
    ) as lock:
        lock.execute("begin immediate")
        assert sending.stands_still(5)
        lock.execute("rollback")
    lock.close()
    assert sending.has_arrived(errors=True)
