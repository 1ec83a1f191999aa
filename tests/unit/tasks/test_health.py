"""The tasks of the health of numbers."""

import pytest
from factories import MOBILE, NOW, make_house, make_person, make_release

from unisms.model import digests
from unisms.model.folder import find
from unisms.model.health import Flag, of
from unisms.services.delivery import closing
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


def warned(worker):
    """Whether a mail waits for the owner of a number that is set aside."""

    def set_aside(root):
        paris = find(root, PARIS)
        make_person(paris, email="jeanne@univ.example")
        flag = Flag(NOW - 86400, "absent", digests.hint_of(paris)(MOBILE))
        of(paris).flag(digests.to_keep(paris, MOBILE), flag)

    worker.run(set_aside)
    health.warn_owners(worker, "paris1", NOW)
    return worker.run(lambda root: find(root, PARIS).outbox is not None)


@pytest.mark.parametrize(
    ("setting", "value", "address"),
    [
        ("unisms.public_url", " https://sms.example/ ", "https://sms.example"),
        ("unisms.hosts", "sms.example www.example", "https://sms.example"),
    ],
)
def test_owners_are_told_by_mail_where_the_page_that_repairs_is(
    worker, monkeypatch, caplog, setting, value, address
):
    caplog.set_level("INFO", "unisms")
    monkeypatch.setitem(worker.registry.settings, setting, value)
    assert health.address_of(worker.registry.settings) == address
    assert warned(worker)
    assert "institution paris1: 1 owners of numbers told by mail" in caplog.text


def test_without_an_address_there_is_no_page_to_tell_of(worker, monkeypatch):
    monkeypatch.setitem(worker.registry.settings, "unisms.hosts", "")
    assert not warned(worker)
