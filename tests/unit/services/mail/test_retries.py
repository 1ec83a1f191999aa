"""Failed mails are written anew to the address of today, and those that came back are not."""

import pytest
from factories import NOW, make_institution, make_person
from mailing import post

from unisms.model.outbox import FAILED, LEFT, RETURNED, WAITING
from unisms.services.mail import causes, retries
from unisms.testing.factories import someone

ADDRESS = "elodie@univ.fr"


@pytest.fixture
def paris(root):
    paris = make_institution(root)
    make_person(paris, "elodie", email=ADDRESS)
    return paris


def failed(paris, to=ADDRESS, state=FAILED, **options):
    name = post(paris, NOW, to, **options)
    mail = paris.outbox.get(name)
    paris.outbox.change(name, mail._replace(state=state, cause=causes.BUSY, tries=9))
    return name


def waiting(paris):
    return [mail for _, mail in paris.outbox.waiting()]


def told(paris):
    return [(one.verb, one.after) for one in paris.audit.waiting()]


def test_what_failed_waits_again_and_it_is_told(paris):
    failed(paris, unsubscribe="https://sms.univ.fr/l", language="en")
    assert retries.resend(someone(paris), paris, NOW + 5) == 1
    [mail] = waiting(paris)
    assert (mail.at, mail.due, mail.tries, mail.cause) == (NOW + 5, NOW + 5, 0, "")
    assert (mail.to, mail.language, mail.unsubscribe) == (ADDRESS, "en", "https://sms.univ.fr/l")
    assert dict(mail.values)["name"] == "Élodie"
    assert paris.outbox.counts() == {WAITING: 1, LEFT: 0, FAILED: 0}
    assert told(paris) == [("mails.resent", '{"mails": 1}')]


def test_it_goes_to_the_address_that_they_have_by_now(paris):
    failed(paris, uid="elodie")
    paris["people"].readdress("elodie", "new@univ.fr")
    retries.resend(someone(paris), paris, NOW)
    assert [mail.to for mail in waiting(paris)] == ["new@univ.fr"]


def test_what_cannot_arrive_stays(paris):
    failed(paris, uid="elodie")
    failed(paris, state=RETURNED)
    failed(paris, "no address")
    paris["people"]["elodie"].mail_trouble = (NOW, "5.1.1")
    assert retries.resend(someone(paris), paris, NOW) == 0
    assert paris.outbox.counts()[FAILED] == 3
    assert told(paris) == []


def test_without_an_outbox_there_is_nothing_and_operators_have_theirs(root, paris):
    assert retries.resendable(paris) == []
    failed(root, uid="elodie")
    assert [mail.to for _, mail in retries.resendable(root)] == [ADDRESS]
