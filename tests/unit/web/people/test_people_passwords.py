"""The password, the sessions and the second factor of a person, as somebody else changes them."""

import pytest
import scenes
from BTrees.OOBTree import OOBTree
from people_pages import HUGO, PEOPLE, form_to, journal, person

from unisms.model.folder import find
from unisms.model.roles import PERSON


def test_a_password_typed_opens_the_door(house, admin):
    form = form_to(admin.get(f"{HUGO}/"), "/password")
    form["password"] = scenes.PASSWORD
    page = form.submit("action", value="type", status=303).follow()
    assert "Le mot de passe est enregistré" in page
    assert journal(house, "password.given") == [("admin", "/people/hmarchand", "", "")]
    house.run(lambda root: find(root, scenes.PARIS).grants.give(f"{PERSON}hmarchand", "subscriber"))
    page = house.person("hmarchand").get("/institutions/paris1/").follow()
    assert page.html.select_one(".me summary").text == "Hugo Marchand"


@pytest.mark.parametrize("action", ["type", "draw"])
def test_another_password_ends_the_sessions_of_before(house, admin, action):
    secretary = house.person("zlefevre")
    form = form_to(admin.get(f"{PEOPLE}zlefevre/"), "/password")
    form["password"] = "quatre mots sans lien"
    page = form.submit("action", value=action)
    page = page.follow() if action == "type" else page
    assert "Ses sessions ouvertes sont fermées" in page
    secretary.get("/institutions/paris1/", status=303)


@pytest.mark.parametrize("action", ["/password", "/second-factor-off"])
def test_who_does_it_to_themselves_stays_in_this_browser_only(house, admin, action):
    house.run(lambda root: setattr(find(root, scenes.PARIS), "second_factors", OOBTree()))
    other = house.person("admin")
    house.run(
        lambda root: find(root, scenes.PARIS).second_factors.update({"admin": ("", 0, (), 0)})
    )
    form_to(admin.get(f"{PEOPLE}admin/"), action).submit("action", value="draw")
    assert "Jeanne Fontaine" in admin.get(f"{PEOPLE}admin/", status=200)
    other.get("/institutions/paris1/", status=303)


def test_a_page_that_is_sent_again_draws_no_second_password(house, admin):
    form = form_to(admin.get(f"{HUGO}/"), "/password")
    form.submit("action", value="draw", status=200)
    kept = house.run(lambda root: find(root, scenes.PARIS).passwords["hmarchand"])
    assert "le mot de passe déjà affiché reste le bon" in form.submit(
        "action", value="draw", status=409
    )
    assert house.run(lambda root: find(root, scenes.PARIS).passwords["hmarchand"]) == kept


def test_a_password_drawn_is_shown_once(house, admin):
    page = form_to(admin.get(f"{HUGO}/"), "/password").submit("action", value="draw", status=200)
    drawn = page.html.select_one("#drawn").text
    assert page.headers["Cache-Control"] == "no-store"
    assert drawn not in admin.get(f"{HUGO}/")
    assert drawn not in str(journal(house, "password.given"))
    house.run(lambda root: find(root, scenes.PARIS).grants.give(f"{PERSON}hmarchand", "subscriber"))
    door = house.visitor().get("/institutions/paris1/sign-in").form
    door["uid"], door["password"] = "hmarchand", drawn
    door.submit(status=303)


def test_a_password_without_a_role_is_said_to_open_nothing(house, admin, register):
    assert "aucun rôle" not in admin.get(f"{HUGO}/")
    page = form_to(admin.get(f"{HUGO}/"), "/password").submit("action", value="draw", status=200)
    assert "aucun rôle" in page.html.select_one(".notice.uncertain").text
    assert page.html.select_one(".notice.uncertain a")["href"].endswith(
        "rights-give?holder=person%3Ahmarchand"
    )
    assert not register.get(f"{HUGO}/").html.select(".notice.uncertain a")
    house.run(lambda root: find(root, scenes.PARIS).grants.give("group:l2-histoire", "subscriber"))
    assert "aucun rôle" not in admin.get(f"{HUGO}/")


@pytest.mark.parametrize(
    "typed", ["", "onze signes", "hmarchand 2026", "aaaaaaaaaaaaa", "azerty123456"]
)
def test_a_weak_password_is_refused(house, admin, typed):
    form = form_to(admin.get(f"{HUGO}/"), "/password")
    form["password"] = typed
    page = form.submit("action", value="type", status=422)
    assert "Trop facile à deviner" in page.html.select_one("#password-error").text
    assert journal(house, "password.given") == []


def test_who_manages_people_gets_in_as_nobody_more_powerful(house, register):
    page = register.get(f"{PEOPLE}admin/")
    for action in ("/password", "/end-sessions", "/remove"):
        told = form_to(page, action).submit("action", value="draw", status=403)
        assert "a plus de droits que vous" in told
    assert person(house, "admin")
    assert "rights-of" not in page


def test_who_has_no_password_has_no_sessions_to_end(admin):
    assert not admin.get(f"{PEOPLE}hmarchand/").html.select("form[action$='end-sessions']")


def test_sessions_end_everywhere(house, admin):
    secretary = house.person("zlefevre")
    secretary.get("/institutions/paris1/")
    page = form_to(admin.get(f"{PEOPLE}zlefevre/"), "/end-sessions").submit(status=303).follow()
    assert "Toutes ses sessions sont fermées" in page
    assert house.run(lambda root: find(root, scenes.PARIS).signed_out["zlefevre"])
    secretary.get("/institutions/paris1/", status=303)
    assert journal(house, "sessions.ended") == [("admin", "/people/zlefevre", "", "")]


def test_who_has_lost_the_second_factor_is_helped(house, admin):
    assert not admin.get(f"{PEOPLE}zlefevre/").html.select("form[action$='/second-factor-off']")
    before = house.person("zlefevre")
    house.run(
        lambda root: setattr(
            find(root, scenes.PARIS), "second_factors", OOBTree({"zlefevre": ("", 0, (), 0)})
        )
    )
    page = (
        form_to(admin.get(f"{PEOPLE}zlefevre/"), "/second-factor-off").submit(status=303).follow()
    )
    assert "Sa double vérification est retirée" in page
    assert "Ses sessions ouvertes sont fermées" in page
    before.get("/institutions/paris1/", status=303)
    assert house.person("zlefevre").get("/institutions/paris1/", status=200)
    assert journal(house, "second_factor.taken") == [("admin", "/people/zlefevre", "", "")]


def test_nobody_takes_the_second_factor_of_who_may_do_more(house, register):
    house.run(
        lambda root: setattr(
            find(root, scenes.PARIS), "second_factors", OOBTree({"admin": ("", 0, (), 0)})
        )
    )
    refused = form_to(register.get(f"{PEOPLE}admin/"), "/second-factor-off").submit(status=403)
    assert "plus de droits que vous" in refused
    assert house.run(lambda root: "admin" in find(root, scenes.PARIS).second_factors)
