"""Numbers that somebody else has typed: kept unseen by whoever may not see numbers."""

import pytest
import scenes
from number_pages import LETTER, become, send

from unisms.model.folder import find

TYPED = (("number", "06 39 98 56 78"), ("number", "0639985679"))


@pytest.fixture
def editor(house):
    """Return somebody who may change the messages of others, and may not see numbers."""
    may = ("campaign:compose", "campaign:view", "campaign:edit", "person:view", "import:file")
    return become(house, "zlefevre", *may)


def written(house, *audience, **fields):
    """A draft of the librarian's to ``audience``; its path."""
    given = {"text": "Bonjour", "account": "scd", "author": "abenali", **fields}
    return house.run(lambda root: scenes.draft(root, audience=audience, **given))


def kept(house, path):
    return house.run(lambda root: find(root, path).audience)


def test_numbers_that_somebody_else_has_typed_are_kept_unseen(house, editor):
    path = written(house, *TYPED)
    page = editor.get(f"{path}/edit")
    assert "56 78" not in page.text.replace("\xa0", " ")
    assert not page.html.select("#numbers")
    assert page.html.select_one("#kept").text.startswith("2 numéros saisis par ")
    form = page.forms["compose"]
    form["text"] = ""
    again = form.submit("action", value="check", status=422)
    assert "56 78" not in again.text
    assert not again.html.select("#numbers")
    form["text"] = "Bonsoir"
    form.submit("action", value="check", status=303)
    assert kept(house, path) == TYPED
    assert house.run(lambda root: find(root, path).text) == "Bonsoir"


def test_numbers_that_are_kept_are_counted_while_one_types(house, editor):
    path = written(house, *TYPED)
    form = editor.get(f"{path}/edit").html.select_one("#compose")
    assert form["hx-post"] == f"{path}/compose-preview"
    told = send(
        editor, form["hx-post"], 200, text="Bonjour", account="scd", connection=scenes.BROKER
    )
    assert "2 personnes" in told.html.select_one("output").text


def test_who_wrote_a_message_or_may_see_numbers_changes_those_that_were_typed(house):
    path = written(house, *TYPED)
    for reader in (house.person("admin"), become(house, "abenali", "campaign:compose")):
        page = reader.get(f"{path}/edit")
        assert page.forms["compose"]["numbers"].value.split("\n") == [
            "06 39 98 56 78",
            "0639985679",
        ]
        assert not page.html.select("#kept")


@pytest.mark.parametrize("more", ["numbers", "audience"])
def test_no_number_is_tried_on_those_that_are_kept(house, editor, more):
    path = written(house, *TYPED)
    own = house.run(lambda root: scenes.imported(root, author="zlefevre").rpartition("/")[2])
    guess = {"numbers": "0639985678", "audience": f"import:{own}"}[more]
    fields = {
        "text": "Bonjour",
        "account": "scd",
        "connection": scenes.BROKER,
        "action": "check",
        more: guess,
    }
    page = send(editor, f"{path}/edit", 422, **fields)
    assert "faites-en un autre message" in page.html.select_one("#numbers-error").text
    assert page.forms["compose"]["numbers"].value == (guess if more == "numbers" else "")
    assert "06 39 98 56 78" not in page
    assert kept(house, path) == TYPED


def test_a_mixture_of_somebody_else_stays_as_it_is_and_is_not_made(house, editor):
    mixed = (("person", "hmarchand"), *TYPED)
    path = written(house, *mixed)
    form = editor.get(f"{path}/edit").forms["compose"]
    form["text"] = "Bonsoir"
    form.submit("action", value="check", status=303)
    assert kept(house, path) == mixed
    fields = {"text": "Bonjour", "account": "scd", "connection": scenes.BROKER, "action": "check"}
    send(editor, f"{path}/edit", 422, audience=["person:hmarchand", "person:mcomptes"], **fields)
    assert kept(house, path) == mixed


def test_the_message_of_somebody_else_is_shown_without_the_numbers_of_their_file(house, editor):
    name = house.run(scenes.imported).rpartition("/")[2]
    path = written(house, ("import", name), text=LETTER)
    told = "est-ce bien votre 06 •• •• •• 01 ? Pour le 20 novembre 2026."
    assert told in editor.get(f"{path}/edit").html.select_one(".bubble").text
    admin = house.person("admin")
    assert (
        "est-ce bien votre 06 39 98 00 01 ?"
        in admin.get(f"{path}/edit").html.select_one(".bubble").text
    )
