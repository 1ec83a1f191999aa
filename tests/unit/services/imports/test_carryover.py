"""A file that is read in another way keeps the choices that still make sense."""

import pytest
from made_workbooks import xlsx
from places import WORKBOOKS

from unisms.model.root import Institution
from unisms.services.imports import intake
from unisms.services.imports.intake import BadChoice
from unisms.services.rights import rights

NOW = 1795172400
HEAD = ["N° lecteur", "Nom", "Mobile", "Salle", "Date"]
ONE = [
    HEAD,
    ["1", "Ana", "0639980001", "A", "19/11/2026"],
    ["1", "Ana", "0639980001", "B", "20/11/2026"],
]
TWO = [["Date", "Mobile", "Nom"], ["19/11/2026", "0639980002", "Bob"]]


def imported(content):
    record = intake.receive(rights.person(Institution("Paris 1"), "zlefevre"), "x", content, NOW)
    intake.read(record)
    return record


def again(record, **how):
    intake.read_again(record, **how)
    assert record.state == "uploaded"
    intake.read(record)
    return record


def choose(record, **changes):
    names = ("number_columns", "name_columns", "key_column", "rule")
    intake.choose(record, **{name: getattr(record, name) for name in names} | changes)
    return record


def test_another_sheet_keeps_the_choices_whose_columns_it_has():
    record = imported(xlsx(("Un", ONE), ("Deux", TWO)))
    rule = ((4, "days_before", 1), (3, "is", ("A",)), (0, "filled"), (4, "days_apart", 14, 3))
    choose(
        record, number_columns=(2,), name_columns=(1,), key_column=0, rule=rule, day="2026-11-20"
    )
    edition = record.edition
    again(record, sheet="Deux")
    assert (record.sheet, record.columns) == ("Deux", ("Date", "Mobile", "Nom"))
    assert (record.number_columns, record.name_columns, record.key_column) == ((1,), (2,), -1)
    assert record.rule == ((0, "days_before", 1, -1),)
    assert record.day == "2026-11-20"
    assert record.edition == edition + 1
    assert ("conditions_gone", 3, "Salle, N° lecteur, Date") in record.notices
    assert [cells for _, cells in record.rows.items()] == [("19/11/2026", "0639980002", "Bob")]


def test_what_the_new_sheet_lacks_is_proposed_anew():
    record = imported(xlsx(("Un", ONE), ("Deux", [["Portable", "Prénom"], ["0639980002", "Bob"]])))
    again(choose(record, key_column=-1), sheet="Deux")
    assert (record.number_columns, record.name_columns, record.key_column) == ((0,), (1,), -1)


def test_another_encoding_keeps_the_columns_at_their_place():
    record = imported("Nom;Prénom;Téléphone\nLefèvre;Zoé;0639980001\n".encode())
    choose(record, name_columns=(1,), rule=((1, "is", ("Zoé",)),))
    again(record, encoding="cp1252")
    assert record.columns == ("Nom", "PrÃ©nom", "TÃ©lÃ©phone")
    assert (record.encoding, record.number_columns, record.name_columns) == ("cp1252", (2,), (1,))
    assert record.rule == ((1, "is", ("Zoé",), -1),)
    again(record, encoding="utf-8")
    assert record.columns == ("Nom", "Prénom", "Téléphone")


def test_hidden_rows_and_columns_are_read_when_one_wants_them_and_left_out_again():
    record = imported((WORKBOOKS / "masked.xlsx").read_bytes())
    assert len(record.rows) == 4
    again(record, with_hidden=("rows", "columns"))
    assert (len(record.rows), record.with_hidden) == (8, ("rows", "columns"))
    assert "Ancien mobile" in record.columns
    again(record)
    assert (len(record.rows), record.with_hidden) == (4, ())


def test_a_sheet_without_a_table_leaves_everything_as_it_was():
    record = imported(xlsx(("Un", ONE), ("Vide", [])))
    choose(record, rule=((3, "is", ("A",)),))
    again(record, sheet="Vide")
    assert (record.state, record.problem, record.sheet, len(record.rows)) == (
        "read",
        "empty",
        "Un",
        2,
    )
    assert record.rule == ((3, "is", ("A",)),)
    again(record, sheet="Un")
    assert (record.state, record.problem) == ("read", "")


def test_of_a_file_that_was_never_read_another_sheet_may_be_chosen():
    record = imported(xlsx(("Titres", [["Nom"]]), ("Un", [[], ["x"]])))
    assert (record.state, record.problem) == ("unreadable", "no_rows")
    assert [title for title, _ in record.sheets] == ["Titres", "Un"]
    assert again(record, sheet="Un").problem == "no_rows"
    assert record.state == "unreadable"


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"encoding": "lune"}, "encoding"),
        ({"sheet": "Lune"}, "sheet"),
        ({"with_hidden": ("x",)}, "with_hidden"),
    ],
)
def test_a_way_that_does_not_exist_is_refused_and_changes_nothing(how, field):
    record = imported(xlsx(("Un", ONE)))
    with pytest.raises(BadChoice) as bad:
        intake.read_again(record, **how)
    assert bad.value.problem == (field, "choice", "")
    assert record.state == "read"
