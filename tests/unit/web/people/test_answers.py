"""Answers noted on behalf of people: on their page, and from a file that somebody has uploaded."""

import pytest
import scenes
from people_pages import HUGO, PEOPLE, journal

from unisms.model.folder import find
from unisms.model.roles import PERSON, Role
from unisms.services.imports import intake
from unisms.services.people import consent, themes
from unisms.services.rights import rights
from unisms.testing.factories import someone

HEARS_NOES = (("emergency", "opt_out"),)
ANSWERS = (
    "identifiant;finalité;réponse;date\nhmarchand;Sport;oui;19/11/2026\nzlefevre;;non;\n"
    "x;sport;oui;\nhmarchand;Théâtre;oui;\n"
)


@pytest.fixture(autouse=True)
def some_themes(house):
    house.run(scenes.themes)


def answer_forms(page):
    return {
        (form["theme"].value, form["said"].value): form
        for form in page.forms.values()
        if form.action.endswith("/theme-answer")
    }


def rows(page):
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("td")[:5]]
        for row in page.html.select("#answers tbody tr")
    ]


def test_each_purpose_is_told_with_since_when_where_and_what_was_read(house, admin):
    assert rows(admin.get(f"{HUGO}/")) == [
        ["Messages de service", "Reçoit sans accord à donner", "—", "—", "—"],
        ["Alertes d’urgence", "Reçoit toujours", "—", "—", "—"],
        ["Crous de Paris partenaire", "Pas abonné", "—", "—", "—"],
        ["Sport", "Pas abonné", "—", "—", "—"],
    ]

    def answer(root):
        paris = find(root, scenes.PARIS)
        hugo, sport = someone(paris, "hmarchand"), paris["themes"]["sport"]
        consent.accept(hugo, "hmarchand", 1_790_000_000)
        themes.join(someone(paris, "admin"), sport, "hmarchand", 1_790_000_000, source="letter")
        themes.join(hugo, paris["themes"]["crous"], "hmarchand", 1_790_000_000)
        themes.leave(hugo, paris["themes"]["crous"], "hmarchand", 1_790_000_001)
        paris["people"].pauses("hmarchand", 4_000_000_000)

    house.run(answer)
    page = admin.get(f"{HUGO}/")
    told = {row[0]: row[1:] for row in rows(page)}
    assert told["Messages de service"][0] == "Accepte"
    assert told["Crous de Paris partenaire"][0] == "A quitté"
    assert told["Sport"][0] == "Abonné"
    assert told["Sport"][2:] == ["par courrier · Jeanne Fontaine", "version 1"]
    assert "4 réponses gardées comme preuves" in page
    assert "En pause jusqu’au" in page


def test_a_no_to_everything_and_a_request_are_told(house, admin):
    def answer(root):
        paris = find(root, scenes.PARIS)
        hugo = someone(paris, "hmarchand")
        themes.join(hugo, paris["themes"]["sport"], "hmarchand", 1_790_000_000)
        consent.opt_out(hugo, "hmarchand", 1_790_000_000)

    house.run(answer)
    told = {row[0]: row[1] for row in rows(admin.get(f"{HUGO}/"))}
    assert told["Messages de service"] == "Refuse tout, sauf les urgences"
    assert told["Sport"] == "A demandé"
    house.run(lambda root: setattr(find(root, scenes.PARIS), "policies", HEARS_NOES))
    told = {row[0]: row[1] for row in rows(admin.get(f"{HUGO}/"))}
    assert told["Messages de service"] == "Refuse tout, même les urgences"


def test_a_yes_and_a_no_to_a_theme_are_noted(house, admin):
    page = admin.get(f"{HUGO}/")
    form = answer_forms(page)["sport", "yes"]
    form["source"] = "letter"
    page = form.submit(status=303).follow()
    assert "cette personne s’est abonnée" in page
    page = answer_forms(page)["sport", "no"].submit(status=303).follow()
    assert "cette personne a quitté ce thème" in page

    def look(root):
        people = find(root, scenes.PARIS)["people"]
        return [(one.answer, one.source, one.by) for one in people.proofs("hmarchand")]

    assert house.run(look) == [("yes", "letter", "admin"), ("no", "desk", "admin")]
    assert len(journal(house, "theme.noted_join")) == 1


def test_a_yes_that_cannot_be_noted_says_why(house, admin):
    form = answer_forms(admin.get(f"{HUGO}/"))["sport", "yes"]

    def refuse(root):
        paris = find(root, scenes.PARIS)
        consent.opt_out(someone(paris, "hmarchand"), "hmarchand", 1_790_000_000)

    house.run(refuse)
    assert "a refusé tous les messages" in form.submit(status=303).follow()

    def close(root):
        paris = find(root, scenes.PARIS)
        consent.accept(someone(paris, "hmarchand"), "hmarchand", 1_790_000_001)
        paris["themes"]["sport"].archived = True

    house.run(close)
    assert "Ce thème n’est plus ouvert" in form.submit(status=303).follow()


def test_an_answer_that_was_made_up_is_nothing(house, admin):
    form = answer_forms(admin.get(f"{HUGO}/"))["sport", "yes"]
    form["theme"].force_value("nothing")
    form.submit(status=303)
    form["theme"].force_value("sport")
    form["said"].force_value("perhaps")
    form.submit(status=303)
    assert not house.run(lambda root: find(root, scenes.PARIS)["people"].proofs("hmarchand"))


def uploaded(house, content=ANSWERS, author="admin", is_read=True):
    def receive(root):
        paris = find(root, scenes.PARIS)
        record = intake.receive(rights.person(paris, author), "a.csv", content.encode(), 1)
        if is_read:
            intake.read(record)
        return f"{scenes.PARIS}/imports/{record.__name__}"

    return house.run(receive)


def table(page):
    return [
        [" ".join(cell.text.split()) for cell in row.select("td")]
        for row in page.html.select("tbody tr")
    ]


def test_the_answers_of_a_file_are_shown_before_they_are_noted(house, admin):
    path = uploaded(house)
    assert admin.get(f"{path}/").html.select_one("a[href$='/answers']")
    page = admin.get(f"{path}/answers")
    assert table(page) == [
        ["1", "seront notées comme un oui", "—"],
        ["1", "seront notées comme un non", "—"],
        ["1", "ne sont de personne de l’annuaire", "4"],
        ["1", "ne nomment aucun de vos thèmes", "5"],
    ]
    people = lambda root: find(root, scenes.PARIS)["people"]  # noqa: E731
    assert house.run(lambda root: people(root).word("zlefevre")) == ""
    form = next(one for one in page.forms.values() if one.action.endswith("/answers"))
    page = form.submit(status=303).follow()
    assert "2 réponses sont notées" in page
    assert "il n’y a rien à noter" in page
    assert house.run(lambda root: people(root).word("zlefevre")) == "no"
    assert [entry[0] for entry in journal(house, "consents.imported")] == ["admin"]


def test_a_file_without_the_columns_says_which_one_is_missing(house, admin):
    path = uploaded(house, "Nom;Mobile\nZoé;0639980001\n")
    page = admin.get(f"{path}/answers")
    assert "identifiant, uid, login" in page.html.select_one(".notice.failed").text
    token = page.html.select_one("input[name=csrf_token]")["value"]
    admin.post(f"{path}/answers", {"csrf_token": token}, status=303)


def test_a_file_that_is_not_read_yet_has_no_answers(house, admin):
    path = uploaded(house, is_read=False)
    assert admin.get(f"{path}/answers", status=303).location.endswith(f"{path}/")


def test_who_manages_no_people_takes_nothing_over(house, librarian):
    path = uploaded(house, author="abenali")
    assert not librarian.get(f"{path}/").html.select("a[href$='/answers']")
    librarian.get(f"{path}/answers", status=403)


def test_how_the_file_must_be_is_told_with_the_themes_that_there_are(house, admin, register):
    page = admin.get(f"{PEOPLE}answers")
    assert [one.text for one in page.html.select("tbody kbd")][:4] == [
        "identifiant",
        "finalité",
        "service",
        "Crous de Paris",
    ]
    assert page.html.select("input[type=file]")

    def give(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add("few", Role("Few", ["institution:view", "person:manage"]))
        paris.grants.give(f"{PERSON}hmarchand", "few")

    assert not house.person("mcomptes").get(f"{PEOPLE}answers").html.select("input[type=file]")
