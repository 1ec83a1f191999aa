"""The pages closed for maintenance."""

import pytest
import scenes

from unisms.services.operators import maintenance

HOME = "/institutions/paris1/"


@pytest.fixture
def app(house):
    return house.operator()


def close(app, minutes="30", said=""):
    form = app.get("/maintenance").forms[1]
    form["minutes"], form["said"] = minutes, said
    return form.submit()


def test_people_read_that_the_pages_are_closed_and_until_when(house, app):
    person = house.person("zlefevre")
    close(app, said="Nouvelle version,  merci <b>à tous</b>.").follow()
    page = person.get(HOME, status=503)
    assert page.html.h1.text == "Le service est fermé pour entretien"
    assert page.html.select_one(".lead").text == "Nouvelle version, merci <b>à tous</b>."
    assert "Il rouvre vers" in page
    assert 1700 < int(page.headers["Retry-After"]) <= 1800
    assert not page.html.select(".nav")


def test_who_was_sending_a_form_reads_that_it_is_not_saved(house, app):
    person = house.person("zlefevre")
    token = person.get(HOME).html.select_one("input[name=csrf_token]")["value"]
    close(app)
    page = person.post(
        f"{HOME}campaigns/compose", {"csrf_token": token, "text": "Bonjour"}, status=503
    )
    assert "n’est pas encore enregistré" in page
    assert "n’est pas encore enregistré" not in person.get(HOME, status=503)


def test_where_nobody_knows_when_none_is_said(house, app):
    close(app, minutes="0")
    page = house.visitor().get(f"{HOME}sign-in", status=503)
    assert "Il rouvre bientôt" in page
    assert page.headers["Retry-After"] == "300"


def test_programs_read_it_too(house, app):
    close(app)
    answer = house.visitor().get(HOME, headers={"Accept": "application/json"}, status=503)
    assert answer.json["problem"] == "maintenance"


def test_what_was_about_to_be_saved_is_not(house, app):
    person = house.person("zlefevre")
    form = person.get(f"{HOME}campaigns/compose").forms["compose"]
    close(app)
    form.submit(name="action", value="check", status=503)
    assert house.run(lambda root: len(root["institutions"]["paris1"]["campaigns"])) == 0


def test_operators_get_in_and_open_them_again(house, app):
    close(app)
    other = house.operator()
    page = other.get("/maintenance")
    assert "Les pages sont fermées" in page
    assert other.get("/institutions/").status_int == 200
    again = page.forms[1].submit(name="action", value="reopen", status=303).follow()
    assert "Les pages sont rouvertes" in again
    assert "Les pages sont rouvertes" not in other.get("/maintenance")
    assert house.person("zlefevre").get(HOME).status_int == 200


@pytest.mark.parametrize(
    "path", ["/unisms-static/look.css", "/operators", f"{HOME}look.css", "/second-factor"]
)
def test_what_pages_are_made_of_stays_open(house, app, path):
    close(app)
    assert house.visitor().get(path).status_int in (200, 303)


def test_brokers_go_on_bringing_news(house, app):
    """Which is refused for want of a secret, and not for the maintenance."""
    close(app)
    for connection in ("simulateur", "absent"):
        address = f"{scenes.PARIS}/brokers/{connection}/receipts/no-secret"
        assert house.visitor().post(address, status="*").status_int == 404
    assert house.visitor().get(f"{scenes.PARIS}/groups/receipts/x", status="*").status_int == 503


def test_it_is_in_the_journal_of_operators(house, app):
    close(app)
    app.get("/maintenance").forms[1].submit(name="action", value="reopen")
    assert house.run(lambda root: [one.verb for one in root.audit.waiting()]) == [
        "maintenance.begun",
        "maintenance.ended",
    ]
    assert "a rouvert le service" in app.get("/audit")


@pytest.mark.parametrize("minutes", ["", "soon", "1441", "-5"])
def test_a_length_that_cannot_be_closes_nothing(house, app, minutes):
    form = app.get("/maintenance").forms[1]
    form["minutes"] = minutes
    assert "0–1440" in form.submit(status=422)
    assert house.run(maintenance.closed) is None


def test_a_person_of_an_institution_closes_nothing(house):
    admin = house.person("admin")
    token = admin.get(f"{HOME}campaigns/compose").forms["compose"]["csrf_token"].value
    admin.post("/maintenance", {"csrf_token": token, "minutes": "5", "said": ""}, status=403)
