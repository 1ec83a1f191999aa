"""The index of ids, for receipts with two forms of an id, of one segment of several, or that may be replies."""

import pytest
from factories import NOW
from lines import CONNECTION, Line, delivered

from unisms.model.folder import find
from unisms.ports import Acceptance, Reply
from unisms.sms import states
from unisms.tasks.index import HALF


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
    assert long.index.half_delivered(NOW + HALF) == []
    [half] = long.index.half_delivered(NOW + HALF + 1)
    assert half == (long.campaign.path, 1)
    assert long.built().half_delivered(NOW + HALF + 1) == [half]
    long.index.forget_halves([half])
    assert long.index.half_delivered(NOW + HALF + 1) == []


def test_a_message_told_whole_meanwhile_is_not(long):
    long.come(delivered("1a"))
    long.come(delivered("1b"))
    assert long.index.half_delivered(NOW + HALF + 1) == []


def looks_like_one(id):
    return delivered(id, "+33639980099")._replace(otherwise=Reply("+33639980099", "id:…", "36111", NOW))


def test_what_looks_like_a_receipt_waits_until_its_id_may_be_known(line):
    batch = line.claim()
    assert line.index.early(looks_like_one("id1"))
    line.settle(batch, line.answer(1, 2, 3))
    assert not line.index.early(looks_like_one("id1"))
    assert line.index.match(looks_like_one("id1")).number == 1


def test_of_an_id_that_nobody_gave_it_is_no_receipt_and_settles_no_doubt(line):
    batch = line.claim()
    line.settle(batch, left=[line.reference(1)])
    row = line.campaign.row(1)
    receipt = looks_like_one("x")._replace(msisdn=row.msisdn)
    assert line.index.match(receipt)[:2] == (None, 0)
    assert line.state(1) == states.UNCERTAIN
    assert not line.index._parked.of
