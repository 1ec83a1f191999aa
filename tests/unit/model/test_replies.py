"""Replies that handsets wrote."""

import calendar

import pytest
from factories import MOBILE, NOW, make_institution, reread

MONTH = 31 * 86400


@pytest.fixture
def institution(root):
    return make_institution(root)


def test_replies_are_told_by_month_oldest_first(institution):
    institution.replies.add(NOW + 1, MOBILE, "38000", "Oui")
    institution.replies.add(NOW, MOBILE, "38000", "Non")
    institution.replies.add(NOW + MONTH, MOBILE, "38000", "STOP")
    replies = reread(institution).replies
    assert replies.of("2027-01") == [
        (NOW, MOBILE, "38000", "Non"),
        (NOW + 1, MOBILE, "38000", "Oui"),
    ]
    assert replies.months() == ["2027-01", "2027-02"]


def test_a_month_without_replies_is_empty(institution):
    assert institution.replies.of("1999-12") == []
    assert institution.replies.months() == []


def test_a_month_ends_at_midnight_utc(institution):
    midnight = calendar.timegm((2027, 2, 1, 0, 0, 0))
    institution.replies.add(midnight - 1, MOBILE, "", "janvier")
    institution.replies.add(midnight, MOBILE, "", "février")
    assert [text for *_, text in institution.replies.of("2027-01")] == ["janvier"]


def test_no_reply_takes_the_place_of_another(institution, monkeypatch):
    keys = iter([7, 7, 8])
    monkeypatch.setattr("unisms.model.replies.secrets.randbits", lambda bits: next(keys))
    institution.replies.add(NOW, MOBILE, "", "un")
    institution.replies.add(NOW, MOBILE, "", "deux")
    assert len(reread(institution).replies.of("2027-01")) == 2
