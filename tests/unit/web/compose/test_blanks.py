"""The blanks of a message and its text in another language, on the page where it is written."""

import pytest
import scenes
from compose_page import COMPOSE, check, path_of, preview, receive, stored
from draft_pages import save

from unisms.model.acl import SENDER
from unisms.model.folder import find
from unisms.model.roles import Limits, Role
from unisms.model.templates import MessageTemplate
from unisms.services.people import unsent_forms

TEXT = "Votre cours de [matière] est en [salle]."
GROUP = {"audience": "group:l2-histoire", "connection": scenes.BROKER}


def inputs(page, place="#blanks"):
    return {one["name"]: one["value"] for one in page.html.select(f"{place} input")}


def wrong(page):
    return [one["name"] for one in page.html.select("[aria-invalid=true]")]


@pytest.fixture
def token(secretary):
    return secretary.get(COMPOSE).forms["compose"]["csrf_token"].value


@pytest.fixture
def asked(form):
    """The page once its check was asked for: it asks for the blanks."""
    form["text"] = TEXT
    return check(form, status=422)


def filled(page, **values):
    form = page.forms["compose"]
    for name, value in values.items():
        form[f"blank:{name}"] = value
    return form


def test_a_press_of_the_check_shows_the_inputs_and_the_error_at_each(asked):
    assert inputs(asked) == {"blank:matiere": "", "blank:salle": ""}
    assert wrong(asked) == ["blank:matiere", "blank:salle"]
    again = check(filled(asked, matiere="Histoire"), status=422)
    assert wrong(again) == ["blank:salle"]
    assert inputs(again)["blank:matiere"] == "Histoire"


def test_what_fills_them_is_sent_and_comes_back_with_the_text(house, secretary, asked):
    path = path_of(check(filled(asked, matiere="Histoire", salle="B12 [aile sud]")))
    assert stored(house, path, "text", "title")[0] == (
        "Votre cours de Histoire est en B12 [[aile sud]."
    )
    house.worker.drain()
    assert stored(house, path, "state") == ("checked",)
    page = secretary.get(f"{path}/edit")
    assert page.forms["compose"]["text"].value == TEXT
    assert inputs(page) == {"blank:matiere": "Histoire", "blank:salle": "B12 [aile sud]"}
    assert page.forms["compose"]["title"].value.startswith("Votre cours de Histoire est en B12")


def test_the_counter_and_the_preview_see_them(secretary, token):
    page = preview(secretary, token, text=TEXT, **GROUP, **{"blank:salle": "x" * 160})
    assert "2 SMS" in page.html.select_one("#preview").text
    assert "[matière] est en xxx" in page.html.select_one("#phone").text


def test_inputs_come_anew_where_others_are_needed_and_stay_while_one_types(secretary, token):
    assert preview(secretary, token, text=TEXT, **GROUP).html.select("#blanks")
    typed = {"blank:matiere": "H", "blank:salle": ""}
    assert not preview(secretary, token, text=TEXT, **GROUP, **typed).html.select("#blanks")
    gone = preview(secretary, token, text="Bonjour", **GROUP, **typed)
    assert inputs(gone) == {}
    assert gone.html.select("#blanks")


def test_a_default_makes_an_input_that_may_stay_empty(house, form):
    form["text"] = "En [salle|lieu à confirmer] avec [prof]"
    page = check(form, status=422)
    assert wrong(page) == ["blank:prof"]
    assert "lieu à confirmer" in page.html.select_one("[id='blank:salle-help']").text
    path = path_of(check(filled(page, prof="Zoé")))
    assert stored(house, path, "text") == ("En [salle|lieu à confirmer] avec Zoé",)
    house.worker.drain()
    assert stored(house, path, "state") == ("checked",)


def test_a_name_of_several_words_and_signs_is_an_input_too(house, form):
    form["text"] = "Rendez « [n° du livre, titre] »"
    page = check(form, status=422)
    form = page.forms["compose"]
    [name] = inputs(page)
    form[name] = "Nana"
    assert stored(house, path_of(check(form)), "text") == ("Rendez « Nana »",)


def test_what_the_audience_has_needs_no_input(house, secretary):
    name = house.run(lambda root: receive(root, author="zlefevre"))
    house.run(lambda root: find(root, scenes.PARIS).grants.give("person:zlefevre", "administrator"))
    page = secretary.get(f"{COMPOSE}?import={name}")
    form = page.forms["compose"]
    form["text"] = TEXT
    assert inputs(check(form, status=422)) == {"blank:matiere": ""}


def test_a_draft_keeps_what_was_filled_in(house, secretary, asked):
    form = filled(asked, matiere="Histoire")
    form["other_text"] = "Your class moves."
    answer, hidden = save(secretary, form)
    page = secretary.get(answer.html.select_one("[data-saved]")["data-saved"])
    assert inputs(page)["blank:matiere"] == "Histoire"
    assert page.forms["compose"]["other_text"].value == "Your class moves."
    kept = house.run(
        lambda root: unsent_forms.find(find(root, scenes.PARIS), "zlefevre", hidden["draft"])
    )
    assert kept.value("blank:matiere") == "Histoire"


# The text in another language.


def test_a_text_in_english_has_blanks_of_its_own_and_shares_those_of_the_first(house, secretary):
    page = secretary.get(f"{COMPOSE}?group=l2-histoire")
    form = page.forms["compose"]
    form["text"], form["other_text"] = TEXT, "Your class on [day] is in [salle]."
    page = check(form, status=422)
    assert inputs(page, "#other-blanks") == {"other-blank:day": "", "other-blank:salle": ""}
    assert wrong(page) == ["blank:matiere", "blank:salle", "other-blank:day"]
    form = filled(page, matiere="Histoire", salle="B12")
    form["other-blank:day"] = "Tuesday"
    path = path_of(check(form))
    assert stored(house, path, "texts") == (
        ("Votre cours de Histoire est en B12.", "Your class on Tuesday is in B12."),
    )
    again = secretary.get(f"{path}/edit")
    assert inputs(again, "#other-blanks") == {"other-blank:day": "Tuesday", "other-blank:salle": ""}
    assert again.html.select_one("#other-part").has_attr("open")


def test_both_texts_are_shown_and_counted_while_one_types(secretary, token):
    texts = {"text": "Bonjour", "other_text": "Hello" + "x" * 200}
    page = preview(secretary, token, **texts, **GROUP).html
    assert "2 SMS" in page.select_one("#other-told").text
    assert page.select_one("#phone .bubble[lang=en]").text.startswith("Hellox")
    alone = preview(secretary, token, text="Bonjour", **GROUP).html
    assert not alone.select("#phone .bubble[lang=en]")


def test_a_fault_of_the_text_in_english_is_told_beside_it(form):
    form["other_text"] = "x" * 1_300
    page = check(form, status=422)
    assert "9 SMS, 8 au plus" in page.html.select_one("#other_text-error").text


def test_where_people_read_english_the_other_text_is_french(house, secretary):
    house.run(lambda root: setattr(find(root, scenes.PARIS), "language", "en"))
    page = secretary.get(f"{COMPOSE}?group=l2-histoire")
    assert page.html.select_one("#other_text")["lang"] == "fr"


def test_letters_that_make_it_dear_are_replaced_everywhere(form):
    form["text"], form["other_text"] = f"Cœur [salle]{'x' * 80}", "Œuvre"
    page = check(form, status=422)
    again = filled(page, salle="Œ2").submit("action", value="simplify").forms["compose"]
    assert again["text"].value.startswith("Coeur [salle]")
    assert again["other_text"].value == "OEuvre"
    assert again["blank:salle"].value == "OE2"


def test_who_writes_templates_only_is_told_at_the_field_that_is_too_long(house, form):
    def narrow(root):
        institution = find(root, scenes.PARIS)
        institution["templates"].add("cours", MessageTemplate("Cours", TEXT))
        institution["roles"].add("desk", Role("Desk", SENDER, Limits(free_text=False)))
        institution.grants.withdraw("person:zlefevre", "sender")
        institution.grants.give("person:zlefevre", "desk")

    house.run(narrow)
    form["text"] = TEXT
    page = check(form, status=422)
    again = check(filled(page, matiere="x" * 41, salle="B12"), status=422)
    assert wrong(again) == ["blank:matiere"]
    assert "40 caractères au plus" in again.html.select_one("#problems").text


# The fields that may be inserted.


def test_fields_that_only_some_of_the_recipients_have_are_told_apart(house, secretary):
    name = house.run(lambda root: receive(root, author="zlefevre"))
    house.run(lambda root: find(root, scenes.PARIS).grants.give("person:zlefevre", "administrator"))
    page = secretary.get(f"{COMPOSE}?import={name}&group=l2-histoire")
    told = " ".join(page.html.select_one("#fields").text.split())
    common, rare = told.split("Champs que certains seulement ont")
    assert "[Nom]" in common or "[nom]" in common
    assert "[Salle]" in rare
    assert "[courriel]" in rare
    assert "[identifiant]" in rare


def test_numbers_have_no_field(secretary, token):
    page = preview(secretary, token, numbers="0639980001", text="x", connection=scenes.BROKER)
    assert not page.html.select("#fields")
