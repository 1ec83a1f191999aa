"""The broker that tests are told stories with keeps the promise of real ones, and to its word."""

import pytest
from factories import mobile

from unisms.ports import Acceptance, BrokerUnavailable, Outgoing
from unisms.sms import causes
from unisms.testing.contracts import BrokerContract
from unisms.testing.outsiders import Died, FakeBroker, MemoryJournal

MESSAGES = [Outgoing(f"c.{number}", mobile(number), "Bonjour") for number in (1, 2, 3)]
ANSWER = Acceptance("c.1")


class TestFakeBroker(BrokerContract):
    news_expected = False

    def make_broker(self):
        return FakeBroker()


@pytest.fixture
def broker():
    return FakeBroker()


@pytest.fixture
def journal():
    return MemoryJournal()


def test_it_refuses_throttles_and_loses_whom_it_is_told(broker, journal):
    broker.refuses(mobile(1))
    broker.throttles(mobile(2))
    broker.loses(mobile(3))
    broker.send(MESSAGES, journal)
    assert journal.answers["c.1"].cause == causes.NUMBER_INVALID
    assert (journal.given_back, journal.uncertain) == (["c.2"], ["c.3"])


def test_when_it_goes_away_the_rest_is_given_back(broker, journal):
    broker.goes_away_after(1)
    with pytest.raises(BrokerUnavailable):
        broker.send(MESSAGES, journal)
    assert (list(journal.answers), journal.given_back) == (["c.1"], ["c.2", "c.3"])


@pytest.mark.parametrize(
    ("dies", "uncertain"), [("dies_after_taking", []), ("dies_before_answering", ["c.2"])]
)
def test_when_it_dies_nothing_more_is_said(broker, journal, dies, uncertain):
    getattr(broker, dies)(2)
    with pytest.raises(Died):
        broker.send(MESSAGES, journal)
    assert (journal.uncertain, journal.given_back) == (uncertain, [])


def test_it_remembers_what_it_has_seen_twice(broker):
    for _ in range(2):
        broker.send(MESSAGES[:1], MemoryJournal())
    assert broker.references_seen_twice == ["c.1"]
    assert broker.texts == {mobile(1): "Bonjour"}


def test_a_journal_holds_an_adapter_to_its_word(journal):
    with pytest.raises(AssertionError, match="before it left"):
        journal.answered([ANSWER])
    journal.leaving(["c.1"])
    journal.answered([ANSWER])
    with pytest.raises(AssertionError, match="answered twice"):
        journal.answered([ANSWER])
    with pytest.raises(AssertionError, match="then given back"):
        journal.returned(["c.1"])
    with pytest.raises(AssertionError, match="left twice"):
        journal.leaving(["c.1"])
