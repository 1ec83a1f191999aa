"""A short run of ``make chaos``."""

import pytest

from tests.chaos import chaos, judge, stops


@pytest.mark.servers
def test_five_kills_lose_nothing_and_send_nothing_twice():
    table = chaos.play(seed=2026, kills=5, size=2000)
    assert not judge.faults(table), judge.shown(table)


@pytest.mark.servers
def test_no_batch_that_is_claimed_after_a_stop_has_its_number():
    table = stops.play(seed=2026, tries=20)
    assert not judge.faults(table), judge.shown(table)
