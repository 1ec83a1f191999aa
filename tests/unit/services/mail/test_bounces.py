"""Bounces: the mail is marked by proof alone, and its person is written to no more."""

from operator import attrgetter

import pytest
import reports
from factories import NOW, make_institution, make_person
from mailing import SERVER, TEXTS, post

from unisms.model.outbox import FAILED, LEFT, RETURNED, WAITING
from unisms.services.ground.outbox import BOUNCED
from unisms.services.mail import bounces, causes, envelopes, line
from unisms.services.mail.envelopes import MailAnswer, MailMaker
from unisms.testing.factories import someone

ADDRESS = "elodie@univ.fr"


@pytest.fixture
def paris(root):
    paris = make_institution(root)
    make_person(paris, "elodie", email=ADDRESS)
    return paris


def sent(root, paris, **options):
    """Send a mail; return its name and the address that bounces of it come back to."""
    name = post(paris, NOW, uid="elodie", **options)
    letters = line.claim(root, TEXTS, SERVER, NOW)
    line.settle(root, [line.HandedOver(one, MailAnswer(250)) for one in letters], None, NOW)
    return name, letters[0].sender


def read(root, octets):
    return bounces.read(root, octets, NOW + 60)


def trouble(paris):
    return paris["people"]["elodie"].mail_trouble


def test_an_address_that_is_none_is_written_to_no_more(root, paris):
    name, to = sent(root, paris)
    other = post(paris, NOW, uid="elodie")
    elsewhere = post(paris, NOW, "new@univ.fr", uid="elodie")
    assert read(root, reports.postfix(to)) == bounces.MARKED
    assert trouble(paris) == (NOW + 60, "5.1.1")
    mail = paris.outbox.get(name)
    told = (RETURNED, causes.RECIPIENT, "smtp; 550 5.1.1 User unknown", NOW + 60)
    assert (mail.state, mail.cause, mail.answer, mail.settled_at) == told
    assert (paris.outbox.get(other).state, paris.outbox.get(other).cause) == (FAILED, BOUNCED)
    assert paris.outbox.get(elsewhere).state == WAITING


def test_whoever_made_the_mail_is_told_that_it_came_back(root, paris):
    name, to = sent(root, paris)
    told = []
    maker = MailMaker(lambda *_: None, lambda *news: told.append(news))
    bounces.read(root, reports.postfix(to), NOW + 60, "", {paris.outbox.get(name).kind: maker})
    [(holder, mail, state)] = told
    assert (holder, mail.state, state) == (paris, LEFT, RETURNED)


@pytest.mark.parametrize(
    "words", ["", "smtp; 550 Message rejected as spam", "smtp; 550 Your IP is on a blocklist"]
)
def test_a_failure_that_does_not_speak_of_the_mailbox_condemns_nobody(root, paris, words):
    _, to = sent(root, paris)
    octets = reports.postfix(to, status="5.0.0", words=words)
    assert read(root, octets) == bounces.NOTED
    assert trouble(paris) == ()


def crowd(paris, root, domain, size=20):
    """Send a mail to each person of a domain; return the addresses of bounces."""
    for place in range(size):
        make_person(paris, f"p{place}", email=f"p{place}@{domain}")
        post(paris, NOW, f"p{place}@{domain}", uid=f"p{place}")
    letters = [one for _ in range(size // 10) for one in line.claim(root, TEXTS, SERVER, NOW)]
    line.settle(root, [line.HandedOver(one, MailAnswer(250)) for one in letters], None, NOW)
    return [one.sender for one in sorted(letters, key=attrgetter("to"))]


def marked(paris):
    return sum(bool(one.mail_trouble) for one in paris["people"].values())


def test_where_a_domain_refuses_many_at_once_nobody_there_is_marked(root, paris):
    for place, to in enumerate(crowd(paris, root, "lyon.example")):
        assert read(root, reports.postfix(to)) == bounces.MARKED
        assert marked(paris) == (place + 1 if place < 9 else 0)


def test_where_a_domain_takes_most_those_that_it_refuses_are_marked(root, paris):
    for to in crowd(paris, root, "lyon.example", 30)[:12]:
        read(root, reports.postfix(to))
    assert marked(paris) == 12


def test_a_mark_of_long_ago_stays_where_a_domain_refuses_many_at_once(root, paris):
    senders = crowd(paris, root, "lyon.example")
    paris["people"]["p0"].mail_trouble = (NOW - 86400, "5.1.1")
    paris["people"].remove("p1")
    for to in senders:
        read(root, reports.postfix(to))
    assert marked(paris) == 1


@pytest.mark.parametrize(
    ("status", "cause"),
    [("5.7.1", causes.POLICY), ("5.2.2", causes.FULL), ("4.4.7", causes.BUSY)],
)
def test_what_says_nothing_against_the_address_is_of_this_mail_alone(root, paris, status, cause):
    name, to = sent(root, paris)
    assert read(root, reports.postfix(to, status=status, words="no")) == bounces.NOTED
    assert trouble(paris) == ()
    assert paris.outbox.get(name).cause == cause


def test_a_second_bounce_of_a_mail_changes_nothing_of_it(root, paris):
    name, to = sent(root, paris)
    read(root, reports.postfix(to))
    bounces.read(root, reports.postfix(to, status="5.7.1"), NOW + 99)
    assert paris.outbox.get(name).settled_at == NOW + 60


def test_a_mail_that_is_only_late_has_left(root, paris):
    name, to = sent(root, paris)
    assert read(root, reports.postfix(to, "delayed", "4.4.1")) == bounces.UNDER_WAY
    assert paris.outbox.get(name).state == LEFT


def test_who_has_another_address_by_now_is_written_to_there(root, paris):
    _, to = sent(root, paris)
    paris["people"].readdress("elodie", "new@univ.fr")
    assert read(root, reports.postfix(to)) == bounces.MARKED
    assert trouble(paris) == ()


def test_nobody_marks_an_address_without_the_proof(root, paris):
    name, _ = sent(root, paris)
    lyon = make_institution(root, "lyon")
    post(lyon, NOW)
    forged = envelopes.return_address("bounce@univ.fr", name, envelopes.mark_of(lyon, name))
    assert read(root, reports.postfix(forged)) == bounces.STRANGER
    unknown = envelopes.return_address("bounce@univ.fr", "1800000000abcdef01", "0123456789abcdef")
    assert read(root, reports.postfix(unknown)) == bounces.STRANGER
    assert trouble(paris) == ()


def test_what_cannot_be_read_is_counted_and_answers_are_not(root, paris):
    _, to = sent(root, paris)
    assert read(root, reports.TEXT.format(to=to).encode()) == bounces.UNREAD
    assert read(root, reports.TEXT.format(to=to).encode()) == bounces.UNREAD
    assert read(root, reports.ANSWER.format(to=to).encode()) == bounces.ANSWERED
    assert (paris.outbox.unread, paris.outbox.unread_at) == (2, NOW + 60)
    assert read(root, reports.TEXT.format(to="bounce@univ.fr").encode()) == bounces.UNREAD
    assert root.outbox.unread == 1


def test_a_server_that_refuses_an_address_at_once_says_the_same(root, paris):
    post(paris, NOW, uid="elodie")
    [letter] = line.claim(root, TEXTS, SERVER, NOW)
    line.settle(root, [line.HandedOver(letter, MailAnswer(550, "5.1.1 unknown"))], None, NOW)
    assert trouble(paris) == (NOW, "5.1.1")


@pytest.mark.parametrize(
    ("others", "words"), [(0, "550 relay not permitted"), (9, "550 5.1.1 unknown")]
)
def test_a_server_that_may_be_wrong_itself_marks_nobody(root, paris, others, words):
    for _ in range(others):
        post(paris, NOW)
    name = post(paris, NOW, uid="elodie")
    answer = MailAnswer(550, words.removeprefix("550 "))
    letters = line.claim(root, TEXTS, SERVER, NOW)
    line.settle(root, [line.HandedOver(one, answer) for one in letters], None, NOW)
    assert paris.outbox.get(name).state == FAILED
    assert trouble(paris) == ()


def test_a_server_that_takes_others_is_believed(root, paris):
    for _ in range(9):
        post(paris, NOW)
    name = post(paris, NOW, uid="elodie")
    answers = {name: MailAnswer(550, "5.1.1 unknown")}
    letters = line.claim(root, TEXTS, SERVER, NOW)
    found = [line.HandedOver(one, answers.get(one.name, MailAnswer(250))) for one in letters]
    line.settle(root, found, None, NOW)
    assert trouble(paris) == (NOW, "5.1.1")


def test_an_address_is_believed_again_once_somebody_says_so(root, paris):
    _, to = sent(root, paris)
    read(root, reports.postfix(to))
    for _ in range(2):
        bounces.believe(someone(paris), paris["people"]["elodie"], NOW)
    assert trouble(paris) == ()
    assert [one.verb for one in paris.audit.waiting()] == ["mails.believed"]


def test_a_mail_to_nobody_of_the_directory_marks_nobody(root, paris):
    for holder in (paris, root):
        name = post(holder, NOW)
        bounces.mark(holder, holder.outbox.get(name), "5.1.1", NOW)
    assert trouble(paris) == ()
