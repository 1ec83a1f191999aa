"""Mails leave after the commit, through a session that may fail at each letter."""

import contextlib
import mailbox
import time
from pathlib import Path

import pytest
import reports
from factories import NOW, make_institution, make_worker
from mailing import SERVER, TEXTS, post
from ZODB.POSException import StorageError

from unisms.model.folder import find
from unisms.model.outbox import FAILED, LEFT, WAITING
from unisms.services.mail import line
from unisms.services.mail.envelopes import MailAnswer, MailServerAway
from unisms.tasks import mails

PLACE = "/institutions/paris1"


class Post:
    """A mail server that answers as it is told, by address; it never was one."""

    def __init__(self, **answers):
        self.answers, self.taken, self.clock = answers, [], NOW

    def send(self, letter):
        answer = self.answers.get(letter.to.partition("@")[0], MailAnswer(250))
        if isinstance(answer, Exception):
            raise answer
        self.taken.append(letter)
        self.clock += 1
        return answer

    def __call__(self):
        return self.clock


@pytest.fixture
def worker(tmp_path, broker):
    worker = make_worker(tmp_path, broker, **{"unisms.mail.host": "127.0.0.1"})
    worker.registry.mails.update(TEXTS)
    worker.run(make_institution_here)
    yield worker
    worker.close()
    worker.db.close()


def make_institution_here(root):
    make_institution(root)


def write(worker, *names, now=NOW):
    def post_all(root):
        return [post(find(root, PLACE), now, f"{name}@univ.fr") for name in names]

    return worker.run(post_all)


def counts(worker):
    return worker.run(lambda root: find(root, PLACE).outbox.counts())


def send(worker, server):
    return mails.send_through(worker, SERVER, server, server)


def test_what_waits_leaves(worker, caplog):
    caplog.set_level("INFO")
    write(worker, *"abc")
    server = Post()
    send(worker, server)
    assert sorted(letter.to for letter in server.taken) == [f"{one}@univ.fr" for one in "abc"]
    assert counts(worker)[LEFT] == 3
    assert caplog.messages == ["mails: 3 left, 0 wait, 0 failed"]


def test_one_bad_address_and_one_fault_stop_no_other(worker, caplog):
    write(worker, *"abcd")
    server = Post(a=MailAnswer(550, "5.1.1 unknown"), b=ValueError("b@univ.fr"), c=MailAnswer(451))
    send(worker, server)
    assert counts(worker) == {LEFT: 1, FAILED: 2, WAITING: 1}
    assert "ValueError" in caplog.text
    assert "b@univ.fr" not in caplog.text


def test_a_server_that_goes_away_keeps_the_rest_for_later_and_no_more_is_taken(worker):
    write(worker, *"ab")
    server = Post(a=MailServerAway("login"), b=MailServerAway("login"))
    send(worker, server)
    assert counts(worker)[WAITING] == 2
    assert worker.run(line.away_of).why == "login"
    assert not send(worker, Post())
    assert counts(worker)[WAITING] == 2


def test_a_turn_ends_and_what_is_left_is_found_by_the_sweep(worker):
    write(worker, *"abcdef")
    server = Post()
    server.clock = NOW + 1
    ticks = iter([NOW, NOW, NOW, NOW, NOW + mails.TURN])
    assert mails.send_through(worker, SERVER, server, lambda: next(ticks, NOW + mails.TURN))
    assert counts(worker)[WAITING] == 6 - len(server.taken)
    assert 0 < len(server.taken) < 6
    assert worker.run(lambda root: list(line.to_send(root, NOW + mails.TURN))) == [("send_mails",)]


def test_a_worker_that_stops_begins_nothing_more(worker):
    write(worker, "a")
    worker.stopping.set()
    send(worker, Post())
    assert counts(worker)[WAITING] == 1


@pytest.mark.parametrize(("over", "tasks"), [(True, 1), (False, 0)])
def test_after_a_turn_comes_another_one_if_more_may_wait(worker, monkeypatch, over, tasks):
    worker.registry.settings.update(
        {"unisms.mail.from": "sms@univ.fr", "unisms.mail.security": "none"}
    )
    monkeypatch.setattr(mails, "send_through", lambda *_: over)
    mails.send_mails(worker)
    assert worker.huey.pending_count() == tasks


def test_without_a_mail_server_mails_wait(worker):
    write(worker, "a")
    mails.send_mails(worker)  # the settings name a host and no sender
    assert counts(worker)[WAITING] == 1


def test_a_server_that_is_not_there_is_told(worker):
    write(worker, "a", now=int(time.time()))
    worker.registry.settings.update(
        {
            "unisms.mail.from": "sms@univ.fr",
            "unisms.mail.port": "1",
            "unisms.mail.security": "none",
        }
    )
    mails.send_mails(worker)
    assert worker.run(line.away_of).why == "unreachable"
    assert counts(worker)[WAITING] == 1


@pytest.fixture
def maildir(tmp_path):
    box = mailbox.Maildir(tmp_path / "returned")
    box.add(reports.TEXT.format(to="bounce@univ.fr"))
    return box


def test_what_came_back_into_the_folder_is_read_and_taken_out(worker, maildir):
    worker.registry.settings["unisms.mail.maildir"] = maildir._path
    mails.read_bounces(worker)
    assert worker.run(lambda root: root.outbox.unread) == 1
    assert len(maildir) == 0


@pytest.mark.parametrize("fault", [ValueError("b@univ.fr"), StorageError("no room")])
def test_one_that_breaks_the_reading_stays_and_stops_no_other(worker, maildir, monkeypatch, fault):
    maildir.add(reports.TEXT.format(to="first@univ.fr"))
    read, seen = mails.bounces.read, []

    def break_at_first(root, octets, now, *rest):
        seen.append(octets)
        if len(seen) == 1:
            raise fault
        return read(root, octets, now, *rest)

    monkeypatch.setattr(mails.bounces, "read", break_at_first)
    is_away = isinstance(fault, StorageError)
    with pytest.raises(StorageError) if is_away else contextlib.nullcontext():
        assert mails.empty_maildir(worker, Path(maildir._path)) == 1
    assert (len(seen), len(maildir)) == ((1, 2) if is_away else (2, 1))


def test_a_folder_that_is_not_there_is_told(worker, tmp_path, caplog):
    mails.read_bounces(worker)
    worker.registry.settings["unisms.mail.maildir"] = str(tmp_path / "nowhere")
    mails.read_bounces(worker)
    assert [message.rpartition(": ")[2] for message in caplog.messages] == ["NoSuchMailboxError"]
