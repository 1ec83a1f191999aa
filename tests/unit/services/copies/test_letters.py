"""A mail is made when it leaves: with its values, in HTML that nobody else has written."""

import pytest
from factories import NOW, make_campaign, make_recipient
from posted import handed, house, released, write

from unisms.model.mail_copies import MailCopy
from unisms.services.copies import letters
from unisms.services.copies.letters import html_of
from unisms.sms import states


@pytest.fixture
def institution(root):
    return house(root)


def first(institution):
    return next(mail for _, mail in institution.outbox.waiting())


def test_without_words_of_its_own_it_says_what_the_message_says(institution):
    campaign = released(institution, title="Cours déplacé")
    handed(campaign)
    write(campaign)
    told = letters.write(institution, first(institution))
    assert told.values["subject"] == "Cours déplacé"
    assert told.values["report"].startswith("Bonjour Personne")
    assert "Bonjour Personne" in told.html


def test_its_own_words_are_personalised_in_subject_text_and_html(institution):
    campaign = released(
        institution, subject="Pour [nom]", body="**Bonjour** [nom|vous]\n\n- [plan](https://a.fr)"
    )
    told = letters.letter_of(campaign, 1)
    who = campaign.values(1)[0]
    assert told.values["subject"] == f"Pour {who}"
    assert told.values["report"] == f"**Bonjour** {who}\n\n- [plan](https://a.fr)"
    assert "<strong>Bonjour</strong>" in told.html
    assert '<a href="https://a.fr">plan</a>' in told.html


@pytest.mark.parametrize(
    "value",
    ["*gras*", "[x](https://mal.fr)", "<script>x</script>", "# titre", "`code`", "a_b_c", "1. un"],
)
def test_nothing_is_read_into_a_value(institution, value):
    row = make_recipient(0, "Zoé", values=(value,))
    copy = tuple(MailCopy(("recipients",), "", "Cher [nom] !"))
    campaign = make_campaign(institution, [row], mail_copy=copy)
    html = letters.letter_of(campaign, 1).html
    for tag in ("<em", "<a ", "<script", "<h1", "<code", "<ol"):
        assert tag not in html
    assert letters.letter_of(campaign, 1).values["report"] == f"Cher {value} !"


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("<b>x</b>", "<b>"),
        ("![x](https://a.fr/x.png)", "<img"),
        ("[x](javascript:alert(1))", "href"),
        ("[x](data:text/html,x)", "href"),
        ("    x", "<pre"),
    ],
)
def test_markdown_brings_no_html_no_picture_and_no_other_links(text, lacks):
    assert lacks not in html_of(text)


def test_blanks_that_were_filled_for_all_are_filled_in_it_too(institution):
    campaign = released(
        institution, body="En [salle], [nom]", wording=("fr", "x", (("salle", "B12"),), ())
    )
    assert letters.letter_of(campaign, 1).values["report"].startswith("En B12, ")


def test_the_authors_own_copy_has_no_values(institution):
    campaign = released(institution, ("author",), body="Bonjour [nom]")
    write(campaign)
    handed(campaign)
    write(campaign)
    told = letters.write(institution, first(institution))
    assert told.values["report"] == "Bonjour [nom]"
    plain = released(institution, ("author",))
    assert letters.letter_of(plain, 0).values["report"] == "Bonjour [nom]"


def test_a_message_without_columns_is_the_same_for_all(institution):
    campaign = released(institution, body="*Bonjour*", text="Salut")
    assert letters.letter_of(campaign, 1).values["report"] == "*Bonjour*"


@pytest.mark.parametrize("what", ["gone", "erased", "stopped", "shorter"])
def test_what_was_stopped_erased_or_thrown_away_meanwhile_does_not_leave(institution, what):
    campaign = released(institution)
    handed(campaign)
    write(campaign)
    mail = first(institution)
    if what == "gone":
        institution["campaigns"].remove(campaign.__name__)
    elif what == "erased":
        campaign.erased_at = NOW
    elif what == "stopped":
        campaign.state = states.STOPPED
    else:
        mail = mail._replace(values=(mail.values[0], ("row", "99")))
    assert letters.write(institution, mail) is None
