"""The page of composing shows each kind of audience by its own partial, an add-on's too."""

import pytest
import scenes
from compose_page import COMPOSE, check, path_of, preview, stored
from pyramid_jinja2 import IJinja2Environment

from unisms.model.acl import Permission
from unisms.ports import Person
from unisms.sms import states
from unisms.testing.audiences import LIST, FakeLists

PARTIAL = "<h3>Listes</h3>{% for choice in offer.choices %}{{ chosen(choice) }}{% endfor %}"
PEOPLE = [Person("zroux", "Zoé Roux", ("+33639989901",), attributes={"Salle": "B12"})]


@pytest.fixture
def lists(house, monkeypatch, tmp_path):
    """The lists of an add-on that is switched on, with its template."""
    lists = FakeLists()
    lists.has("readers", *PEOPLE)
    (tmp_path / lists.picker).write_text(PARTIAL)
    environment = house.registry.getUtility(IJinja2Environment, name=".jinja2")
    monkeypatch.setattr(
        environment.loader, "searchpath", [*environment.loader.searchpath, str(tmp_path)]
    )
    monkeypatch.setitem(house.registry.audience_kinds, LIST, lists)
    return lists


def test_our_own_kinds_stand_in_the_order_of_the_page(secretary):
    page = secretary.get(COMPOSE).html
    section = page.select_one("section[aria-labelledby=to-whom]")
    told = [one.get("id") for one in section.select("#groups-title, #who, #found, #numbers")]
    assert told == ["who", "groups-title", "found", "numbers"]


def test_an_add_ons_kind_is_chosen_checked_and_frozen(house, secretary, lists):
    form = secretary.get(COMPOSE).forms["compose"]
    assert "Listes" in secretary.get(COMPOSE).text
    form["text"] = "Salle [Salle]"
    form.set("audience", True, index=audiences(form).index("list:readers"))
    path = path_of(check(form))
    assert stored(house, path, "audience", "state") == ((("list", "readers"),), "preparing")
    house.worker.drain()
    assert stored(house, path, "state") == (states.CHECKED,)
    page = secretary.get(f"{path}/check")
    assert "Salle B12" in page.text


@pytest.mark.parametrize(("language", "title"), [("fr", "Listes d’envoi"), ("en", "Mailing lists")])
def test_a_kind_with_a_heading_needs_no_template(secretary, lists, monkeypatch, language, title):
    monkeypatch.setattr(lists, "picker", "")
    monkeypatch.setattr(
        lists, "heading", {"fr": "Listes d'envoi", "en": "Mailing lists"}, raising=False
    )
    page = secretary.get(f"{COMPOSE}?lang={language}").html
    section = page.select_one("section[aria-labelledby=to-whom]")
    assert title in [one.text for one in section.select("h3")]
    assert section.select("input[value='list:readers']")


def test_a_kind_is_offered_to_nobody_who_may_not_choose_it(secretary, lists, monkeypatch):
    monkeypatch.setattr(lists, "permission", Permission.PERSON_MANAGE, raising=False)
    assert "list:readers" not in audiences(secretary.get(COMPOSE).forms["compose"])


def audiences(form):
    return [one._value for one in form.fields["audience"]]


def test_only_the_check_tells_how_many_an_outsider_knows(secretary, lists):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    page = preview(secretary, token, text="x", audience="list:readers", connection=scenes.BROKER)
    told = page.html.select_one("#reached").text
    assert "La vérification dira combien de personnes recevront le message" in told
    assert lists.asked == []


def test_a_list_that_does_not_answer_is_told_on_the_page_of_the_draft(house, secretary, lists):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"] = "Bonjour"
    form.set("audience", True, index=audiences(form).index("list:readers"))
    path = path_of(check(form))
    lists.goes_away()
    house.worker.drain()
    assert stored(house, path, "state", "problem") == (states.DRAFT, "audience_away")
    page = secretary.get(f"{path}/edit")
    assert "Une liste choisie ne répond pas en ce moment." in page.text
