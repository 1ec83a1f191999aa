import pytest

from unisms.services.files.spreadsheets import merged


def filled(rows, *areas, most=1000):
    rows = [tuple(row) for row in rows]
    numbers = merged.fill(rows, list(areas), most)
    return [list(row) for row in rows], numbers


def test_a_cell_over_several_rows_is_written_into_each():
    rows = [["Nom", "Salle"], ["Ana", "A1"], ["Bob", ""], ["Zoé", ""], ["Léo", "B"]]
    told, numbers = filled(rows, (1, 1, 3, 1))
    assert [row[1] for row in told] == ["Salle", "A1", "A1", "A1", "B"]
    assert numbers == [2, 3]


def test_a_cell_over_several_columns_of_a_row_is_written_into_each():
    told, numbers = filled([["Nom", "Mobile", "Autre"], ["Ana", "0639980001", ""]], (1, 1, 1, 2))
    assert told[1] == ["Ana", "0639980001", "0639980001"]
    assert numbers == [1]


def test_a_title_that_stands_alone_over_the_table_stays_one_cell():
    rows = [["Étudiants de L2", "", ""], ["Nom", "Mobile", "Salle"], ["Ana", "0639980001", "A1"]]
    assert filled(rows, (0, 0, 0, 2)) == (rows, [])


def test_titles_over_the_titles_leave_the_row_of_titles_below():
    rows = [
        ["Nom", "Contact", "", "Prêt", ""],
        ["", "Mobile", "Courriel", "Titre", "Date"],
        ["Ana", "0639980001", "a@x.fr", "Emma", "19/11/2026"],
    ]
    told, numbers = filled(rows, (0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4))
    assert told == [
        ["Nom", "", "", "", ""],
        ["Nom", "Mobile", "Courriel", "Titre", "Date"],
        rows[2],
    ]
    assert numbers == [1]


def test_a_title_over_two_columns_of_numbers_is_the_title_of_both():
    told, _ = filled([["Nom", "Mobiles", ""], ["Ana", "0639980001", "0639980002"]], (0, 1, 0, 2))
    assert told[0] == ["Nom", "Mobiles", "Mobiles"]


def test_a_row_that_holds_nothing_of_its_own_stays_empty():
    rows = [["Nom", "Mobile"], ["", ""], ["Ana", "0639980001"], ["", ""]]
    assert filled(rows, (0, 0, 1, 0), (0, 1, 1, 1), (2, 0, 3, 0), (2, 1, 3, 1)) == (rows, [])


def test_an_empty_cell_over_several_rows_leaves_what_they_hold():
    rows = [["Nom", "Salle"], ["Ana", ""], ["Bob", "x"]]
    assert filled(rows, (1, 1, 2, 1)) == (rows, [])


def test_what_lies_beyond_the_table_is_cut():
    told, _ = filled(
        [["Nom", "Salle"], ["Ana", "A1"], ["Bob", ""]], (1, 1, 99, 1), (50, 0, 60, 0), (1, 8, 2, 9)
    )
    assert told[2] == ["Bob", "A1"]
    assert filled([["Nom", "Mobile", ""]], (0, 1, 0, 5)) == ([["Nom", "Mobile", "Mobile"]], [0])
    assert filled([], (0, 0, 1, 1)) == ([], [])


def test_a_sheet_whose_cells_are_many_times_one_is_not_filled():
    with pytest.raises(merged.TooMany):
        filled([["a", "b"]] * 10, *[(0, 0, 9, 1)] * 6, most=100)
