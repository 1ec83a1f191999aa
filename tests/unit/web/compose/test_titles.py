"""Titles of messages that nobody has named."""

import pytest
import scenes
from compose_page import check, path_of, stored

from unisms.model.folder import find
from unisms.web.compose import titles
from unisms.web.compose.composed import Draft

NOW = 1_795_000_000  # 18 November 2026 in Paris
HISTORY = (("group", "l2-histoire"),)


def made(house, text, audience=HISTORY):
    draft = Draft(text=text, audience=audience)
    return house.run(lambda root: titles.named(find(root, scenes.PARIS), draft, NOW).title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("La bibliothèque ferme à 17 heures", "La bibliothèque ferme à 17 heures"),
        ("Bonjour [nom], le TD de lundi est reporté", "Le TD de lundi est reporté"),
        ("Bonjour à toutes et à tous, rien demain", "Rien demain"),
        ("Madame, Monsieur,\nrien demain", "Rien demain"),
        ("Hello [nom]! No lecture", "No lecture"),
        ("Hello all, no lecture", "No lecture"),
        ("Hello all", "Hello all"),
        ("Bonjourno tout le monde", "Bonjourno tout le monde"),
        ("Cher [nom], « [titre] » est à rendre", "« … » est à rendre"),
        ("Bonjour", "Bonjour"),
        ("Le TD de demain est en salle B12.", "Le TD de demain est en salle B12"),
        (
            "La bibliothèque de la Sorbonne ferme exceptionnellement à 17 heures",
            "La bibliothèque de la Sorbonne ferme…",
        ),
    ],
)
def test_it_is_its_first_words_without_a_greeting_for_whom_and_the_day(house, text, title):
    assert made(house, text) == f"{title} · L2 Histoire · 18 nov."


def test_it_is_its_template_whatever_fills_the_blanks(house):
    house.run(scenes.shelf)
    assert (
        made(house, "Bonjour Zoé, « Nana » est à rendre au plus vite.")
        == "Prêt en retard · L2 Histoire · 18 nov."
    )


def test_of_many_groups_and_files_the_first_are_named_and_of_people_none(house):
    [*_, name] = house.run(scenes.imported).split("/")
    groups = [("group", one) for one in ("l1-histoire", "l2-histoire", "l3-histoire", "gone")]
    assert (
        made(house, "Rien", (*groups, ("import", name)))
        == "Rien · L1 Histoire, L2 Histoire + 2 · 18 nov."
    )
    assert (
        made(house, "Rien", (("import", name), ("import", "gone")))
        == "Rien · prêts en retard · 18 nov."
    )
    assert (
        made(house, "Rien", (("person", "hmarchand"), ("number", "06 39 98 00 01")))
        == "Rien · 18 nov."
    )


def test_the_day_is_in_the_words_of_the_institution(house):
    house.run(lambda root: setattr(find(root, scenes.PARIS), "language", "en"))
    assert made(house, "Nothing") == "Nothing · L2 Histoire · 18 Nov"


def test_it_is_made_anew_until_somebody_types_another_one(house, secretary, form):
    form["text"] = "Les clés sont chez le gardien"
    form["title"] = ""
    path = path_of(check(form))
    for title, text, begins in (
        (None, "Le gardien est absent", "Le gardien est absent · "),
        ("Gardien", "Il est revenu", "Gardien"),
        (None, "Il est reparti", "Gardien"),
    ):
        changed = secretary.get(f"{path}/edit").forms["compose"]
        changed["text"] = text
        if title:
            changed["title"] = title
        check(changed)
        assert stored(house, path, "title")[0].startswith(begins)


def test_one_of_before_is_made_anew_too(house, secretary):
    path = house.run(lambda root: scenes.draft(root, title="Ancien texte", text="Ancien texte"))
    changed = secretary.get(f"{path}/edit").forms["compose"]
    changed["text"] = "Nouveau texte"
    check(changed)
    assert stored(house, path, "title")[0].startswith("Nouveau texte · L2 Histoire · ")
