"""A broker that refuses one message after another: the line is held, told, and tried again."""

import pytest
from factories import NOW, make_house, make_release, tasks_here
from turns import PATH, deliver, look, released, rows
from ZODB.POSException import ConflictError

from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.ports import Acceptance
from unisms.services.brokers import holds
from unisms.sms import causes, states
from unisms.tasks.delivery import baton


@pytest.fixture(autouse=True)
def _house(request):
    if "worker" in request.fixturenames:
        request.getfixturevalue("house")


def held(worker):
    return [hold.path for hold in worker.run(lambda root: find(root, PATH).held())]


def count(worker, path):
    told = list(rows(worker, path).values())
    return {state: told.count(state) for state in set(told)}


def later(worker, monkeypatch):
    """It is time to try again what is held."""

    def let(root):
        connection = find(root, PATH)
        for hold in connection.held():
            connection.put_hold(hold._replace(again_at=0))

    worker.run(let)
    deliver(worker)


@pytest.mark.parametrize(
    "answer", [(causes.SENDER, "0x0A"), (causes.UNKNOWN, "0x0400"), (causes.CONTENT, "")]
)
def test_a_campaign_that_is_refused_as_a_whole_is_held_and_loses_no_message(
    worker, broker, answer, caplog
):
    path = released(worker, 150)
    broker.refuses_everything(*answer)
    deliver(worker)
    assert count(worker, path) == {states.QUEUED: 150}
    assert held(worker) == [path]
    assert look(worker, path, "state") == states.SENDING
    assert len(broker.written) == 100  # a claim takes as many
    assert "is held back" in caplog.text


@pytest.mark.parametrize("first", [1, 7, 19])
@pytest.mark.parametrize("answer", [(causes.SENDER, "0x0A"), (causes.CONTENT, "0x01")])
def test_those_of_claims_that_are_settled_come_back(worker, broker, monkeypatch, answer, first):
    monkeypatch.setattr(baton, "FIRST", first)
    monkeypatch.setattr(baton, "MOST", first)
    path = released(worker, 60)
    broker.refuses_everything(*answer)
    deliver(worker)
    assert count(worker, path) == {states.QUEUED: 60}
    assert held(worker) == [path]
    account = worker.run(lambda root: find(root, path).account)
    reserved = worker.run(lambda root: ledger(root, account))
    broker.recovers()
    later(worker, monkeypatch)
    assert count(worker, path) == {states.ACCEPTED: 60}
    assert worker.run(lambda root: ledger(root, account)) == reserved
    assert sorted(broker.ids) == sorted(
        f"{path.rpartition('/')[2]}.{number}" for number in range(1, 61)
    )


def ledger(root, account):
    account = root["institutions"]["paris1"]["accounts"][account]
    return list(account.entries()), account.available


def test_what_other_campaigns_write_leaves_meanwhile(worker, broker):
    worker.run(
        lambda root: [find(root, PATH).put_sender(SenderId(word)) for word in ("FNAC", "BU")]
    )
    bad, good = released(worker, 50, sender_id="FNAC"), released(worker, 50, sender_id="BU")
    broker.refuses_everything(causes.SENDER, sender_id="FNAC")
    deliver(worker)
    assert count(worker, bad) == {states.QUEUED: 50}
    assert count(worker, good) == {states.ACCEPTED: 50}
    assert held(worker) == [bad]


def test_it_is_tried_again_by_one_message_and_leaves_once_that_is_taken(
    worker, broker, monkeypatch
):
    path = released(worker, 50)
    broker.refuses_everything(causes.SENDER)
    deliver(worker)
    deliver(worker)
    assert len(broker.written) == 50
    later(worker, monkeypatch)
    assert len(broker.written) == 51
    assert held(worker) == [path]
    broker.recovers()
    later(worker, monkeypatch)
    assert held(worker) == []
    assert count(worker, path) == {states.ACCEPTED: 50}


def test_a_single_refusal_of_us_costs_no_message_and_holds_every_campaign(worker, broker):
    paths = [released(worker, 3), released(worker, 3)]
    broker.refuses_everything(causes.CREDIT, "402")
    deliver(worker)
    assert held(worker) == [""]
    assert [count(worker, path) for path in paths] == [{states.QUEUED: 3}] * 2
    assert len(broker.written) == 3


def test_a_few_messages_that_are_refused_have_failed(worker, broker):
    path = released(worker, 3)
    broker.refuses_everything(causes.SENDER, "0x0A")
    deliver(worker)
    assert count(worker, path) == {states.FAILED: 3}
    assert held(worker) == []


@pytest.mark.parametrize("code", ["0x45", "0x400", "0xFE", "0xFF"])
def test_campaigns_of_one_message_lose_none_to_a_broker_that_is_ill(
    worker, broker, monkeypatch, code
):
    paths = [released(worker, 1) for _ in range(30)]
    broker.refuses_everything(causes.UNKNOWN, code)
    deliver(worker)
    assert held(worker) == [""]
    broker.recovers()
    later(worker, monkeypatch)
    assert [count(worker, path) for path in paths] == [{states.ACCEPTED: 1}] * 30


def test_a_message_that_alone_is_refused_fails_with_its_cause(worker, broker):
    path = released(worker, 60)
    broker.refuses(worker.run(lambda root: find(root, path).stored_row(5)[0]), causes.UNKNOWN)
    deliver(worker)
    assert held(worker) == []
    assert count(worker, path) == {states.ACCEPTED: 59, states.FAILED: 1}
    assert worker.run(lambda root: find(root, path).row(5).cause) == causes.UNKNOWN
    assert 60 < len(broker.written) < 80


def test_what_a_crash_left_refused_by_a_broker_that_is_ill_is_offered_again(
    worker, broker, tmp_path
):
    path = released(worker, 3)
    lease = worker.lease(PATH)
    batch = baton.claim(worker, lease)
    journal, references = lease.next_journal(), [message.reference for message in batch.messages]
    journal.leaving(references)
    refused = [
        Acceptance(references[0], (), causes.UNKNOWN, "0xFF"),
        Acceptance(references[1], (), causes.ABSENT),
    ]
    journal.answered(refused)
    lease._recover([lease._files.with_suffix(suffix) for suffix in (".journal", ".journal2")])
    assert list(rows(worker, path).values()) == [states.QUEUED, states.FAILED, states.UNCERTAIN]


def test_a_message_that_alone_is_refused_for_our_account_keeps_nobody_waiting_for_ever(
    worker, broker, monkeypatch
):
    path = released(worker, 5)
    broker.refuses(worker.run(lambda root: find(root, path).stored_row(5)[0]), causes.ACCOUNT)
    deliver(worker)
    assert held(worker) == [""]
    other = released(worker, 4)
    later(worker, monkeypatch)
    assert held(worker) == []
    assert count(worker, other) == {states.ACCEPTED: 4}
    assert count(worker, path) == {states.ACCEPTED: 4, states.FAILED: 1}


def test_a_person_who_looked_lets_everything_leave(worker, broker):
    path = released(worker, 30)
    broker.refuses_everything(causes.SENDER)
    deliver(worker)
    broker.recovers()
    worker.run(lambda root: holds.release_all(find(root, PATH)))
    deliver(worker)
    assert count(worker, path) == {states.ACCEPTED: 30}


def test_the_next_claim_that_was_made_already_goes_back_in_the_line(worker, broker, monkeypatch):
    monkeypatch.setattr(baton, "FIRST", 30)
    path = released(worker, 200)
    broker.refuses_everything(causes.SENDER)
    deliver(worker)
    assert len(broker.written) == 30
    assert count(worker, path) == {states.QUEUED: 200}
    assert worker.run(lambda root: find(root, path).handover.claims) == ()


# A worker that has lost the lease hands nothing over.


@pytest.mark.parametrize("when", ["claim", "recover"])
def test_whoever_lost_the_lease_to_another_machine_hands_nothing_over(
    worker, broker, monkeypatch, when
):
    lease = worker.lease(PATH)
    path = released(worker, 3) if when == "claim" else None
    run = worker.run

    def other(root):
        line = find(root, PATH).line
        line.holder, line.machine, line.until = "other", "there", 1 << 40

    def meanwhile(func, *args):
        if func is (baton.claims.claim_batch if when == "claim" else baton.settlement.recover):
            run(other)
        return run(func, *args)

    monkeypatch.setattr(worker, "run", meanwhile)
    assert not baton.hand_over(worker, lease)
    assert broker.written == []
    assert not lease.alive
    assert [task.name for _, task in tasks_here(worker)] == ["deliver"]
    if path:
        assert count(worker, path) == {states.QUEUED: 3}
        assert run(lambda root: find(root, path).handover.claims) == ()


def test_a_lease_that_is_taken_while_one_claims_conflicts_with_the_claim(store):
    make_release(make_house(store.root), 3)
    find(store.root, PATH).line.holder = "me"
    store.commit()
    rival = store.rival()
    find(rival.root, PATH).line.holder = "other"
    assert baton.claims.claim_batch(store.root, PATH, 3, "here", NOW, "me")
    rival.commit()
    with pytest.raises(ConflictError):
        store.commit()
    store.manager.abort()
    store.manager.begin()
    rival.close()
