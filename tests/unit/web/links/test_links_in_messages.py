"""Links at the end of messages, on the pages of those who write and follow them."""

import re

import pytest
import scenes
from compose_page import COMPOSE, check, path_of, preview, stored

from unisms.model.folder import find
from unisms.services.links import records

ENDING = "STOP : http://localhost/l/"
SAMPLE = "/xxxxxxxxxxx"


def words(page, place):
    return " ".join(page.html.select_one(place).get_text(" ").split())


def form_of(page, text="Bonjour"):
    form = page.forms["compose"]
    form["text"] = text
    return form


def test_the_box_is_kept_checked_and_counted_from_the_counter_to_the_check(house, secretary):
    form = form_of(secretary.get(f"{COMPOSE}?group=l2-histoire"), "x" * 110)
    assert not form["leaving_link"].checked
    form["leaving_link"] = True
    path = path_of(check(form, status=303))
    assert stored(house, path, "leaving_link") == (True,)
    assert secretary.get(f"{path}/edit", status="*").status_int in (200, 303)
    house.worker.drain()
    page = secretary.get(f"{path}/check")
    assert "Un lien à la fin de chaque message" in words(page, "dl.facts")
    assert re.search(rf"{ENDING}\w\w{SAMPLE}", " ".join(page.text.split()))
    figures = house.run(lambda root: dict(find(root, path).check))
    assert figures["histogram"] == ((1, figures["recipients"]),)
    longer = house.run(
        lambda root: scenes.checked(root, author="zlefevre", text="x" * 121, leaving_link=True)
    )
    figures = house.run(lambda root: dict(find(root, longer).check))
    assert figures["histogram"] == ((2, figures["recipients"]),)


@pytest.mark.parametrize(("length", "segments"), [(119, "1 SMS"), (120, "2 SMS")])
def test_the_counter_and_the_preview_have_it(secretary, length, segments):
    form = secretary.get(COMPOSE).forms["compose"]
    token, text = form["csrf_token"].value, "x" * length
    told = preview(secretary, token, text=text, leaving_link="yes", audience="group:l2-histoire")
    assert segments in words(told, "output")
    assert f"{ENDING}xx{SAMPLE}" in words(told, ".bubble")
    alone = preview(secretary, token, text="", leaving_link="yes")
    assert "STOP" not in alone


def test_a_theme_that_adds_it_says_so_and_nobody_need_tick(house, secretary):
    house.run(scenes.themes)

    def add(root):
        find(root, f"{scenes.PARIS}/themes/sport").leaving_link = True

    house.run(add)
    form = form_of(secretary.get(f"{COMPOSE}?theme=sport"))
    token = form["csrf_token"].value
    told = preview(secretary, token, text="Bonjour", audience="theme:sport")
    assert "Ce thème ajoute à chaque message un lien" in told
    path = path_of(check(form, status=303))
    house.worker.drain()
    assert stored(house, path, "leaving_link") == (False,)
    assert "Un lien à la fin" in words(secretary.get(f"{path}/check"), "dl.facts")


def test_where_no_address_is_known_the_box_is_not_there(house, secretary):
    house.worker.db.public_address = ""
    try:
        assert "leaving_link" not in secretary.get(COMPOSE).forms["compose"].fields
    finally:
        house.worker.db.public_address = "http://localhost"


@pytest.mark.parametrize(
    ("left", "told"),
    [(0, "Moins de cinq"), (4, "Moins de cinq"), (5, "5 personnes ont suivi le lien")],
)
def test_the_page_of_a_message_tells_how_many_left_by_it_from_five_on(house, secretary, left, told):
    def send(root):
        path = scenes.under_way(root, author="zlefevre", leaving_link=True)
        for row in range(1, left + 1):
            records.of(find(root, path)).leave(row, 1)
        return path

    assert told in secretary.get(f"{house.run(send)}/")


def test_of_a_message_without_links_nothing_is_told(house, secretary):
    path = house.run(lambda root: scenes.under_way(root, author="zlefevre"))
    assert "suivi le lien" not in secretary.get(f"{path}/")


def test_a_theme_is_set_to_add_it(house, admin):
    house.run(scenes.themes)
    for name, begun in (("sport", False), ("crous", True)):
        form = admin.get(f"{scenes.PARIS}/themes/{name}/settings").forms[1]
        assert form["leaving_link"].checked == begun
        form["leaving_link"] = not begun
        form.submit(status=303)
        assert stored(house, f"{scenes.PARIS}/themes/{name}", "adds_link") == (not begun,)
