"""A broker in trouble: what was not taken waits and is tried again, and people are told why."""

import threading

import pytest
from factories import NOW, mobile
from turns import PATH, deliver, look, queued, released, rows, scheduled

from unisms.model.folder import find
from unisms.ports import BrokerRefused, BrokerUnavailable
from unisms.services.campaigns import resends
from unisms.sms import states
from unisms.tasks.delivery import baton
from unisms.testing.factories import someone

pytestmark = pytest.mark.usefixtures("house")


def test_what_a_broker_could_not_take_is_taken_later(worker, broker):
    broker.batch_size = 2
    path = released(worker, 7)
    broker.goes_away_after(3)
    deliver(worker)
    assert sorted(rows(worker, path).values()) == [states.ACCEPTED] * 3 + [states.QUEUED] * 4
    assert look(worker, path, "handover").claims == ()
    broker.recovers()
    deliver(worker)
    assert look(worker, path, "state") == states.SENT
    assert (broker.references_seen_twice, len(broker.written)) == ([], 7)


def test_a_broker_that_lets_us_wait_keeps_one_thread_and_is_asked_once_more_for_all_who_came(
    worker, broker
):
    path, opening, answer = released(worker, 3), threading.Event(), threading.Event()
    opens = broker.open

    def wait(inbox):
        opening.set()
        answer.wait(60)
        opens(inbox)

    broker.open = wait
    first = threading.Thread(target=baton.deliver, args=(worker, PATH))
    first.start()
    opening.wait(60)
    for _ in range(3):
        baton.deliver(worker, PATH)
    assert (first.is_alive(), queued(worker)) == (True, [])
    answer.set()
    first.join()
    assert queued(worker) == [("deliver", PATH)]
    assert look(worker, path, "state") == states.SENT


def test_people_are_told_why_nothing_leaves_until_it_does(worker, broker):
    released(worker, 3)
    broker.goes_away_after(1, "the account is empty")
    deliver(worker)
    assert look(worker, PATH, "trouble") == "the account is empty"
    broker.recovers()
    deliver(worker)
    assert look(worker, PATH, "trouble") == ""


def test_a_broker_that_is_away_is_tried_again_later_and_later(worker, broker):
    released(worker)
    broker.goes_away_after(0)
    for failures, delay in enumerate([1, 2, 5, 10, 30, 30]):
        worker.retries.clear()
        worker.huey.storage.flush_all()
        baton.deliver(worker, PATH, failures)
        assert scheduled(worker) == [("deliver", PATH, failures + 1)]
        assert 0 < worker.retries[PATH] - baton.time.monotonic() <= delay


def test_of_all_who_find_the_broker_away_one_tries_again(worker, broker):
    released(worker)
    broker.goes_away_after(0)
    for _ in range(5):
        baton.deliver(worker, PATH)
    assert len(scheduled(worker)) == 1


@pytest.fixture
def asked(broker, monkeypatch):
    """A broker that refuses us; how often it was asked for a session."""
    asked = []

    def refuse(inbox):
        asked.append(inbox)
        raise BrokerRefused("wrong password")

    monkeypatch.setattr(broker, "open", refuse)
    return asked


def save_settings(worker, **settings):
    """Once more, or others."""
    worker.run(lambda root: find(root, PATH).settings.update(settings))


def test_a_broker_that_refuses_us_is_asked_again_after_half_a_minute_whatever_nudges(worker, asked):
    released(worker)
    for _ in range(3):
        deliver(worker)
    assert len(asked) == 1
    assert scheduled(worker) == [("deliver", PATH, 1)]
    assert 29 < worker.retries[PATH] - baton.time.monotonic() <= baton.REFUSED == 30
    worker.refused[PATH] = worker.edition(PATH), baton.time.monotonic()
    deliver(worker)
    assert len(asked) == 2


def test_settings_that_are_saved_are_tried_at_once(worker, asked):
    released(worker)
    deliver(worker)
    save_settings(worker)
    for _ in range(3):
        deliver(worker)
    assert len(asked) == 2
    assert 29 < worker.retries[PATH] - baton.time.monotonic() <= 30


def test_a_session_that_is_open_passes_on_to_settings_that_are_saved(worker, broker):
    released(worker)
    deliver(worker)
    broker.goes_away_after(0)
    broker._ending = BrokerRefused("the account is closed")
    path = released(worker)
    deliver(worker)
    assert worker.refused[PATH][0] == worker.edition(PATH)
    broker.recovers()
    save_settings(worker, password="another")
    deliver(worker)
    assert (broker.sessions, broker.closed) == (2, 1)
    assert look(worker, path, "state") == states.SENT


def test_a_broker_that_first_refuses_us_and_then_is_away_is_tried_as_one_that_is_away(
    worker, broker, asked
):
    released(worker)
    deliver(worker)
    save_settings(worker)
    broker.open = lambda inbox: (_ for _ in ()).throw(BrokerUnavailable("away"))
    deliver(worker)
    assert 0 < worker.retries[PATH] - baton.time.monotonic() <= 1
    deliver(worker)
    assert len(scheduled(worker)) == 2


def test_a_session_that_cannot_be_opened_is_tried_again_and_told(worker, broker, caplog):
    released(worker)
    broker.refuses_session = BrokerUnavailable("wrong password")
    deliver(worker)
    assert scheduled(worker) == [("deliver", PATH, 1)]
    assert look(worker, PATH, "trouble") == "wrong password"
    broker.recovers()
    deliver(worker)
    assert len(broker.written) == 3
    assert look(worker, PATH, "trouble") == ""


def test_a_session_that_cannot_be_opened_is_logged_once_until_it_was_open(worker, broker, caplog):
    released(worker)
    for _ in range(2):
        broker.refuses_session = baton.BrokerUnavailable("nobody listens")
        for failures in range(3):
            worker.retries = dict.fromkeys(worker.retries, 0)
            baton.deliver(worker, PATH, failures)
        broker.recovers()
        deliver(worker)
        worker.lease(PATH).release()
    assert [line for line in caplog.messages if "cannot be opened" in line] == [
        f"connection {PATH}: cannot be opened (BrokerUnavailable)"
    ] * 2


def test_an_adapter_that_is_not_switched_on_is_told(worker, caplog):
    worker.run(lambda root: setattr(find(root, PATH), "adapter", "unheard-of"))
    released(worker)
    deliver(worker)
    assert "unheard-of" in look(worker, PATH, "trouble")
    assert scheduled(worker) == [("deliver", PATH, 1)]


def test_an_adapter_that_cannot_be_made_is_tried_again_and_told(worker, broker):
    broker.refuses_session = KeyError("host")
    with pytest.raises(KeyError):
        baton.deliver(worker, PATH)
    assert look(worker, PATH, "trouble") == "the adapter failed: KeyError"
    assert scheduled(worker) == [("deliver", PATH, 1)]


def test_a_fault_of_the_adapter_loses_nothing_that_the_journal_knows(worker, broker, caplog):
    path = released(worker, 3)
    broker.fails_after(1, ValueError("oops"))
    deliver(worker)
    assert rows(worker, path) == {1: states.ACCEPTED, 2: states.QUEUED, 3: states.QUEUED}
    assert look(worker, PATH, "trouble") == "the adapter failed: ValueError"
    assert look(worker, PATH, "trouble_kind") == "fault"
    assert len(scheduled(worker)) == 1


def test_what_is_throttled_waits_and_leaves_once_more(worker, broker):
    path = released(worker, 3)
    broker.throttles(mobile(1), times=2)
    deliver(worker)
    assert set(rows(worker, path).values()) == {states.ACCEPTED}
    assert look(worker, path, "state") == states.SENT


def test_what_is_refused_has_failed_and_what_is_lost_is_uncertain(worker, broker):
    path = released(worker, 3)
    broker.refuses(mobile(0))
    broker.loses(mobile(1))
    deliver(worker)
    assert rows(worker, path) == {1: states.FAILED, 2: states.UNCERTAIN, 3: states.ACCEPTED}
    assert look(worker, path, "state") == states.SENT


def test_what_is_uncertain_is_sent_again_when_a_person_says_so(worker, broker):
    path = released(worker, 2)
    broker.loses(mobile(0))
    deliver(worker)
    worker.run(
        lambda root: resends.resend_uncertain(someone(find(root, path)), find(root, path), NOW)
    )
    broker._fates.clear()
    deliver(worker)
    assert rows(worker, path) == {1: states.EXPIRED, 2: states.ACCEPTED, 3: states.ACCEPTED}
    assert [message.msisdn for message in broker.written] == [mobile(0), mobile(1), mobile(0)]
