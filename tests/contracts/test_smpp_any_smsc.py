"""The SMPP adapter with any SMSC:
tried with npm ``smpp`` and Perl's Net::SMPP, neither of them ours."""

import time

import pytest
from factories import eventually
from silence import stays

from tests.peers.esme import message
from tests.peers.smsc import PerlSmsc, Smsc
from unisms.addons.brokers.smpp import SmppBroker
from unisms.ports import Acceptance, BrokerRefused, Outgoing, Receipt, Reply
from unisms.sms.octets import joined

pytestmark = pytest.mark.servers


@pytest.fixture(params=[Smsc, PerlSmsc], ids=["npm smpp", "Net::SMPP"])
def smsc(request, start_smsc):
    return start_smsc(request.param)


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
        assert [submit["part"][1:] for submit in submits] == [
            [parts, number] for number in range(1, parts + 1)
        ]
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
        ("916", "delivered", None, "DELIVRD"),  # its network_error_code of zero is none
        ("927", "delivered", None, "DELIVRD"),
        ("932", "delivered", None, "DELIVRD/000"),
    ],
)
def test_receipts_by_text_and_by_tlv_are_understood(
    broker, journal, inbox, ending, state, cause, code
):
    broker.send([message(ending)], journal)
    [receipt] = inbox.wait(1)
    assert receipt == Receipt(
        *journal.acceptances[f"1.{ending}"].ids, state, "", f"+33612345{ending}", cause, code
    )


@pytest.mark.parametrize(
    ("ending", "cause", "code"),
    [
        ("909", "number_invalid", "0x0B"),
        ("928", "sender", "0x0A"),
        ("929", "unknown", "0x03"),
    ],
)
def test_what_is_refused_for_good_has_a_cause(broker, journal, ending, cause, code):
    broker.send([message("001"), message(ending), message("002")], journal)
    assert journal.acceptances[f"1.{ending}"] == Acceptance(f"1.{ending}", (), cause, code)
    assert {journal.acceptances["1.001"].cause, journal.acceptances["1.002"].cause} == {None}


def test_news_are_acknowledged_only_once_stored(broker, journal, inbox, smsc):
    inbox.stores = False
    broker.send([message(f"{n:03}") for n in range(10)], journal)
    inbox.wait(10)
    assert stays(lambda: smsc.stats()["acknowledged"] == 0, seconds=0.1)
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


def test_each_part_of_a_long_reply_is_told_and_acknowledged_once_it_is_stored(
    broker, journal, inbox, smsc
):
    inbox.stores = False
    broker.send([message("926")], journal)
    eventually(lambda: (told := parts(inbox)) and len(told) == told[0].total)
    assert joined([part[3:] for part in parts(inbox)]) == "Ça marche… 👍 " * 12
    assert smsc.stats()["acknowledged"] == 0
    inbox.store()
    smsc.wait(lambda stats: stats["unacknowledged"] == 0)


def parts(inbox):
    return sorted(news.part for news in inbox.news if isinstance(news, Reply))


@pytest.mark.parametrize("text", ["STOP", "àéù ça va", "😀 oui"])
def test_the_text_of_a_reply_is_kept(broker, inbox, smsc, text):
    smsc.ask("mo", **{"from": "33612345678", "to": "36111", "text": text})
    assert inbox.wait(1)[0].text == text


def test_an_smsc_may_unbind_us(broker, journal, smsc):
    smsc.ask("unbind")
    smsc.wait(lambda stats: stats["binds"] == 2)
    eventually(broker.is_up)
    broker.send([message()], journal)
    assert journal.acceptances["1.001"].cause is None


def test_a_silent_smsc_is_asked_whether_it_is_there(connect, smsc):
    connect(smsc, enquire_link="0.2", response_timeout="0.2")
    assert stays(lambda: smsc.stats()["binds"] == 1, seconds=1)
    smsc.ask("hold")  # enquire_link is not answered any more
    smsc.wait(lambda stats: stats["binds"] >= 2)


@pytest.mark.parametrize(
    ("settings", "why"), [({"password": "wrong"}, "password"), ({"system_id": "who"}, "system_id")]
)
def test_a_refused_account_is_told_apart_from_an_absent_smsc(connect, smsc, settings, why):
    with pytest.raises(BrokerRefused, match=why):
        connect(smsc, **settings)


def test_settings_are_checked_by_a_bind_of_its_own(smsc):
    account = {"port": str(smsc.port), "system_id": "unisms", "password": "secret"}
    assert SmppBroker(account).check()["smsc"] == "SMSC"
    with pytest.raises(BrokerRefused):
        SmppBroker({**account, "password": "wrong"}).check()
    smsc.wait(lambda stats: stats["links"] == 0)


def test_a_thousand_messages_are_each_answered_once(broker, journal, inbox, smsc):
    messages = [Outgoing(f"1.{n}", f"+336{n:06}00", "Bonjour", "BIBLIO") for n in range(1000)]
    for first in range(0, 1000, broker.batch_size):
        broker.send(messages[first : first + broker.batch_size], journal)
    assert len(journal.acceptances) == 1000
    ids = {id for acceptance in journal.acceptances.values() for id in acceptance.ids}
    assert ids == {receipt.id for receipt in inbox.wait(1000)}
    smsc.wait(lambda stats: stats["acknowledged"] == 1000)


def test_an_smsc_that_asks_whether_we_are_there_is_answered(broker, smsc):
    smsc.ask("enquire")
    smsc.wait(lambda stats: stats["enquired"] == 1)


def test_we_say_goodbye(connect, smsc):
    connect(smsc).close()
    smsc.wait(lambda stats: stats["links"] == 0)
    assert [event["event"] for event in smsc.events()] == ["bind", "unbind", "close"]
