"""Rules in words."""

import pytest

from unisms.scripts.selection import condition

TITLES = ("Date", "Date retour", "Catégorie", "Mobile")


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("Catégorie is Etudiant L", (2, "is", ("Etudiant L",), -1)),
        ("catégorie IS Etudiant L|Etudiant M", (2, "is", ("Etudiant L", "Etudiant M"), -1)),
        ("Catégorie is not Enseignant", (2, "is_not", ("Enseignant",), -1)),
        ("Catégorie contains tud", (2, "contains", "tud", -1)),
        ("Mobile filled", (3, "filled", "", -1)),
        ("Mobile blank", (3, "blank", "", -1)),
        ("Date retour days-before 1", (1, "days_before", 1, -1)),
        ("Date days-after 2", (0, "days_after", 2, -1)),
        ("Date longer-ago 30", (0, "longer_ago", 30, -1)),
        ("Date since 7", (0, "since", 7, -1)),
        ("Date days-apart 14 Date retour", (0, "days_apart", 14, 1)),
    ],
)
def test_a_rule_is_column_word_and_value(words, stored):
    assert condition(TITLES, words) == stored
