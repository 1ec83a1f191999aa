"""Campaigns of which messages fail are looked at soon, and not too often."""

import logging

from factories import NOW
from turns import PATH, look, released

from unisms.model.folder import find
from unisms.services.delivery.receipts import Stored
from unisms.services.health.thresholds import Rules, keep_rules
from unisms.sms import causes, states
from unisms.tasks.delivery import lease
from unisms.tasks.delivery.failures import EVERY, FEW, Failures


def test_a_campaign_is_looked_at_once_its_failures_are_more_than_a_few():
    failures = Failures()
    failures.note("/a", FEW - 1)
    assert failures.due(0) == []
    failures.note("/a", 1)
    failures.note("/b", 0)
    assert failures.due(0) == ["/a"]
    assert failures.due(EVERY) == []


def test_it_is_looked_at_again_after_some_seconds_and_after_a_clock_was_set_back():
    failures = Failures()
    for now, due in ((100, ["/a"]), (100 + EVERY - 1, []), (100 + EVERY, ["/a"]), (50, ["/a"])):
        failures.note("/a", FEW)
        assert failures.due(now) == due


def test_rows_that_failed_count_and_others_do_not():
    failures = Failures()
    ends = [*[states.FAILED] * 5, *[states.EXPIRED] * 5, *[states.DELIVERED] * 50]
    rows = [(f"+3363998{number:04}", state) for number, state in enumerate(ends)]
    failures.note_stored([Stored("/a", number, row) for number, row in enumerate(rows)])
    assert failures.due(0) == ["/a"]


def test_of_very_many_campaigns_the_looks_are_forgotten():
    failures = Failures()
    for number in range(1_001):
        failures.note(f"/{number}", FEW)
    assert len(failures.due(0)) == 1_001
    failures.note("/7", FEW)
    assert failures.due(1) == ["/7"]


def test_whoever_hands_over_pauses_a_campaign_that_fails(house, worker, broker, caplog):
    worker.run(lambda root: keep_rules(root["institutions"]["paris1"], Rules(brake_least=10)))
    path = released(worker, recipients=40)

    def fail(root):
        campaign = find(root, path)
        for number in range(1, 21):
            failed = campaign.row(number).moved(states.FAILED, NOW, causes.NUMBER_INVALID)
            campaign.write(number, failed)

    worker.run(fail)
    held = worker.lease(PATH)
    held.index.failures.note(path, 20)
    with caplog.at_level(logging.WARNING, lease.__name__):
        held._brake(NOW)
    assert look(worker, path, "state") == states.PAUSED
    assert caplog.messages[-1] == f"campaign {path}: paused, too many fail (number_invalid)"
    held._brake(NOW + EVERY)
    assert look(worker, path, "state") == states.PAUSED


def test_a_campaign_of_which_few_fail_goes_on(house, worker, broker):
    path = released(worker, recipients=40)
    held = worker.lease(PATH)
    held.index.failures.note(path, FEW)
    held._brake(NOW)
    assert look(worker, path, "state") == states.SENDING


def test_refusals_and_receipts_are_both_noted(house, worker, broker):
    worker.run(lambda root: keep_rules(root["institutions"]["paris1"], Rules(brake_least=10)))
    path = released(worker, recipients=20)
    for number in range(1, 13):
        broker.refuses(worker.run(lambda root, one=number: find(root, path).row(one).msisdn))
    worker.enqueue("deliver", PATH)
    worker.drain()
    assert worker.lease(PATH).index.failures.due(0) == [path]
