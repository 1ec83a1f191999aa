"""Blanks filled once for all, and a text in two languages, in a browser."""

import pytest
import scenes
from playwright.sync_api import expect
from served import Served

from unisms.model.folder import find

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


def test_blanks_are_asked_for_while_one_types_and_nothing_typed_is_lost(visit, served):
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
    page.locator("#other_text").click()
    page.locator("[data-insert='[courriel]']").click()
    expect(page.locator("#other_text")).to_have_value(
        "Dear [name], your class of [matière] moves to [salle] on [day].[courriel]"
    )
    page.fill("#other_text", "Dear [name], your class of [matière] moves to [salle] on [day].")
    page.get_by_label("Compte", exact=True).select_option("scolarite")
    page.screenshot(path="/tmp/bench-words/compose.png", full_page=True)
    page.get_by_role("button", name="Vérifier avant l\u2019envoi").click()
    page.wait_for_url("**/check")
    expect(page.locator("#languages")).to_be_visible()
    expect(page.locator("#languages")).to_contain_text("moves to B12 [aile sud] on Tuesday.")
    page.screenshot(path="/tmp/bench-words/check.png", full_page=True)
    page.get_by_role("link", name="Modifier").click()
    expect(page.get_by_label("salle", exact=True)).to_have_value("B12 [aile sud]")
    expect(page.locator("#text")).to_have_value(TEXT)


def test_look(visit, served):
    for width in (360, 1280):
        for dark in (False, True):
            page = visit("zlefevre", width=width, dark=dark)
            page.goto(f"{COMPOSE}?group=l2-histoire")
            page.fill("#text", TEXT + " [nmo]")
            page.get_by_label("matière").fill("Histoire")
            page.get_by_text("Ajouter un texte en anglais").click()
            page.fill("#other_text", "Your class of [matière] moves to [room|a room to be told].")
            expect(page.get_by_label("room")).to_be_visible()
            page.get_by_role("button", name="Vérifier avant l\u2019envoi").click()
            expect(page.locator("#problems")).to_be_visible()
            page.screenshot(path=f"/tmp/bench-words/errors-{width}-{dark}.png", full_page=True)
