"""News that could not be read: at most a thousand of a connection, and a flood is counted."""

import pytest

from unisms.model import unread
from unisms.model.unread import YOUNG, Kept, UnreadNews

FIRST = Kept(1000, "deliver_sm", "receipt", 12, "sealed")


@pytest.fixture
def news():
    return UnreadNews()


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    monkeypatch.setattr(unread, "MOST", 3)


def times(news):
    return [kept.at for _, kept in news.items()]


def test_what_is_kept_is_told_oldest_first(news):
    for at in (1002, 1000, 1001):
        assert news.add(FIRST._replace(at=at))
    assert times(news) == [1000, 1001, 1002]
    assert len(news) == 3


def test_of_one_second_they_are_told_in_the_order_in_which_they_came(news):
    for what in "abc":
        news.add(FIRST._replace(what=what))
    assert [kept.what for _, kept in news.items()] == ["a", "b", "c"]


def test_one_that_is_kept_is_there_by_its_key(news):
    news.add(FIRST)
    [(key, kept)] = news.items()
    assert news.get(key) == kept == FIRST
    assert news.get("another") is None


def test_where_there_are_too_many_the_oldest_goes(news):
    for at in (1000, 1001, 1002):
        news.add(FIRST._replace(at=at))
    assert news.add(FIRST._replace(at=1000 + YOUNG))
    assert times(news) == [1001, 1002, 1000 + YOUNG]
    assert news.missed == 0


def test_a_flood_is_counted_and_not_written_down_each_time(news):
    for _ in range(5):
        news.add(FIRST)
    assert len(news) == 3
    assert news.missed == 2


def test_what_is_forgotten_makes_room_and_the_last_one_ends_the_count(news):
    for _ in range(5):
        news.add(FIRST)
    for key, _ in news.items():
        assert news.discard(key)
        assert not news.discard(key)
    assert (len(news), news.missed) == (0, 0)


def test_while_any_is_kept_those_that_were_not_are_counted(news):
    for _ in range(4):
        news.add(FIRST)
    news.forget_missed(FIRST.at + 1)
    assert (news.missed, news.missed_at) == (1, FIRST.at)


def test_none_that_is_gone_is_written_again(news):
    news.add(FIRST)
    [(key, _)] = news.items()
    news.replace(key, FIRST._replace(tried=5))
    assert news.get(key).tried == 5
    news.discard(key)
    news.replace(key, FIRST)
    assert len(news) == 0


def test_it_is_true_even_when_nothing_is_kept(news):
    assert news
