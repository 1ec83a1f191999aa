"""PostgreSQL as store and as queue: what the administrator's page promises of it."""

from urllib.error import HTTPError

import pytest

from tests.chaos.sending import Sending
from tests.chaos.visitor import PARIS, Visitor
from tests.stores.people import Furnished

pytestmark = pytest.mark.servers
ALL_THAT_WAS_CLAIMED = 1000  # another machine's journal cannot be read: as many may be uncertain


@pytest.fixture
def service(smsc, databases):
    with Furnished(smsc, databases) as service:
        yield service


def test_of_two_workers_one_killed_in_the_middle_nothing_is_lost_and_nothing_leaves_twice(
    smsc, service
):
    service.start("web")
    for name in ("worker-1", "worker-2"):
        service.start("worker", name=name)
    sending = Sending(smsc, service)
    sending.wait_for_half()
    service.kill(service.holder())
    assert sending.has_arrived()


def test_on_another_machine_a_worker_takes_over_when_the_lease_is_over(smsc, service):
    service.start("web")
    for machine in ("here", "there"):
        ini = service.write_ini(machine, service.folder / machine)
        service.start("worker", ini, f"worker-{machine}", module="tests.stores.short_lease")
    sending = Sending(smsc, service)
    sending.wait_for_half()
    dead = service.holder()
    service.kill(dead)
    assert sending.has_arrived(window=ALL_THAT_WAS_CLAIMED)
    assert service.holder() != dead


def test_a_server_that_is_started_anew_interrupts_and_loses_nothing(smsc, service, postgresql):
    for name in ("web", "worker"):
        service.start(name)
    sending = Sending(smsc, service, size=600)
    with Visitor(service.http_port) as person:
        sending.wait_for_half()
        postgresql.stop()
        assert sending.stands_still(2)
        told = refusal(person, f"{PARIS}/sign-in?lang=fr")
        postgresql.start()
    assert "Le service ne peut rien enregistrer pour l’instant" in told
    assert sending.has_arrived(errors=True)
    assert service.lines("worker") < 20


def refusal(person, page, action=""):
    with pytest.raises(HTTPError) as refused:
        person.press(page, action or page, patience=0)
    assert refused.value.code == 503
    return refused.value.read().decode()
