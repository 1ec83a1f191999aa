"""The door of those who run the installation."""

import time

import pyotp
import pytest
import scenes
from paris import OPERATOR as UID

from unisms.model.roles import OPERATOR
from unisms.services.door import passwords, second_factor
from unisms.services.ground import journal
from unisms.services.ground.actor import service
from unisms.services.operators import institutions, operators


def test_an_operator_signs_in_above_the_institutions(house):
    app = house.operator()
    assert app.get("/").location == "http://localhost/institutions/"
    assert app.get("/operators").location == "http://localhost/institutions/"
    page = app.get("/institutions/")
    tabs = [link.text for link in page.html.select(".nav a")]
    own = ["Mails", "Journal", "Entretien"]
    assert tabs == ["Établissements", "Fournisseurs communs", "Réponses", *own]
    for link in page.html.select(".nav a, .me a"):
        assert app.get(link["href"]).status_int == 200


def test_the_page_asked_for_follows(house):
    app = house.visitor()
    page = app.get("/audit").follow()
    page.form["uid"], page.form["password"] = UID, scenes.PASSWORD
    assert page.form.submit().location == "http://localhost/audit"


def test_a_wrong_password_is_told_with_who_gives_another(house):
    form = house.visitor().get("/operators").form
    form["uid"], form["password"] = UID, "not that one"
    page = form.submit(status=422)
    assert "la commande unisms operator" in page
    assert page.html.h1.text == "Exploitation du service"


def test_wrong_passwords_make_the_next_try_wait(house, still):
    form = house.visitor().get("/operators").form
    form["uid"], form["password"] = UID, "not that one"
    for _ in range(3):
        form.submit(status=422)
    assert form.submit(status=429).headers["Retry-After"] == "2"


def test_people_of_an_institution_do_not_enter_there(house):
    form = house.visitor().get("/operators").form
    form["uid"], form["password"] = "admin", scenes.PASSWORD
    form.submit(status=422)
    assert house.person("admin").get("/operators").html.h1.text == "Exploitation du service"


def test_the_way_of_the_institutions_is_not_theirs(house):
    """Whatever the setting says of the institutions, operators have a password here."""
    house.registry.settings["unisms.sign_in"] = "cas"
    try:
        assert house.operator().get("/institutions/").status_int == 200
    finally:
        del house.registry.settings["unisms.sign_in"]


def test_signing_out_leads_back_to_the_door(house):
    app = house.operator()
    form = app.get("/institutions/").forms[0]
    assert form.submit().location == "http://localhost/operators"
    assert app.get("/institutions/", status=303).location.startswith("http://localhost/operators?")


def test_an_institution_stays_closed_to_an_operator_and_says_why(house):
    app = house.operator()
    page = app.get("/institutions/paris1/", status=403)
    assert "que s’il leur donne un rôle" in page
    assert "Panthéon" not in page
    assert app.get("/institutions/paris1/people/", status=403)


def test_one_who_was_invited_enters_and_finds_the_way_back(house):
    house.run(
        lambda root: root["institutions"]["paris1"].grants.give(f"{OPERATOR}{UID}", "approver")
    )
    app = house.operator()
    page = app.get("/institutions/paris1/")
    assert [link.text for link in page.html.select(".me a")] == ["Mes préférences", "Exploitation"]
    assert app.get(page.html.select(".me a")[1]["href"]).html.h1.text == "Établissements"
    app.get("/institutions/nice/", status=403)
    app.get("/institutions/paris1/settings")


def test_one_with_a_second_factor_is_asked_for_it_and_may_begin_again(house):
    box = second_factor.box_of(house.registry.settings["unisms.secret"])

    def enrol(root):
        sealed = second_factor.begin(box, root, UID)
        code = pyotp.TOTP(second_factor.secret_in(box, root, UID, sealed)).now()
        second_factor.enrol(box, root, UID, sealed, code, int(time.time()))

    house.run(enrol)
    page = house.operator().get("/institutions/", status=303).follow()
    assert page.request.path == "/operators"
    app = house.visitor()
    form = app.get("/operators").form
    form["uid"], form["password"] = UID, scenes.PASSWORD
    step = form.submit().follow()
    assert step.html.h1.text == "Votre code"
    assert step.html.select_one("main p.small a")["href"] == "/operators"
    assert app.get("/second-factor").status_int == 200
    assert house.visitor().get("/second-factor").location == "http://localhost/operators"


def test_who_is_no_operator_any_more_is_out_at_once(house):
    app = house.operator()
    house.run(lambda root: root.passwords.pop(UID) and None)
    app.get("/institutions/", status=303)


def test_every_session_ends_when_they_ask_for_it(house):
    app, other = house.operator(), house.operator()
    form = next(
        one for one in app.get("/preferences").forms.values() if one.action.endswith("own-sessions")
    )
    assert form.submit().location == "http://localhost/operators"
    other.get("/institutions/", status=303)


def test_an_operator_changes_their_password(house):
    app = house.operator()
    form = next(
        one for one in app.get("/preferences").forms.values() if one.action.endswith("own-password")
    )
    form["old"], form["new"], form["again"] = (
        scenes.PASSWORD,
        "quatre mots sans lien",
        "quatre mots sans lien",
    )
    form.submit(status=303)
    assert house.run(lambda root: passwords.verify(root, UID, "quatre mots sans lien"))


@pytest.fixture
def kept(tmp_path):
    """A house whose store settles what can be settled between two commits, as that of a service
    does."""
    house = scenes.House(tmp_path, **{"zodbconn.uri": f"file://{tmp_path}/data.fs"})
    yield house
    house.close()


def test_what_an_operator_does_while_they_are_dismissed_is_not_done(kept, monkeypatch):
    app, dismissed, add = kept.operator(), [], institutions.add
    kept.run(lambda root: [journal.write(service(), "x.y", root, 1) for _ in range(5)] and None)

    def meanwhile(*asked):
        if not dismissed:
            dismissed.append(True)
            kept.run(
                lambda root: operators.dismiss(service(), root, UID, int(time.time())) and None
            )
        return add(*asked)

    monkeypatch.setattr(institutions, "add", meanwhile)
    form = app.get("/institutions/new").forms[1]
    form["title"], form["name"], form["person"], form["uid"] = "Lyon 2", "lyon2", "Ada", "ada"
    assert form.submit(status=303).location.startswith("http://localhost/operators")
    assert dismissed
    assert not kept.run(lambda root: "lyon2" in root["institutions"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_of_a_demonstration_says_that_it_is_one(house, language):
    app, said = house.operator(), {"fr": "Service SMS (démo)", "en": "SMS service (demo)"}[language]
    assert said not in app.get(f"/institutions/?lang={language}")
    house.run(lambda root: setattr(root, "demonstration", True))
    for page in (
        "/institutions/",
        "/brokers/",
        "/replies",
        "/audit",
        "/maintenance",
        "/preferences",
        "/nowhere",
    ):
        shown = app.get(page, {"lang": language}, status="*").html
        assert shown.select_one(".brand").text == said
        assert shown.title.text.endswith(f"· {said}")


@pytest.mark.parametrize(
    ("path", "title"),
    [("/audit", "Journal · Service SMS"), ("/maintenance?lang=en", "Maintenance · SMS service")],
)
def test_a_page_above_the_institutions_is_called_with_the_service(house, path, title):
    assert house.operator().get(path).html.title.text.strip() == title
