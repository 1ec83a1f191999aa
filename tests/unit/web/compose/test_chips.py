"""The line of chips: whom a message is for, found in one field and taken out by a press."""

import pytest
import scenes

from unisms.model.folder import find

COMPOSE = f"{scenes.PARIS}/campaigns/compose"


@pytest.fixture
def form(secretary):
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"] = "Bonjour [nom]"
    return form


def chips(page):
    """The words of each chip, and the pair that its button takes out."""
    found = page.html.select("#chips .taken")
    return {one.select_one("button")["value"]: " ".join(one.span.text.split()) for one in found}


def test_a_chip_tells_each_part_of_the_audience_and_how_many_it_is(form):
    form["numbers"] = "06 39 98 00 03\n06 39 98 00 04"
    page = form.submit("action", value="count")
    assert chips(page) == {"group:l2-histoire": "L2 Histoire 45", "number:": "2 numéros"}


def test_without_a_script_a_press_takes_a_part_out_and_leaves_the_rest(form):
    form["numbers"] = "06 39 98 00 03"
    page = form.submit("remove", value="group:l2-histoire")
    assert chips(page) == {"number:": "1 numéro"}
    assert page.forms["compose"]["text"].value == "Bonjour [nom]"
    page = page.forms["compose"].submit("remove", value="number:")
    assert chips(page) == {}
    assert page.forms["compose"]["numbers"].value == ""


def test_without_a_script_a_search_finds_groups_too_and_keeps_what_is_chosen(form):
    form["who"] = "droit m1"
    page = form.submit("action", value="search")
    boxes = page.html.select("#browse[open] input[name=audience]")
    assert [box["value"] for box in boxes if "checked" in box.attrs] == ["group:l2-histoire"]
    assert [box["value"] for box in boxes if "checked" not in box.attrs] == ["group:m1-droit"]


def test_while_one_types_people_are_found_without_the_rest_of_the_page(house, secretary, form):
    fields = [*form.submit_fields(), ("who", "marchand"), ("audience", "person:hmarchand")]
    page = secretary.post(f"{scenes.PARIS}/campaigns/compose-found", fields)
    boxes = page.html.select("#found input")
    assert [box["value"] for box in boxes if "checked" in box.attrs] == ["person:hmarchand"]
    assert len(boxes) > 1
    assert not page.html.select("#compose, #chips")


def test_what_one_has_written_to_lately_is_offered_first(house, secretary, form):
    assert secretary.get(COMPOSE).html.select_one("#who")["data-recent"] == ""
    form["account"] = "scd"
    form.submit("action", value="check")
    offered = secretary.get(COMPOSE).html.select_one("#who")["data-recent"]
    assert offered == "group:l2-histoire"
    house.run(lambda root: find(root, f"{scenes.PARIS}/groups").remove("l2-histoire"))
    assert secretary.get(COMPOSE).html.select_one("#who")["data-recent"] == ""


def bubble(page):
    return page.html.select_one("#phone .bubble").text


def place(page):
    """The words below the phone: which of the recipients it shows."""
    return " ".join(page.html.select_one("#phone figcaption").text.split())


def test_the_phone_turns_through_those_who_get_the_message(form):
    first = form.submit("action", value="count")
    second = first.forms["compose"].submit("turn", value="1")
    back = second.forms["compose"].submit("turn", value="-1")
    last = back.forms["compose"].submit("turn", value="-1")
    assert len({bubble(one) for one in (first, second, last)}) == 3
    assert bubble(back) == bubble(first)
    told = [
        " ".join(one.html.select_one("#phone figcaption").text.split()) for one in (first, last)
    ]
    assert told == ["‹ 1 sur 43 ›", "‹ 43 sur 43 ›"]


@pytest.mark.parametrize("turn", ["x", "1e9", "99999", ""])
def test_a_turn_that_is_none_shows_the_first(form, turn):
    page = form.submit("turn", value=turn)
    assert place(page) == "‹ 1 sur 43 ›"
