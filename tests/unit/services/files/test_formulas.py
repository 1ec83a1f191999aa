"""Cells that a spreadsheet would compute."""

import pytest

from unisms.services.files import formulas


@pytest.mark.parametrize("cell", ["=1+1", '=HYPERLINK("x")', "+SUM(1)", "-cmd|' /C'!A0", "@cmd|x"])
def test_a_cell_that_would_be_computed_is_a_formula_and_stays(cell):
    rows = [(2, ["Zoé", cell])]
    assert formulas.settle(rows) == [2]
    assert rows == [(2, ["Zoé", cell])]


@pytest.mark.parametrize("cell", ["+33 (0)6 39 98 00 02", "@zoe", "-5", "(1)", "a=b", ""])
def test_a_number_a_name_and_a_figure_are_no_formulas(cell):
    assert formulas.settle([(2, [cell, "x"])]) == []


def test_a_protected_text_is_written_as_that_text():
    rows = [(2, ("Zoé", '="0639980001"'))]
    assert formulas.settle(rows) == []
    assert rows == [(2, ["Zoé", "0639980001"])]
