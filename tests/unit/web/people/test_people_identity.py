"""By what somebody is known, and reached: changed by nobody who may do less than they."""

import pytest
import scenes
from people_pages import BOB, HUGO, PEOPLE, form_to, journal, person

from unisms.model.folder import find
from unisms.model.roles import PERSON, Role

WHY = "identifient cette personne et protègent sa connexion"
ADMIN = f"{PEOPLE}admin/settings"


def test_who_may_do_less_changes_the_language_of_somebody_more_powerful_alone(house, register):
    before = person(house, "admin")
    page = register.get(ADMIN)
    assert WHY in page
    form = form_to(page, "/settings")
    assert not {"name", "msisdn", "email"} & {*form.fields}
    form["language"] = "en"
    form.submit(status=303)
    assert person(house, "admin") == (*before[:3], "en")


@pytest.mark.parametrize("field", ["name", "msisdn", "email"])
@pytest.mark.parametrize("way", ["forged", "given meanwhile"])
def test_a_form_that_tells_their_name_number_or_address_is_refused(house, register, field, way):
    page = register.get(ADMIN if way == "forged" else f"{HUGO}/settings")
    who = "admin" if way == "forged" else "hmarchand"
    if way == "given meanwhile":
        house.run(lambda root: find(root, scenes.PARIS).grants.give(f"{PERSON}hmarchand", "sender"))
    before = person(house, who)
    form = form_to(page, "/settings")
    typed = {"name": "X", "msisdn": "06 39 98 77 77", "email": "x@y.example"}[field]
    told = register.post(
        form.action, dict(form.submit_fields()) | {"language": "en", field: typed}, status=403
    )
    assert WHY in told
    assert "Rien n’a changé" in told
    assert person(house, who) == before
    assert journal(house, "person.changed") == []


def test_the_number_of_somebody_more_powerful_is_not_shown_and_nobody_is_said_to_have_read_it(
    house, admin
):
    def narrow(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add(
            "desk",
            Role("Desk", ["institution:view", "person:view", "person:manage", "number:view"]),
        )
        paris.grants.give(f"{PERSON}mcomptes", "desk")
        paris.grants.withdraw(f"{PERSON}mcomptes", "account_manager")

    house.run(narrow)
    desk = house.person("mcomptes")
    desk.get(ADMIN)
    assert journal(house, "number.read") == []
    desk.get(f"{HUGO}/settings")
    assert journal(house, "number.read") != []


def test_one_changes_ones_own_and_an_administrator_everybodys(house, admin, register):
    for browser, uid in ((register, "mcomptes"), (admin, "admin"), (admin, "mcomptes")):
        form = form_to(browser.get(f"{PEOPLE}{uid}/settings"), "/settings")
        form["email"] = f"{uid}@univ.example"
        form.submit(status=303)
        assert person(house, uid)[2] == f"{uid}@univ.example"


def test_the_identifier_of_somebody_more_powerful_without_a_record_is_not_given_a_number(
    house, register
):
    def sign_in_way(root):
        paris = find(root, scenes.PARIS)
        paris.passwords["dsi"] = "hash"
        paris.grants.give(f"{PERSON}dsi", "administrator")

    house.run(sign_in_way)
    form = form_to(register.get(f"{PEOPLE}new"), "/new")
    for name, value in (BOB | {"uid": "dsi"}).items():
        form[name] = value
    assert "qui a plus de droits que vous" in form.submit(status=422)
    assert person(house, "dsi") is None
