"""The mail that forwards a reply to the author of the message that it answers."""

import pytest
from factories import MOBILE, NOW, make_person, make_recipient, make_release, mobile
from shared_replies import CONNECTION

from unisms.ports import Reply
from unisms.services.delivery import receipts
from unisms.services.replies import follow_ups, mails
from unisms.sms import states
from unisms.testing.factories import someone

ADDRESS = "https://sms.example.fr/"


@pytest.fixture
def campaign(institution):
    institution.replies_mailed = True
    make_person(institution, "lib", "Lise B.", mobile(50), "lise@univ.example.fr")
    released = make_release(institution, [make_recipient(0, "Jeanne Dupont")], title="Retard")
    released.write(1, released.row(1).moved(states.ACCEPTED, NOW))
    return released


def reply(root, text="Demain ?"):
    receipts.apply(root, CONNECTION, (), [Reply(MOBILE, text, "38000", NOW + 1)], NOW + 1)
    follow_ups.follow(root, "paris1", NOW + 2, ADDRESS)


def waiting(institution):
    if institution.outbox is None:
        return []
    return [(mail.to, dict(mail.values)) for _, mail in institution.outbox.waiting()]


def test_a_reply_is_forwarded_to_the_author_without_a_number(root, institution, campaign):
    reply(root)
    [(to, values)] = waiting(institution)
    assert to == "lise@univ.example.fr"
    assert (values["who"], values["title"], values["text"]) == (
        "Jeanne Dupont",
        "Retard",
        "Demain ?",
    )
    assert values["link"].startswith(f"{ADDRESS}institutions/paris1/reply?month=2027-01&key=")
    assert MOBILE not in str(values)


def test_somebody_of_the_directory_is_called_as_there(root, institution, campaign):
    make_person(institution, name="Jeanne D.")
    reply(root)
    assert waiting(institution)[0][1]["who"] == "Jeanne D."


def test_somebody_who_is_a_number_only_is_called_nobody(root, institution, campaign):
    campaign.rewrite_values(1, ("06 39 98 00 00", "", ""))
    reply(root)
    assert waiting(institution)[0][1]["who"] == ("Une personne", "Someone")


def test_a_stop_is_forwarded_to_nobody(root, institution, campaign):
    reply(root, "STOP")
    assert waiting(institution) == []


def test_where_the_institution_wants_none_nothing_is_forwarded(root, institution, campaign):
    institution.replies_mailed = False
    reply(root)
    assert waiting(institution) == []


def test_the_author_chooses_for_a_message_and_the_institution_for_all_others(
    root, institution, campaign
):
    lise = someone(institution, "lib")
    mails.choose(lise, campaign, NOW, mailed=True)  # as it is already
    assert campaign.replies_mailed is None
    mails.choose(lise, campaign, NOW, mailed=False)
    reply(root)
    assert waiting(institution) == []
    institution.replies_mailed = False
    mails.choose(lise, campaign, NOW, mailed=True)
    reply(root, "Encore ?")
    assert [values["text"] for _, values in waiting(institution)] == ["Encore ?"]
    verbs = [one.verb for one in institution.audit.waiting()]
    assert verbs.count("campaign.forwarded") == 2


def test_a_reply_to_no_message_or_to_nobodys_is_forwarded_to_nobody(root, institution, campaign):
    place = institution.replies.add(NOW, MOBILE, "38000", "Oui")
    mails.forward(institution, place, institution.replies.get(*place), "", NOW)
    kept = institution.replies.change(place, campaign=campaign.__name__)
    campaign.author = "gone"
    mails.forward(institution, place, kept, "", NOW)
    assert waiting(institution) == []


def test_a_reply_whose_row_is_erased_is_somebodys(institution, campaign):
    place = institution.replies.add(NOW, mobile(7), "38000", "Oui", campaign=campaign.__name__)
    mails.forward(institution, place, institution.replies.get(*place), "", NOW)
    [(_, values)] = waiting(institution)
    assert values["who"] == ("Une personne", "Someone")
    assert values["link"].startswith("/institutions/paris1/reply")
