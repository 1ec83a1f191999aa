"""A change of a message that exists is a draft too, until it is checked."""

import time

import pytest
import scenes
from compose_page import check, stored
from draft_pages import CAMPAIGNS, many, save, texts

from unisms.model.folder import find
from unisms.services.campaigns import drafts
from unisms.services.door import sessions
from unisms.testing.factories import someone


@pytest.fixture
def changing(house, secretary):
    """The path of a message that is checked, and the form that changes it."""
    path = house.run(scenes.checked)
    return path, secretary.get(f"{path}/edit").forms["compose"]


def test_a_change_is_a_draft_and_the_message_stays_checked_until_it_is_checked_anew(
    house, secretary, changing
):
    path, form = changing
    answer, _ = save(secretary, form, f"{path}/compose-save", text="Autrement")
    assert answer.html.select_one("[data-saved]")["data-saved"].startswith(f"{path}/edit?draft=")
    assert stored(house, path, "state", "text") == ("checked", scenes.TEXT)
    page = secretary.get(f"{path}/edit")
    assert page.forms["compose"]["text"].value == "Autrement"
    assert "Le message n’a pas changé" in page
    assert (
        path
        in secretary.get(f"{scenes.PARIS}/").html.select_one("li.line a[href*='draft=']")["href"]
    )
    check(page.forms["compose"], status=303)
    assert stored(house, path, "state", "text") == ("preparing", "Autrement")
    assert texts(house) == []


def test_a_change_that_is_thrown_away_leaves_the_message_as_it_was(house, secretary, changing):
    path, form = changing
    _, hidden = save(secretary, form, f"{path}/compose-save", text="Autrement")
    answer = secretary.post(
        f"{path}/discard-draft", {"csrf_token": form["csrf_token"].value, **hidden}
    )
    assert answer.follow().forms["compose"]["text"].value == scenes.TEXT


def test_a_change_of_before_somebody_elses_is_told(house, secretary, changing):
    path, form = changing
    save(secretary, form, f"{path}/compose-save", text="Autrement")

    def change(root):
        drafts.change(
            someone(find(root, path), "admin"),
            find(root, path),
            now=int(time.time()),
            text="Tout autre",
            **kept(find(root, path)),
        )

    def kept(one):
        return {
            name: getattr(one, name)
            for name in ("title", "audience", "account", "connection", "sender_id")
        }

    house.run(change)
    page = check(secretary.get(f"{path}/edit").forms["compose"], status=409)
    assert "Ce message a changé entre-temps" in page
    assert stored(house, path, "text") == ("Tout autre",)
    assert texts(house) == ["Autrement"]


def test_a_draft_of_a_message_that_is_gone_is_in_no_list(house, secretary, changing):
    path, form = changing
    save(secretary, form, f"{path}/compose-save", text="Autrement")
    house.run(lambda root: find(root, CAMPAIGNS).remove(path.rpartition("/")[2]) and None)
    assert "draft=" not in secretary.get(f"{scenes.PARIS}/")


@pytest.mark.parametrize("state", ["full", "wordless", "gone"])
def test_what_cannot_be_a_draft_comes_back_all_the_same(house, secretary, changing, state):
    path, form = changing
    if state == "wordless":
        form["text"] = form["title"] = ""
    house.run(lambda root: sessions.end_all(find(root, scenes.PARIS), "zlefevre", 0) and None)
    door = check(form).forms[0]
    if state == "full":
        house.run(many)
    if state == "gone":
        house.run(lambda root: find(root, CAMPAIGNS).remove(path.rpartition("/")[2]) and None)
    door["password"] = scenes.PASSWORD
    assert door.submit().location == f"http://localhost{path}/edit"
    if state == "full":
        page = secretary.get(f"{path}/edit")
        assert page.forms["compose"]["text"].value == scenes.TEXT
        assert "pas encore envoyé" in page
