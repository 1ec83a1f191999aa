"""The leavings of people, by month."""

import pytest
from factories import MOBILE, NOW, make_institution, mobile

from unisms.model.leavings import Leaving, Leavings, note_proof
from unisms.model.proofs import DESK, FILE, LINK, NO, PAGE, REPLY, YES, Proof

DAY = 86_400
LEFT = Leaving(NOW, "jdupont", MOBILE, "reply")


@pytest.fixture
def kept():
    leavings = Leavings()
    leavings.add(LEFT)
    leavings.add(LEFT._replace(at=NOW + 31 * DAY, uid="zoe", msisdn=mobile(1)))
    return leavings


def test_leavings_are_told_by_month(kept):
    assert kept.months() == ["2027-01", "2027-02"]
    assert kept.of("2027-01") == [LEFT]
    assert [one.uid for one in kept.since(NOW)] == ["jdupont", "zoe"]
    assert [one.uid for one in kept.since(NOW + 31 * DAY)] == ["zoe"]
    assert kept.of("1999-01") == []


def test_no_leaving_takes_the_place_of_another(kept, monkeypatch):
    keys = iter([7, 7, 8])
    monkeypatch.setattr("unisms.model.leavings.secrets.randbits", lambda bits: next(keys))
    kept.add(LEFT)
    kept.add(LEFT)
    assert kept.of("2027-01") == [LEFT] * 3


def test_the_message_that_was_answered_is_noted_later(kept):
    kept.answer(NOW, MOBILE, "20270115-abcd")
    kept.answer(NOW + 1, MOBILE, "another")
    kept.answer(0, MOBILE, "another")
    assert kept.of("2027-01")[0].campaign == "20270115-abcd"


def test_a_person_is_erased_and_that_somebody_left_stays(kept):
    kept.forget_person("jdupont")
    assert kept.of("2027-01") == [LEFT._replace(uid="", msisdn="")]
    assert kept.of("2027-02")[0].uid == "zoe"


def test_numbers_are_erased_where_they_were_nobodys(kept):
    kept.add(LEFT._replace(uid="", at=NOW + 1))
    kept.forget_numbers({MOBILE})
    assert [one.msisdn for one in kept.of("2027-01")] == [MOBILE, ""]


def test_numbers_go_before_the_rest(kept):
    kept.forget(0, NOW + 1)
    assert [one.msisdn for one in kept.since(0)] == ["", mobile(1)]
    kept.forget(NOW + 1, NOW + 1)
    assert kept.months() == ["2027-02"]


def test_what_was_said_in_the_future_was_said_now(kept):
    kept.redate(NOW + DAY, NOW + DAY)
    assert [one.at for one in kept.of("2027-01")] == [NOW, NOW + DAY]
    assert kept.months() == ["2027-01"]
    kept.redate(NOW, NOW)
    assert [one.at for one in kept.of("2027-01")] == [NOW, NOW]


def test_what_somebody_said_is_told_with_the_message_too(kept):
    kept.answer(NOW, "", "20270115-abcd", ("jdupont",))
    assert kept.of("2027-01")[0].campaign == "20270115-abcd"


@pytest.mark.parametrize(
    ("proof", "told"),
    [
        (Proof(NOW, "", "", NO, source=PAGE), [(NOW, "page", "")]),
        (Proof(NOW, "theme", "crous", NO, source=DESK), [(NOW, "desk", "crous")]),
        (Proof(NOW, "theme", "crous", NO, source=LINK), [(NOW, "link", "crous")]),
        (Proof(NOW, "", "", NO, source=REPLY), []),
        (Proof(NOW, "", "", NO, source=FILE), []),
        (Proof(NOW, "", "", YES, source=PAGE), []),
    ],
)
def test_a_no_is_told_by_its_proof(root, proof, told):
    institution = make_institution(root)
    note_proof(institution, "jdupont", proof)
    found = institution.leavings.since(0) if institution.leavings else ()
    assert [(one.at, one.source, one.theme) for one in found] == told
