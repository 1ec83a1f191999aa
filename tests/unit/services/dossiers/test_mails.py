"""Mails to others that tell of somebody: an erasure takes them along."""

import pytest
from dossier_facts import SAID, ZOE, chief
from factories import NOW, make_institution, mobile

from unisms.services.dossiers import erasures, mails
from unisms.services.dossiers.owners import owners
from unisms.services.dossiers.subjects import Subject
from unisms.services.ground.outbox import post
from unisms.services.replies.mails import KIND, link_to

URL = "https://sms.example"
STRANGER = mobile(77)


def tell(institution, kind="report", **values):
    return post(institution, kind, "anne@u.example", values, NOW, uid="chef")


def reply(institution, msisdn, text, who="Une personne"):
    """A reply from this number, forwarded; return the name of the mail."""
    place = institution.replies.add(NOW, msisdn, "38000", text)
    return tell(institution, KIND, who=who, text=text, link=link_to(institution, place, URL))


def concerning(institution, subject):
    return mails.concerning(institution, subject, owners(institution, subject))


def kept(institution, names):
    return [name for name in names if institution.outbox.get(name) is not None]


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        (f"{ZOE.name} a répondu", False),
        (f"de {ZOE.msisdn}.", False),
        (ZOE.email.upper(), False),
        ({"fr": "Bonjour", "en": f"Hello {ZOE.name}"}, False),
        (f"{ZOE.name}t a répondu", True),
        (f"{ZOE.msisdn}1", True),
        (f"Le mot {ZOE.uid}", True),
    ],
)
def test_a_mail_to_another_that_names_them_goes_too(institution, text, stays):
    told = tell(institution, title="Retrait", text=text)
    erasures.begin(chief(institution), ZOE, NOW, refuses=True)
    assert kept(institution, [told]) == ([told] if stays else [])


def test_a_mail_that_forwards_a_reply_of_theirs_goes_whatever_it_calls_them(institution):
    theirs = reply(institution, STRANGER, SAID)
    others = reply(institution, mobile(1), "Autre chose")
    link = tell(institution, "report", link=f"{URL}/institutions/paris1/")
    erasures.begin(chief(institution), Subject(msisdn=STRANGER), NOW, refuses=True)
    assert kept(institution, [theirs, others, link]) == [others, link]


def test_of_somebody_without_name_and_number_those_to_them_alone_go(institution):
    told = tell(institution, text="Bonjour")
    assert told in concerning(institution, Subject("chef"))
    assert concerning(institution, Subject("nobody")) == []


def test_without_an_outbox_there_is_none(root):
    assert concerning(make_institution(root), ZOE) == []
