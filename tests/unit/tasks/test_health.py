"""The tasks of the health of numbers."""

import pytest
from factories import NOW, make_house, make_recipient, make_release, mobile

from unisms.model.folder import find
from unisms.services.delivery import closing
from unisms.services.exclusions.judges import Judge
from unisms.services.health import flags
from unisms.services.people.consent import Reader
from unisms.sms import states
from unisms.tasks import health

PARIS = "/institutions/paris1"
PATH = f"{PARIS}/brokers/fake"


@pytest.fixture(autouse=True)
def house(worker, monkeypatch):
    monkeypatch.setattr(health.time, "time", lambda: NOW)
    worker.run(lambda root: make_house(root).__name__)


def made(worker, make, *args):
    worker.run(lambda root: make(find(root, PARIS), *args).__name__)


def over(institution, failed, now=NOW):
    """A message of twelve that the first people have not received."""
    campaign = make_release(institution, 12, now=now)
    for number, row in list(campaign.stored_rows()):
        is_bad = number <= failed
        state, cause = (states.FAILED, "number_invalid") if is_bad else (states.DELIVERED, None)
        carried = (cause, campaign.carrier(PATH), now, "")
        campaign.write(number, (row[0], state, "id", 1, now, carried))
    campaign.become(states.SENT)
    closing.close(campaign, institution["brokers"]["fake"], now)
    return campaign


def test_ends_of_messages_count_and_a_route_that_failed_is_told(worker, caplog):
    made(worker, over, 12)
    worker.enqueue("sweep")
    worker.drain()
    assert f"connection {PATH}: failures of messages count against no number" in caplog.text
    assert worker.run(lambda root: find(root, PARIS).numbers.closed()) == []


def test_how_many_numbers_are_set_aside_is_told_and_none_of_them(worker, monkeypatch, caplog):
    caplog.set_level("INFO", "unisms")
    for now in (NOW, NOW + 86400):
        monkeypatch.setattr(health.time, "time", lambda now=now: now)
        made(worker, over, 2, now)
        worker.enqueue("look_at_numbers", PARIS)
        worker.drain()
    assert "2 numbers set aside" in caplog.text
    assert "+33" not in caplog.text


def test_from_the_first_failure_to_the_repair(worker, broker):
    """A number that the broker refuses costs nothing the next time, until it is repaired."""
    broker.refuses(mobile(0))
    first = sent(worker, NOW)
    assert aside(worker, first) == []
    assert worker.run(lambda root: flags.flag_of(find(root, PARIS), mobile(0))).cause
    second = sent(worker, NOW + 3600)
    assert aside(worker, second) == [mobile(0)]
    assert len(broker.written) == 12 + 11
    worker.run(lambda root: flags.repair(find(root, PARIS), mobile(0), NOW + 7200))
    broker.recovers()
    worker.enqueue("sweep")
    worker.drain()
    assert aside(worker, second) == [mobile(0)]
    third = sent(worker, NOW + 9000)
    assert aside(worker, third) == []


def sent(worker, now):
    """Send a message to twelve people as it is checked now, and look at its ends."""

    def release(root):
        paris = find(root, PARIS)
        reader = Reader(paris, (), now)
        people = [*Judge(reader).all(map(make_recipient, range(12)))]
        return make_release(paris, people, now=now).path

    path = worker.run(release)
    worker.enqueue("deliver", PATH)
    worker.drain()
    worker.run(lambda root: closing.close(find(root, path), find(root, PATH), now))
    worker.enqueue("look_at_numbers", PARIS)
    worker.drain()
    return path


def aside(worker, path):
    def look(root):
        rows = (row for _, row in find(root, path).stored_rows())
        return [row[0] for row in rows if row[1] == states.SET_ASIDE]

    return worker.run(look)
