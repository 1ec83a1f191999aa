"""Mails that wait, left and failed: listed to those who may, and written anew by one button."""

import time

import mail_scenes
import pytest
import scenes

from unisms.model.folder import find
from unisms.model.outbox import FAILED, WAITING, Away, Mail, outbox_of
from unisms.model.roles import Role
from unisms.services.mail import line, mails

PAGE = f"{scenes.PARIS}/mails"
BUTTON = "form[action$='/mails'] button"


@pytest.fixture
def written(house):
    house.run(mail_scenes.mails)


def change(house, func):
    return house.run(lambda root: func(find(root, scenes.PARIS)))


def rows(page):
    return [" ".join(one.text.split()) for one in page.html.select("tbody tr")]


def test_where_nothing_was_written_it_is_said(admin):
    page = admin.get(PAGE)
    assert "Aucun mail n’attend." in page
    assert not page.html.select(BUTTON)
    assert "Aucun mail n’est en échec." in admin.get(f"{PAGE}?state=failed")


def test_what_waits_is_shown_first_with_why_and_when(admin, written):
    page = admin.get(PAGE)
    found = rows(page)
    assert len(found) == 3
    assert "Essai : les mails du service SMS arrivent (…)" in found[0]
    [busy] = [one for one in found if "Le serveur demande de revenir plus tard." in one]
    assert "Prochain essai" in busy
    assert any("En cours d’envoi" in one for one in found)
    assert page.html.select_one("nav[aria-label='États'] [aria-current]").text == "3 attendent"


def test_each_state_has_its_list(admin, written):
    [left] = rows(admin.get(f"{PAGE}?state=left"))
    assert "Parti" in left
    failed = rows(admin.get(f"{PAGE}?state=failed"))
    assert len(failed) == 2
    assert any("Cette adresse n’existe pas" in one and "User unknown" in one for one in failed)


def test_whom_a_mail_goes_to_is_for_those_who_may_see_people(house, admin, written):
    assert admin.get(PAGE).html.select("tbody a[href$='/hmarchand/']")

    def hide(paris):
        paris["roles"].add("mails", Role("Mails", ["institution:manage"]))
        paris.grants.give("person:mcomptes", "mails")

    change(house, hide)
    page = house.person("mcomptes").get(f"{PAGE}?state=failed")
    assert "univ.example" not in page.html.select_one("main").text
    assert "caché" in rows(page)[0]
    assert "User unknown" not in page


def test_one_button_writes_anew_what_may_arrive(house, admin, written):
    page = admin.get(f"{PAGE}?state=failed")
    assert page.html.select_one(BUTTON).text == "Renvoyer 1 mail"
    page = page.forms[1].submit(status=303).follow()
    assert "1 mail part de nouveau" in page
    assert not page.html.select(BUTTON)
    assert change(house, lambda paris: paris.outbox.counts())[FAILED] == 1
    told = change(house, lambda paris: [mail.to for _, mail in paris.outbox.waiting()])
    assert "p2@univ.example" in told


def test_a_second_click_does_nothing(house, admin, written):
    token = admin.get(PAGE).forms[0]["csrf_token"].value
    assert "part de nouveau" in admin.post(PAGE, {"csrf_token": token}, status=303).follow()
    page = admin.post(PAGE, {"csrf_token": token}, status=303).follow()
    assert "part de nouveau" not in page


def test_a_long_list_has_pages(house, admin):
    def write(paris):
        for n in range(60):
            outbox_of(paris).add(Mail(n, "unknown.kind", f"p{n}@univ.example", state=FAILED))

    change(house, write)
    page = admin.get(f"{PAGE}?state=failed")
    assert len(rows(page)) == 50
    assert "unknown.kind" in rows(page)[0]
    assert len(rows(page.click("Suivante"))) == 10


def test_a_server_that_is_away_is_told_and_its_words_to_operators_alone(
    house, admin, written, monkeypatch
):
    for name in ("host", "from"):
        monkeypatch.setitem(house.registry.settings, f"unisms.mail.{name}", "sms@univ.example")
    now = int(time.time())

    def away(root):
        outbox_of(root).away = tuple(Away(now - 60, now + 60, 1, "login", "535 wrong"))

    house.run(away)
    page = admin.get(PAGE)
    assert "Il refuse l’identifiant ou le mot de passe." in page
    assert "535 wrong" not in page
    operator = house.operator()
    page = operator.get("/mails")
    assert "535 wrong" in page
    [form] = [one for one in page.forms.values() if one.action.endswith("/mails-try")]
    form.submit(status=303)
    assert house.run(line.away_of).again <= int(time.time())


def test_bounces_that_nobody_could_read_are_counted(house, admin, written):
    def count(paris):
        paris.outbox.unread, paris.outbox.unread_at = 2, int(time.time())

    change(house, count)
    assert "2 mails revenus n’ont pas pu être lus" in admin.get(PAGE)


def test_operators_have_their_own(house, written):
    operator = house.operator()
    page = operator.get("/mails")
    own, paris = rows(page)
    assert "op@univ.example" in own
    assert paris == "Université du Panthéon (démo) 3 1 2"
    assert "hugo" not in page.html.select_one("main").text.casefold()

    def fail(root):
        for name, mail in [*root.outbox.waiting()]:
            root.outbox.change(name, mail._replace(state=FAILED, cause="late"))

    house.run(fail)
    operator.get("/mails").forms[1].submit(status=303)
    assert house.run(lambda root: root.outbox.counts())[WAITING] == 1


def test_the_page_of_a_person_says_that_mails_come_back(house, admin, written):
    page = admin.get(f"{scenes.PARIS}/people/hmarchand/")
    assert "les mails y reviennent depuis" in page
    assert "mails to it have come back since" in admin.get(
        f"{scenes.PARIS}/people/hmarchand/?lang=en"
    )


def test_an_address_that_is_right_after_all_is_written_to_again(house, admin, written):
    page = admin.get(f"{scenes.PARIS}/people/hmarchand/")
    [form] = [one for one in page.forms.values() if one.action.endswith("/mail-again")]
    page = form.submit(status=303).follow()
    assert "les mails y reviennent" not in page
    form.submit(status=303)

    def verbs(paris):
        return [one.verb for one in paris.audit.waiting() if one.verb == "mails.believed"]

    assert change(house, verbs) == ["mails.believed"]


def test_a_test_is_a_kind_of_mail(house):
    assert mails.TEST in house.registry.mails
