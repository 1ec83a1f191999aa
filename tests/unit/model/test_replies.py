"""Replies that handsets wrote."""

import calendar

import pytest
from factories import MOBILE, NOW, make_institution, reread

from unisms.model.replies import Rejoinder

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


def test_replies_since_a_moment_are_told_oldest_first(institution):
    for at in (NOW + MONTH, NOW, NOW - 1, NOW + 1):
        institution.replies.add(at, MOBILE, "38000", "Oui")
    assert [one.at for one in institution.replies.since(NOW)] == [NOW, NOW + 1, NOW + MONTH]
    assert list(institution.replies.since(NOW + MONTH + 1)) == []


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


def test_a_reply_of_before_is_read_by_name(institution):
    month, key = institution.replies.add(NOW, MOBILE, "38000", "Oui")
    kept = institution.replies.get(month, key)
    assert (kept.text, kept.word, kept.thread) == ("Oui", "", [])
    assert institution.replies.unread_count() == 0
    assert institution.replies.get(month, key + 1) is None


def test_a_reply_that_came_is_to_be_read_and_its_campaign_to_be_found(institution):
    replies = institution.replies
    place = replies.receive(NOW, MOBILE, "38000", "Qui êtes-vous ?")
    stop = replies.receive(NOW, MOBILE, "38000", "STOP", word="stop")
    assert replies.unread() == [place]
    assert set(replies.fresh()) == {place, stop}
    replies.settle(stop)
    assert replies.fresh() == [place]


def test_a_reply_is_read_once(institution):
    replies = institution.replies
    place = replies.receive(NOW, MOBILE, "38000", "Oui")
    replies.read(place, NOW + 1, "lib")
    replies.read(place, NOW + 2, "zoe")
    kept = reread(institution).replies.get(*place)
    assert (kept.read_at, kept.read_by) == (NOW + 1, "lib")
    assert replies.unread_count() == 0


def test_nobody_reads_a_reply_of_before(institution):
    place = institution.replies.add(NOW, MOBILE, "38000", "Oui")
    institution.replies.read(place, NOW, "lib")
    institution.replies.settle(place)
    assert institution.replies.get(*place).read_by == ""


def test_answers_stand_in_their_order(institution):
    place = institution.replies.add(NOW, MOBILE, "38000", "Oui")
    for number in (1, 2):
        kept = institution.replies.get(*place)
        told = tuple(Rejoinder(NOW + number, "lib", f"{number}", "c"))
        institution.replies.change(place, answers=(*kept.answers, told))
    assert [one.text for one in institution.replies.get(*place).thread] == ["1", "2"]


def test_what_is_erased_is_not_to_be_read_any_more(institution):
    replies = institution.replies
    replies.receive(NOW, MOBILE, "38000", "Oui")
    assert replies.forget(NOW + 1) == 1
    assert (replies.unread(), replies.fresh(), replies.months()) == ([], [], [])


def test_a_reply_that_moves_stays_to_be_read(institution):
    replies = institution.replies
    read = replies.receive(NOW + 1, MOBILE, "38000", "Non")
    replies.read(read, NOW, "lib")
    replies.receive(NOW + MONTH, MOBILE, "38000", "Oui")
    replies.add(NOW, MOBILE, "38000", "Peut-être")
    replies.redate(NOW, NOW)
    [place] = replies.unread()
    assert replies.get(*place)[:4] == (NOW, MOBILE, "38000", "Oui")
    assert len(replies.fresh()) == 2
