"""Forms in which an SMSC may tell its news, each written by npm ``smpp``, which none of us
wrote."""

import pytest

from tests.peers.esme import message
from unisms.ports import Receipt, Reply, Unread

pytestmark = pytest.mark.servers
TEXT = "id:1 sub:001 dlvrd:000 submit date:2611221200 done date:2611221201 stat:%s err:006 text:"
HANDSET = {
    "source_addr_ton": 1,
    "source_addr_npi": 1,
    "source_addr": "33639980001",
    "destination_addr": "36111",
}


@pytest.fixture
def smsc(start_smsc):
    return start_smsc()


@pytest.fixture
def broker(connect, smsc):
    return connect(smsc)


@pytest.fixture
def tell(broker, smsc, inbox):
    """Return the news that come of a PDU with these fields."""

    def tell(command="deliver_sm", octets=None, **fields):
        smsc.ask("pdu", kind=command, fields={**HANDSET, **fields}, octets=octets or {})
        return inbox.wait(1)[0]

    return tell


def octets(text):
    return text.encode().hex()


def test_a_receipt_by_data_sm_is_read_and_answered(tell, smsc):
    fields = {"receipted_message_id": "1", "message_state": 5, "esm_class": 4}
    news = tell("data_sm", {"network_error_code": "030006"}, **fields)
    assert news == Receipt("1", "failed", "", "+33639980001", "absent", "UNDELIV/006")
    [answer] = wait_for(smsc, "answer")
    assert (answer["command"], answer["status"]) == ("data_sm_resp", 0)


def test_a_reply_by_data_sm_is_read(tell):
    news = tell("data_sm", {"message_payload": octets("STOP")}, esm_class=0)
    assert news == Reply("+33639980001", "STOP", "36111", news.at)


@pytest.mark.parametrize("esm_class", [0x0C, 0x24, 0x28])
def test_bits_together_are_a_receipt(tell, esm_class):
    news = tell(octets={"short_message": octets(TEXT % "FAILED")}, esm_class=esm_class)
    assert news == Receipt("1", "failed", "", "+33639980001", "absent", "FAILED/006")


@pytest.mark.parametrize("fields", [{}, {"receipted_message_id": "1"}])
def test_a_receipt_that_is_not_marked_may_be_anybodys_and_is_no_reply(tell, fields):
    news = tell(octets={"short_message": octets(TEXT % "UNDELIV")}, **fields)
    assert (news.id, news.state) == ("1", "failed")
    assert news.otherwise.text.startswith("id:1")
    assert news.of_form


def test_a_receipt_with_a_word_that_nobody_knows_is_taken_and_told(tell, inbox):
    unread = tell(octets={"short_message": octets(TEXT % "MEEP")}, esm_class=4)
    assert isinstance(unread, Unread)
    assert unread[:2] == ("deliver_sm", "word")
    assert inbox.wait(2)[1][:2] == ("1", "accepted")


@pytest.mark.parametrize("address", ["0639980001", "639980001"])
def test_a_national_number_has_its_country(tell, address):
    news = tell(source_addr_ton=2, source_addr=address, octets={"short_message": octets("STOP")})
    assert news == Reply("+33639980001", "STOP", "36111", news.at)


@pytest.mark.parametrize(
    ("coding", "text", "octets"),
    [
        (0xE0, "é👍", "é👍".encode("utf-16-be")),
        (8, "ça", b"\xfe\xff" + "ça".encode("utf-16-be")),
        (1, "ana_martin@univ", b"ana_martin@univ"),
        (3, "j’ai", b"j\x92ai"),
    ],
)
def test_a_text_is_read_by_its_coding(tell, coding, text, octets):
    assert tell(data_coding=coding, octets={"short_message": octets.hex()}).text == text


def test_a_part_that_cannot_be_is_shown(tell):
    news = tell(esm_class=0x40, octets={"short_message": "0500030702" + "03" + octets("STOP")})
    assert news.text == "STOP"


def test_an_optional_field_that_is_far_too_long_costs_nothing(tell, broker, journal, smsc):
    long = {"short_message": octets("STOP"), "message_payload": "39" * 4000}
    assert tell(octets=long).text == "STOP"
    broker.send([message()], journal)
    assert journal.acceptances["1.001"].cause is None
    assert smsc.stats()["binds"] == 1


def test_an_alert_is_not_answered(broker, journal, smsc):
    smsc.ask(
        "pdu",
        kind="alert_notification",
        fields={"source_addr": "33639980001", "esme_addr": "36111"},
    )
    broker.send([message()], journal)
    assert smsc.events("nack") == []


def wait_for(smsc, kind):
    smsc.wait(lambda _: smsc.events(kind))
    return smsc.events(kind)
