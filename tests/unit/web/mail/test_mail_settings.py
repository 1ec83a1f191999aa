"""The settings of mails: the sender's name, where answers go, and a test to oneself."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.services.mail.mails import TEST

PAGE = f"{scenes.PARIS}/mail"
SERVER = {"unisms.mail.host": "smtp.univ.example", "unisms.mail.from": "sms@univ.example"}


@pytest.fixture
def server(house, monkeypatch):
    for name, value in SERVER.items():
        monkeypatch.setitem(house.registry.settings, name, value)


def stored(house, *names):
    return house.run(lambda root: [getattr(find(root, scenes.PARIS), name) for name in names])


def save(app, status=303, **typed):
    form = app.get(PAGE).forms[1]
    for name, value in typed.items():
        form[name] = value
    return form.submit(status=status)


def readdress(house, address):
    house.run(lambda root: find(root, scenes.PARIS)["people"].readdress("admin", address))


def posted(house):
    def look(root):
        box = find(root, scenes.PARIS).outbox
        return [mail for _, mail in box.waiting()] if box else []

    return house.run(look)


def test_the_name_and_the_address_are_saved(house, admin):
    save(admin, mail_sender="Le service SMS", mail_reply_to=" scolarite@univ.example ")
    told = ["Le service SMS", "scolarite@univ.example"]
    assert stored(house, "mail_sender", "mail_reply_to") == told
    save(admin, mail_sender="", mail_reply_to="")
    assert stored(house, "mail_sender", "mail_reply_to") == ["", ""]


def test_what_is_no_address_is_refused(house, admin):
    page = save(admin, status=422, mail_reply_to="nobody")
    assert "Une adresse comme scolarite@univ.fr." in page
    assert stored(house, "mail_reply_to") == [""]


def test_a_name_of_a_sender_is_one_line(house, admin):
    form = admin.get(PAGE).forms[1]
    form["mail_sender"].force_value("SMS\r\nBcc: all@univ.example")
    form.submit(status=303)
    assert stored(house, "mail_sender") == ["SMS Bcc: all@univ.example"]


def test_without_a_mail_server_it_is_said_and_there_is_no_test(admin):
    page = admin.get(PAGE)
    assert "Aucun serveur de mail n’est configuré" in page
    assert not page.html.select("form[action$='mail-test']")


def test_a_test_goes_to_who_asks_for_it(house, admin, server):
    readdress(house, "admin@univ.example")
    form = admin.get(PAGE).html.select_one("form[action$='mail-test']")
    assert form is not None
    page = admin.get(PAGE).forms[2].submit(status=303).follow()
    assert "admin@univ.example" in page.html.select_one(".notice.delivered").text
    [mail] = posted(house)
    assert (mail.kind, mail.to, mail.uid) == (TEST, "admin@univ.example", "admin")
    assert dict(mail.values)["link"].startswith("http")


def test_who_has_no_address_is_told_and_sends_nothing(house, admin, server):
    readdress(house, "")
    page = admin.get(PAGE)
    assert "Votre fiche n’a pas d’adresse" in page
    token = page.forms[1]["csrf_token"].value
    admin.post(f"{scenes.PARIS}/mail-test", {"csrf_token": token}, status=303)
    assert posted(house) == []
