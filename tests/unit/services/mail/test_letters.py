"""Letters: what leaves is what was posted, in the reader's language, with headers nobody forges."""

import email
from email.policy import default

import mailing
import pytest
from factories import NOW
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.outbox import Mail
from unisms.seams.mails import MailText
from unisms.services.mail import letters
from unisms.services.mail.letters import LeasedMail, Letterhead, compose

NAME = "1800000000abcdef01"
HOUSE = Letterhead("paris1", "Université Paris 1", "Paris 1, le service SMS", "", "#1a4f8b")
VALUES = tuple(mailing.VALUES.items())
MAIL = Mail(NOW, "number.wrong", "elodie@univ.fr", VALUES, "fr")


def letter(mail=MAIL, house=HOUSE, server=mailing.SERVER, texts=mailing.TEXTS):
    return compose(house, server, texts, LeasedMail(NAME, mail, NOW + 600, "0123456789abcdef"))


def read(mail=MAIL, **options):
    return email.message_from_bytes(letter(mail, **options).content, policy=default)


def body(message, kind="plain"):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_it_has_a_text_and_html_and_says_who_writes():
    message = read()
    assert message["Subject"] == "Votre numéro, Élodie"
    assert message["To"] == "elodie@univ.fr"
    assert message["From"].addresses[0].addr_spec == "sms@univ.fr"
    assert message["From"].addresses[0].display_name == "Paris 1, le service SMS"
    assert message["Message-ID"] == f"<{NAME}@univ.fr>"
    assert message["Date"].datetime.timestamp() == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert (message["Content-Language"], message["Reply-To"]) == ("fr", None)
    assert body(message) == "Bonjour Élodie,\n\nVoici :\n\nhttps://sms.univ.fr/me\n"
    assert 'href="https://sms.univ.fr/me"' in body(message, "html")
    assert [part.get_content_charset() for part in message.iter_parts()] == ["utf-8", "utf-8"]


def test_it_is_the_same_at_each_try():
    assert letter() == letter()


def test_whose_language_is_unknown_reads_both():
    message = read(MAIL._replace(language=""))
    assert message["Subject"] == "Votre numéro, Élodie / Your number, Élodie"
    assert message["Content-Language"] == "fr, en"
    assert body(message) == (
        "(English below)\n\nBonjour Élodie,\n\nVoici :\n\nhttps://sms.univ.fr/me\n\n* * *\n\n"
        "Hello Élodie,\n\nHere it is:\n\nhttps://sms.univ.fr/me\n"
    )
    assert body(read(MAIL._replace(language="en"))).startswith("Hello")


def test_a_value_may_differ_by_language():
    mail = MAIL._replace(values=(("name", ("toi", "you")), ("link", "x")))
    assert read(mail)["Subject"] == "Votre numéro, toi"
    assert read(mail._replace(language="en"))["Subject"] == "Your number, you"


def test_answers_go_where_the_institution_says():
    message = read(house=HOUSE._replace(reply_to="scolarite@université.fr"))
    assert message["Reply-To"] == "scolarite@xn--universit-j4a.fr"


def test_one_leaves_by_a_click_where_it_was_posted_so():
    message = read(MAIL._replace(unsubscribe="https://sms.univ.fr/l/abc"))
    assert message["List-Unsubscribe"] == "<https://sms.univ.fr/l/abc>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert body(message).endswith("Pour ne plus recevoir ces mails : https://sms.univ.fr/l/abc\n")
    assert read()["List-Unsubscribe"] is None


@pytest.mark.parametrize("link", ["http://univ.fr", "https://a b", "https://a>,<b", "https://é"])
def test_no_other_link_stands_in_a_header(link):
    assert read(MAIL._replace(unsubscribe=link))["List-Unsubscribe"] is None


def test_bounces_come_back_to_an_address_of_this_mail_alone_where_somebody_reads_them():
    assert letter().sender == f"bounce+{NAME}-0123456789abcdef@univ.fr"
    assert letter(server=mailing.SERVER._replace(bounces="")).sender == "sms@univ.fr"


def test_an_address_beyond_ascii_is_told_apart():
    assert letter().is_international is False
    host = letter(MAIL._replace(to="elodie@université.fr"))
    assert (host.to, host.is_international) == ("elodie@xn--universit-j4a.fr", False)
    local = letter(MAIL._replace(to="élodie@univ.fr"))
    assert (local.to, local.is_international) == ("élodie@univ.fr", True)
    assert "To: élodie@univ.fr".encode() in local.content
    long = letter(MAIL._replace(to=f"elodie@{'é' * 70}.fr"))
    assert long.is_international is True


def test_what_cannot_be_written_is_told():
    with pytest.raises(letters.Unwritable):
        letter(MAIL._replace(kind="unknown"))
    with pytest.raises(letters.Unwritable):
        letter(MAIL._replace(values=()))


def test_a_brace_in_a_value_is_no_placeholder():
    mail = MAIL._replace(values=(("name", "{link}"), ("link", "{name} {")))
    assert body(read(mail)) == "Bonjour {link},\n\nVoici :\n\n{name} {\n"


HEADERS = {
    "Message-ID",
    "Date",
    "From",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Subject",
    "To",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
}


@given(st.text(), st.text())
def test_no_value_and_no_name_of_a_sender_adds_a_header(value, sender):
    mail = MAIL._replace(values=(("name", value), ("link", "\r\nBcc: all@univ.fr")))
    message = read(mail, house=HOUSE._replace(sender=sender))
    assert {*message.keys()} == HEADERS
    assert message["To"] == "elodie@univ.fr"


@given(st.text(st.characters(blacklist_categories=["Cs"])))
def test_a_value_is_read_as_it_was_given_but_for_what_nobody_sees(value):
    texts = {"k": {"fr": MailText("s", "[{name}]"), "en": MailText("s", "[{name}]")}}
    told = body(read(Mail(NOW, "k", "a@univ.fr", (("name", value),), "fr"), texts=texts))
    seen = "".join(one for one in value if one in letters.KEPT or one.isprintable())
    assert told == f"[{seen}]\n"
