"""Links that lead nowhere: a network that tries many waits, the others do not."""

import pytest

from unisms.services.links import misses
from unisms.services.links.misses import FREE, MEMORY, Misses

NOW = 1_800_000_000


@pytest.fixture
def counted():
    return Misses()


def test_a_network_waits_after_thirty_and_others_do_not(counted):
    for place in range(FREE):
        assert not counted.are_many("192.0.2.1", NOW)
        counted.note("192.0.2.1", NOW + place)
    assert counted.are_many("192.0.2.1", NOW + MEMORY - 1)
    assert not counted.are_many("192.0.2.2", NOW)
    assert not counted.are_many("192.0.2.1", NOW + MEMORY)


def test_all_addresses_of_a_visitor_are_one(counted):
    for place in range(FREE):
        counted.note(f"2001:db8::{place:x}", NOW)
    assert counted.are_many("2001:db8::ffff", NOW)


def test_a_clock_that_went_back_locks_nobody_out(counted):
    for _ in range(FREE):
        counted.note("192.0.2.1", NOW)
    assert not counted.are_many("192.0.2.1", NOW - 1)


def test_a_few_networks_are_remembered(counted, monkeypatch):
    monkeypatch.setattr(misses, "MOST_KEPT", 2)
    for _ in range(FREE):
        counted.note("192.0.2.1", NOW)
    for address in ("192.0.2.2", "192.0.2.3"):
        counted.note(address, NOW)
    assert not counted.are_many("192.0.2.1", NOW)
