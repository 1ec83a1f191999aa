"""The broker that exists only here: every outcome on demand."""

import pytest
from factories import eventually

from unisms.addons.brokers import simulator
from unisms.addons.brokers.simulator import OUTCOMES, Clock, SimulatedBroker
from unisms.ports import BrokerUnavailable, Outgoing, Receipt, Reply
from unisms.sms import causes, states
from unisms.testing.contracts import BrokerContract
from unisms.testing.fixtures import make_worker
from unisms.testing.outsiders import FakeBroker, MemoryInbox, MemoryJournal

QUICK = {"rate": "0", "delay": "0"}


class TestSimulatedBroker(BrokerContract):
    def make_broker(self):
        return SimulatedBroker(QUICK)


@pytest.fixture
def inbox():
    return MemoryInbox()


@pytest.fixture
def journal():
    return MemoryJournal()


@pytest.fixture
def broker(inbox, monkeypatch):
    monkeypatch.setattr(simulator, "LATE", 0.01)
    broker = SimulatedBroker(QUICK)
    broker.open(inbox)
    yield broker
    broker.close()


def message(ending, number=1):
    return Outgoing(f"c.{number}", f"+33639980{ending}", "Bonjour", "38000")


def came(inbox, count=1):
    return eventually(lambda: len(inbox.news) >= count and inbox.news)


@pytest.mark.parametrize(
    ("ending", "state", "cause"),
    [
        ("123", states.DELIVERED, None),
        ("901", states.FAILED, causes.NUMBER_INVALID),
        ("902", states.FAILED, causes.ABSENT),
        ("903", states.EXPIRED, causes.EXPIRED),
        ("904", states.FAILED, causes.OPERATOR),
        ("910", states.DELIVERED, None),
        ("915", states.FAILED, causes.CONTENT),
    ],
)
def test_the_receipt_is_the_one_of_its_ending(broker, journal, inbox, ending, state, cause):
    broker.send([message(ending)], journal)
    [id] = journal.acceptances[0].ids
    [receipt] = came(inbox)
    assert receipt._replace(network="") == Receipt(
        id, state, msisdn=f"+33639980{ending}", cause=cause
    )


def test_a_number_may_be_refused_at_once(broker, journal):
    broker.send([message("905")], journal)
    assert journal.acceptances[0].cause == causes.NUMBER_INVALID


def test_a_receipt_may_never_come(broker, journal, inbox):
    broker.send([message("906"), message("123", 2)], journal)
    assert [receipt.msisdn for receipt in came(inbox)] == ["+33639980123"]


def test_a_receipt_may_come_before_the_answer(broker, inbox):
    class Watch(MemoryJournal):
        def answered(self, acceptances):
            super().answered(acceptances)
            self.news_before = came(inbox)

    journal = Watch()
    broker.send([message("907")], journal)
    assert journal.news_before[0].id == journal.acceptances[0].ids[0]


def test_a_receipt_may_come_twice(broker, journal, inbox):
    broker.send([message("908")], journal)
    assert len(set(came(inbox, 2))) == 1


def test_a_receipt_in_progress_may_come_first(broker, journal, inbox):
    broker.delay = 0.02
    broker.send([message("909")], journal)
    assert [receipt.state for receipt in came(inbox, 2)] == [states.ACCEPTED, states.DELIVERED]


def test_an_answer_may_be_lost(broker, journal):
    broker.send([message("911"), message("123", 2)], journal)
    assert journal.uncertain == ["c.1"]


def test_a_number_may_be_throttled_once(broker, journal):
    broker.send([message("912")], journal)
    assert journal.given_back == ["c.1"]
    broker.send([message("912")], journal)
    assert list(journal.answers) == ["c.1"]


def test_the_link_may_be_lost_once(broker, journal):
    with pytest.raises(BrokerUnavailable):
        broker.send([message("913"), message("123", 2)], journal)
    assert (journal.uncertain, journal.given_back) == (["c.1"], ["c.2"])
    again = MemoryJournal()
    broker.send([message("913")], again)
    assert list(again.answers) == ["c.1"]


def test_a_handset_may_say_stop(broker, journal, inbox):
    broker.send([message("914")], journal)
    [reply] = [news for news in came(inbox, 2) if isinstance(news, Reply)]
    assert (reply.msisdn, reply.text, reply.to) == ("+33639980914", "STOP", "38000")


def test_every_outcome_is_explained():
    assert all(OUTCOMES.values())
    assert OUTCOMES.keys() >= simulator.FAILURES.keys()


class Played:
    """A clock that is handed in:
    what is waited for and what comes later are noted, and nothing takes time."""

    def __init__(self):
        self.waited, self.later = [], []
        self.wait, self.now = self.waited.append, lambda: 1_800_000_000.5

    def after(self, seconds, action):
        self.later.append((seconds, action))


def test_it_lives_by_the_clock_that_is_handed_in(journal, inbox):
    clock = Played()
    broker = SimulatedBroker({"rate": "50", "delay": "4"}, lambda: clock)
    broker.open(inbox)
    broker.send([message("123"), message("914", 2)], journal)
    assert clock.waited == [0.02] * 2
    assert [seconds for seconds, _ in clock.later] == [4, 4, 4]
    assert inbox.news == []
    for _, action in clock.later:
        action()
    assert [news.at for news in inbox.news if isinstance(news, Reply)] == [1_800_000_000]


def test_settings_are_words():
    broker = SimulatedBroker({"rate": "20", "delay": "2.5"})
    assert (broker.rate, broker.delay) == (20.0, 2.5)
    assert (SimulatedBroker({}).rate, SimulatedBroker({}).delay) == (50.0, 1.0)


def test_the_clock_of_the_machine_acts_in_the_order_of_the_times_and_stops():
    clock, acted = Clock(), []
    clock.after(0.04, lambda: acted.append("late"))
    clock.after(0, lambda: acted.append("soon"))
    eventually(lambda: acted == ["soon", "late"])
    clock.after(60, lambda: acted.append("never"))
    clock.stop()
    assert acted == ["soon", "late"]


def test_it_comes_in_by_the_door_of_all_add_ons(tmp_path):
    worker = make_worker(tmp_path, FakeBroker(), "unisms.addons.brokers.simulator")
    assert worker.registry.factories["broker", "simulator"] is SimulatedBroker
    worker.db.close()


def test_numbers_are_of_the_four_networks_and_of_one_that_nobody_tells(broker, inbox, journal):
    broker.send([Outgoing(f"c.{one}", f"+336399800{one}0", "Bonjour") for one in range(5)], journal)
    told = {news.network for news in came(inbox, 5)}
    assert told == {"208-01", "208-10", "208-15", "208-20", ""}
