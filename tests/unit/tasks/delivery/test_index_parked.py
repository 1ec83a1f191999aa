"""Parked news: what came before its message was known, and finds it when the answer comes."""

import pytest
from factories import NOW, mobile
from lines import CONNECTION, delivered

from unisms.ports import Acceptance, Receipt
from unisms.services.delivery import parking, settlement
from unisms.sms import states
from unisms.tasks.delivery.journal import Outcome


def test_parked_news_find_their_message_when_the_answer_comes(line):
    batch = line.claim()
    line.come(delivered("id1"))
    assert not line.index.has_found()
    acceptances = line.answer(1)
    assert line.index.has_found()
    line.settle(batch, acceptances)
    line.come()
    assert (line.state(), line.index.has_found()) == (states.DELIVERED, False)
    assert parking.parked(line.institution["brokers"]["fake"]) == []


def test_parked_news_whose_storing_failed_are_tried_again(line):
    batch = line.claim()
    line.come(delivered("id1"))
    line.settle(batch, line.answer(1))
    assert len(line.index.match_all(())) == 1  # and the store did not take it
    assert line.index.has_found()
    assert len(line.index.match_all(())) == 1


def test_of_news_that_no_message_ever_claims_the_latest_are_at_hand(line, monkeypatch):
    monkeypatch.setattr("unisms.tasks.delivery.parked.MOST", 2)
    batch = line.claim()
    for id in ("stranger1", "stranger2", "stranger3", "id1"):
        line.come(delivered(id))
    assert list(line.index._parked.of) == ["stranger3", "id1"]
    line.settle(batch, line.answer(1))
    line.come()
    assert line.state() == states.DELIVERED
    assert list(line.built()._parked.of) == ["stranger2", "stranger3"]
    assert len(parking.parked(line.institution["brokers"]["fake"])) == 3


def test_an_answer_that_comes_while_its_news_are_being_parked_is_not_missed(line, monkeypatch):
    line.claim()
    index, doubtful = line.index, line.index._doubtful

    def answered_meanwhile(receipt):
        line.answer(1)  # in the other thread, between the look at the ids and the parking
        return doubtful(receipt)

    monkeypatch.setattr(index, "_doubtful", answered_meanwhile)
    assert index.match(delivered("id1"))[:2] == (line.campaign.path, 1)
    assert not index.has_found()


def test_parked_news_found_by_the_other_thread_are_not_found_twice(line, monkeypatch):
    line.claim()
    index, where, looks = line.index, line.index._where, []

    def answered_just_after_the_parking(receipt):
        looks.append(receipt)
        if len(looks) > 1:
            line.answer(1)  # in the other thread, which sees it parked and takes it
        return where(receipt)

    monkeypatch.setattr(index, "_where", answered_just_after_the_parking)
    assert index.match(delivered("id1")).campaign is None
    assert index.has_found()


def test_what_was_parked_before_a_crash_finds_its_message_after_it(line):
    line.claim()
    line.come(delivered("id1"), delivered("unheard of"))
    name = line.reference(1)
    settlement.recover(
        line.root, CONNECTION, Outcome({name: Acceptance(name, ("id1",))}, set()), "here", NOW
    )
    line.index = line.built()
    assert line.index.has_found()
    line.come()
    assert line.state() == states.DELIVERED
    assert [receipt.id for receipt in parking.parked(line.institution["brokers"]["fake"])] == [
        "unheard of"
    ]


def test_an_echoed_reference_is_known_after_a_crash(line):
    line.settle(line.claim(), [Acceptance(line.reference(1))])
    line.index = line.built()
    line.come(delivered("", reference=line.reference(1)))
    assert line.state() == states.DELIVERED


def test_what_was_parked_before_a_crash_finds_a_message_answered_after_it(line):
    line.claim(1)
    line.come(delivered("id1"))
    settlement.recover(line.root, CONNECTION, Outcome({}, set()), "here", NOW)
    line.index = line.built()
    assert not line.index.has_found()
    line.settle(line.claim(), line.answer(1))
    line.come()
    assert line.state() == states.DELIVERED


# Of several receipts that come before the answer the one counts that goes furthest.

DELIVERED, FAILED, ACCEPTED = (
    Receipt("id1", state) for state in (states.DELIVERED, states.FAILED, states.ACCEPTED)
)


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize(
    ("came", "state"),
    [
        ([DELIVERED, ACCEPTED], states.DELIVERED),
        ([ACCEPTED, DELIVERED], states.DELIVERED),
        ([FAILED, ACCEPTED], states.FAILED),
        ([DELIVERED, FAILED], states.DELIVERED),
        ([FAILED, DELIVERED], states.DELIVERED),
        ([DELIVERED, ACCEPTED._replace(msisdn=mobile(0))], states.DELIVERED),
    ],
)
def test_what_came_before_the_answer_moves_its_message_as_far_as_any_order_would(
    line, came, state, restart
):
    batch = line.claim()
    for receipt in came:
        line.come(receipt)
    if restart:
        settlement.recover(line.root, CONNECTION, Outcome({}, set()), "here", NOW)
        line.index = line.built()
        batch = line.claim()
    line.settle(batch, line.answer(1))
    line.come()
    assert line.state() == state
    assert parking.parked(line.institution["brokers"]["fake"]) == []


def test_likewise_where_they_tell_two_forms_of_the_id(line):
    batch = line.claim()
    line.come(*[Receipt("x1", state, also="id1") for state in (states.DELIVERED, states.ACCEPTED)])
    line.settle(batch, line.answer(1))
    line.come()
    assert line.state() == states.DELIVERED


def test_likewise_where_no_answer_comes(line):
    batch = line.claim()
    line.come(
        *[Receipt("id1", state, msisdn=mobile(0)) for state in (states.DELIVERED, states.ACCEPTED)]
    )
    line.settle(batch, left=[line.reference(1)])
    line.come()
    assert line.state() == states.DELIVERED


def test_all_that_are_parked_of_an_id_are_found_by_an_answer_that_comes_this_instant(
    line, monkeypatch
):
    line.claim()
    index, where, looks = line.index, line.index._where, []
    index.match(delivered("id1", mobile(0)))

    def answered_just_after_the_parking(receipt):
        looks.append(receipt)
        if len(looks) > 1:
            line.index._ids.give(
                "id1", (line.campaign.path, 1, 0, mobile(0))
            )  # in the other thread, before it sees them parked
        return where(receipt)

    monkeypatch.setattr(index, "_where", answered_just_after_the_parking)
    assert index.match(delivered("id1")).number == 1
    assert [receipt.msisdn for receipt in index._found] == [mobile(0)]
