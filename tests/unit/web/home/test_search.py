"""A search in everything that somebody may see."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.model.roles import PERSON, Role
from unisms.model.templates import MessageTemplate, TemplateFolder

SEARCH = "/institutions/paris1/search"


def found(page):
    """``{title of the section: the first lines of what was found}``."""
    sections = page.html.select("section")
    return {
        section.h2.text: [line.text for line in section.select(".line-title")]
        for section in sections
    }


def sections(house, uid, asked):
    return found(house.person(uid).get(SEARCH, {"q": asked}))


def change(house, function):
    house.run(lambda root: function(find(root, scenes.PARIS)) and None)


def test_everything_that_is_called_so_is_found(house):
    house.run(lambda root: scenes.draft(root, title="Histoire : cours déplacé"))
    change(house, lambda paris: paris["people"].rename("hmarchand", "Hugo Histoire"))
    change(house, lambda paris: setattr(paris["accounts"]["scd"], "title", "Histoire de l’art"))
    told = sections(house, "admin", "HISTOIRE")
    assert told == {
        "Messages": ["Histoire : cours déplacé"],
        "Personnes": ["Hugo Histoire"],
        "Groupes": ["L1 Histoire", "L2 Histoire", "L3 Histoire"],
        "Comptes": ["Histoire de l’art"],
        "Modèles": ["Reprographie : commande prête"],
    }


@pytest.mark.parametrize("asked", ["", "   "])
def test_nothing_asked_shows_the_form_alone(house, asked):
    page = house.person("admin").get(SEARCH, {"q": asked})
    assert found(page) == {}
    assert "Rien ne correspond" not in page
    assert "Écrivez d’abord un mot." in page
    assert "Écrivez d’abord un mot." not in house.person("admin").get(SEARCH)


def test_nothing_found_says_what_to_try(house):
    assert "Rien ne correspond" in house.person("admin").get(SEARCH, {"q": "xyz xyz"})


def test_one_finds_ones_own_messages_and_no_others(house):
    house.run(lambda root: scenes.draft(root, author="zlefevre", title="Rendez-vous à moi"))
    house.run(lambda root: scenes.draft(root, author="abenali", title="Rendez-vous d’autrui"))
    assert sections(house, "zlefevre", "rendez-vous")["Messages"] == ["Rendez-vous à moi"]


def test_an_accountant_finds_accounts_alone(house):
    house.run(lambda root: scenes.draft(root, title="Scolarité"))
    assert sections(house, "mcomptes", "scolarite") == {"Comptes": ["Scolarité UFR 09"]}


def test_people_show_no_number_and_are_found_by_none_without_the_right(house):
    number = house.run(lambda root: find(root, f"{scenes.PARIS}/people/hmarchand").msisdn)
    page = house.person("admin").get(SEARCH, {"q": number[:9]})
    assert "Personnes" in found(page)
    assert "••" in page.html.select_one("section .soft").text
    assert sections(house, "zlefevre", number[:9]) == {}
    assert sections(house, "zlefevre", number) == {}
    assert house.run(lambda root: find(root, scenes.PARIS).audit.waiting()) == []


def test_more_than_a_few_lead_to_the_whole_list(house):
    page = house.person("admin").get(SEARCH, {"q": "a"})
    assert len(found(page)["Personnes"]) == 8
    whole = page.html.select_one("a[aria-label='Tout voir\u202f: Personnes']")
    assert whole["href"].endswith("/people/?search=a")


def test_a_template_leads_to_a_message_or_to_its_page(house):
    def manage(paris):
        paris["templates"].add("scd", TemplateFolder("SCD")).add(
            "r", MessageTemplate("Réservation", "Venez")
        )
        paris["roles"].add("shelf", Role("Shelf", ["institution:view", "template:manage"]))
        paris.grants.give(f"{PERSON}mcomptes", "shelf", "templates/scd")
        paris.grants.withdraw(f"{PERSON}mcomptes", "account_manager")

    change(house, manage)
    for uid, link in (("zlefevre", "compose?template=scd%2Fr"), ("mcomptes", "/templates/scd/r/")):
        page = house.person(uid).get(SEARCH, {"q": "venez"})
        assert page.html.select_one("section .line-main")["href"].endswith(link)
    assert sections(house, "mcomptes", "repro") == {}


def test_every_page_leads_there(house):
    page = house.person("zlefevre").get("/institutions/paris1/")
    assert page.html.select_one(f".nav a[href='{SEARCH}']")
    assert not house.visitor().get("/institutions/paris1/sign-in").html.select(".nav")


def test_all_words_are_found_in_any_order_and_through_dashes(house):
    house.run(
        lambda root: scenes.draft(root, title="Report", text="Le TD de lundi est en salle B12.")
    )
    change(house, lambda paris: setattr(paris["groups"]["m1-droit"], "title", "M1 Histoire – TD 3"))
    assert sections(house, "admin", "lundi TD b12")["Messages"] == ["Report"]
    assert sections(house, "admin", "M1 histoire TD 3")["Groupes"] == ["M1 Histoire – TD 3"]
    assert sections(house, "admin", "histoire prete") == {
        "Modèles": ["Reprographie : commande prête"]
    }
    assert sections(house, "admin", "…") == {}


def test_messages_come_by_the_moment_they_show_and_people_by_name(house):
    def furnish(root):
        for title, at in (
            ("Séance un", 1_790_000_000),
            ("Séance deux", 1_790_000_900),
            ("Séance trois", 1_790_000_500),
        ):
            scenes.draft(root, title=title, now=at)
        people = find(root, f"{scenes.PARIS}/people")
        named = ("Zoé Éclair", "Émile Éclair", "Félix Éclair", "Fatou Éclair")
        for uid, name in zip(list(people)[:4], named, strict=True):
            people.rename(uid, name)

    house.run(furnish)
    assert sections(house, "admin", "séance")["Messages"] == [
        "Séance deux",
        "Séance trois",
        "Séance un",
    ]
    assert sections(house, "admin", "eclair")["Personnes"] == [
        "Émile Éclair",
        "Fatou Éclair",
        "Félix Éclair",
        "Zoé Éclair",
    ]


@pytest.mark.parametrize(
    ("uid", "kinds"),
    [
        ("admin", "messages, personnes, groupes, comptes, modèles"),
        ("zlefevre", "messages, personnes, groupes, modèles"),
        ("mcomptes", "comptes"),
    ],
)
def test_the_page_says_what_this_person_can_find(house, uid, kinds):
    page = house.person(uid).get(SEARCH, {"q": "rien du tout"})
    assert page.html.select_one("#q-help").text == f"Parmi\u202f: {kinds}."
    link = page.html.select_one("main a[href*='campaigns/?search=rien']")
    assert (link is not None) == ("messages" in kinds)
    if link:
        assert house.person(uid).get(link["href"]).html.select_one("main details")["open"] == ""
