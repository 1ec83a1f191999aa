"""The box of typed numbers: all that stands in it is read, counted and told."""

import pytest
from compose_page import COMPOSE, check, path_of, preview, stored

from tests import scenes
from unisms.model.folder import find
from unisms.services.rules.typed_numbers import MOST, READ, Box, box_of, pieces
from unisms.sms import causes


@pytest.fixture
def paris(house):
    return lambda work: house.run(lambda root: work(find(root, scenes.PARIS)))


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ("", Box()),
        ("0639980001", Box(1, 1)),
        ("06 39 98 00 01 06 39 98 00 02", Box(2, 2)),
        ("+33639980001+33639980002\t0639980003/0639980004", Box(4, 4)),
        ("0639980001\n+33 6 39 98 00 01", Box(2, 1, 1)),
        ("bonjour", Box(1, refused=(("bonjour", causes.UNREADABLE),))),
        ("0639980001 / 12", Box(2, 1, refused=(("12", causes.IMPOSSIBLE),))),
        ("01 99 00 12 34", Box(1, refused=(("01 99 00 12 34", causes.LANDLINE),))),
        ("212612345678", Box(1, 1, assumed=(("212612345678", "+212612345678"),))),
    ],
)
def test_whatever_is_typed_is_counted(paris, typed, box):
    assert paris(lambda institution: box_of(institution, typed)) == box


def test_more_than_may_be_typed_is_counted_and_not_taken(paris):
    numbers = "\n".join(f"0639{n:06}" for n in range(980000, 980000 + MOST + 1))
    assert paris(lambda institution: box_of(institution, numbers)) == Box(
        MOST + 1, MOST + 1, too_many=True
    )
    endless = "0639980001\n" * (READ // 11 + 1)
    assert paris(lambda institution: box_of(institution, endless)) == Box(too_many=True)
    assert pieces(endless, "FR") == ()


def told(page):
    return " ".join(page.html.select_one("#numbers-read").text.split())


def test_how_many_numbers_are_read_is_told_with_and_without_script(secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    assert "0 numéro lu" in told(secretary.get(COMPOSE))
    form["numbers"] = "06 39 98 00 01 06 39 98 00 02\nbonjour\n0639980003/0639980001"
    page = check(form, status=422)
    figures, _, refused = told(page).partition(" Refusés : ")
    assert figures == "3 numéros lus, 1 en double, 1 refusé"
    assert refused == "« bonjour » (numéro illisible)"
    token = form["csrf_token"].value
    live = preview(secretary, token, numbers=form["numbers"].value, connection=scenes.BROKER)
    assert live.html.select_one("#numbers-read")["hx-swap-oob"] == "true"
    assert told(live) == told(page)
    assert not preview(secretary, token, connection=scenes.BROKER).html.select("#numbers-read")


def test_a_foreign_number_without_its_plus_is_told(secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    live = preview(secretary, token, numbers="212612345678", connection=scenes.BROKER)
    assert "« 212612345678 » → +212 6 12 34 56 78" in told(live)


def test_both_numbers_of_a_line_are_written_to(house, secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"], form["numbers"] = "Bonjour", "0639980001 0639980002"
    path = path_of(check(form))
    assert stored(house, path, "audience")[0] == (
        ("number", "0639980001"),
        ("number", "0639980002"),
    )


def test_the_box_speaks_of_numbers_as_at_home(house, secretary):
    house.run(lambda root: setattr(find(root, scenes.PARIS), "country", "NC"))
    page = secretary.get(COMPOSE)
    assert "comme 75.12.34." in page.html.select_one("#numbers-help").text
    form = page.forms["compose"]
    form["text"], form["numbers"] = "Bonjour", "75.12.34 76.12.34"
    assert len(stored(house, path_of(check(form)), "audience")[0]) == 2
