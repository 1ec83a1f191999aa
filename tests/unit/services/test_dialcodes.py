import pytest

from unisms.services.dialcodes import joined


def numbers_of(text, column=2):
    titles, *rows = [row.split(";") for row in text.split("\n")]
    rows, lines = joined(titles, [*enumerate(rows, 2)], (column,))
    return [cells[column] for _, cells in rows], lines


@pytest.mark.parametrize("title", ["Indicatif", "indicatif pays", "Code pays", "Ind.", "Préfixe", "Country code"])
@pytest.mark.parametrize("code", ["+212", "212", "00212", "(+212)", "212.0", " +212 "])
def test_a_code_in_its_own_column_comes_before_the_number(title, code):
    assert numbers_of(f"Nom;{title};Portable\nZoé;{code};612345678") == (["+212 612345678"], [2])


@pytest.mark.parametrize("number", ["", " ", "+212612345678", "00212612345678", "212612345678", "-"])
def test_a_number_that_has_a_code_stays_as_it_is(number):
    assert numbers_of(f"Nom;Indicatif;Portable\nZoé;+212;{number}") == ([number], [])


def test_where_no_code_is_told_the_number_stays_as_it_is():
    text = "Nom;Indicatif;Portable\nZoé;;0639980001\nAna;33;639980002"
    assert numbers_of(text) == (["0639980001", "+33 639980002"], [3])


@pytest.mark.parametrize("title_and_cell", ["Code pays;FR", "Groupe;33", "Indicatif;33123", "Indicatif;01"])
def test_other_columns_are_no_codes(title_and_cell):
    title, cell = title_and_cell.split(";")
    assert numbers_of(f"Nom;{title};Portable\nZoé;{cell};612345678") == (["612345678"], [])


def test_the_first_column_has_none_on_its_left():
    assert numbers_of("Portable;Nom\n612345678;Zoé", 0) == (["612345678"], [])
