"""The contract of every broker, kept by {{ cookiecutter.title }}."""

from importlib.metadata import entry_points

import pytest
from provider import KEY
from unisms.ports import BrokerRefused, BrokerUnavailable
from unisms.testing.contracts import BrokerContract

from {{ cookiecutter.package }} import Broker


class TestBroker(BrokerContract):
    @pytest.fixture(autouse=True)
    def started(self, provider):
        self.provider = provider

    def make_broker(self, **settings):
        return Broker(
            {"url": self.provider.url, "key": KEY, "poll": "0.05", "timeout": "1", **settings}
        )

    def test_a_wrong_key_is_told_to_a_person(self, journal):
        with pytest.raises(BrokerRefused):
            self.make_broker(key="wrong").send(self.messages(), journal)
        assert journal.uncertain == []

    def test_what_is_refused_for_now_is_given_back(self, broker, journal):
        self.provider.mood = "busy"
        with pytest.raises(BrokerUnavailable):
            broker.send(self.messages(), journal)
        assert len(journal.given_back) == 3

    def test_a_request_without_an_answer_leaves_its_messages_uncertain(self, broker, journal):
        self.provider.mood = "cut"
        with pytest.raises(BrokerUnavailable):
            broker.send(self.messages(), journal)
        assert len(journal.uncertain) == 3

    def test_it_tries_the_settings(self, broker):
        assert broker.check() == "1000 messages left"

    def test_an_address_that_is_none_is_refused_before_it_is_saved(self):
        with pytest.raises(ValueError, match="begins with http"):
            self.make_broker(url="provider.example")


def test_the_settings_may_name_it():
    [point] = entry_points(group="unisms.addons", name="{{ cookiecutter.name }}")
    assert callable(point.load().includeme)
