"""News on their way to the store: held back a moment, taken together, acknowledged when stored."""

import pytest

from unisms.ports import Receipt, Reply
from unisms.sms import states
from unisms.tasks.delivery.news import PATIENCE, News

RECEIPT = Receipt("a", states.DELIVERED)
REPLY = Reply("+33639980000", "Oui", "38000", 1)


class Index:
    """Knows of the receipts whose id is in ``known``."""

    def __init__(self, *known):
        self.known = known

    def early(self, receipt):
        return receipt.id not in self.known


@pytest.fixture
def clock(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("unisms.tasks.delivery.news.time.time", lambda: clock[0])
    return clock


@pytest.fixture
def news(clock):
    return News(lambda: "the loop")


def nothing():
    pass


def test_there_is_no_news_at_first(news):
    assert not news
    assert not news.ready()
    assert news.take() == ([], [], [], [])


def test_the_loop_is_asked_for_when_a_session_wants_it(news):
    assert news.loop == "the loop"


def test_what_is_known_is_ready_at_once(news):
    news.put([RECEIPT, REPLY], nothing)
    assert news
    news.hold_back(Index("a"), 1000)
    assert news.ready()
    batch = news.take()
    assert (batch.receipts, batch.replies) == ([RECEIPT], [REPLY])
    assert not news


def test_what_is_early_waits_until_it_is_known(news):
    news.put([RECEIPT], nothing)
    news.hold_back(Index(), 1000)
    assert news
    assert not news.ready()
    news.hold_back(Index("a"), 1001)
    assert news.ready()


def test_what_is_early_does_not_wait_for_a_clock_that_was_set_back(news):
    news.put([RECEIPT], nothing)
    news.hold_back(Index(), 1000 - 3600)
    assert news.ready()


def test_what_is_early_waits_no_longer_than_its_patience(news):
    news.put([RECEIPT], nothing)
    news.hold_back(Index(), 1000 + PATIENCE - 0.1)
    assert not news.ready()
    news.hold_back(Index(), 1000 + PATIENCE)
    assert news.ready()


def test_replies_never_wait(news):
    news.put([REPLY], nothing)
    news.hold_back(Index(), 1000)
    assert news.ready()


def test_one_that_is_early_does_not_hold_up_those_of_other_chunks(news):
    news.put([RECEIPT], nothing)
    news.put([RECEIPT._replace(id="b")], nothing)
    news.hold_back(Index("b"), 1000)
    assert [receipt.id for receipt in news.take().receipts] == ["b"]
    assert news


def test_every_chunk_is_acknowledged_once_stored(news):
    done = []
    for chunk in range(3):
        news.put([RECEIPT], lambda chunk=chunk: done.append(chunk))
    news.hold_back(Index("a"), 1000)
    batch = news.take()
    assert done == []
    batch.done()
    assert done == [0, 1, 2]


def test_what_the_store_did_not_take_comes_first_the_next_time(news):
    news.put([RECEIPT], nothing)
    news.hold_back(Index("a", "b"), 1000)
    batch = news.take()
    news.put([RECEIPT._replace(id="b")], nothing)
    news.hold_back(Index("a", "b"), 1000)
    news.put_back(batch)
    assert [receipt.id for receipt in news.take().receipts] == ["a", "b"]


def test_so_many_news_are_taken_as_one_transaction_is_to_hold(news, monkeypatch):
    monkeypatch.setattr("unisms.tasks.delivery.news.MOST", 4)
    for _ in range(5):
        news.put([RECEIPT, REPLY], nothing)
    news.hold_back(Index("a"), 1000)
    taken = []
    while news.ready():
        taken.append(len(news.take().chunks))
    assert taken == [2, 2, 1]
