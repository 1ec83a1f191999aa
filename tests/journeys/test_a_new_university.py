"""A university joins: from the operator who opens it to the student who has its first message, by
pages alone."""

import pytest
import scenes

from unisms.testing.fixtures import eventually

LYON = "/institutions/lyon2"


@pytest.fixture
def administrator(house):
    """A browser in which the administrator of a university that was just opened has signed in."""
    form = house.operator().get("/institutions/new").forms[1]
    form["title"], form["name"], form["person"], form["uid"] = (
        "Université Lyon 2",
        "lyon2",
        "Ada Martin",
        "amartin",
    )
    password = form.submit().html.select_one("#drawn").text
    return signed_in(house, "amartin", password)


def signed_in(house, uid, password):
    app = house.visitor()
    form = app.get(f"{LYON}/sign-in").form
    form["uid"], form["password"] = uid, password
    form.submit(status=303)
    return app


def filled(app, path, action="", **fields):
    """Fill the form of a page that has this action, its own by default, and go where it leads."""
    page = app.get(f"{LYON}/{path}")
    form = next(one for one in page.forms.values() if one.action.endswith(action or path))
    for name, value in fields.items():
        form[name] = value
    return form.submit(status=303).follow()


def test_a_university_joins_and_writes_to_its_students(house, administrator):
    filled(administrator, "accounts/new", title="Scolarité")
    filled(administrator, "accounts/scolarite/", "grant", segments="100")
    administrator.get(f"{LYON}/brokers/new", {"adapter": "simulator"})
    form = administrator.get(f"{LYON}/brokers/new?adapter=simulator").forms[1]
    form["title"] = "Notre fournisseur"
    waiting = form.submit(status=303).follow()
    house.worker.drain()
    administrator.get(waiting.request.url).forms[1].submit("action", status=303)
    for uid, name, number in (
        ("lroux", "Léa Roux", "06 39 98 00 01"),
        ("npetit", "Noé Petit", "06 39 98 00 02"),
    ):
        filled(administrator, "people/new", uid=uid, name=name, msisdn=number)
    message = compose(
        administrator, "Bonjour [nom], votre rentrée est lundi à 9 h.", "lroux", "npetit"
    )
    house.worker.drain()
    check = administrator.get(f"{message}check")
    assert check.html.select_one("form[action$='/send'] button").text == "Envoyer à 2 personnes"
    send = next(one for one in check.forms.values() if one.action.endswith("/send"))
    send.submit(status=303)
    until_delivered(house, administrator, message, 2)
    ledger = administrator.get(f"{LYON}/accounts/scolarite/").text
    assert "98" in ledger


def compose(app, text, *uids):
    page = app.get(f"{LYON}/campaigns/compose")
    form = page.forms["compose"]
    form["text"] = text
    post = [
        *form.submit_fields(),
        *(("audience", f"person:{uid}") for uid in uids),
        ("action", "check"),
    ]
    location = app.post(f"{LYON}/campaigns/compose", post, status=303).location
    return location.removesuffix("check")


def until_delivered(house, app, message, count):
    def look():
        house.worker.drain()
        figures = app.get(message).html.select_one(".figure.delivered .figure-value")
        return figures and figures.text == str(count)

    eventually(look, pause=0.05)


def test_its_people_see_nothing_of_the_others(house, administrator):
    for path in (
        "/institutions/paris1/",
        "/institutions/nice/people/",
        "/institutions/",
        "/brokers/",
    ):
        page = administrator.get(path, status=403)
        assert "Panthéon" not in page
        assert "Baie des Anges" not in page
    found = administrator.get(f"{LYON}/search", {"q": "histoire"})
    assert "L2 Histoire" not in found
    assert scenes.PARIS not in found
