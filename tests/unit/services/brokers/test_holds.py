"""Holds on a connection: how much may try, when they end, who is told."""

import pytest
from factories import NOW, make_house, make_release, mobile

from unisms.model.connections import BrokerConnection, Hold
from unisms.model.folder import find
from unisms.ports import Acceptance
from unisms.services.brokers import connections, holds
from unisms.services.brokers.connections import note_trouble
from unisms.services.brokers.holds import FIRST, LONGEST
from unisms.services.delivery import claims, settlement, steering
from unisms.sms import causes, states
from unisms.tasks.delivery.journal import Outcome
from unisms.testing.factories import someone

CONNECTION = "/institutions/paris1/brokers/fake"
SENDER = (causes.SENDER, "0x0A")


@pytest.fixture
def institution(root):
    return make_house(root)


@pytest.fixture
def connection(root, institution):
    return find(root, CONNECTION)


@pytest.fixture
def campaign(institution):
    return make_release(institution, 10)


def claim(root, now=NOW):
    return claims.claim_batch(root, CONNECTION, 5, "here", now)


def hold(root, path, answer=SENDER, now=NOW):
    holds.hold_back(root, CONNECTION, path, answer, now)


def test_nothing_is_held_at_first(connection):
    assert connection.held() == []
    assert holds.limit_of(holds.by_path(connection), "/a", 5, NOW) == (5, None)
    assert (holds.of_campaign(connection, "/a"), holds.of_all(connection)) == (None, None)


def test_a_campaign_that_is_held_waits_while_the_others_leave(
    root, institution, connection, campaign
):
    other = make_release(institution, 3)
    hold(root, campaign.path)
    assert claim(root).campaign == other.path
    assert claim(root) is None
    assert holds.of_campaign(connection, campaign.path).answer == SENDER
    assert holds.of_campaign(connection, other.path) is None
    assert not connections.in_trouble(connection)


def test_after_a_wait_one_message_tries_then_a_few_each_time_later(root, connection, campaign):
    hold(root, campaign.path)
    assert claim(root, NOW + FIRST - 1) is None
    tries, now = [], NOW
    for _ in range(10):
        now = holds.of_campaign(connection, campaign.path).again_at
        batch = claim(root, now)
        tries.append((now - NOW, len(batch.numbers), batch.held.path))
        assert claim(root, now) is None
        settlement.settle_batch(root, CONNECTION, campaign.path, batch.numbers, NOTHING, now)
        hold(root, campaign.path, now=now)
    waits = [later[0] - earlier[0] for earlier, later in zip([(0,), *tries], tries, strict=False)]
    assert waits == [30, 30, 60, 120, 240, 480, 960, LONGEST, LONGEST, LONGEST]
    assert [count for _, count, _ in tries] == [1, *[3] * 9]
    assert {path for *_, path in tries} == {campaign.path}


class NOTHING:
    answered, left, trusted = {}, set(), True


def test_what_holds_everything_lets_one_message_of_one_campaign_try(
    root, institution, connection, campaign
):
    make_release(institution, 3)
    hold(root, "")
    assert claim(root) is None
    assert len(claim(root, NOW + FIRST).numbers) == 1
    assert claim(root, NOW + FIRST) is None


def test_it_is_told_as_trouble(root, connection):
    hold(root, "", ("credit", "402"))
    assert connections.trouble_of(connection) == (NOW, "held", "credit 402")
    assert connections.in_trouble(connection)
    assert not connections.carries(connection)
    note_trouble(root, CONNECTION, "no answer", NOW)
    assert connections.trouble_of(connection) == (NOW, "away", "no answer")


def test_one_that_is_taken_ends_what_held_it_and_what_the_same_answer_held(root, connection):
    for path, answer in (("/a", SENDER), ("/b", SENDER), ("/c", ("unknown", "9")), ("", SENDER)):
        hold(root, path, answer)
    holds.release_taken(root, CONNECTION, "/a")
    assert [held.path for held in connection.held()] == ["/c"]


def test_of_a_campaign_alone_only_its_own_hold_ends(root, connection):
    for path in ("/a", "/b"):
        hold(root, path)
    holds.release_taken(root, CONNECTION, "/a")
    assert [held.path for held in connection.held()] == ["/b"]


@pytest.mark.parametrize("end", [holds.release_all, connections.settings_changed])
def test_a_person_who_looked_or_saved_the_settings_ends_them_all(root, connection, end):
    for path in ("", "/a"):
        hold(root, path)
    end(connection)
    assert connection.holds == ()


@pytest.mark.parametrize("end", [steering.pause, steering.stop])
def test_what_no_longer_waits_is_not_held(root, connection, campaign, end):
    hold(root, campaign.path)
    end(someone(campaign), campaign, connection, NOW)
    assert connection.holds == ()


def test_nor_is_what_goes_with_its_institution(root, connection):
    hold(root, "/institutions/paris1/campaigns/c")
    hold(root, "/institutions/paris10/campaigns/c")
    connection.forget("/institutions/paris1")
    assert [held.path for held in connection.held()] == ["/institutions/paris10/campaigns/c"]


def test_what_is_held_already_keeps_its_beginning_and_its_wait(root, connection):
    hold(root, "/a")
    hold(root, "/a", ("unknown", "9"), NOW + 50)
    assert connection.held() == [Hold("/a", NOW, NOW + FIRST, FIRST, 0, "unknown", "9")]


def test_only_what_is_tried_waits_longer(root, connection):
    hold(root, "/b")
    hold(root, "/a")
    holds.try_again(connection, "/a", NOW)
    assert {held.path: held.tries for held in connection.held()} == {"/a": 1, "/b": 0}


# A campaign that comes new into the line.


def test_somebody_elses_message_is_offered_at_once_while_everything_is_held(
    root, institution, connection, campaign
):
    hold(root, "")
    assert claim(root, NOW) is None
    new = make_release(institution, 3, urgent=True)
    batch = claim(root, NOW)
    assert (batch.campaign, len(batch.messages), batch.held.path) == (new.path, 1, "")
    assert claim(root, NOW) is None  # refused again, all wait again


def test_what_comes_new_lets_nobody_wait_longer(root, connection):
    hold(root, "")
    waits = []
    for _ in range(20):
        holds.look_again(connection, NOW)
        holds.try_again(connection, "/a", NOW)
        waits.append(connection.held()[0].wait)
    assert waits == [FIRST] * 20


def test_it_does_not_put_off_a_try_that_is_due(root, connection):
    hold(root, "")
    before = connection.held()
    holds.look_again(connection, NOW + FIRST)
    assert connection.held() == before


def test_what_holds_one_campaign_does_not_end_with_another(root, institution, connection, campaign):
    hold(root, campaign.path)
    before = connection.held()
    make_release(institution, 3)
    assert connection.held() == before


# A worker that has lost the lease claims nothing.


def test_a_claim_is_the_holders_alone(store, campaign):
    line = find(store.root, CONNECTION).line
    store.commit()
    line.holder = "me"
    store.commit()
    with pytest.raises(claims.LeaseLost):
        claims.claim_batch(store.root, CONNECTION, 5, "here", NOW, "other")
    assert claims.claim_batch(store.root, CONNECTION, 5, "here", NOW, "me") is not None
    with pytest.raises(claims.LeaseLost):
        settlement.recover(store.root, CONNECTION, NOTHING, "here", NOW, "other")


def test_however_many_are_held_a_claim_reads_the_holds_once(
    root, institution, connection, campaign, monkeypatch
):
    for one in (campaign, *(make_release(institution, 1) for _ in range(9))):
        hold(root, one.path)
    other, times, whole = make_release(institution, 3), [], BrokerConnection.held
    monkeypatch.setattr(
        BrokerConnection, "held", lambda connection: times.append(1) or whole(connection)
    )
    assert claim(root).campaign == other.path
    assert len(times) == 1


# Messages that have failed, though it was no fate.


def fail(root, campaign):
    """All of its messages are refused, and written down as failed."""
    while batch := claim(root):
        refused = {
            f"{campaign.__name__}.{n}": Acceptance(f"{campaign.__name__}.{n}", (), *SENDER)
            for n in batch.numbers
        }
        settlement.settle_batch(
            root, CONNECTION, campaign.path, batch.numbers, Outcome(refused, set()), NOW
        )


def regain(root, campaign, *numbers):
    references = tuple(f"{campaign.__name__}.{number}" for number in numbers)
    holds.regain(root, CONNECTION, campaign.path, references, NOW + 1)


def rows(campaign, *numbers):
    return [tuple(campaign.row(number))[1:6] for number in numbers]


WAITS, FAILED = (states.QUEUED, "", 1, 0, None), (states.FAILED, "", 1, NOW, causes.SENDER)


@pytest.fixture
def failed(root, campaign):
    """A campaign under way of which all messages have failed so far."""
    fail(root, campaign)
    campaign.become(states.SENDING)
    return campaign


def test_what_comes_back_waits_as_if_it_had_never_been_offered(root, connection, failed):
    for _ in range(2):  # a store may have done what it said had failed
        regain(root, failed, 10, 2)
    assert rows(failed, 1, 2, 10) == [FAILED, WAITS, WAITS]
    assert failed.handover.returned == (2, 10)
    assert connection.in_turn() == [failed.path]
    assert claim(root).numbers == (2, 10)


def test_of_a_paused_campaign_it_waits_until_that_goes_on(root, connection, failed):
    steering.pause(someone(failed), failed, connection, NOW)
    regain(root, failed, 2)
    assert (rows(failed, 2), connection.in_turn()) == ([WAITS], [])
    steering.resume(someone(failed), failed, connection, NOW)
    assert claim(root).numbers == (2,)


def test_of_a_stopped_one_it_is_stopped_too(root, connection, failed):
    steering.stop(someone(failed), failed, connection, NOW)
    regain(root, failed, 2)
    assert rows(failed, 2) == [(states.STOPPED, "", 1, NOW + 1, None)]
    assert connection.in_turn() == []


def test_what_a_receipt_has_told_of_stays_as_do_those_of_a_closed_campaign(root, failed):
    failed.write(2, (mobile(2), states.DELIVERED, "", 1, NOW, None))
    failed.write(3, (mobile(3), states.FAILED, "id", 1, NOW, causes.SENDER))
    regain(root, failed, 2, 3)
    assert [row[0] for row in rows(failed, 2, 3)] == [states.DELIVERED, states.FAILED]
    failed.become(states.SENT)
    regain(root, failed, 4)
    assert rows(failed, 4) == [FAILED]
    assert failed.handover.returned == ()
