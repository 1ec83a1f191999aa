"""The end of an alert, by a real worker: told to exactly those who have the alert, and once."""

import pytest
from factories import NOW, make_group, make_house, mobile

from unisms.model.alerts import REAL, PreparedAlert
from unisms.model.folder import find
from unisms.services.alerts import endings, launches
from unisms.services.approvals import approvals
from unisms.sms import states
from unisms.tasks import jobs
from unisms.testing.factories import someone

FAKE = "/institutions/paris1/brokers/fake"
PEOPLE = 30
ALERT, OVER = "Sortez.", "C'est fini."


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(jobs.time, "time", lambda: NOW)


@pytest.fixture
def alert(worker):
    """The path of an alert that a person has sent, and that no worker has taken yet."""

    def launch(root):
        paris = make_house(root)
        paris.grants.give("person:lib", "administrator")
        make_group(paris, people=PEOPLE)
        alert = paris["alerts"].add("a", PreparedAlert("Évacuation", NOW))
        alert.text, alert.pairs = ALERT, (("group", "l2"),)
        alert.account, alert.connection = "scd", FAKE
        campaign = launches.launch(someone(paris), alert, NOW, mode=REAL)
        endings.prepare(root, campaign.path, NOW)
        approvals.go(someone(paris), campaign, NOW)
        return campaign.path

    return worker.run(launch)


def end(root, path):
    campaign = find(root, path)
    told = endings.end(someone(campaign), campaign, endings.ALL_CLEAR, (OVER, ""), NOW)
    return told.path


def told(broker, text):
    """The numbers to which a text has left, each as often as it did."""
    return sorted(message.msisdn for message in broker.written if message.text == text)


def test_whoever_had_it_when_somebody_ended_it_is_told_and_nobody_else(worker, broker, alert):
    broker.batch_size, clicked = 5, []

    def meanwhile(message):
        if len(broker.written) == 12 and not clicked:  # in the middle of the third batch
            clicked.append(worker.run(end, alert))
            worker.enqueue("prepare_campaign", clicked[0])

    broker.meanwhile = meanwhile
    worker.enqueue("deliver", FAKE)
    worker.drain()
    had = told(broker, ALERT)
    assert 12 <= len(had) < PEOPLE
    assert told(broker, OVER) == had
    assert broker.references_seen_twice == []
    rows = worker.run(lambda root: [row[1] for _, row in find(root, alert).stored_rows()])
    assert rows.count(states.STOPPED) == PEOPLE - len(had)


@pytest.mark.parametrize("prepared", [False, True])
def test_a_worker_that_is_killed_after_the_click_tells_it_once(worker, broker, alert, prepared):
    """Before the freeze, or after it and before the nudge: the store knows what is to be done."""
    worker.enqueue("deliver", FAKE)
    worker.drain()
    path = worker.run(end, alert)
    if prepared:
        assert worker.run(endings.prepare, path, NOW) == ()
    for _ in range(2):
        worker.enqueue("sweep")
        worker.drain()
    assert told(broker, OVER) == told(broker, ALERT) == sorted(map(mobile, range(PEOPLE)))


def test_two_who_end_it_at_once_tell_it_once(worker, broker, alert):
    worker.enqueue("deliver", FAKE)
    worker.drain()
    paths = [worker.run(end, alert) for _ in range(2)]
    for path in paths:
        worker.enqueue("prepare_campaign", path)
    worker.drain()
    assert len({*paths}) == 1
    assert len(told(broker, OVER)) == PEOPLE
