"""The pages of directories: tried before they are saved, looked at, taken away."""

import pytest
import scenes
from factories import mobile

from unisms.model.folder import find
from unisms.ports import DirectoryError
from unisms.services.rights.rights import held

from .conftest import PLACE


def fill(admin, **fields):
    form = admin.get(f"{PLACE}/new?adapter=fake").forms[1]
    typed = {"title": "Annuaire", "setting-server": "ldap.example", "setting-password": "secret"}
    for name, value in {**typed, **fields}.items():
        form[name] = value
    return form.submit()


def of(house, path=f"{PLACE}/annuaire"):
    return house.run(lambda root: vars_of(find(root, path)))


def vars_of(connection):
    connection._p_activate()
    return {**vars(connection), "settings": {**getattr(connection, "settings", {})}}


def test_a_directory_is_tried_before_it_is_saved_and_shows_whom_it_knows(house, admin, directory):
    trying = fill(admin).follow()
    assert "Nous essayons ces réglages" in trying
    assert house.run(lambda root: len(find(root, PLACE))) == 0
    house.worker.drain()
    kept = admin.get(trying.request.path_qs).forms[1].submit("action", value="keep")
    page = kept.follow()
    assert "Nour Benali" in page
    assert "Linh Lê" in page
    assert of(house)["found"][:3] == (2, 1, 1)
    assert of(house)["settings"] == {"server": "ldap.example", "password": "secret"}


def test_what_fails_says_why_and_nothing_is_saved(house, admin, directory):
    directory.fails(DirectoryError.CERTIFICATE)
    trying = fill(admin)
    house.worker.drain()
    page = trying.follow()
    assert "L'essai a échoué" in page.text.replace("’", "'")
    assert "certificat du serveur" in page
    assert house.run(lambda root: len(find(root, PLACE))) == 0


def test_numbers_are_shown_to_whom_may_see_them(house, connected, admin):
    admin.post(f"{connected}/try", {"csrf_token": token(admin, connected)})
    house.worker.drain()
    page = admin.get(connected)
    assert "mobile" in page
    assert mobile(7)[-2:] in page


def token(app, path):
    return app.get(path).forms[1]["csrf_token"].value


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_directory_is_there(connected, admin, language):
    for page in (
        "",
        "/settings",
        "/new",
        "/directory-groups?search=ete",
        "/tuteurs",
        "/tuteurs/settings",
    ):
        admin.get(f"{connected}{page}")
    assert "Annuaire" in admin.get(f"{PLACE}/?lang={language}")


def test_a_directory_that_has_changed_is_tried_anew(house, connected, admin):
    form = admin.get(f"{connected}/settings").forms[1]
    form["title"], form["signs_in"] = "LDAP", True
    form.submit().follow()
    assert (of(house)["title"], of(house)["signs_in"]) == ("LDAP", True)
    form = admin.get(f"{connected}/settings").forms[1]
    form["setting-server"] = "other.example"
    trying = form.submit()
    house.worker.drain()
    page = trying.follow()
    page.forms[1].submit("action", value="keep")
    assert of(house)["settings"]["server"] == "other.example"
    assert of(house)["found"][0] == 2


def test_a_directory_is_taken_away(house, connected, admin):
    page = admin.get(connected)
    form = next(form for form in page.forms.values() if form.action.endswith("/remove"))
    assert "L'annuaire est retiré" in form.submit().follow().text.replace("’", "'")
    assert house.run(lambda root: len(find(root, PLACE))) == 0


def test_a_directory_whose_people_have_roles_stays(house, connected, admin):
    house.run(
        lambda root: find(root, "/institutions/paris1").grants.give(
            "group:annuaire/tuteurs", "sender"
        )
    )
    for path in (connected, f"{connected}/tuteurs"):
        page = admin.get(path)
        form = next(form for form in page.forms.values() if form.action.endswith("/remove"))
        assert "Tuteurs" in form.submit(status=409)


def test_groups_are_found_and_chosen(house, connected, admin, directory):
    page = admin.get(f"{connected}/directory-groups?search=ete")
    assert "Déjà choisi" in page
    directory.has_group("cn=bde", "Bureau d'été", "lle")
    page = admin.get(f"{connected}/directory-groups?search=bureau").click("Choisir")
    form = page.forms[1]
    assert (form["group"].value, form["title"].value) == ("cn=bde", "Bureau d'été")
    form.submit().follow()
    assert of(house, f"{connected}/bureau-d-ete")["group"] == "cn=bde"
    directory.fails(DirectoryError.AWAY)
    assert "ne répond pas" in admin.get(f"{connected}/directory-groups?search=bureau")


def test_a_query_is_counted_and_tells_who_has_no_number(house, connected, admin):
    page = admin.get(f"{connected}/new")
    form = page.forms[1]
    form["title"], form["chosen"] = "Tous", "*"
    page = form.submit().follow()
    assert "interrogé" in page
    house.worker.drain()
    page = admin.get(f"{connected}/tous")
    assert "Linh Lê" in page
    assert "Nour Benali" not in page


@pytest.mark.parametrize(("chosen", "group"), [("", ""), ("*", "cn=x")])
def test_a_query_is_a_filter_or_a_group(connected, admin, chosen, group):
    form = admin.get(f"{connected}/new").forms[1]
    form["title"], form["chosen"], form["group"] = "Tous", chosen, group
    form.submit(status=422)


def test_a_query_that_is_changed_is_counted_anew(house, connected, admin, directory):
    form = admin.get(f"{connected}/tuteurs/settings").forms[1]
    form["title"] = "Tutrices"
    form.submit().follow()
    assert of(house, f"{connected}/tuteurs")["title"] == "Tutrices"
    form = admin.get(f"{connected}/tuteurs/settings").forms[1]
    form["group"], form["chosen"] = "", "Nour"
    form.submit().follow()
    house.worker.drain()
    assert of(house, f"{connected}/tuteurs")["counted"][1:] == (1, 0)
    directory.fails(DirectoryError.CUT)
    page = admin.get(f"{connected}/tuteurs")
    next(form for form in page.forms.values() if form.action.endswith("/count")).submit()
    house.worker.drain()
    assert "une partie" in admin.get(f"{connected}/tuteurs")
    page = admin.get(f"{connected}/tuteurs")
    next(form for form in page.forms.values() if form.action.endswith("/remove")).submit().follow()
    assert house.run(lambda root: len(find(root, connected))) == 0


def test_a_role_is_given_to_the_people_of_a_query(house, connected, admin):
    rights = f"{scenes.PARIS}/rights"
    page = admin.get(f"{rights}-give?holder=group:annuaire/tuteurs&role=sender")
    assert "Tuteurs" in page
    form = next(form for form in page.forms.values() if "role" in form.fields)
    form.submit(status=303).follow()
    house.worker.enqueue("count_query", f"{connected}/tuteurs")
    house.worker.drain()
    held = house.run(lambda root: rights_of(find(root, scenes.PARIS), "nbenali"))
    assert held == [("sender", "annuaire/tuteurs")]
    assert "Tuteurs" in admin.get(f"{rights}?search=tuteurs")


def rights_of(institution, uid):
    return [(one.role, one.via) for one in held(institution, uid)]


def test_the_page_tells_how_the_night_went(house, connected, admin):
    def keep(root):
        one = find(root, connected)
        one.refreshed = (1_800_000_000, 95, 3, 0, 9, True)
        one.refresh_trouble = (1_800_000_000, "away")

    house.run(keep)
    page = admin.get(connected).text.replace("’", "'")
    assert "Trop de personnes sont introuvables" in page
    assert "La mise à jour de la nuit n'a rien changé" in page
    assert "L'annuaire ne répond pas" in page
    assert ">95<" in page
    house.run(lambda root: setattr(find(root, connected), "refreshed", (1, 95, 3, 0, 9, False)))
    assert "Introuvables deux nuits de suite" in admin.get(connected)
