"""The SMPP adapter against Kannel's own SMPP server:
opensmppbox, then bearerbox, then the SMSC of the other tests."""

import logging

import pytest
from silence import stays

from tests.peers.esme import message
from tests.peers.kannel import SmppBox
from tests.peers.smsc import Smsc
from unisms.ports import BrokerRefused, Receipt, Reply
from unisms.sms.octets import joined

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def smsc():
    with Smsc() as smsc:
        yield smsc


@pytest.fixture(scope="module")
def box(smsc):
    with SmppBox(smsc.port) as box:
        yield box


@pytest.fixture
def broker(connect, box):
    return connect(box, reconnect_patience="5")


def segments(smsc, reference):
    """Return the segments that the SMSC was given for a message of ``esme.message``."""
    ending = reference.rpartition(".")[2]
    return [event for event in smsc.events("submit") if event["msisdn"] == f"33612345{ending}"]


def ids_of(journal):
    return [id for acceptance in journal.acceptances.values() for id in acceptance.ids]


def test_texts_arrive_as_they_were_written_and_each_segment_has_its_receipt(
    broker, journal, inbox, smsc
):
    texts = [
        "é" * 160,
        "[€] {x} ~ ^ | \\ @$_£¥§",
        "Ça 😀 ”",
        "à" * 400,
        "ç" * 100,
        "a" * 152 + "€" + "a" * 152,
    ]
    broker.send([message(f"{n:03}", text) for n, text in enumerate(texts)], journal)
    receipts = inbox.wait(len(ids_of(journal)))
    assert [
        "".join(s["text"] for s in segments(smsc, reference)) for reference in journal.left
    ] == texts
    assert [len(journal.acceptances[reference].ids) for reference in journal.left] == [
        1,
        1,
        1,
        3,
        2,
        3,
    ]
    assert {receipt.id for receipt in receipts} == set(ids_of(journal))
    assert {receipt.state for receipt in receipts} == {"delivered"}
    smsc.wait(lambda stats: stats["unacknowledged"] == 0)


@pytest.mark.parametrize("sender_id", ["BIBLIO", "36111"])
def test_a_receipt_tells_the_number_though_kannel_keeps_the_addresses_of_the_submit(
    broker, journal, inbox, sender_id
):
    broker.send([message("901", sender_id=sender_id)], journal)
    [receipt] = inbox.wait(1)
    assert receipt == Receipt(
        *ids_of(journal), "failed", "", "+33612345901", "number_invalid", "UNDELIV/001"
    )


def test_a_window_of_fifty_is_kept_full_and_everything_is_answered_once(broker, journal, inbox):
    long = [message(f"{n:03}", "a" * 400, reference=f"long.{n}") for n in range(40)]
    broker.send([*long, *(message(f"{n:03}") for n in range(200))], journal)
    assert {acceptance.cause for acceptance in journal.acceptances.values()} == {None}
    assert len(ids_of(journal)) == len(set(ids_of(journal))) == 40 * 3 + 200
    assert {receipt.id for receipt in inbox.wait(320)} == set(ids_of(journal))


def test_a_sender_that_kannel_does_not_take_stops_nobody_else(broker, journal):
    broker.send([message("001", sender_id="LONGER-THAN-ELEVEN"), message("002")], journal)
    refused, taken = journal.acceptances["1.001"], journal.acceptances["1.002"]
    assert (refused.ids, refused.cause, refused.code) == ((), "unknown", "0xFF")
    assert taken.cause is None


def test_a_wrong_password_is_told_to_a_person(connect, box):
    with pytest.raises(BrokerRefused, match="bind"):
        connect(box, password="wrong")


@pytest.mark.parametrize("text", ["STOP", "àéù ça va 😀"])
def test_a_reply_is_read(broker, inbox, smsc, text):
    smsc.ask("mo", **{"from": "33612345678", "to": "36111", "text": text})
    [reply] = inbox.wait(1)
    assert (type(reply), *reply[:3]) == (Reply, "+33612345678", text, "36111")


def test_the_parts_of_a_long_reply_are_read(broker, inbox, smsc):
    text = "Ça marche… 👍 " * 12
    smsc.ask("mo", **{"from": "33612345678", "to": "36111", "text": text})
    replies = sorted(inbox.wait(3), key=lambda reply: reply.part.number)
    assert {(reply.msisdn, reply.to, reply.part.total) for reply in replies} == {
        ("+33612345678", "36111", 3)
    }
    assert joined([reply.part[3:] for reply in replies]) == text


def test_a_reply_that_was_not_acknowledged_comes_again_on_the_next_link(connect, box, inbox, smsc):
    inbox.stores = False
    broker = connect(box)
    smsc.ask("mo", **{"from": "33612345678", "to": "36111", "text": "STOP"})
    inbox.wait(1)
    broker.close()
    connect(box)
    first, again = inbox.wait(2)
    assert again[:3] == first[:3]
    inbox.store()


def test_a_quiet_link_stays_up(connect, box, journal, caplog):
    with caplog.at_level(logging.INFO):
        broker = connect(box, enquire_link="0.5", response_timeout="2")
        assert stays(broker.is_up, seconds=3)
        broker.send([message("001")], journal)
    assert caplog.text.count("smpp session: bound") == 1
