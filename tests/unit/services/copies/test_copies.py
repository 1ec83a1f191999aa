"""Mail copies as somebody wants them: their problems, how many there will be, what became."""

import pytest
from factories import NOW, make_draft
from posted import checked, handed, house, released, write

from unisms.model.mail_copies import MailCopy
from unisms.services.campaigns import drafts
from unisms.services.campaigns.manuscripts import Draft
from unisms.services.copies import copies
from unisms.services.ground.problem import Problem
from unisms.sms import causes, states
from unisms.testing.factories import someone


@pytest.fixture
def institution(root):
    return house(root)


@pytest.mark.parametrize(
    ("to", "subject", "body", "problem"),
    [
        (("recipients",), "", "", None),
        (("recipients",), "Cours de [nom]", "Salle [salle], [prenom|vous]", None),
        ((), "Objet", "", ("mail_to", "nobody", "")),
        ((), "", "Texte", ("mail_to", "nobody", "")),
        (("author",), "x" * 151, "", ("mail_subject", "too_long", 150)),
        (("author",), "", "x" * 10_001, ("mail_body", "too_long", 10_000)),
        (("author",), "[ville]", "", ("mail_subject", "unknown_placeholder", ("ville",))),
        (("author",), "", "[ville] [ville]", ("mail_body", "unknown_placeholder", ("ville",))),
    ],
)
def test_a_copy_goes_to_somebody_and_names_what_there_is(to, subject, body, problem):
    found = list(copies.problems(MailCopy(to, subject, body), ("Nom",), ("Salle",)))
    assert found == ([Problem(*problem)] if problem else [])


def test_what_a_form_says_is_read_in_order_and_nothing_unknown_counts():
    told = copies.read(["author", "everybody", "recipients"], "  Un\n objet ", " a\r\nb ")
    assert told == MailCopy(("recipients", "author"), "Un objet", "a\nb")
    assert copies.stored(told) == tuple(told)
    assert copies.stored(copies.read([], " ", "\n")) == ()


def test_a_draft_with_a_wrong_copy_is_not_written(institution):
    wanted = Draft(
        text="Bonjour",
        audience=(("group", "l2"),),
        account="scd",
        connection="/institutions/paris1/brokers/fake",
        mail_copy=MailCopy(("recipients",), "[ville]"),
    )
    institution.grants.give("person:lib", "administrator", "")
    problems = drafts.write(someone(institution), wanted, now=NOW)
    assert problems == (Problem("mail_subject", "unknown_placeholder", ("ville",)),)
    fine = wanted._replace(mail_copy=MailCopy(("recipients",), "[nom]"))
    campaign = drafts.write(someone(institution), fine, now=NOW)
    assert campaign.mailed == fine.mail_copy


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ((), (0, 0, 0)),
        (("author",), (0, 0, 0)),
        (("recipients",), (4, 0, 1)),
        (("numberless",), (0, 1, 0)),
        (("recipients", "numberless"), (4, 1, 1)),
    ],
)
def test_the_check_tells_how_many_there_will_be(institution, to, expected):
    campaign = checked(institution, to)
    assert copies.expected(campaign) == expected
    assert campaign.copies is None


def test_counted_is_written_to_the_unit(institution):
    campaign = released(institution, ("recipients", "numberless"))
    handed(campaign)
    expected = copies.expected(campaign)
    assert len(write(campaign)) == expected.beside + expected.instead
    assert copies.tally(campaign).lacking == expected.lacking


def test_whoever_was_not_reached_can_be_written_to_by_mail_once(institution):
    campaign = released(institution, ())
    assert copies.tally(campaign) is None
    handed(campaign, 1, 2, state=states.FAILED, cause=causes.NUMBER_INVALID)
    handed(campaign)
    assert copies.missed(campaign) == 2
    assert copies.mail_missed(someone(campaign), campaign, NOW) == 2
    assert len(write(campaign)) == 2
    assert copies.missed(campaign) == 0
    assert copies.mail_missed(someone(campaign), campaign, NOW) == 0
    copies.begin(campaign)
    assert institution.outbox.copying == (campaign.__name__,)
    assert campaign.events()[-1].verb == "mailed"
    found = copies.tally(campaign)
    assert (found.waiting, found.all) == (2, 2)


def test_people_without_an_address_are_counted_once_and_written_to_once_they_have_one(institution):
    campaign = released(institution)
    handed(campaign, state=states.FAILED, cause=causes.ABSENT)
    write(campaign)
    assert copies.tally(campaign).lacking == 1
    institution["people"].readdress("rien", "rien@univ.fr")
    assert copies.mail_missed(someone(campaign), campaign, NOW) == 1
    assert "rien@univ.fr" in write(campaign)
    assert copies.tally(campaign).lacking == 0
    institution["people"].readdress("l2-0", "")
    campaign.copies.cursor = 1
    write(campaign)
    assert (copies.tally(campaign).lacking, copies.tally(campaign).all) == (0, 5)


def test_the_same_rows_looked_at_again_lack_no_more(institution):
    campaign = released(institution)
    handed(campaign)
    write(campaign)
    campaign.copies.cursor = 1
    write(campaign)
    assert (copies.tally(campaign).lacking, copies.tally(campaign).all) == (1, 4)


def test_whoever_has_the_copy_is_not_written_to_again(institution):
    campaign = released(institution)
    handed(campaign, state=states.FAILED, cause=causes.ABSENT)
    assert len(write(campaign)) == 4
    assert copies.missed(campaign) == 0


@pytest.mark.parametrize("name", ["erased_at", "trial", "errand"])
def test_nobody_is_missed_of_what_is_erased_or_no_campaign(institution, name):
    campaign = released(institution, ())
    handed(campaign, state=states.FAILED, cause=causes.ABSENT)
    setattr(campaign, name, ("code",) if name == "errand" else NOW)
    assert copies.missed(campaign) == 0


def test_a_change_forgets_what_was_begun(institution):
    campaign = checked(institution)
    kept = {"account": "scd", "connection": campaign.connection, "sender_id": ""}
    fields = {"text": "Autre", "audience": campaign.audience, "mail_copy": ()}
    drafts.change(someone(institution), campaign, now=NOW, **kept, **fields)
    assert (campaign.mailed, campaign.copies, campaign.worded_copies) == (MailCopy(), None, ())


def test_a_draft_of_before_has_none(institution):
    assert make_draft(institution).mailed == MailCopy()
