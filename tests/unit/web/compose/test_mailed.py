"""A longer version by mail, on the page where a message is written."""

from compose_page import check, path_of

from unisms.model.folder import find
from unisms.model.mail_copies import MailCopy


def typed(form, to=("recipients",), subject="", body=""):
    for box in form.fields["mail_to"]:
        box.checked = box._value in to
    form["mail_subject"], form["mail_body"] = subject, body


def test_what_is_typed_is_kept_and_shown_again(house, form, secretary):
    typed(form, ("recipients", "author"), "Cours", "**Salle** B12")
    path = path_of(check(form, status=303))
    copy = house.run(lambda root: find(root, path).mailed)
    assert copy == MailCopy(("recipients", "author"), "Cours", "**Salle** B12")
    house.worker.drain()
    page = secretary.get(f"{path}/edit")
    assert page.html.select_one("details#mail").has_attr("open")
    form = page.forms["compose"]
    assert [box._value for box in form.fields["mail_to"] if box.checked] == ["recipients", "author"]
    assert (form["mail_subject"].value, form["mail_body"].value) == ("Cours", "**Salle** B12")


def test_a_mail_to_nobody_is_told_beside_it_and_nothing_is_lost(form):
    typed(form, (), "Cours", "Salle B12")
    page = check(form, status=422)
    assert "Dites à qui va ce courriel." in page.text
    assert page.html.select_one("#mail-body").text.strip() == "Salle B12"
    assert page.html.select_one("details#mail").has_attr("open")


def test_a_field_that_nobody_has_is_told_by_its_name(form):
    typed(form, body="Cher [ville]")
    page = check(form, status=422)
    told = " ".join(page.html.text.split())
    assert "Ce courriel nomme un champ que vos destinataires n’ont pas : ville." in told


def test_without_a_wish_the_part_is_folded(form, house):
    path = path_of(check(form, status=303))
    assert house.run(lambda root: find(root, path).mail_copy) == ()
