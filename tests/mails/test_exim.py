"""Mails by a real mail server: encrypted, signed in, put off, refused, and bounced."""

import time

import pytest
from factories import make_institution, make_person, make_worker

from tests.peers.exim import Exim
from unisms.model.folder import find
from unisms.model.outbox import FAILED, LEFT, RETURNED, WAITING
from unisms.services.ground import outbox
from unisms.services.mail import causes, line
from unisms.services.mail.mails import TEST
from unisms.services.mail.servers import server_of
from unisms.tasks import mails
from unisms.tasks.smtp import SmtpLine
from unisms.testing.fixtures import eventually

pytestmark = pytest.mark.servers
PLACE = "/institutions/paris1"
VALUES = {"name": "Élodie", "institution": "Université Paris 1", "link": "https://sms.univ.example"}
NAMES = ("elodie", "gone", "grey", "lost", "spam", "hugo")


@pytest.fixture(scope="module")
def exim():
    with Exim() as exim:
        yield exim


@pytest.fixture
def make(tmp_path, broker):
    """A function that makes a worker with these settings of mails, and people to write to."""
    made = []

    def make(settings):
        worker = make_worker(tmp_path, broker, **settings)
        made.append(worker)
        worker.run(furnish)
        return worker

    yield make
    for worker in made:
        worker.close()
        worker.db.close()


@pytest.fixture
def worker(make, exim):
    return make(exim.settings())


def furnish(root):
    paris = make_institution(root)
    for name in (*NAMES, "élodie"):
        make_person(paris, name, name.title(), email=f"{name}@univ.example")


def write(worker, *names, **options):
    def post(root):
        paris, now = find(root, PLACE), int(time.time())
        to = [(name, f"{name}@univ.example") for name in names]
        return [
            outbox.post(paris, TEST, email, VALUES, now, uid=name, **options) for name, email in to
        ]

    return worker.run(post)


def mail(worker, name):
    return worker.run(lambda root: find(root, PLACE).outbox.get(name))


def trouble(worker, uid):
    return worker.run(lambda root: find(root, PLACE)["people"][uid].mail_trouble)


def send_later(worker, seconds):
    """Send what is due in so many seconds."""
    server = server_of(worker.registry.settings)
    with SmtpLine(server) as session:
        mails.send_through(worker, server, session, lambda: time.time() + seconds)


def arrived(exim, name, mail_name):
    """Return the mails of that name that somebody received."""
    return [one for one in exim.box(name) if one["Message-ID"] == f"<{mail_name}@univ.example>"]


def test_a_mail_arrives_as_it_was_written(exim, worker):
    [name] = write(worker, "elodie", unsubscribe="https://sms.univ.example/l/abc")
    mails.send_mails(worker)
    [found] = eventually(lambda: arrived(exim, "elodie", name), told=exim.told)
    assert "esmtpsa" in found["Received"]  # encrypted, signed in
    assert found["Subject"].startswith(
        "Essai : les mails du service SMS arrivent (Université Paris 1) / "
    )
    assert found["From"] == "Paris1 <sms@univ.example>"
    assert found["List-Unsubscribe"] == "<https://sms.univ.example/l/abc>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["Auto-Submitted"] == "auto-generated"
    text, page = (found.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for body in (text, page):
        assert "Bonjour Élodie," in body
        assert "Hello Élodie," in body
    assert "bounce+" in found["Return-Path"]
    assert mail(worker, name).state == LEFT


def test_a_line_may_be_encrypted_from_its_beginning(exim, make):
    worker = make(exim.settings(security="tls", port=str(exim.tls_port)))
    [name] = write(worker, "hugo")
    mails.send_mails(worker)
    assert mail(worker, name).state == LEFT
    [found] = eventually(lambda: arrived(exim, "hugo", name), told=exim.told)
    assert "esmtpsa" in found["Received"]


def test_one_bad_address_never_stops_the_rest(exim, worker):
    names = dict(zip(NAMES, write(worker, *NAMES), strict=True))
    mails.send_mails(worker)
    for good in ("elodie", "hugo"):
        assert mail(worker, names[good]).state == LEFT
        eventually(lambda good=good: arrived(exim, good, names[good]), told=exim.told)
    gone, spam, grey = (mail(worker, names[name]) for name in ("gone", "spam", "grey"))
    assert (gone.state, gone.cause) == (FAILED, causes.RECIPIENT)
    assert trouble(worker, "gone")[1] == "5.1.1"
    assert (spam.state, spam.cause, trouble(worker, "spam")) == (FAILED, causes.POLICY, ())
    assert (grey.state, grey.cause, grey.tries) == (WAITING, causes.BUSY, 1)
    send_later(worker, 61)
    assert mail(worker, names["grey"]).state == LEFT
    assert len(eventually(lambda: arrived(exim, "grey", names["grey"]), told=exim.told)) == 1


def test_a_bounce_is_read_and_nobody_writes_there_any_more(exim, worker):
    [name] = write(worker, "lost")
    mails.send_mails(worker)
    assert mail(worker, name).state == LEFT

    def is_read():
        mails.read_bounces(worker)
        return trouble(worker, "lost")

    assert eventually(is_read, told=exim.told, pause=0.1)[1] == "5.0.0"
    assert mail(worker, name).state == RETURNED
    assert exim.box("bounce") == []
    [again] = write(worker, "lost")
    assert (mail(worker, again).state, mail(worker, again).cause) == (FAILED, outbox.BOUNCED)


def test_a_bounce_of_an_address_beyond_ascii_is_read_too(exim, worker):
    write(worker, "élodie")
    mails.send_mails(worker)

    def is_read():
        mails.read_bounces(worker)
        return trouble(worker, "élodie")

    assert eventually(is_read, told=exim.told, pause=0.1)


def test_a_password_that_is_wrong_loses_nothing(exim, make):
    worker = make(exim.settings(password="wrong"))
    [name] = write(worker, "hugo")
    mails.send_mails(worker)
    away = worker.run(line.away_of)
    assert (away.why, away.answer[:3]) == ("login", "535")
    assert (mail(worker, name).state, mail(worker, name).tries) == (WAITING, 0)
    worker.registry.settings.update(exim.settings())
    send_later(worker, 61)
    assert mail(worker, name).state == LEFT
    assert worker.run(line.away_of) is None


@pytest.mark.parametrize("wrong", [{"authorities": ""}, {"host": "127.0.0.1"}])
def test_a_certificate_that_proves_nothing_gets_no_password(exim, make, wrong):
    worker = make(exim.settings(**wrong))
    [name] = write(worker, "hugo")
    mails.send_mails(worker)
    assert worker.run(line.away_of).why == "certificate"
    assert mail(worker, name).state == WAITING


def test_nothing_leaves_without_encryption(exim, make):
    worker = make(exim.settings(security="none", user=""))
    [name] = write(worker, "hugo")
    mails.send_mails(worker)
    refused = mail(worker, name)
    assert (refused.state, refused.answer) == (FAILED, "530 5.7.0 Sign in first")


def test_a_server_that_stops_and_comes_back_gets_each_mail_once(exim, worker):
    names = write(worker, *["elodie"] * 60)
    exim.stop()
    mails.send_mails(worker)
    assert worker.run(line.away_of).why == "unreachable"
    exim.start()
    send_later(worker, 61)
    assert {mail(worker, name).state for name in names} == {LEFT}

    def all_arrived():
        found = [one["Message-ID"] for one in exim.box("elodie")]
        return [found.count(f"<{name}@univ.example>") for name in names]

    eventually(lambda: 0 not in all_arrived(), told=exim.told, pause=0.2)
    assert all_arrived() == [1] * 60
