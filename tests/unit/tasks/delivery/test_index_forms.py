"""The index of ids, for receipts with two forms of an id, of one segment of several, or that may be
replies."""

import pytest
from factories import NOW, mobile
from lines import CONNECTION, Line, delivered

from unisms.model.folder import find
from unisms.ports import Acceptance, Reply
from unisms.services.delivery import inbox, parking, settlement
from unisms.sms import states
from unisms.tasks.delivery.halves import LONGEST
from unisms.tasks.delivery.journal import Outcome


def test_a_receipt_with_two_forms_of_an_id_finds_its_message_by_either(line):
    line.settle(line.claim(), line.answer(1, 2, 3))
    line.come(delivered("x1")._replace(also="id1"), delivered("id2")._replace(also="x2"))
    assert [line.state(number) for number in (1, 2, 3)] == ["delivered", "delivered", "accepted"]


def test_it_waits_for_an_answer_with_either(line):
    batch = line.claim()
    receipt = delivered("x1")._replace(also="id1")
    assert line.index.early(receipt)
    line.come(receipt)
    parked = find(line.root, CONNECTION).parked
    assert list(parked) == ["x1"]
    line.settle(batch, line.answer(1, 2, 3))
    line.come()
    assert line.state(1) == states.DELIVERED
    assert list(parked) == []


@pytest.fixture
def long(root):
    """Two messages of two segments, taken."""
    line = Line(root, 2, text="x" * 200)
    answered = [Acceptance(line.reference(n), (f"{n}a", f"{n}b")) for n in (1, 2)]
    batch = line.claim()
    line.index.learn(answered)
    line.settle(batch, answered)
    return line


def test_a_message_half_told_is_looked_at_again_later(long):
    long.come(delivered("1a"), delivered("2a"), delivered("2b"))
    assert long.index.halves.overdue(NOW + LONGEST) == []
    [half] = long.index.halves.overdue(NOW + LONGEST + 1)
    assert half == (long.campaign.path, 1)
    assert long.built().halves.overdue(NOW + LONGEST + 1) == [half]
    long.index.halves.forget([half])
    assert long.index.halves.overdue(NOW + LONGEST + 1) == []


def test_a_message_told_whole_meanwhile_is_not(long):
    long.come(delivered("1a"))
    long.come(delivered("1b"))
    assert long.index.halves.overdue(NOW + LONGEST + 1) == []


def looks_like_one(id):
    return delivered(id, "+33639980099")._replace(
        otherwise=Reply("+33639980099", "id:…", "36111", NOW)
    )


def test_what_looks_like_a_receipt_waits_until_its_id_may_be_known(line):
    batch = line.claim()
    assert line.index.early(looks_like_one("id1"))
    line.settle(batch, line.answer(1, 2, 3))
    assert not line.index.early(looks_like_one("id1"))
    assert line.index.match(looks_like_one("id1")).number == 1


def test_of_an_id_that_nobody_gave_it_is_no_receipt_and_settles_no_doubt(line):
    """It waits until that is settled by others."""
    batch = line.claim()
    line.settle(batch, left=[line.reference(1)])
    row = line.campaign.row(1)
    receipt = looks_like_one("x")._replace(msisdn=row.msisdn)
    assert line.index.match(receipt)[:2] == (None, 0)
    assert line.state(1) == states.UNCERTAIN
    assert line.index.match(looks_like_one("x"))[:2] == (None, 0)
    assert list(line.index._parked.of.values()) == [{(row.msisdn, receipt.otherwise): receipt}]


# A text like a receipt waits while a message to one of its numbers is under way, or in doubt.


def unmarked(id, number=0):
    """A text by whoever a message is for, that may be the receipt of that message."""
    return delivered(id, mobile(number))._replace(
        otherwise=Reply(mobile(number), f"id:{id} stat:DELIVRD", "36111", NOW)
    )


def replies(line):
    box = line.institution.replies
    return [text for month in box.months() for _, _, _, text in box.of(month)]


def waiting(line):
    return [receipt.id for receipt in parking.parked(find(line.root, CONNECTION))]


@pytest.mark.parametrize("restart", [False, True])
def test_a_receipt_that_nothing_calls_one_waits_for_the_answer(line, restart):
    batch = line.claim()
    line.come(unmarked("id1"))
    assert (replies(line), waiting(line)) == ([], ["id1"])
    if restart:
        name = line.reference(1)
        settlement.recover(
            line.root, CONNECTION, Outcome({name: Acceptance(name, ("id1",))}, set()), "here", NOW
        )
        line.index = line.built()
    else:
        line.settle(batch, line.answer(1))
    assert line.index.has_found()
    line.come()
    assert (line.state(), replies(line), waiting(line)) == (states.DELIVERED, [], [])
    assert not line.index._parked.perhaps


@pytest.mark.parametrize("restart", [False, True])
def test_it_is_a_reply_once_the_answer_has_told_another_id(line, restart):
    batch = line.claim()
    line.come(unmarked("x"))
    assert not line.index.has_found()
    if restart:
        settlement.recover(line.root, CONNECTION, Outcome({}, set()), "here", NOW)
        line.index = line.built()
    else:
        line.settle(batch, line.answer(1, 2, 3))
    assert line.index.has_found()
    line.come()
    assert (replies(line), waiting(line)) == (["id:x stat:DELIVRD"], [])
    assert not line.index._parked.of
    line.come(unmarked("y", 7))  # nothing is under way to that number
    assert replies(line)[1:] == ["id:y stat:DELIVRD"]


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("end", ["news", "closed"])
def test_it_waits_while_nobody_knows_what_became_of_a_message_to_that_number(line, restart, end):
    line.settle(line.claim(), left=[line.reference(1)])
    line.come(unmarked("x"))
    if restart:
        line.index = line.built()
    assert not line.index.has_found()
    assert (line.state(), replies(line), waiting(line)) == (states.UNCERTAIN, [], ["x"])
    if end == "news":
        line.come(delivered("y", mobile(0)))
    else:
        line.index.closed(())
        line.index.closed(())
    assert line.index.has_found()
    line.come()
    assert (replies(line), waiting(line)) == (["id:x stat:DELIVRD"], [])


def test_what_may_be_two_replies_waits_as_two(line):
    batch = line.claim()
    one, two = unmarked("x"), unmarked("x")
    two = two._replace(otherwise=two.otherwise._replace(text="id:x stat:DELIVRD err:000"))
    line.come(one, two)
    line.settle(batch, line.answer(1, 2, 3))
    assert line.index.has_found()
    line.come()
    assert len(replies(line)) == 2


def test_what_was_erased_or_given_meanwhile_is_given_no_more(line):
    batch = line.claim()
    line.come(unmarked("x"))
    inbox.forget_news(find(line.root, CONNECTION), lambda receipt: receipt.msisdn == mobile(0))
    line.settle(batch, line.answer(1, 2, 3))
    assert line.index.has_found()
    line.come()
    assert replies(line) == []


def test_a_receipt_that_comes_again_once_its_message_is_forgotten_is_no_reply(line):
    line.settle(line.claim(), line.answer(1))
    line.come(unmarked("id1"))
    connection = find(line.root, CONNECTION)
    connection.open = ()  # the campaign is closed, and the worker was restarted
    line.index = line.built()
    line.come(unmarked("id1"))
    assert replies(line) == []
    line.come(unmarked("id2"))
    assert replies(line) == ["id:id2 stat:DELIVRD"]


def test_of_a_campaign_that_is_closed_nothing_more_is_known_by_its_number(line):
    line.settle(line.claim(), [Acceptance(line.reference(1))], left=[line.reference(2)])
    line.index._untold["+33600000000"] = [("/other", 1), (line.campaign.path, 9)]
    line.index.closed(())
    line.index.closed(())
    assert line.come(delivered("x", mobile(0)), delivered("y", mobile(1)))[0].campaign is None
    assert line.index._untold == {"+33600000000": [("/other", 1)]}


# A text in the form of a receipt is nobody's reply.


def formed(id, number=0):
    return unmarked(id, number)._replace(of_form=True)


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("end", ["news", "closed", "another id"])
def test_of_a_message_whose_end_nobody_knew_it_is_told_once_that_is_over(line, restart, end):
    batch = line.claim()
    if end != "another id":
        line.settle(batch, left=[line.reference(1)])
    line.come(formed("x"))
    if end == "another id":
        line.settle(batch, line.answer(1, 2, 3))
    else:
        assert (line.state(), waiting(line), line.unclaimed) == (states.UNCERTAIN, ["x"], [])
    if restart:
        line.index = line.built()
    if end == "news":
        line.come(delivered("y", mobile(0)))
    elif end == "closed":
        line.index.closed(())
        line.index.closed(())
    assert line.index.has_found()
    line.come()
    assert (replies(line), waiting(line), line.unclaimed) == ([], [], ["x"])


def test_it_is_the_receipt_of_a_message_that_has_its_id_and_number(line):
    line.settle(line.claim(), line.answer(1))
    line.come(formed("id1"), formed("id1", 1), formed("z"))
    assert (line.state(), replies(line), line.unclaimed) == (states.DELIVERED, [], ["id1", "z"])


def test_one_that_was_a_receipt_is_told_no_more_when_it_comes_again(line):
    line.settle(line.claim(), line.answer(1))
    line.come(formed("id1"))
    find(line.root, CONNECTION).open = ()  # the campaign is closed, and the worker was restarted
    line.index = line.built()
    line.come(formed("id1"))
    assert (replies(line), line.unclaimed) == ([], [])
    for _ in range(2):  # as by who reads it again
        line.come(formed("id2"))
        assert (replies(line), line.unclaimed) == ([], ["id2"])


def test_what_was_erased_meanwhile_is_told_no_more(line):
    batch = line.claim()
    line.come(formed("x"))
    inbox.forget_news(find(line.root, CONNECTION), lambda receipt: receipt.msisdn == mobile(0))
    line.settle(batch, line.answer(1, 2, 3))
    assert line.index.has_found()
    line.come()
    assert (replies(line), line.unclaimed) == ([], [])
