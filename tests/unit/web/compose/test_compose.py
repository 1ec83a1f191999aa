"""Writing a message: to whom, what, and what is kept of it."""

import pytest
import scenes
from compose_page import COMPOSE, check, path_of, receive, stored

from unisms.model.acl import SENDER
from unisms.model.folder import find
from unisms.model.roles import Limits, Role
from unisms.services.campaigns import composition, releases
from unisms.services.rights import daily
from unisms.testing.factories import someone


def campaigns(house):
    return house.run(
        lambda root: [one.__name__ for one in find(root, f"{scenes.PARIS}/campaigns").values()]
    )


def test_a_draft_is_kept_and_checked_by_the_worker(house, form):
    answer = check(form, status=303)
    path = path_of(answer)
    kept = stored(house, path, "author", "text", "audience", "account", "state")
    assert kept == (
        "zlefevre",
        "Votre cours est déplacé.",
        (("group", "l2-histoire"),),
        "scd",
        "preparing",
    )
    house.worker.drain()
    assert stored(house, path, "state") == ("checked",)


def test_what_is_missing_is_told_by_its_field_and_what_was_typed_stays(house, secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["numbers"] = "06 39 98 00 01\n01 44 07 80 00, pas un numéro"
    form["title"] = "Réunion"
    page = check(form, status=422)
    problems = [link["href"] for link in page.html.select("#problems a")]
    assert problems == ["#numbers", "#text"]
    assert "01 44 07 80 00, pas un numéro" in page.html.select_one("#numbers-error").text
    assert page.html.select_one("#text")["aria-invalid"] == "true"
    again = page.forms["compose"]
    assert again["title"].value == "Réunion"
    assert again["numbers"].value.splitlines() == [
        "06 39 98 00 01",
        "01 44 07 80 00, pas un numéro",
    ]
    assert campaigns(house) == []


def test_numbers_abroad_are_told_as_such_where_the_institution_refuses_them(house, secretary):
    house.run(lambda root: setattr(find(root, scenes.PARIS), "foreign_numbers", "refuse"))
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"], form["numbers"] = "Bonjour", "06 39 98 00 01\n+32 470 12 34 56"
    told = check(form, status=422).html.select_one("#numbers-error").text
    assert "n’écrit pas à l’étranger\u202f: +32 470 12 34 56." in told


def test_nobody_is_told_too(secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"] = "Bonjour"
    page = check(form, status=422)
    assert "un groupe ou un numéro." in page.html.select_one("#audience-error").text
    assert [link["href"] for link in page.html.select("#problems a")] == ["#audience"]


def test_a_file_is_spoken_of_to_those_who_may_give_one(house):
    page = check(house.person("abenali").get(COMPOSE).forms["compose"], status=422)
    assert "un numéro ou un fichier" in page.html.select_one("#audience-error").text
    assert [link["href"] for link in page.html.select("#problems a")] == ["#audience", "#text"]


def test_too_many_typed_numbers_are_told_with_what_to_do(secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"], form["numbers"] = (
        "Bonjour",
        "\n".join(f"06 39 98 {n // 100:02} {n % 100:02}" for n in range(201)),
    )
    told = check(form, status=422).html.select_one("#numbers-error").text
    assert "201 numéros lus, 200 au plus\u202f: faites deux messages." in told


def test_who_may_write_to_some_groups_only_is_asked_for_nobody_else(house, secretary):
    def narrow(root):
        grants = find(root, scenes.PARIS).grants
        grants.withdraw("person:zlefevre", "sender")
        grants.give("person:zlefevre", "sender", "groups/l2-histoire")

    house.run(narrow)
    page = secretary.get(COMPOSE)
    assert [box["value"] for box in page.html.select("input[name=audience]")] == [
        "group:l2-histoire"
    ]
    assert not page.html.select("#numbers, #search[hx-post]")
    assert page.html.select_one("#who")["placeholder"] == "Groupe…"


def test_a_field_that_recipients_do_not_have_is_asked_for(form):
    form["text"] = "Votre cours [date] en [salle]"
    page = check(form, status=422)
    assert "date, salle" in page.html.select_one("#problems a[href='#blanks']").text
    assert [one["name"] for one in page.html.select("#blanks [aria-invalid=true]")] == [
        "blank:date",
        "blank:salle",
    ]


@pytest.mark.parametrize("page", [f"{COMPOSE}?group=l2-histoire", "{path}/edit"])
def test_a_text_that_is_too_long_is_told_and_stays(house, secretary, page):
    path = house.run(scenes.checked)
    form = secretary.get(page.format(path=path)).forms["compose"]
    form["text"] = "a" * 4001
    answer = check(form, status=422)
    assert "4000 caractères au plus" in answer.html.select_one("#text-error").text
    assert answer.forms["compose"]["text"].value == "a" * 4001
    assert "C’est trop long" in answer.html.select_one("output").text
    assert stored(house, path, "text", "state") == (scenes.TEXT, "checked")
    form["text"] = "a" * 8 * 153
    check(form, status=303)


def test_numbers_go_by_themselves(house, secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"], form["numbers"] = "Bonjour", "06 39 98 00 01 ; 0639980002"
    assert stored(house, path_of(check(form)), "audience") == (
        (("number", "06 39 98 00 01"), ("number", "0639980002")),
    )


def test_who_may_not_see_numbers_finds_nobody_by_one_and_is_told(form):
    form["who"] = "06 39 98 00 10"
    page = form.submit("action", value="search")
    assert page.html.select("#found input") == []
    assert "Les numéros vous sont cachés" in page


def test_nobody_found_is_said_where_the_people_are(form):
    form["who"] = "zzzz"
    page = form.submit("action", value="search")
    [told] = page.html.select("#browse[open] #found [role=status]")
    assert "Personne ne correspond à" in told.text


@pytest.mark.parametrize("search", ["marchand", "MARCHAND", "hmarchand"])
def test_people_are_found_by_name_or_uid(house, form, search):
    form["who"] = search
    page = form.submit("action", value="search")
    found = [box["value"] for box in page.html.select("#found input")]
    assert found
    assert page.forms["compose"]["text"].value == "Votre cours est déplacé."
    assert not page.html.select_one("#problems")


def test_a_person_found_can_be_chosen_and_stays_while_one_searches_on(house, form):
    form["who"] = "hmarchand"
    found = form.submit("action", value="search").forms["compose"]
    box = next(field for field in found.fields["audience"] if field._value == "person:hmarchand")
    box.checked = True
    found["who"] = "zzzz"
    again = found.submit("action", value="search")
    assert again.html.select_one("#found input")["checked"] == ""
    assert "Personne d’autre" in again
    assert ("person", "hmarchand") in stored(
        house, path_of(check(again.forms["compose"])), "audience"
    )[0]


def test_a_template_is_inserted_after_what_is_there(form):
    form["template"] = "cours-deplace"
    page = form.submit("action", value="template")
    text = page.forms["compose"]["text"].value
    assert text.splitlines()[0] == "Votre cours est déplacé."
    assert "Planning" in text


def test_a_secretary_has_neither_files_nor_urgency(house, secretary):
    record = house.run(lambda root: receive(root))
    page = secretary.get(f"{COMPOSE}?import={record}")
    assert "liste.csv" not in page
    assert not page.html.select_one("#urgent-yes")
    form = page.forms["compose"]
    token = form["csrf_token"].value
    forged = {
        "csrf_token": token,
        "action": "check",
        "text": "Bonjour",
        "audience": [f"import:{record}", "group:l2-histoire", "number:0639980001"],
        "urgent": "yes",
        "account": "scd",
        "connection": scenes.BROKER,
    }
    answer = secretary.post(COMPOSE, forged, status=303)
    assert stored(house, path_of(answer), "audience", "urgent") == (
        (("group", "l2-histoire"),),
        False,
    )


def test_of_others_files_one_sees_nothing(house):
    house.run(lambda root: receive(root, "admin"))
    assert "liste.csv" not in house.person("abenali").get(COMPOSE)


def test_an_administrator_may_hurry(house):
    page = house.person("admin").get(f"{COMPOSE}?group=l2-histoire")
    assert (
        "n’attend pas la fin des heures calmes"
        in page.html.select_one("label[for=urgent-yes]").text
    )
    form = page.forms["compose"]
    form["text"], form["urgent"], form["on_doubt"] = "Alerte", True, "resend"
    assert stored(house, path_of(check(form)), "urgent", "on_doubt") == (True, "resend")


def test_a_group_that_is_gone_is_told(house, form):
    house.run(lambda root: find(root, f"{scenes.PARIS}/groups").remove("l2-histoire") and None)
    assert "n’existe plus" in check(form, status=422)


def test_one_without_the_right_may_not_write(house):
    house.person("mcomptes").get(COMPOSE, status=403)


def test_a_draft_is_changed_and_checked_again(house, secretary):
    path = house.run(scenes.checked)
    form = secretary.get(f"{path}/edit").forms["compose"]
    assert form["text"].value == scenes.TEXT
    form["text"] = "Autre chose"
    check(form, status=303)
    assert stored(house, path, "text", "state") == ("Autre chose", "preparing")


def test_a_draft_changed_badly_is_not_changed(house, secretary):
    path = house.run(scenes.checked)
    form = secretary.get(f"{path}/edit").forms["compose"]
    form["text"] = ""
    check(form, status=422)
    assert "Modifier le message" in form.submit("action", value="search")
    assert stored(house, path, "text", "state") == (scenes.TEXT, "checked")


def test_who_saves_second_is_told_and_keeps_what_they_typed(house, secretary):
    path = house.run(scenes.checked)
    late = secretary.get(f"{path}/edit").forms["compose"]
    first = house.person("admin").get(f"{path}/edit").forms["compose"]
    first["text"] = "Le texte de l'administratrice."
    check(first, status=303)
    late["text"] = "Le texte de la secrétaire."
    late = late.submit("action", value="search", status=200).forms["compose"]
    page = check(late, status=409)
    assert "Jeanne Fontaine" in page.html.select_one(".notice.uncertain").text
    assert stored(house, path, "text", "state") == ("Le texte de l'administratrice.", "preparing")
    assert page.forms["compose"]["text"].value == "Le texte de la secrétaire."
    check(page.forms["compose"], status=303)
    assert stored(house, path, "text") == ("Le texte de la secrétaire.",)


def test_what_was_sent_meanwhile_cannot_be_changed(house, secretary):
    path = house.run(scenes.checked)
    form = secretary.get(f"{path}/edit").forms["compose"]
    house.run(
        lambda root: releases.release(someone(find(root, path), "zlefevre"), find(root, path), 1)
    )
    check(form, status=409)
    assert secretary.get(f"{path}/edit").location.endswith(f"{path}/")


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [("empty_audience", "personne à qui écrire"), ("audience_gone", "a disparu")],
)
def test_why_the_check_stopped_is_told(house, secretary, problem, sentence):
    path = house.run(scenes.draft)
    house.run(lambda root: setattr(find(root, path), "problem", problem))
    assert sentence in secretary.get(f"{path}/edit")


def test_another_secretarys_draft_is_closed(house):
    path = house.run(scenes.draft)
    house.person("abenali").get(f"{path}/edit", status=403)


def test_many_groups_can_be_filtered(house, secretary):
    def add(root):
        from unisms.model.groups import Group

        for number in range(12):
            find(root, f"{scenes.PARIS}/groups").add(f"g{number}", Group(f"Groupe {number}"))

    house.run(add)
    assert secretary.get(COMPOSE).html.select_one("[data-filter=groups]")


def test_who_has_limits_reads_them_before_writing(house, secretary):
    assert not secretary.get(COMPOSE).html.select(".bounds")

    def bind(root):
        institution = find(root, scenes.PARIS)
        institution["roles"].add(
            "bound",
            Role("Guichet", SENDER, Limits(audience=50, free_text=False, hours=(480, 1080))),
        )
        institution.grants.withdraw("person:zlefevre", "sender")
        institution.grants.give("person:zlefevre", "bound")

    house.run(bind)
    told = secretary.get(COMPOSE).html.select_one(".bounds").text
    for limit in (
        "50 personnes au plus par message",
        "seulement les textes des modèles",
        "envoi de 08:00 à 18:00",
    ):
        assert limit in told


def test_who_has_begun_many_messages_sends_or_discards_some_before_the_next(
    house, form, monkeypatch
):
    monkeypatch.setattr(composition, "MOST_UNSENT", 2)
    path = path_of(check(form, status=303))
    check(form, status=303)
    page = check(form, status=422)
    assert "2 de vos messages sont commencés" in page.html.select_one("#audience-error").text
    app = house.person("zlefevre")
    check(
        app.get(f"{path}/edit").forms["compose"], status=303
    )  # a campaign that is begun may be changed
    house.worker.drain()
    forms = app.get(f"{path}/check").forms.values()
    next(one for one in forms if one.action.endswith("/discard")).submit()
    check(form, status=303)


def test_nothing_is_checked_once_too_much_was_frozen_today_and_what_was_typed_stays(
    house, secretary, monkeypatch
):
    monkeypatch.setattr(daily, "OF_PERSON", 0)
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"], form["numbers"] = "Bonjour", "0639980001"
    page = check(form, status=429)
    assert "Trop de destinataires ont été vérifiés aujourd’hui" in page
    assert page.forms["compose"]["text"].value == "Bonjour"
    path = house.run(lambda root: scenes.draft(root, author="zlefevre"))
    house.run(lambda root: setattr(find(root, path), "problem", daily.FULL))
    assert "Trop de destinataires ont été vérifiés" in secretary.get(f"{path}/edit")
    assert check(secretary.get(f"{path}/edit").forms["compose"], status=429)
