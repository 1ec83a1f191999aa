"""A letter with enclosures: text, HTML, the picture that it shows, and files, alike at each try."""

from email import message_from_bytes, policy

import pytest
from factories import NOW, make_institution
from mailing import SERVER, TEXTS

from unisms.model.outbox import FAILED, LEFT, RETURNED, Enclosed
from unisms.seams.mails import MailText
from unisms.services.ground import outbox
from unisms.services.mail import letters, line, retries
from unisms.services.mail.letters import LeasedMail
from unisms.services.mail.markup import PLACE
from unisms.testing.factories import someone

KIND = "report.monthly"
BODY = "Bonjour {name},\n\n{report}\n\nÀ bientôt"
REPORT = {KIND: {"fr": MailText("{title}", BODY), "en": MailText("{title}", BODY)}}
HTML = '<p>93,7\u202f%</p><img src="cid:picture" alt="Graphique">'
PICTURE = Enclosed("picture", "image/png", b"\x89PNG of octets \x00\xff" * 40, is_shown=True)
PDF = Enclosed("rapport-2026-10.pdf", "application/pdf", b"%PDF-1.7 \x00\xff" * 90)
VALUES = {"name": "Élodie", "report": "93,7\u202f% sont arrivés", "title": "Rapport"}


@pytest.fixture
def paris(root):
    return make_institution(root)


def post(paris, files=(PICTURE, PDF), html=HTML, values=VALUES, language="fr"):
    name = outbox.post(paris, KIND, "elodie@univ.fr", values, NOW, language=language)
    outbox.enclose(paris, name, html, files)
    return name


def written(paris, name, mark="abc"):
    """Return the octets of a mail as it leaves."""
    taken = LeasedMail(name, paris.outbox.mail(name), NOW, mark, paris.outbox.enclosure(name))
    house = letters.Letterhead("paris1", "Paris 1", "Paris 1", "", "#1a4f8b")
    return letters.compose(house, SERVER, REPORT, taken).content


def read(octets):
    return message_from_bytes(octets, policy=policy.default)


def shape(part):
    if not part.is_multipart():
        return part.get_content_type()
    return (part.get_content_subtype(), *(shape(one) for one in part.iter_parts()))


def test_a_letter_has_its_text_its_html_with_a_picture_and_its_files(paris):
    message = read(written(paris, post(paris)))
    page = ("related", "text/html", "image/png")
    assert shape(message) == ("mixed", ("alternative", "text/plain", page), "application/pdf")
    text = message.get_body(("plain",)).get_content()
    assert "93,7\u202f% sont arrivés" in text
    html = message.get_body(("html",)).get_content()
    assert "<p>93,7\u202f%</p>" in html
    assert "sont arrivés" not in html
    assert PLACE not in html + text
    [picture, document] = [one for one in message.walk() if one.get_filename() or one["Content-ID"]]
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in html
    assert picture.get_content() == PICTURE.content
    assert picture.get_content_disposition() == "inline"
    assert (document.get_filename(), document.get_content()) == (PDF.name, PDF.content)
    assert document.get_content_disposition() == "attachment"


def test_a_letter_in_two_languages_has_the_html_in_each(paris):
    message = read(written(paris, post(paris, language="")))
    assert message.get_body(("html",)).get_content().count("cid:picture.") == 2


def test_a_file_alone_leaves_the_html_as_it_is_made_of_the_text(paris):
    message = read(written(paris, post(paris, files=[PDF], html="")))
    page = ("alternative", "text/plain", "text/html")
    assert shape(message) == ("mixed", page, "application/pdf")
    assert "sont arrivés" in message.get_body(("html",)).get_content()


def test_the_octets_are_the_same_at_each_try(paris):
    name = post(paris)
    assert written(paris, name) == written(paris, name)


def test_pictures_of_two_mails_have_two_names(paris):
    name, other = post(paris), post(paris)
    assert f"<picture.{name}@".encode() in written(paris, name)
    assert f"<picture.{name}@".encode() not in written(paris, other)


def test_no_boundary_begins_another(paris):
    message = read(written(paris, post(paris)))
    found = [one.get_boundary() for one in message.walk() if one.is_multipart()]
    assert len({*found}) == 3
    assert not [1 for one in found for other in found if one != other and other.startswith(one)]


def test_somebody_called_as_the_place_of_the_html_has_it_once(paris):
    name = post(paris, values={**VALUES, "name": PLACE})
    assert written(paris, name).count(b"Graphique") == 1


@pytest.mark.parametrize("state", [LEFT, RETURNED])
def test_once_a_mail_has_left_it_encloses_nothing(paris, state):
    name = post(paris)
    paris.outbox.change(name, paris.outbox.mail(name)._replace(state=state))
    assert paris.outbox.enclosure(name) is None


def test_a_mail_that_is_forgotten_takes_its_enclosure_along(paris):
    name = post(paris)
    outbox.forget_person(paris, "nobody")
    assert paris.outbox.enclosure(name)
    paris.outbox.remove(name)
    assert paris.outbox.enclosure(name) is None
    assert not paris.outbox._enclosures


def test_a_mail_that_fails_keeps_its_enclosure_and_leaves_again_with_it(paris):
    name = post(paris)
    paris.outbox.change(name, paris.outbox.mail(name)._replace(state=FAILED, cause="busy"))
    assert retries.resend(someone(paris), paris, NOW) == 1
    [(again, mail)] = paris.outbox.waiting()
    assert mail.kind == KIND
    assert paris.outbox.enclosure(again).html == HTML


def test_too_much_is_refused_before_it_is_kept(paris):
    large = Enclosed("a.pdf", "application/pdf", bytes(outbox.MOST_ENCLOSED))
    with pytest.raises(outbox.MailTooLarge):
        post(paris, files=[large])
    assert not paris.outbox._enclosures
    assert post(paris, files=[large], html="")


def test_a_mail_leaves_by_the_line_with_what_it_encloses(root, paris):
    name = post(paris)
    [letter] = line.claim(root, {**TEXTS, **REPORT}, SERVER, NOW)
    assert letter.name == name
    assert b"application/pdf" in letter.content
