"""Blanks filled once for all, and a text in two languages, in a browser."""

import pytest
import scenes
from playwright.sync_api import expect
from served import Served

from unisms.model.folder import find
from unisms.model.templates import MessageTemplate

pytestmark = pytest.mark.servers

COMPOSE = "/institutions/paris1/campaigns/compose"
TEXT = "Votre cours de [matière] du [date] est déplacé en [salle]."


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A house of its own: somebody in it reads English."""
    house = scenes.House(tmp_path_factory.mktemp("blanks"))

    def speak(root):
        people = find(root, f"{scenes.PARIS}/people")
        for uid in list(find(root, f"{scenes.PARIS}/groups/l2-histoire").uids)[:9]:
            people[uid].language = "en"

    house.run(speak)
    with Served(house) as served:
        yield served
    house.close()


def test_blanks_are_asked_for_while_one_types_and_nothing_typed_is_lost(visit, picture):
    page = visit("zlefevre", width=1280)
    page.goto(f"{COMPOSE}?group=l2-histoire")
    page.fill("#text", TEXT)
    subject = page.get_by_label("matière")
    expect(subject).to_be_visible()
    subject.press_sequentially("Histoire médiévale", delay=60)
    expect(subject).to_have_value("Histoire médiévale")
    page.get_by_label("date", exact=True).fill("mardi 3 décembre")
    page.get_by_label("salle").fill("B12 [aile sud]")
    told = "Votre cours de Histoire médiévale du mardi 3 décembre est déplacé en B12 [aile sud]."
    expect(page.locator("#phone .bubble")).to_have_text(told)
    expect(subject).to_have_value("Histoire médiévale")
    page.get_by_text("Ajouter un texte en anglais").click()
    page.fill("#other_text", "Dear [name], your class of [matière] moves to [salle] on [day].")
    page.get_by_label("day").fill("Tuesday")
    expect(page.locator("#phone .bubble[lang=en]")).to_contain_text("moves to B12 [aile sud] on")
    page.get_by_label("Compte", exact=True).select_option("scolarite")
    picture(page, "compose-blanks")
    page.get_by_role("button", name="Vérifier avant l\u2019envoi").click()
    page.wait_for_url("**/check")
    expect(page.locator("#languages")).to_be_visible()
    expect(page.locator("#languages")).to_contain_text("moves to B12 [aile sud] on Tuesday.")
    picture(page, "check-languages")
    page.get_by_role("link", name="Modifier").click()
    expect(page.get_by_label("salle", exact=True)).to_have_value("B12 [aile sud]")
    expect(page.locator("#text")).to_have_value(TEXT)


def test_several_texts_take_a_field_where_the_cursor_was_last(visit):
    page = visit("zlefevre", width=360)
    page.goto(f"{COMPOSE}?group=l2-histoire")
    page.fill("#text", "Bonjour ")
    page.locator("[data-insert='[nom]']").click()
    expect(page.locator("#text")).to_have_value("Bonjour [nom]")
    page.get_by_text("Ajouter un texte en anglais").click()
    page.fill("#other_text", "Hello ")
    page.locator("[data-insert='[nom]']").click()
    expect(page.locator("#other_text")).to_have_value("Hello [nom]")
    page.get_by_text("Ajouter un texte en anglais").click()  # a text that is folded takes nothing
    page.locator("[data-insert='[courriel]']").click()
    expect(page.locator("#text")).to_have_value("Bonjour [nom][courriel]")


@pytest.mark.parametrize("script", [True, False])
def test_a_template_with_blanks_asks_for_them_with_a_script_and_without(visit, served, script):
    def furnish(root):
        templates = find(root, f"{scenes.PARIS}/templates")
        if "blanks" not in templates:
            templates.add("blanks", MessageTemplate("Cours déplacé ailleurs", TEXT))

    served.house.run(furnish)
    page = visit("zlefevre", script=script)
    page.goto(f"{COMPOSE}?group=l2-histoire")
    page.select_option("#template", "blanks")
    if not script:
        page.locator("#insert").click()
    for name in ("matière", "date", "salle"):
        page.get_by_label(name, exact=True).fill(f"la {name}")
    page.get_by_label("Compte", exact=True).select_option("scolarite")
    page.get_by_role("button", name="Vérifier avant l\u2019envoi").click()
    page.wait_for_url("**/check")
    expect(page.locator(".quote")).to_have_text(
        "Votre cours de la matière du la date est déplacé en la salle."
    )
