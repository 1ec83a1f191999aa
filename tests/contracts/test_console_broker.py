"""The broker that prints."""

from factories import mobile

from unisms.addons.brokers.console import ConsoleBroker
from unisms.ports import Acceptance, Outgoing
from unisms.testing.contracts import BrokerContract
from unisms.testing.fixtures import make_worker
from unisms.testing.outsiders import FakeBroker, MemoryJournal


class TestConsoleBroker(BrokerContract):
    news_expected = False

    def make_broker(self):
        return ConsoleBroker({})


def test_it_prints_what_it_takes(capsys):
    journal = MemoryJournal()
    ConsoleBroker({"prefix": "->"}).send([Outgoing("c.1", mobile(1), "Bonjour")], journal)
    assert capsys.readouterr().out == f"-> {mobile(1)} Bonjour\n"
    assert journal.acceptances == [Acceptance("c.1")]


def test_it_comes_in_by_the_door_of_all_add_ons(tmp_path):
    worker = make_worker(tmp_path, FakeBroker(), "unisms.addons.brokers.console")
    assert worker.registry.factories["broker", "console"] is ConsoleBroker
    worker.db.close()
