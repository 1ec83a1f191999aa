"""Mails are written as the messages leave, a few at a time, each once."""

import mailing
import pytest
from factories import NOW
from mailing import SERVER
from posted import MAKERS, addresses, checked, handed, house, released, write

from unisms.model.mail_copies import FAILED, LEFT, WAITING, WITHDRAWN
from unisms.model.outbox import Mail
from unisms.services.copies import copies, mails, posts
from unisms.services.ground import outbox
from unisms.services.mail import line
from unisms.services.mail.envelopes import MailAnswer
from unisms.services.mail.line import HandedOver
from unisms.sms import states

TEXTS = {mails.COPY: {one: mailing.MailText(*text) for one, text in mails.TEXT_OF_COPY.items()}}
TAKEN, REFUSED = MailAnswer(250, "2.0.0 Ok"), MailAnswer(550, "5.1.1 No such user")


@pytest.fixture
def institution(root):
    return house(root)


def waiting(root):
    return [*posts.waiting(root, NOW)]


def send(root, answer=TAKEN, now=NOW):
    """Let all mails leave; return their letters."""
    letters = line.claim(root, TEXTS, SERVER, now, MAKERS)
    line.settle(root, [HandedOver(one, answer) for one in letters], None, now, MAKERS)
    return letters


def test_nothing_is_written_before_the_message_has_left(root, institution):
    campaign = released(institution)
    assert waiting(root) == [("post_copies", campaign.path)]
    assert write(campaign) == []
    handed(campaign, 1, 2)
    assert len(write(campaign)) == 2
    handed(campaign)
    assert write(campaign) == [f"l2-{number}@univ.fr" for number in range(4)]
    assert write(campaign) == [f"l2-{number}@univ.fr" for number in range(4)]


def test_without_a_wish_nothing_is_written(root, institution):
    campaign = released(institution, ())
    handed(campaign)
    assert waiting(root) == []
    assert write(campaign) == []


def test_a_mail_goes_in_the_place_of_a_message_to_whoever_has_no_number(institution):
    campaign = released(institution, ("numberless",))
    handed(campaign)
    assert write(campaign) == ["fixe@univ.fr"]


def test_the_author_has_their_own_copy_last(institution):
    campaign = released(institution, ("recipients", "author"))
    handed(campaign, 1)
    assert "lise@univ.fr" not in write(campaign)
    handed(campaign)
    assert "lise@univ.fr" in write(campaign)
    assert write(campaign).count("lise@univ.fr") == 1


def test_an_author_who_has_left_has_none(institution):
    campaign = released(institution, ("author",))
    institution["people"].remove("lib")
    handed(campaign)
    assert write(campaign) == []


def test_no_more_wait_at_once_than_others_may_wait_behind(root, institution, monkeypatch):
    monkeypatch.setattr(posts, "MOST_WAITING", 2)
    campaign = released(institution)
    handed(campaign)
    assert len(write(campaign)) == 2
    assert waiting(root) == []
    assert len(send(root)) == 2
    assert waiting(root) == [("post_copies", campaign.path)]
    assert len(write(campaign)) == 2


def test_rows_are_taken_in_batches(root, institution, monkeypatch):
    monkeypatch.setattr(posts, "BATCH", 2)
    campaign = released(institution)
    handed(campaign)
    assert posts.post(root, campaign.path, NOW)
    assert len(addresses(campaign)) <= 2
    assert len(write(campaign)) == 4


def test_what_became_of_each_is_noted(root, institution):
    campaign = released(institution)
    handed(campaign)
    write(campaign)
    assert copies.tally(campaign)[:3] == (4, 0, 0)
    letters = line.claim(root, TEXTS, SERVER, NOW, MAKERS)
    answers = [TAKEN, TAKEN, TAKEN, REFUSED]
    outcomes = [HandedOver(*pair) for pair in zip(letters, answers, strict=True)]
    line.settle(root, outcomes, None, NOW, MAKERS)
    assert copies.tally(campaign)[:4] == (0, 3, 1, 0)
    assert len([*campaign.copies.numbers(FAILED)]) == 1
    assert b"Bonjour Personne" in letters[0].content


def test_a_mail_that_comes_back_is_a_failed_one(root, institution):
    campaign = released(institution)
    handed(campaign, 1)
    write(campaign)
    send(root)
    [(_, mail)] = institution.outbox.left()
    assert dict(mail.values) == {"campaign": campaign.__name__, "row": "1"}
    posts.note(institution, mail, "returned")
    assert campaign.copies.state(1) == FAILED


def test_an_address_to_which_mails_came_back_is_a_failed_one_at_once(institution):
    institution["people"]["l2-0"].mail_trouble = (NOW, "5.1.1")
    campaign = released(institution)
    handed(campaign)
    assert len(write(campaign)) == 3
    assert copies.tally(campaign)[:3] == (3, 0, 1)


def test_what_is_stopped_takes_its_mails_back(root, institution):
    campaign = released(institution)
    handed(campaign, 1, 2)
    write(campaign)
    campaign.state = states.STOPPED
    assert send(root) == []
    assert copies.tally(campaign)[:4] == (0, 0, 0, 2)
    assert campaign.copies.state(1) == WITHDRAWN


def test_it_is_over_once_all_mails_have_left(root, institution):
    campaign = released(institution)
    handed(campaign)
    write(campaign)
    campaign.state = states.SENT
    write(campaign)
    assert waiting(root)
    send(root)
    assert campaign.copies.count(LEFT) == 4
    write(campaign)
    assert waiting(root) == []


@pytest.mark.parametrize("what", ["gone", "erased", "forgotten"])
def test_what_is_gone_is_looked_for_no_more(root, institution, what):
    campaign = released(institution)
    path = campaign.path
    if what == "gone":
        institution["campaigns"].remove(campaign.__name__)
    elif what == "erased":
        campaign.erased_at = NOW
    else:
        campaign.copies = None
    assert waiting(root) == [("post_copies", path)]
    assert not posts.post(root, path, NOW)
    assert waiting(root) == []


def test_an_institution_that_is_gone_has_no_mails(root, institution):
    assert not posts.post(root, "/institutions/lyon9/campaigns/x", NOW)


def test_mails_that_were_thrown_away_fail_at_night(root, institution):
    posts.settle_lost(institution, NOW)  # there is no outbox yet
    campaign = released(institution)
    handed(campaign)
    write(campaign)
    outbox.forget_person(institution, "l2-0")
    posts.settle_lost(institution, NOW)
    assert copies.tally(campaign)[:3] == (3, 0, 1)
    campaign.copies = None
    posts.settle_lost(institution, NOW)
    institution["campaigns"].remove(campaign.__name__)
    posts.settle_lost(institution, NOW)


def test_news_of_a_campaign_that_is_gone_is_no_news(institution):
    campaign = checked(institution)
    mail = mailing_mail(campaign.__name__)
    posts.note(institution, mail, "left")
    posts.note(institution, mail._replace(values=(("campaign", "x"), ("row", "1"))), "left")
    assert campaign.copies is None


def mailing_mail(name):
    return Mail(NOW, mails.COPY, "a@b.fr", (("campaign", name), ("row", "1")))


def test_the_same_news_twice_counts_once(institution):
    campaign = released(institution)
    handed(campaign)
    write(campaign)
    for _ in range(2):
        campaign.copies.note(1, LEFT)
    assert (campaign.copies.count(LEFT), campaign.copies.count(WAITING)) == (1, 3)
