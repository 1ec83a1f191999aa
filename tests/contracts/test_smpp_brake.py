"""A worker and an SMSC (npm ``smpp``) that refuses for several reasons in turn:
no campaign fails by it."""

import pytest
from factories import eventually, make_connection, make_house, make_release, make_worker

from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.services.brokers import connections
from unisms.sms import states

pytestmark = pytest.mark.servers
PATH = "/brokers/smsc"


@pytest.fixture
def smsc(start_smsc):
    return start_smsc()


@pytest.fixture
def worker(tmp_path, smsc):
    worker = make_worker(tmp_path, None, "unisms.addons.brokers.smpp")

    def furnish(root):
        make_house(root)
        account = {"system_id": "unisms", "password": "secret", "reconnect_patience": "0.2"}
        settings = {"port": str(smsc.port), "throttle_patience": "0.5", **account}
        connection = make_connection(root, "smsc", adapter="smpp", settings=settings)
        for word in ("FNAC", "BU"):
            connection.put_sender(SenderId(word))

    worker.run(furnish)
    yield worker
    worker.close()
    worker.db.close()


def released(worker, recipients=60, **fields):
    fields = {"connection": PATH, "sender_id": "BU", **fields}
    return worker.run(
        lambda root: make_release(root["institutions"]["paris1"], recipients, **fields).path
    )


def deliver(worker):
    """Hand over now what waits, whatever was to be tried later."""

    def now(root):
        connection = find(root, PATH)
        for hold in connection.held():
            connection.put_hold(hold._replace(again_at=0))

    worker.run(now)
    worker.retries.clear()
    worker.refused.clear()
    worker.enqueue("deliver", PATH)
    worker.drain()


def states_of(worker, path):
    rows = worker.run(lambda root: [row[1] for _, row in find(root, path).stored_rows()])
    return {state: rows.count(state) for state in set(rows)}


def trouble(worker):
    return worker.run(lambda root: (connections.trouble_of(find(root, PATH)) or ("", "", ""))[1:])


def held(worker):
    return worker.run(lambda root: [(hold.path, hold.code) for hold in find(root, PATH).held()])


def test_one_reason_after_the_other_costs_no_message_and_once_all_is_well_everything_arrives(
    worker, smsc
):
    path = released(worker)
    for status in (0x04, 0x0E, 0x58, 0x08):
        smsc.ask("set", refuses=status)
        eventually(
            lambda status=status: deliver(worker) or f"0x{status:02X}" in trouble(worker)[1], 10
        )
        assert trouble(worker)[0] == ("refused" if status == 0x0E else "busy")
    assert held(worker) == []
    for status in (0x0A, 0x45, 0x0400):
        smsc.ask("set", refuses=status)
        eventually(
            lambda status=status: deliver(worker) or held(worker) == [(path, f"0x{status:02X}")], 10
        )
    assert states_of(worker, path) == {states.QUEUED: 60}
    smsc.ask("set", refuses=0)
    eventually(lambda: deliver(worker) or states_of(worker, path) == {states.DELIVERED: 60})
    assert smsc.stats()["taken"] == 60
    assert held(worker) == []
    assert trouble(worker) == ("", "")


def test_a_sender_id_that_is_refused_holds_its_own_campaign_alone(worker, smsc):
    bad, good = released(worker, sender_id="FNAC"), released(worker, 30)
    smsc.ask("set", refused_senders={"FNAC": 0x0A})
    deliver(worker)
    eventually(lambda: states_of(worker, good) == {states.DELIVERED: 30})
    assert states_of(worker, bad) == {states.QUEUED: 60}
    assert held(worker) == [(bad, "0x0A")]
    assert trouble(worker) == ("", "")
    refused = smsc.stats()["refused"]
    deliver(worker)
    assert smsc.stats()["refused"] == refused + 1


@pytest.mark.parametrize("status", [0x0A, 0x01], ids=["sender", "length"])
def test_what_has_failed_before_a_campaign_is_held_is_sent_once_it_is_taken(worker, smsc, status):
    """A pace makes its claims small: most of them are settled by then."""
    worker.run(lambda root: setattr(find(root, PATH), "pace", 8))
    path = released(worker)
    smsc.ask("set", refuses=status)
    deliver(worker)
    eventually(lambda: held(worker) == [(path, f"0x{status:02X}")])
    assert smsc.stats()["refused"] == 20
    assert states_of(worker, path) == {states.QUEUED: 60}
    worker.run(lambda root: setattr(find(root, PATH), "pace", 0))
    smsc.ask("set", refuses=0)
    eventually(lambda: deliver(worker) or states_of(worker, path) == {states.DELIVERED: 60})
    assert smsc.stats()["taken"] == 60
