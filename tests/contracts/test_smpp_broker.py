"""The SMPP adapter against an SMSC that none of us wrote (npm ``smpp``), played by ``tests/peers/smsc.js``."""

import logging
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.peers.esme import message
from unisms.addons.brokers.smpp import SmppBroker
from unisms.ports import Acceptance, BrokerRefused, BrokerUnavailable, Outgoing, Receipt, Reply

pytestmark = pytest.mark.servers


@pytest.fixture
def smsc(start_smsc):
    return start_smsc()


@pytest.fixture
def broker(connect, smsc):
    return connect(smsc)


def test_a_message_is_taken_and_its_receipt_comes(broker, journal, inbox, smsc):
    broker.send([message()], journal)
    assert journal.left == ["1.001"]
    assert journal.acceptances == {"1.001": Acceptance("1.001", ("1",))}
    assert inbox.wait(1) == [Receipt("1", "delivered", "", "+33612345001", None, "DELIVRD/000")]
    smsc.wait(lambda stats: stats["unacknowledged"] == 0)


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [
        ("é" * 160, 0, [None]),
        ("[€] à bientôt", 8, [None]),
        ("a" * 152 + "€" + "a" * 152, 0, 3),
        ("👍" * 36, 8, 2),
        ("", 0, [None]),
    ],
)
def test_a_text_arrives_as_it_was_written(broker, journal, smsc, text, coding, parts):
    broker.send([message(text=text)], journal)
    submits = smsc.events("submit")
    assert "".join(submit["text"] for submit in submits) == text
    assert {submit["coding"] for submit in submits} == {coding}
    assert {submit["receipt"] for submit in submits} == {1}
    if parts == [None]:
        assert [submit["part"] for submit in submits] == parts
    else:
        assert [submit["part"][1:] for submit in submits] == [[parts, number] for number in range(1, parts + 1)]
        assert len({submit["part"][0] for submit in submits}) == 1
        assert len(journal.acceptances["1.001"].ids) == parts


def test_two_long_messages_never_share_a_reference(broker, journal, smsc):
    broker.send([message("001", "a" * 200), message("002", "a" * 200)], journal)
    references = {(submit["msisdn"], submit["part"][0]) for submit in smsc.events("submit")}
    assert len(references) == len({reference for _, reference in references}) == 2


@pytest.mark.parametrize(
    ("sender_id", "origin", "ton"),
    [
        ("BIBLIO", "BIBLIO", [5, 0]),
        ("36111", "36111", [3, 0]),
        ("+33755000000", "33755000000", [1, 1]),
        ("33755000000", "33755000000", [1, 1]),
        ("", "", [0, 0]),
    ],
)
def test_the_type_of_a_sender_id_is_told(broker, journal, smsc, sender_id, origin, ton):
    broker.send([message(sender_id=sender_id)], journal)
    [submit] = smsc.events("submit")
    assert (submit["from"], submit["ton"]) == (origin, ton)


@pytest.mark.parametrize(
    ("ending", "state", "cause", "code"),
    [
        ("901", "failed", "number_invalid", "UNDELIV/001"),
        ("902", "failed", "absent", "UNDELIV/006"),
        ("903", "failed", "number_unusable", "UNDELIV/013"),
        ("904", "expired", "expired", "EXPIRED/000"),
        ("905", "failed", "operator", "REJECTD/034"),
        ("906", "failed", "unknown", "DELETED/000"),
        ("908", "failed", "unknown", "UNKNOWN/000"),
        ("916", "delivered", None, "DELIVRD/000"),
        ("927", "delivered", None, "DELIVRD"),
        ("932", "delivered", None, "DELIVRD/000"),
    ],
)
def test_receipts_by_text_and_by_tlv_are_understood(broker, journal, inbox, ending, state, cause, code):
    broker.send([message(ending)], journal)
    [receipt] = inbox.wait(1)
    assert receipt == Receipt(*journal.acceptances[f"1.{ending}"].ids, state, "", f"+33612345{ending}", cause, code)


@pytest.mark.parametrize(
    ("ending", "cause", "code"),
    [
        ("909", "number_invalid", "0x0B"),
        ("928", "sender", "0x0A"),
        ("912", "operator", "0x08"),
        ("929", "unknown", "0x03"),
    ],
)
def test_what_is_refused_for_good_has_a_cause(broker, journal, ending, cause, code):
    broker.send([message("001"), message(ending), message("002")], journal)
    assert journal.acceptances[f"1.{ending}"] == Acceptance(f"1.{ending}", (), cause, code)
    assert {journal.acceptances["1.001"].cause, journal.acceptances["1.002"].cause} == {None}


def test_a_message_that_cannot_be_written_never_stops_the_others(broker, journal):
    bad = [message(reference="a")._replace(msisdn="+33\0612"), message(reference="b", text="a" * 50_000)]
    bad += [message(reference="c", sender_id="É"), message(reference="d")._replace(msisdn="")]
    broker.send([*bad, message()], journal)
    causes = {reference: acceptance.cause for reference, acceptance in journal.acceptances.items()}
    assert causes == {"a": "number_invalid", "b": "content", "c": "sender", "d": "number_invalid", "1.001": None}


@pytest.mark.parametrize(("ending", "submits"), [("910", 3), ("911", 2), ("923", 2), ("934", 2)])
def test_what_is_not_taken_now_is_sent_again(broker, journal, smsc, ending, submits):
    broker.send([message(ending), message("001")], journal)
    assert journal.acceptances[f"1.{ending}"].cause is None
    assert len([e for e in smsc.events("submit") if e["msisdn"].endswith(ending)]) == submits
    assert journal.left.count(f"1.{ending}") == 1


def test_what_an_smsc_never_takes_is_returned(connect, smsc, journal):
    broker = connect(smsc, throttle_patience="1")
    broker.send([message("001"), message("924"), message("924", "a" * 200, reference="long")], journal)
    assert journal.acceptances.keys() == {"1.001"}
    assert set(journal.back) == {"1.924", "long"}


def test_a_pace_that_the_smsc_imposes_is_followed(connect, start_smsc, journal):
    smsc = start_smsc(rate=40)
    connect(smsc).send([message(f"{n:03}") for n in range(100)], journal)
    assert len(journal.acceptances) == 100
    assert smsc.stats()["taken"] == 100
    assert smsc.stats()["refused"] < 200


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


def test_news_are_acknowledged_only_once_stored(broker, journal, inbox, smsc):
    inbox.stores = False
    broker.send([message(f"{n:03}") for n in range(10)], journal)
    inbox.wait(10)
    time.sleep(0.1)
    assert smsc.stats()["acknowledged"] == 0
    inbox.store()
    smsc.wait(lambda stats: stats["acknowledged"] == 10)


def test_receipts_that_were_not_stored_come_again_on_the_next_link(broker, journal, inbox, smsc):
    inbox.stores = False
    broker.send([message()], journal)
    inbox.wait(1)
    smsc.ask("drop")
    assert inbox.wait(2)[0] == inbox.news[1]
    inbox.store()
    smsc.wait(lambda stats: stats["unacknowledged"] == 0)


def test_a_reply_is_read(broker, journal, inbox, smsc):
    broker.send([message("921", sender_id="36111")], journal)
    [reply] = [news for news in inbox.wait(2) if isinstance(news, Reply)]
    assert reply == Reply("+33612345921", "STOP", "36111", reply.at)
    assert abs(reply.at - time.time()) < 5
    smsc.wait(lambda stats: stats["unacknowledged"] == 0)


def test_a_long_reply_is_put_together_and_acknowledged_as_a_whole(broker, journal, inbox, smsc):
    inbox.stores = False
    broker.send([message("926")], journal)
    [reply] = [news for news in inbox.wait(2) if isinstance(news, Reply)]
    assert reply.text == "Ça marche… 👍 " * 12
    assert smsc.stats()["acknowledged"] == 0
    inbox.store()
    smsc.wait(lambda stats: stats["unacknowledged"] == 0)


@pytest.mark.parametrize("text", ["STOP", "àéù ça va", "😀 oui"])
def test_the_text_of_a_reply_is_kept(broker, inbox, smsc, text):
    smsc.ask("mo", **{"from": "33612345678", "to": "36111", "text": text})
    assert inbox.wait(1)[0].text == text


def test_a_message_whose_answer_never_comes_is_uncertain_and_the_others_are_answered(connect, smsc, journal):
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


def test_a_lost_link_leaves_a_window_of_uncertain_messages_and_returns_the_rest(connect, smsc, journal, inbox):
    broker = connect(smsc, window="10")
    with pytest.raises(BrokerUnavailable):
        broker.send([message("918"), *(message(f"{n:03}") for n in range(50))], journal)
    assert set(journal.uncertain) == {"1.918", *(f"1.{n:03}" for n in range(9))}
    assert set(journal.back) == {f"1.{n:03}" for n in range(9, 50)}
    assert inbox.wait(1)[0].msisdn == "+33612345918"  # bound again: the receipt resolves what was uncertain


def test_a_lost_link_comes_back_by_itself(broker, journal, smsc):
    smsc.ask("away", ms=300)
    with pytest.raises(BrokerUnavailable):
        broker.send([message()], journal)
    assert journal.back == ["1.001"]
    smsc.wait(lambda stats: stats["binds"] == 2)
    broker.send([message(reference="again")], journal)
    assert journal.acceptances["again"].cause is None


def test_send_waits_a_moment_for_a_lost_link(connect, smsc, journal):
    broker = connect(smsc, reconnect_patience="5")
    smsc.ask("drop")
    time.sleep(0.1)
    broker.send([message()], journal)
    assert journal.acceptances["1.001"].cause is None


def test_an_smsc_may_unbind_us(broker, journal, smsc):
    smsc.ask("unbind")
    smsc.wait(lambda stats: stats["binds"] == 2)
    time.sleep(0.1)
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
        assert inbox.wait(1)[0].text == "STOP"
    assert "not understood" in caplog.text


def test_a_silent_smsc_is_asked_whether_it_is_there(connect, smsc):
    connect(smsc, enquire_link="0.2", response_timeout="0.2")
    time.sleep(1)
    assert smsc.stats()["binds"] == 1
    smsc.ask("hold")  # enquire_link is not answered any more
    smsc.wait(lambda stats: stats["binds"] >= 2)


@pytest.mark.parametrize(
    ("settings", "why"), [({"password": "wrong"}, "password"), ({"system_id": "who"}, "system_id")]
)
def test_a_refused_account_is_told_apart_from_an_absent_smsc(connect, smsc, settings, why):
    with pytest.raises(BrokerRefused, match=why):
        connect(smsc, **settings)


def test_an_absent_smsc_is_unavailable(connect, start_smsc):
    smsc = start_smsc()
    smsc.ask("away", ms=60_000)
    with pytest.raises(BrokerUnavailable, match="cannot be reached"):
        connect(smsc)


def test_an_account_refused_on_the_way_back_is_told_to_send(broker, journal, smsc):
    smsc.ask("set", password="changed")
    smsc.ask("drop")
    time.sleep(1.2)
    with pytest.raises(BrokerRefused, match="password"):
        broker.send([message()], journal)
    assert journal.back == ["1.001"]


def test_settings_are_checked_by_a_bind_of_its_own(smsc):
    account = {"port": str(smsc.port), "system_id": "unisms", "password": "secret"}
    assert SmppBroker(account).check()["smsc"] == "SMSC"
    with pytest.raises(BrokerRefused):
        SmppBroker({**account, "password": "wrong"}).check()
    smsc.wait(lambda stats: stats["links"] == 0)


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
    assert [event["event"] for event in smsc.events() if event["event"] in ("unbind", "close")] == ["unbind", "close"]
    with pytest.raises(BrokerUnavailable):
        broker.send([message()], journal)


def test_the_window_is_never_exceeded(connect, start_smsc, journal):
    smsc = start_smsc(answer_delay=20)
    broker = connect(smsc, window="7")
    broker.send([message(f"{n:03}", "a" * 170) for n in range(50)], journal)
    assert smsc.stats()["most_waiting"] == 7


def test_a_thousand_messages_are_each_answered_once(broker, journal, inbox, smsc):
    messages = [Outgoing(f"1.{n}", f"+336{n:06}00", "Bonjour", "BIBLIO") for n in range(1000)]
    for first in range(0, 1000, broker.batch_size):
        broker.send(messages[first : first + broker.batch_size], journal)
    assert len(journal.acceptances) == 1000
    ids = {id for acceptance in journal.acceptances.values() for id in acceptance.ids}
    assert ids == {receipt.id for receipt in inbox.wait(1000)}
    smsc.wait(lambda stats: stats["acknowledged"] == 1000)


def test_a_journal_that_fails_stops_the_sending(broker, journal, loop):
    loop.set_exception_handler(None)
    journal.leaving = lambda references: 1 / 0
    with pytest.raises(BrokerUnavailable, match="journal"):
        broker.send([message()], journal)


def test_nothing_personal_is_logged(connect, smsc, journal, inbox, caplog):
    with caplog.at_level(logging.DEBUG):
        broker = connect(smsc, response_timeout="0.5")
        with pytest.raises(BrokerUnavailable):
            broker.send([message(e, "secretissime") for e in ("901", "909", "910", "920", "921", "930")], journal)
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
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *files, *subject]
    subprocess.run(command, check=True, capture_output=True)
    return {"key": str(key), "cert": str(cert)}


def test_tls_is_spoken_and_verified(connect, start_smsc, certificate, journal, inbox):
    smsc = start_smsc(**certificate)
    with pytest.raises(BrokerUnavailable, match="SSLCertVerificationError"):
        connect(smsc, tls="yes")
    connect(smsc, tls="yes", tls_ca=certificate["cert"]).send([message()], journal)
    assert inbox.wait(1)[0].state == "delivered"
