"""The SMPP adapter against an SMSC that none of us wrote (npm ``smpp``), played by
``tests/peers/smsc.js``."""

import logging
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.peers.esme import message
from unisms.addons.brokers.smpp import doubts
from unisms.ports import BrokerBusy, BrokerRefused, BrokerUnavailable, Unread
from unisms.sms.stop import says_stop
from unisms.testing.fixtures import eventually

pytestmark = pytest.mark.servers


@pytest.fixture
def smsc(start_smsc):
    return start_smsc()


@pytest.fixture
def broker(connect, smsc):
    return connect(smsc)


def test_a_message_that_cannot_be_written_never_stops_the_others(broker, journal):
    bad = [
        message(reference="a")._replace(msisdn="+33\0612"),
        message(reference="b", text="a" * 50_000),
    ]
    bad += [message(reference="c", sender_id="É"), message(reference="d")._replace(msisdn="")]
    broker.send([*bad, message()], journal)
    causes = {reference: acceptance.cause for reference, acceptance in journal.acceptances.items()}
    assert causes == {
        "a": "number_invalid",
        "b": "content",
        "c": "sender",
        "d": "number_invalid",
        "1.001": None,
    }


@pytest.mark.parametrize(("ending", "submits"), [("910", 3), ("911", 2), ("923", 2), ("934", 2)])
def test_what_is_not_taken_now_is_sent_again(broker, journal, smsc, ending, submits):
    broker.send([message(ending), message("001")], journal)
    assert journal.acceptances[f"1.{ending}"].cause is None
    assert len([e for e in smsc.events("submit") if e["msisdn"].endswith(ending)]) == submits
    assert journal.left.count(f"1.{ending}") == 1


def test_what_an_smsc_never_takes_is_returned(connect, smsc, journal):
    broker = connect(smsc, throttle_patience="1")
    broker.send(
        [message("001"), message("924"), message("924", "a" * 200, reference="long")], journal
    )
    assert journal.acceptances.keys() == {"1.001"}
    assert set(journal.back) == {"1.924", "long"}


@pytest.mark.parametrize(("ending", "cause"), [("924", "rate"), ("912", "operator")])
def test_a_number_that_alone_is_never_taken_stops_nobody_else(
    connect, smsc, journal, ending, cause, monkeypatch
):
    """A subscriber has a full queue at the SMSC: that message is given up, the others arrive."""
    monkeypatch.setattr(doubts, "LONGEST", 0.02)  # not two minutes between two tries
    monkeypatch.setattr(doubts, "FIRST", 0.01)
    broker, waiting = connect(smsc), [message(ending), *(message(f"{n:03}") for n in range(200))]
    while waiting:
        broker.send(waiting[:20], journal)
        back, journal.back = set(journal.back), []
        waiting = [one for one in waiting[:20] if one.reference in back] + waiting[20:]
    causes = {reference: acceptance.cause for reference, acceptance in journal.acceptances.items()}
    assert causes.pop(f"1.{ending}") == cause
    assert set(causes.values()) == {None}
    assert len(causes) == 200
    assert len([event for event in smsc.events("submit") if event["msisdn"].endswith(ending)]) < 50


def test_a_pace_that_the_smsc_imposes_is_followed(connect, start_smsc, journal):
    smsc = start_smsc(rate=40)
    connect(smsc).send([message(f"{n:03}") for n in range(100)], journal)
    assert len(journal.acceptances) == 100
    assert smsc.stats()["taken"] == 100
    assert smsc.stats()["refused"] < 200


@pytest.mark.parametrize("status", [0x04, 0x05, 0x0D, 0x0E, 0x0F, 0x53])
def test_an_smsc_that_refuses_us_costs_no_message_and_is_bound_anew(connect, smsc, journal, status):
    broker = connect(smsc, window="5", reconnect_patience="5")
    smsc.ask("set", refuses=status)
    kind = BrokerBusy if status < 0x0D else BrokerRefused
    with pytest.raises(kind, match=f"takes no message of ours \\(0x{status:02X}\\)"):
        broker.send([message(f"{n:03}") for n in range(8)], journal)
    assert (journal.acceptances, journal.uncertain, len(set(journal.back))) == ({}, [], 8)
    assert smsc.stats()["refused"] == 5
    smsc.ask("set", refuses=0)
    smsc.wait(lambda stats: stats["binds"] == 2)
    broker.send([message(f"{n:03}") for n in range(8)], journal)
    assert len(journal.acceptances) == 8


@pytest.mark.parametrize(("status", "binds"), [(0x08, 2), (0x64, 2), (0x58, 1), (0x14, 1)])
def test_an_smsc_that_takes_nothing_costs_no_message_and_is_told(
    connect, smsc, journal, status, binds
):
    broker = connect(smsc, throttle_patience="0.5", reconnect_patience="5")
    smsc.ask("set", refuses=status)
    with pytest.raises(BrokerBusy, match=f"takes nothing at present \\(0x{status:02X}\\)"):
        broker.send([message("001"), message("002", "a" * 200)], journal)
    assert (journal.acceptances, journal.uncertain, set(journal.back)) == (
        {},
        [],
        {"1.001", "1.002"},
    )
    smsc.wait(lambda stats: stats["binds"] == binds)


def test_who_sends_meanwhile_is_told_why_the_link_was_dropped(connect, smsc, journal):
    broker = connect(smsc, reconnect_patience="0")
    smsc.ask("set", refuses=0x04)
    for _ in range(2):
        with pytest.raises(BrokerBusy, match="0x04"):
            broker.send([message()], journal)


def test_a_segment_refused_after_another_was_taken_leaves_a_billed_refusal(broker, journal):
    broker.send([message("931", "a" * 400)], journal)
    acceptance = journal.acceptances["1.931"]
    assert (len(acceptance.ids), acceptance.cause, acceptance.code) == (2, "unknown", "0x45")


def test_a_receipt_may_come_before_the_answer(broker, journal, inbox):
    broker.send([message("907")], journal)
    assert [receipt.id for receipt in inbox.wait(1)] == list(journal.acceptances["1.907"].ids)


def test_a_receipt_may_come_twice_or_in_steps(broker, journal, inbox):
    broker.send([message("913")], journal)
    assert [receipt.state for receipt in inbox.wait(2)] == ["delivered", "delivered"]
    broker.send([message("914")], journal)
    assert [receipt.state for receipt in inbox.wait(4)[2:]] == ["accepted", "delivered"]


def test_ids_written_in_hexadecimal_and_in_decimal_are_made_equal(connect, smsc, journal, inbox):
    broker = connect(smsc, id_format="hex-to-decimal")
    broker.send([message("917", reference=str(n)) for n in range(20)], journal)
    receipts = {receipt.id for receipt in inbox.wait(20)}
    assert receipts == {id for acceptance in journal.acceptances.values() for id in acceptance.ids}


def test_a_message_whose_answer_never_comes_is_uncertain_and_the_others_are_answered(
    connect, smsc, journal
):
    broker = connect(smsc, response_timeout="0.5")
    broker.send([message("001"), message("920"), message("002")], journal)
    assert journal.uncertain == ["1.920"]
    assert smsc.stats()["binds"] == 1


def test_an_smsc_that_stops_answering_is_dropped(connect, smsc, journal):
    broker = connect(smsc, response_timeout="0.5", enquire_link="60")
    smsc.ask("hold")
    with pytest.raises(BrokerUnavailable, match="stopped answering"):
        broker.send([message(f"{n:03}") for n in range(5)], journal)
    assert len(journal.uncertain) == 5


def test_a_lost_link_leaves_a_window_of_uncertain_messages_and_returns_the_rest(
    connect, smsc, journal, inbox
):
    broker = connect(smsc, window="10")
    with pytest.raises(BrokerUnavailable):
        broker.send([message("918"), *(message(f"{n:03}") for n in range(50))], journal)
    assert set(journal.uncertain) == {"1.918", *(f"1.{n:03}" for n in range(9))}
    assert set(journal.back) == {f"1.{n:03}" for n in range(9, 50)}
    assert (
        inbox.wait(1)[0].msisdn == "+33612345918"
    )  # bound again: the receipt resolves what was uncertain


def test_a_lost_link_comes_back_by_itself(broker, journal, smsc):
    assert broker.is_up()
    smsc.ask("away")
    eventually(lambda: not broker.is_up())
    with pytest.raises(BrokerUnavailable):
        broker.send([message()], journal)
    assert journal.back == ["1.001"]
    smsc.ask("back")
    smsc.wait(lambda stats: stats["binds"] == 2)
    eventually(broker.is_up)
    broker.send([message(reference="again")], journal)
    assert journal.acceptances["again"].cause is None


def test_send_waits_a_moment_for_a_lost_link(connect, smsc, journal):
    broker = connect(smsc, reconnect_patience="5")
    smsc.ask("drop")
    eventually(lambda: not broker.is_up())
    broker.send([message()], journal)
    assert journal.acceptances["1.001"].cause is None


def test_what_is_no_pdu_ends_the_link_not_the_session(broker, journal, smsc):
    with pytest.raises(BrokerUnavailable, match="no PDU"):
        broker.send([message("930")], journal)
    smsc.wait(lambda stats: stats["binds"] == 2)
    assert [event["status"] for event in smsc.events("nack")] == [2]


def test_a_deliver_sm_that_makes_no_sense_is_acknowledged(broker, inbox, smsc, caplog):
    with caplog.at_level(logging.WARNING):
        smsc.ask("raw", hex="0000001400000005000000000000006301020304")
        smsc.ask("mo", **{"from": "33612345678", "to": "36111", "text": "STOP"})
        unread, reply = inbox.wait(2)
    assert unread == Unread(
        "deliver_sm", "pdu", 16, bytes.fromhex("0000001400000005000000000000006301020304")
    )
    assert reply.text == "STOP"
    assert "not understood" in caplog.text


def test_an_absent_smsc_is_unavailable(connect, start_smsc):
    smsc = start_smsc()
    smsc.ask("away")
    with pytest.raises(BrokerUnavailable, match="cannot be reached"):
        connect(smsc)


def test_an_account_refused_on_the_way_back_is_told_to_send(broker, journal, smsc):
    smsc.ask("set", password="changed")
    smsc.ask("drop")
    eventually(lambda: [bind["status"] for bind in smsc.events("bind")] != [0])
    with pytest.raises(BrokerRefused, match="password"):
        broker.send([message()], journal)
    assert journal.back == ["1.001"]


def test_closing_waits_for_the_window(connect, start_smsc, journal):
    smsc = start_smsc(answer_delay=300)
    broker = connect(smsc, window="10")
    with ThreadPoolExecutor() as aside:
        sending = aside.submit(broker.send, [message(f"{n:03}") for n in range(50)], journal)
        smsc.wait(lambda stats: stats["submits"] == 10)
        broker.close()
    assert sending.result() is None
    assert len(journal.acceptances) == 10
    assert len(journal.back) == 40
    assert [event["event"] for event in smsc.events() if event["event"] in ("unbind", "close")] == [
        "unbind",
        "close",
    ]
    with pytest.raises(BrokerUnavailable):
        broker.send([message()], journal)


def test_the_window_is_never_exceeded(connect, start_smsc, journal):
    smsc = start_smsc(answer_delay=20)
    broker = connect(smsc, window="7")
    broker.send(
        [message(f"{n:03}") for n in range(50)], journal
    )  # a segment each: every place is taken
    assert smsc.stats()["most_waiting"] == 7
    broker.send([message(f"{n:03}", "a" * 170) for n in range(50, 100)], journal)
    assert smsc.stats()["most_waiting"] == 7


def test_a_journal_that_fails_stops_the_sending(broker, journal, loop):
    loop.set_exception_handler(None)
    journal.leaving = lambda references: 1 / 0
    with pytest.raises(BrokerUnavailable, match="journal"):
        broker.send([message()], journal)


def test_nothing_personal_is_logged(connect, smsc, journal, inbox, caplog):
    with caplog.at_level(logging.DEBUG):
        broker = connect(smsc, response_timeout="0.5")
        with pytest.raises(BrokerUnavailable):
            broker.send(
                [message(e, "secretissime") for e in ("901", "909", "910", "920", "921", "930")],
                journal,
            )
        smsc.wait(lambda stats: stats["binds"] == 2)
    assert caplog.text
    for personal in ("33612345", "secret", "BIBLIO", 'unisms"', "STOP"):
        assert personal not in caplog.text


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", key, "-out", cert]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        *files,
        *subject,
    ]
    subprocess.run(command, check=True, capture_output=True)
    return {"key": str(key), "cert": str(cert)}


def test_tls_is_spoken_and_verified(connect, start_smsc, certificate, journal, inbox):
    smsc = start_smsc(**certificate)
    with pytest.raises(BrokerUnavailable, match="certificate is not trusted"):
        connect(smsc, tls="yes")
    connect(smsc, tls="yes", tls_ca=certificate["cert"]).send([message()], journal)
    assert inbox.wait(1)[0].state == "delivered"


@pytest.mark.parametrize("ucs2", [False, True], ids=["GSM", "UCS-2"])
@pytest.mark.parametrize(
    "text", ["STOP", "Stop.", "stop svp", "ARRET", "ARRÊT", "ARRE\u0302T", "STOP SMS", "S.T.O.P"]
)
def test_stop_is_heard_in_either_alphabet(connect, smsc, inbox, text, ucs2):
    connect(smsc)
    smsc.ask("mo", **{"from": "33612345678", "to": "36111", "text": text, "ucs2": ucs2})
    [reply] = inbox.wait(1)
    assert says_stop(reply.text)
