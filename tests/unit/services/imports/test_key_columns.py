"""The key that is proposed groups rows of one person, never different people."""

import pytest

from unisms.services.tables import columns, tables

COURSE = """Code;Nom;Prénom;Mobile
L2HIST;Dupont;Ana;0639980001
L2HIST;Durand;Bob;0639980002
L2HIST;Petit;Cléo;0639980003
L3HIST;Morel;Dan;0639980004
"""


def key_of(text):
    table = tables.read(text.encode())
    column = columns.recognise(table.columns, table.rows).key_column
    return table.columns[column] if column >= 0 else ""


def test_a_code_of_a_course_is_no_key_of_people():
    assert key_of(COURSE) == ""


def test_one_pair_of_different_people_is_enough():
    assert (
        key_of(
            "N° lecteur;Nom;Mobile\n1;Ana;0639980001\n1;Ana;0639980001\n2;Bob;0639980002\n"
            "2;Zoé;0639980003"
        )
        == ""
    )


@pytest.mark.parametrize(
    "second",
    [
        "1;ANA  Roux;06 39 98 00 09",  # another number of one person
        "1;Ana Petit;+33 6 39 98 00 01",  # a single number, after a marriage
        "1;ana roux;06.39.98.00.01",
    ],
)
def test_rows_of_one_person_keep_their_key(second):
    assert key_of(
        f"N° lecteur;Nom;Mobile\n1;Ana "
        f"Roux;0639980001\n{second}\n;Bob;0639980002\n;Zoé;0639980003\n"
    ) == ("N° lecteur")


def test_another_key_is_proposed_in_the_place_of_one_that_mixes_people():
    rows = [line.split(";", 1) for line in COURSE.splitlines()]
    cards = ["Numéro de carte", "1", "2", "3", "4"]
    assert (
        key_of(
            "\n".join(f"{row[0]};{card};{row[1]}" for row, card in zip(rows, cards, strict=True))
        )
        == cards[0]
    )


def test_without_names_different_numbers_are_different_people():
    assert key_of("Code;Mobile\nA;0639980001\nA;0639980002\n") == ""
    assert key_of("Code;Mobile\nA;0639980001\nA;06 39 98 00 01\n") == "Code"


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ("DR1;Zoé;\nDR1;Ana;\nDR2;Bob;0639980003", ""),  # nothing but names tells them apart
        ("DR1;Zoé;0639980001\nDR1;Ana;\nDR2;Bob;0639980003", ""),
        ("DR1;Zoé;\nDR1;ZOÉ;\nDR2;Bob;0639980003", "Code"),
        ("DR1;Zoé;0639980001\nDR1;Zoé;\nDR2;Bob;0639980003", "Code"),
    ],
)
def test_different_names_are_different_people_where_a_row_has_no_number(rows, key):
    assert key_of(f"Code;Nom;Mobile\n{rows}\n") == key
