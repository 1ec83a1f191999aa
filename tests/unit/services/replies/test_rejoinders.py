"""An SMS to the author of a reply, within the roles of who writes it."""

import pytest
from factories import MOBILE, NOW, make_account, make_campaign, make_person, someone

from unisms.model.connections import SenderId
from unisms.model.roles import Limits, Role
from unisms.model.senders import noes_to
from unisms.services.ground import lives
from unisms.services.people import consent
from unisms.services.replies import rejoinders
from unisms.services.replies.rejoinders import AnswerDraft
from unisms.services.rights import daily
from unisms.sms import causes

CONNECTION = "/institutions/paris1/brokers/fake"
ROLE = ("campaign:compose", "reply:view")


@pytest.fixture
def place(institution):
    institution.grants.give("person:lib", "sender")
    return institution.replies.receive(NOW, MOBILE, "38000", "Où ?", connection=CONNECTION)


def write(institution, place, text="Salle 12", account="scd", now=NOW + 1):
    return rejoinders.write(someone(institution), place, AnswerDraft(text, account), now)


def limited(institution, **limits):
    """Let the only role of the writer have these limits."""
    institution["roles"].add("desk", Role("Desk", ROLE, Limits(**limits)))
    institution.grants.withdraw("person:lib", "sender")
    institution.grants.give("person:lib", "desk")


def problem(found):
    return tuple(found)[:2]


def test_an_answer_is_the_departments_own(institution, connection, place):
    connection.put_sender(SenderId("38000"))
    sent = write(institution, place)
    assert (sent.account, sent.author, sent.sender_id) == ("scd", "lib", "38000")
    assert sent.urgent
    kept = institution.replies.get(*place)
    assert [(one.by, one.text, one.campaign) for one in kept.thread] == [
        ("lib", "Salle 12", sent.__name__)
    ]
    assert kept.read_by == "lib"
    assert daily.spent(institution, "lib", NOW + 1) == 1
    assert institution["accounts"]["scd"].available == 999


def test_an_answer_has_the_title_of_the_message(institution, place):
    campaign = make_campaign(institution, 1, title="Cours déplacé")
    institution.replies.change(place, campaign=campaign.__name__)
    assert write(institution, place).title == "Cours déplacé"


@pytest.mark.parametrize(
    ("text", "account", "told"),
    [
        (" ", "scd", ("text", "empty")),
        ("é" * 1_300, "scd", ("text", "many_segments")),
        ("Oui", "nowhere", ("account", "not_yours")),
    ],
)
def test_an_answer_that_cannot_be_is_refused(institution, place, text, account, told):
    assert problem(write(institution, place, text, account)) == told
    assert institution.replies.get(*place).answers == ()


def test_a_reply_that_is_gone_or_has_no_number_is_not_answered(institution, place):
    nobody = institution.replies.add(NOW, "", "38000", "Où ?")
    assert problem(write(institution, nobody)) == ("reply", "gone")
    assert problem(write(institution, ("2027-01", 1))) == ("reply", "gone")


def test_somebody_who_said_no_is_not_answered(institution, place):
    make_person(institution)
    consent.opt_out(someone(institution, "jdupont"), "jdupont", NOW)
    assert problem(write(institution, place)) == ("reply", "refuses")


def test_a_number_that_is_set_aside_is_not_answered(institution, place, monkeypatch):
    monkeypatch.setattr(rejoinders.Reader, "refusal", lambda self, number: causes.SUSPENDED)
    assert problem(write(institution, place)) == ("reply", "suspended")


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"free_text": False}, ("text", "template_only")),
        ({"daily": 1}, ("send", "daily")),
        ({"hours": (0, 1)}, ("send", "hours")),
    ],
)
def test_an_answer_stays_within_the_limits_of_the_role(institution, place, limits, told):
    limited(institution, **limits)
    assert problem(write(institution, place, "a" * 161)) == told


def test_within_its_limits_a_role_answers(institution, place):
    limited(institution, daily=1, hours=(0, 1440))
    assert write(institution, place).author == "lib"


def test_credit_a_connection_and_an_open_store_are_needed(root, institution, place, monkeypatch):
    make_account(institution, "poor", segments=0)
    assert problem(write(institution, place, account="poor")) == ("send", "credit")
    monkeypatch.setattr(lives, "is_held", lambda root: True)
    assert problem(write(institution, place)) == ("send", "held")
    institution["brokers"].remove("fake")
    assert problem(write(institution, place)) == ("reply", "no_way")


def test_the_account_of_the_answered_message_pays(institution, place):
    kept = institution.replies.get(*place)
    assert rejoinders.payer_for(someone(institution), kept) == "scd"
    make_account(institution, "sport")
    assert rejoinders.payer_for(someone(institution), kept) == ""
    campaign = make_campaign(institution, 1, account="sport")
    kept = institution.replies.change(place, campaign=campaign.__name__)
    assert rejoinders.payer_for(someone(institution), kept) == "sport"


def test_a_connection_that_is_gone_counts_as_the_usual_alphabet(institution, place):
    kept = institution.replies.get(*place)._replace(connection="/brokers/gone")
    assert rejoinders.cost_of(institution, kept, "Oui").alphabet == "gsm7"


def test_whoever_refused_the_sender_that_would_answer_gets_no_answer(
    institution, connection, place
):
    connection.put_sender(SenderId("38000"))
    noes_to(institution, "38000").refuse_number(MOBILE, NOW)
    assert problem(write(institution, place)) == ("reply", "refuses_sender")
