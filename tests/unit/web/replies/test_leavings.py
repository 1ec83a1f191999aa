"""The page of who has left, and its table."""

import time

import pytest
import scenes
from factories import make_person

from unisms.model.folder import find
from unisms.model.leavings import BACK, Leaving
from unisms.model.roles import Role
from unisms.model.themes import Member, Theme
from unisms.services.replies import stops

ADDRESS = f"{scenes.PARIS}/leavings"
NUMBER = "+33639989998"
DAY = 86_400


def said(root, path):
    institution, now = find(root, scenes.PARIS), int(time.time())
    make_person(institution, "leaves", "Léa Part", NUMBER)
    institution["themes"].add("crous", Theme("CROUS"))
    name = path.rpartition("/")[2]
    told = [
        Leaving(now - 3 * DAY, "", "+33639989997", "reply"),
        Leaving(now - 2 * DAY, "leaves", NUMBER, "reply", "crous", name),
        Leaving(now - DAY, "leaves", NUMBER, "reply", "", name, BACK),
        Leaving(now - 60 * DAY, "leaves", NUMBER, "reply", "gone", "gone"),
    ]
    for one in told:
        stops.note(institution, one, [one.uid] if one.uid else ())
    institution["people"].refuse_number("+33639989997", now - 3 * DAY)
    institution["themes"]["crous"].leave("leaves", now - 2 * DAY, "2026-11-28")


@pytest.fixture
def left(house):
    house.run(said, house.run(scenes.closed))
    return house


def rows(page):
    return [" ".join(row.text.split()) for row in page.html.select("tbody tr")]


def test_who_has_left_is_told_with_the_message_and_the_theme(left):
    page = left.person("admin").get(ADDRESS)
    shown = rows(page)
    assert len(shown) == 2
    assert "Léa Part" in shown[0]
    assert "CROUS" in shown[0]
    assert "nom inconnu" in shown[1]
    assert page.html.select("a[href*='/campaigns/']")
    told = " ".join(page.html.select_one("main").text.split())
    assert "2 personnes sont parties · 1 est revenue" in told


def test_whoever_came_back_stands_in_a_list_of_their_own_and_is_not_counted(left):
    def back(root):
        institution = find(root, scenes.PARIS)
        institution["people"].allow_number("+33639989997")
        theme = institution["themes"]["crous"]
        theme.join("leaves", Member(int(time.time())), "2026-11-30")

    left.run(back)
    admin = left.person("admin")
    page = admin.get(ADDRESS)
    assert rows(page) == []
    assert "0 personne est partie · 2 sont revenues" in " ".join(page.html.main.text.split())
    shown = rows(admin.get(ADDRESS, {"show": "back"}))
    assert ["puis revenu" in row for row in shown] == [False, True, True]
    lines = admin.get(f"{ADDRESS}.csv").body.decode("utf-8-sig").splitlines()
    assert [line.rpartition(";")[2] for line in lines[1:]] == ["est revenu"] * 3


def test_a_theme_and_a_longer_time_are_asked_for(left):
    admin = left.person("admin")
    assert len(rows(admin.get(ADDRESS, {"theme": "crous"}))) == 1
    assert len(rows(admin.get(ADDRESS, {"days": "90"}))) == 3
    assert len(rows(admin.get(ADDRESS, {"days": "x"}))) == 2


def test_nobody_left(house):
    assert "Personne n’est parti" in house.person("admin").get(ADDRESS).text


def test_the_table_has_them_all(left):
    answer = left.person("admin").get(f"{ADDRESS}.csv", {"days": "90"})
    lines = answer.body.decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert "Léa Part;leaves;" in lines[2]
    assert "0639989998" in "".join(lines[2].split())


def test_the_table_speaks_the_language_of_its_reader(left):
    admin = left.person("admin")
    admin.get(f"{ADDRESS}?lang=en")
    first, second, *_ = admin.get(f"{ADDRESS}.csv").body.decode("utf-8-sig").splitlines()
    assert first == "When;Name;User name;Mobile number;Action;Theme;Message;Today"
    assert "has come back" in second


def test_numbers_are_for_those_who_may_see_them(left):
    def look_at_replies_only(root):
        institution = find(root, scenes.PARIS)
        institution["roles"].add("reads", Role("Reads", ["institution:view", "reply:view"]))
        institution.grants.give("person:mcomptes", "reads")

    left.run(look_at_replies_only)
    reader = left.person("mcomptes")
    page = reader.get(ADDRESS)
    assert not page.html.select("tbody a")
    for text in (page.text, reader.get(f"{ADDRESS}.csv").text):
        digits = "".join(text.split())
        assert "0639989998" not in digits
        assert "33639989998" not in digits
