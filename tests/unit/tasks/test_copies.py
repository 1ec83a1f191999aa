"""Mails beside a message are written after it left, and more of them once some have left."""

import contextlib
import functools

import pytest
import reports
from factories import NOW, make_worker
from posted import handed, house, released

from unisms.model.folder import find
from unisms.model.mail_copies import WAITING
from unisms.services.copies import copies, posts
from unisms.services.mail.envelopes import MailAnswer
from unisms.tasks import mails


class Taking:
    """A mail server that takes everything."""

    def __init__(self):
        self.to, self.senders = [], []

    def send(self, letter):
        self.to.append(letter.to)
        self.senders.append(letter.sender)
        return MailAnswer(250)


@pytest.fixture
def server(monkeypatch):
    found = Taking()
    monkeypatch.setattr(mails, "SmtpLine", lambda _: contextlib.nullcontext(found))
    monkeypatch.setattr(mails.time, "time", lambda: NOW)
    send = functools.partial(mails.send_through, clock=lambda: NOW)
    monkeypatch.setattr(mails, "send_through", send)
    return found


@pytest.fixture
def worker(tmp_path, broker):
    settings = {"unisms.mail.host": "127.0.0.1", "unisms.mail.from": "sms@univ.fr"}
    settings |= {"unisms.mail.security": "none", "unisms.mail.bounces": "bounce@univ.fr"}
    worker = make_worker(tmp_path, broker, **settings)
    yield worker
    worker.close()
    worker.db.close()


@pytest.fixture
def path(worker):
    def make(root):
        campaign = released(house(root))
        handed(campaign)
        return campaign.path

    return worker.run(make)


def test_all_are_written_though_few_may_wait_at_once(worker, server, path, monkeypatch):
    monkeypatch.setattr(posts, "MOST_WAITING", 1)
    monkeypatch.setattr(posts, "BATCH", 1)
    worker.enqueue("post_copies", path)
    worker.drain()
    assert sorted(server.to) == [f"l2-{number}@univ.fr" for number in range(4)]
    tally = worker.run(lambda root: copies.tally(find(root, path)))
    assert (tally.left, tally.waiting) == (4, 0)


def test_a_worker_that_is_to_stop_leaves_the_rest_to_the_sweep(worker, server, path, monkeypatch):
    monkeypatch.setattr(posts, "BATCH", 1)
    worker.stopping.set()
    mails.post_copies(worker, path)
    mails.send_mails(worker)
    assert server.to == []
    worker.stopping.clear()
    waiting = worker.run(lambda root: find(root, path).copies.count(WAITING))
    assert waiting == 1
    assert worker.run(lambda root: [*posts.waiting(root, NOW)]) == [("post_copies", path)]


def test_a_copy_that_comes_back_is_a_failed_one_by_whichever_door(worker, server, path):
    worker.enqueue("post_copies", path)
    worker.drain()
    assert mails.read_bounce(worker, reports.postfix(server.senders[0])) == "marked"
    tally = worker.run(lambda root: copies.tally(find(root, path)))
    assert (tally.left, tally.failed) == (3, 1)


def test_where_nothing_is_to_be_written_nothing_leaves(worker, server, path):
    worker.run(lambda root: setattr(find(root, path), "copies", None))
    mails.post_copies(worker, path)
    worker.drain()
    assert server.to == []
