"""Requests of people, on the first page of whoever may decide."""

import time

import pytest
import scenes

from unisms.model.folder import find
from unisms.model.themes import Member

HOME, NOW = f"{scenes.PARIS}/", int(time.time())
DAY = 86400


@pytest.fixture
def asked(house):
    def ask(root):
        scenes.themes(root)
        find(root, scenes.PARIS)["themes"]["sport"].owner = ""
        paris = find(root, scenes.PARIS)
        paris["me"].ask_to_erase("hmarchand", NOW - 40 * DAY)
        paris["themes"]["sport"].ask("hmarchand", Member(NOW - 50 * DAY))

    house.run(ask)


def lines(app):
    return [" ".join(one.text.split()) for one in app.get(HOME).html.select("#petitions li")]


def test_whoever_may_decide_is_told_of_requests_the_earliest_first(house, asked):
    first, second, *_ = lines(house.person("admin"))
    assert "veut s'abonner à « " in first.replace("’", "'")
    assert "demande à être effacé · en retard : la réponse était due le" in second


def test_whoever_may_not_decide_is_told_of_none(house, asked):
    assert lines(house.person("zlefevre")) == []


def test_the_owner_of_a_theme_decides_about_it_alone(house, asked):
    house.run(
        lambda root: setattr(find(root, scenes.PARIS)["themes"]["sport"], "owner", "zlefevre")
    )
    told = lines(house.person("zlefevre"))
    assert len(told) == 4
    assert not any("effacé" in line for line in told)


def test_of_many_requests_some_are_told_and_all_are_counted(house):
    def ask(root):
        paris = find(root, scenes.PARIS)
        for uid in list(paris["people"])[:9]:
            paris["me"].ask_to_erase(uid, NOW)

    house.run(ask)
    app = house.person("admin")
    assert len(lines(app)) == 8
    assert "9 demandes attendent" in app.get(HOME).html.select_one("#petitions h2").text
