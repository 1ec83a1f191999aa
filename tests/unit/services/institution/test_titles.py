"""Titles that say what goes with age."""

import pytest
from factories import MOBILE, make_campaign, make_recipient

from unisms.services.institution import titles

TEXT = "Bonjour [nom], la bibliothèque Cujas ferme à 18 heures ce soir."


@pytest.fixture
def tells(institution):
    def tells(title, text=TEXT, recipients=(), count=0):
        many = [make_recipient(number) for number in range(count)]
        return titles.tells(
            make_campaign(institution, [*recipients, *many] or 3, title=title, text=text)
        )

    return tells


@pytest.mark.parametrize(
    "title",
    [
        TEXT,
        TEXT[:40],  # cut within a word, as the command does
        "Bonjour [nom], la bibliothèque Cujas ferme à…",  # as the form does
        "BONJOUR [NOM]",
        "Bonjour",
        "Bon",
        "bonjour [nom] : la bibliotheque",
        "Essai : Bonjour [nom]",
        "Essai : Bonjour",
        "Cujas ferme à 18 heures",
        "Ce soir, la bibliothèque Cujas",
        "Absent : Jeanne Dupont",
        "Dupont Jeanne, absente",
        "Rappeler +33 6 39 98 00 00",
        "Rappeler le 06.39.98.00.00",
        "Le dossier D-4411 de ce jour",
    ],
)
def test_it_goes(tells, title):
    jeanne = make_recipient(1, "Jeanne Dupont", values=("D-4411",))
    assert tells(title, recipients=[jeanne])


@pytest.mark.parametrize(
    "title",
    [
        "Retard",
        "",
        "!",
        "Fermeture de la bibliothèque",
        "Rentrée 2027-2028",
        "Jeanne d'Arc",
        "L3 Histoire : absence",
        "À 18 h",
    ],
)
def test_it_stays(tells, title):
    jeanne = make_recipient(1, "Jeanne Dupont", values=("B",))
    assert not tells(title, recipients=[jeanne])


def test_a_text_of_one_word_is_repeated_by_a_title_that_has_it(tells):
    assert tells("Le mot de passe : Sésame", "Sésame")
    assert not tells("Le mot de passe", "Sésame")


def test_a_number_that_was_typed_is_no_name(tells):
    assert not tells("Retard", recipients=[make_recipient(1, MOBILE)])


def test_a_value_that_many_have_tells_of_nobody(tells):
    paul = [make_recipient(number, "X", values=("Histoire",)) for number in range(6)]
    assert not tells("Absence en histoire", recipients=paul)
    assert tells("Absence en histoire", recipients=paul[:5])


def test_a_text_that_is_empty_is_not_repeated(tells):
    assert not tells("Retard", "")
