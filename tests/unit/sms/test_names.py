"""Names of columns: found in whatever way they are written, and guessed when they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.sms.names import begin_in, finder, meant, words
from unisms.sms.template import prepare, unknown


@pytest.mark.parametrize(
    ("columns", "name", "found"),
    [
        (("Nom", "date_retour"), "date retour", 1),
        (("Nom", "date_retour"), "Date-Retour", 1),
        (("Nom", "Date.retour"), "DATE_RETOUR", 1),
        (("Nom", "N° lecteur"), "n lecteur", 1),
        (("date retour", "date_retour"), "date_retour", 1),
        (("date-retour", "date_retour"), "date retour", 0),
        (("Nom", "Prénom"), "name", 0),
        (("Nom", "Prénom"), "Last_Name", 0),
        (("Nom", "Prénom"), "first name", 1),
        (("Name", "Nom"), "name", 0),
        (("Name", "E-mail"), "nom", 0),
        (("Name", "E-mail"), "courriel", 1),
        (("nom", "identifiant", "courriel"), "login", 1),
        (("Nom",), "titre", None),
        (("", "_"), "", None),
        (("", "_"), "-", None),
        (("Nom", "NOM"), "nom", 0),
    ],
)
def test_a_column_is_found_by_its_name_however_it_is_written(columns, name, found):
    assert finder(columns)(name) == found


def test_a_text_is_filled_whatever_its_placeholders_are_called():
    columns = ("Nom", "date_retour")
    assert unknown("[name] [date retour] [Date-Retour]", columns) == ()
    assert prepare("[name] le [date retour]", columns).render(("Zoé", "19/11")) == "Zoé le 19/11"


@pytest.mark.parametrize(
    ("name", "columns", "column"),
    [
        ("nmo", ("Prénom", "Nom"), "Nom"),
        ("non", ("Nom",), "Nom"),
        ("nomm", ("Nom",), "Nom"),
        ("date retur", ("Titre", "date_retour"), "date_retour"),
        ("pernom", ("Nom", "Prénom"), "Prénom"),
        ("prenom", ("Nom",), None),
        ("xyz", ("Nom", "Titre"), None),
        ("nom", (), None),
    ],
)
def test_a_slip_is_guessed_if_a_column_is_near(name, columns, column):
    assert meant([name], columns) == ({name: column} if column else {})


@given(st.text("abc _é", max_size=6), st.lists(st.text("abc _é", max_size=6), max_size=4))
def test_what_is_found_is_a_column(name, columns):
    found = finder(columns)(name)
    assert found is None or columns[found].strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L2 Histoire – TD", ["l2", "histoire", "td"]),
        ("date_retour, l’Été", ["date", "retour", "l", "ete"]),
        ("Cœur, ŒUVRE, Ægir", ["coeur", "oeuvre", "aegir"]),
        ("… — !", []),
    ],
)
def test_the_words_of_a_text_are_folded_and_nothing_stands_between_them(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [("TD 3 m1 hist", True), ("", True), ("m1 droit", False), ("istoire", False)],
)
def test_each_word_that_is_asked_begins_a_word(asked, found):
    assert begin_in(words(asked), "M1 Histoire – TD 3") == found
