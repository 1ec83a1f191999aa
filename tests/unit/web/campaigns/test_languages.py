"""A message in two languages, on the pages where it is checked and followed."""

import pytest
import scenes
from compose_page import COMPOSE

from unisms.model.folder import find
from unisms.model.wordings import OtherText, Wording

OTHER = tuple(OtherText("en", "Hello, [[B12]."))


@pytest.fixture
def path(house):
    def furnish(root):
        people = find(root, f"{scenes.PARIS}/people")
        for uid in list(find(root, f"{scenes.PARIS}/groups/l2-histoire").uids)[:9]:
            people[uid].language = "en"
        wording = Wording("fr", "", (), (OTHER,))
        return scenes.checked(root, wording=wording.stored)

    return house.run(furnish)


def told(page, place):
    return " ".join(page.html.select_one(place).text.split())


def test_the_check_tells_each_text_with_its_people_and_its_price(secretary, path):
    said = told(secretary.get(f"{path}/check"), "#languages")
    assert "En français 34 personnes" in said
    assert "En anglais 9 personnes · 9 SMS" in said
    assert "Hello, [B12]." in said


def test_a_text_that_nobody_gets_is_told(house, secretary, path):
    def forget(root):
        for person in find(root, f"{scenes.PARIS}/people").values():
            person.language = ""
        campaign = find(root, path)
        campaign.check = (
            *(figure for figure in campaign.check if figure[0] != "languages"),
            ("languages", (("fr", 43, 43, 2150, 1), ("en", 0, 0, 0, 0))),
        )

    house.run(forget)
    said = told(secretary.get(f"{path}/check"), "#languages")
    assert "En anglais Personne : ce texte ne part pas." in said


def test_the_page_that_follows_shows_both(house, secretary, path):
    page = secretary.get(f"{path}/check")
    form = next(one for one in page.forms.values() if one.action.endswith("/send"))
    form.submit()
    page = secretary.get(f"{path}/")
    texts = {one.get("lang"): one.text for one in page.html.select("p.quote")}
    assert texts["en"] == "Hello, [B12]."
    assert set(texts) == {"fr", "en"}


def test_a_message_whose_other_text_changed_since_is_not_sent(house, secretary, path):
    page = secretary.get(f"{path}/check")
    form = next(one for one in page.forms.values() if one.action.endswith("/send"))
    house.run(lambda root: setattr(find(root, path), "wording", ()))
    assert "a changé depuis" in form.submit(status=409)


def test_those_who_were_missed_are_written_to_in_both_languages(house, secretary):
    wording = Wording("fr", "", (), (OTHER,)).stored
    path = house.run(lambda root: scenes.closed(root, wording=wording))
    there = secretary.get(f"{COMPOSE}?missed={path.rpartition('/')[2]}").forms["compose"]
    assert there["other_text"].value == "Hello, [[B12]."
