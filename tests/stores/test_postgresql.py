"""PostgreSQL as store and as queue: what the administrator's page promises of it."""

import pytest

from tests.chaos import crowds, judge
from tests.chaos.visitor import Visitor
from tests.stores.conftest import WINDOW, Demonstration

pytestmark = pytest.mark.servers


@pytest.fixture
def service(smsc, databases):
    with Demonstration(smsc, databases) as service:
        yield service


class Sending:
    """A campaign that a person sends from its page."""

    def __init__(self, smsc, service, size=400):
        people = crowds.crowd(0, size, special=False)
        self.smsc, self.service = smsc, service
        self.texts = {msisdn: crowds.text_of(name) for msisdn, name in people}
        self.path = service.campaign(people, crowds.TEXT)
        with Visitor(service.http_port) as person:
            person.press(f"{self.path}/check", f"{self.path}/send")

    def wait_for_half(self):
        self.smsc.wait(lambda stats: stats["submits"] > len(self.texts) // 2, 20)

    def ends_well(self, *, within=20, window=WINDOW):
        judge.await_end(self.smsc, self.service, [self.path], within)
        table = judge.table(self.smsc, self.service, [self.path], self.texts, window)
        assert not judge.faults(table), judge.shown(table) + self.service.log("worker")[-4000:]
        return True


def test_of_two_workers_one_killed_in_the_middle_nothing_is_lost_and_nothing_leaves_twice(smsc, service):
    service.start("web")
    for name in ("worker-1", "worker-2"):
        service.start("worker", name=name)
    sending = Sending(smsc, service)
    sending.wait_for_half()
    service.kill(service.holder())
    assert sending.ends_well()
