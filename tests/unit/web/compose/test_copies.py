"""A message like another one: its text and those it was for, to be checked and sent anew."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.model.roles import Role

COMPOSE = f"{scenes.PARIS}/campaigns/compose"


@pytest.fixture
def path(house):
    return house.run(scenes.under_way)


def copied(app, path):
    return app.get(f"{COMPOSE}?copy={path.rpartition('/')[2]}")


def chips(page):
    return [one["value"] for one in page.html.select("#chips button")]


def test_the_page_of_a_message_leads_to_one_like_it(house, secretary, path):
    page = secretary.get(f"{path}/").click("Écrire un message semblable")
    form = page.forms["compose"]
    text, account = house.run(lambda root: (find(root, path).text, find(root, path).account))
    assert (form["text"].value, form["account"].value) == (text, account)
    assert chips(page) == ["group:l2-histoire"]
    assert form["title"].value == ""


def give(root, *permissions):
    paris = find(root, scenes.PARIS)
    paris["roles"].add("writer", Role("Writer", ["institution:view", *permissions]))
    paris.grants.give("person:mcomptes", "writer")
    paris.grants.withdraw("person:mcomptes", "account_manager")


def test_who_may_not_read_a_message_copies_nothing(house, path):
    house.run(give, "campaign:compose")
    page = copied(house.person("mcomptes"), path)
    assert page.forms["compose"]["text"].value == ""
    assert chips(page) == []


def test_nobody_copies_the_numbers_that_somebody_else_has_typed_and_they_may_not_see(house, path):
    def type_in(root):
        find(root, path).audience = (("number", "06 39 98 77 77"), ("group", "l2-histoire"))

        give(root, "campaign:compose", "campaign:view")

    house.run(type_in)
    assert chips(copied(house.person("admin"), path)) == ["group:l2-histoire", "number:"]
    page = copied(house.person("mcomptes"), path)
    assert page.forms["compose"]["text"].value
    assert chips(page) == ["group:l2-histoire"]
    assert "77 77" not in page


def test_an_alert_is_copied_as_a_usual_message(house, admin, path):
    def alert(root):
        campaign = find(root, path)
        campaign.purpose, campaign.reason, campaign.urgent = ("emergency",), "Incendie", True

    house.run(alert)
    form = copied(admin, path).forms["compose"]
    assert not form["emergency"].checked
    assert form["reason"].value == ""
    assert not form["urgent"].checked


def test_a_closed_account_and_a_contract_that_is_gone_are_not_copied(house, secretary, path):
    def close(root):
        campaign = find(root, path)
        find(root, scenes.PARIS)["accounts"][campaign.account].closed = True
        campaign.connection = "/brokers/gone"

    house.run(close)
    form = copied(secretary, path).forms["compose"]
    account = house.run(lambda root: find(root, path).account)
    assert form["account"].value != account
    assert form["connection"].value
