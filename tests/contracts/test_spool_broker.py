"""The broker that writes files."""

import pytest
from factories import mobile

from unisms.addons.brokers.spool import SpoolBroker
from unisms.ports import BrokerUnavailable, Outgoing
from unisms.testing.contracts import BrokerContract
from unisms.testing.outsiders import MemoryJournal


class TestSpoolBroker(BrokerContract):
    news_expected = False

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path):
        self.path = tmp_path

    def make_broker(self):
        return SpoolBroker({"folder": str(self.path)})

    def test_each_message_is_one_whole_file(self, broker, journal):
        broker.send([Outgoing("c.1", mobile(1), "Noël")], journal)
        [file] = self.path.iterdir()
        assert file.name == "c.1"
        assert file.read_text() == f"To: {mobile(1)[1:]}\nAlphabet: UTF-8\n\nNoël"

    def test_where_nothing_can_be_written_nothing_is_lost(self, broker, tmp_path):
        broker.folder, journal = tmp_path / "gone", MemoryJournal()
        with pytest.raises(BrokerUnavailable):
            broker.check()
        with pytest.raises(BrokerUnavailable):
            broker.send(self.messages(), journal)
        assert len(journal.given_back) == 3
        assert journal.uncertain == []
