"""A whole worker and an SMSC that none of us wrote:
what its news make of a message, in the store."""

import pytest
from factories import eventually, make_house, make_release, mobile

from unisms.model.folder import find
from unisms.services.delivery import unread
from unisms.sms import states
from unisms.testing.fixtures import make_worker

pytestmark = pytest.mark.servers
PATH = "/institutions/paris1/brokers/fake"
TEXT = "id:%s sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:%s err:000 text:"


@pytest.fixture
def smsc(start_smsc):
    return start_smsc()


@pytest.fixture
def worker(tmp_path, smsc):
    """A worker whose connection is one to the SMSC, which sends no receipt of itself."""
    worker = make_worker(tmp_path, None, "unisms.addons.brokers.smpp")
    worker.run(_connect, str(smsc.port))
    smsc.ask("hold_receipts")
    yield worker
    worker.close()
    worker.db.close()


def _connect(root, port):
    connection = make_house(root)["brokers"]["fake"]
    connection.adapter = "smpp"
    connection.settings.update(port=port, system_id="unisms", password="secret")


@pytest.fixture
def sent(worker):
    """The path of a campaign that was taken; its ids are 1, 2 and 3."""
    path = worker.run(lambda root: make_release(root["institutions"]["paris1"], 3).path)
    worker.enqueue("deliver", PATH)
    worker.drain()
    return path


def tell(smsc, msisdn, text="", kind="deliver_sm", **fields):
    place = {"source_addr_ton": 1, "source_addr_npi": 1, "source_addr": msisdn.removeprefix("+")}
    octets = {"short_message": text.encode().hex()} if text else {}
    smsc.ask(
        "pdu", kind=kind, fields={**place, "destination_addr": "36111", **fields}, octets=octets
    )


def state(worker, path, number):
    return worker.run(lambda root: find(root, path).row(number).state)


def replies(worker):
    return worker.run(
        lambda root: [one[3] for one in root["institutions"]["paris1"].replies.of(_month(root))]
    )


def _month(root):
    months = root["institutions"]["paris1"].replies.months()
    return months[0] if months else ""


def ids(worker, path):
    return worker.run(lambda root: {n: find(root, path).row(n).ids for n in (1, 2, 3)})


def test_a_receipt_by_data_sm_moves_its_message(worker, smsc, sent):
    fields = {"receipted_message_id": ids(worker, sent)[2], "message_state": 2, "esm_class": 4}
    tell(smsc, mobile(1), kind="data_sm", **fields)
    eventually(lambda: state(worker, sent, 2) == states.DELIVERED)


def test_an_unmarked_receipt_moves_the_message_of_its_number_only(worker, smsc, sent):
    known = ids(worker, sent)
    tell(smsc, mobile(0), TEXT % (known[1], "DELIVRD"))
    tell(smsc, mobile(0), TEXT % (known[2], "UNDELIV"))  # somebody else's, and nobody's reply
    tell(smsc, mobile(0), "Mon id: 22104711, status: accepted ?")
    eventually(lambda: state(worker, sent, 1) == states.DELIVERED)
    eventually(lambda: replies(worker) == ["Mon id: 22104711, status: accepted ?"])
    assert state(worker, sent, 2) == states.ACCEPTED
    [(_, kept)] = worker.run(lambda root: unread.waiting(find(root, PATH)))
    assert kept[1:3] == ("receipt", "message")


def test_what_cannot_be_read_is_kept_and_the_session_goes_on(worker, smsc, sent):
    tell(smsc, mobile(0), "id:?", esm_class=4)
    tell(smsc, mobile(0), TEXT % (ids(worker, sent)[1], "FAILED"), esm_class=4)
    eventually(lambda: state(worker, sent, 1) == states.FAILED)
    [(_, kept)] = worker.run(lambda root: unread.waiting(find(root, PATH)))
    assert kept[1:3] == ("deliver_sm", "receipt")
    assert smsc.stats()["binds"] == 1
