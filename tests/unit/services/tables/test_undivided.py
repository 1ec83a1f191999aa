"""Lines that are not divided as the others."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.services.tables import tables, undivided

ROWS = [
    ("Roux", "Zoé, dite Zou", "0639980001"),
    ("Petit", 'Ana "Nana"', "0639980002"),
    ("Li", "Eva", "0639980003"),
]


def read(text):
    table = tables.read(text.encode())
    return (
        table.columns,
        [tuple(cells) for _, cells in table.rows],
        [notice.code for notice in table.notices],
    )


def written(rows, delimiter=",", end="\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def quoted(line):
    doubled = line.replace('"', '""')
    return f'"{doubled}"'


TITLES = ("Nom", "Prénom", "Mobile")


@given(st.sets(st.integers(0, 3)), st.sampled_from(",;\t|"))
def test_a_line_quoted_as_a_whole_is_divided_as_the_others(places, delimiter):
    lines = written([TITLES, *ROWS], delimiter).splitlines()
    lines = [quoted(line) if place in places else line for place, line in enumerate(lines)]
    assert read("\n".join(lines)) == (TITLES, ROWS, [])


@pytest.mark.parametrize(
    "text",
    [
        '"Nom"\n"Roux, Zoé"\n"Petit, Ana"\n',  # a list of one column
        '"Nom";"Mobile"\n"Roux";"06"\n',
        'Nom;Mobile\n"Export du jour"\nRoux;06\nPetit;07\n',
        '"a"\n"b"\n',
        '""\n',
        '"' + "a" * 200_000 + '"\n',
    ],
)
def test_other_quotes_stay(text):
    lines = text.splitlines(keepends=True)
    assert undivided.unquoted(lines) == lines


def test_a_line_that_quotes_do_not_divide_as_the_others_stays():
    lines = ["Nom;Mobile\n", '"Roux;06"\n', '"Petit;a;b"\n', "Li;07\n"]
    assert undivided.unquoted(lines) == ["Nom;Mobile\n", "Roux;06\n", '"Petit;a;b"\n', "Li;07\n"]


def test_a_cell_that_is_broken_in_two_without_quotes_is_one():
    text = (
        "Nom;Adresse;Mobile\r\nRoux;1 rue\nParis;0639980001\r\nPetit;2 rue;0639980002\r\n"
        "Li;3\n\nLyon;06\r\nNoé;x;07\nla nuit\r\n"
    )
    assert read(text)[1] == [
        ("Roux", "1 rue Paris", "0639980001"),
        ("Petit", "2 rue", "0639980002"),
        ("Li", "3 Lyon", "06"),
        ("Noé", "x", "07 la nuit"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a;b\r\nc;d\r\n",
        "a;b\nc;d\n",
        "a;b\nc;d\ne;f\r\n",  # a stray end of Windows
        "a\r\nb\nc\n",
        "a;b\r\nc;d\ne;f\n",  # two exports, one of Unix
        'a;b\r\n"c\nx";d\r\ne;f\r\n',
        "a;b\r\nc;d\r\nnote\nx\r\n",
        "",
    ],
)
def test_lines_that_are_rows_stay(text):
    lines = text.splitlines(keepends=True)
    assert undivided.joined(lines, ";") == (lines, [])


def test_lines_put_together_are_told_by_the_number_of_their_row():
    lines = ["a;b\r\n", "c\n", "x;d\r\n", "e;f\r\n"]
    joined = undivided.joined(lines, ";")
    assert joined.lines == ["a;b\r\n", "c x;d\r\n", "e;f\r\n"]
    assert joined.numbers_of([1, 2, 3, 4]) == [1, 2, 3]
    assert undivided.joined(lines[:1], ";").numbers_of([1]) == [1]


def test_lines_put_together_that_were_converted_twice_are_told_by_their_row():
    text = "Nom;Adresse\r\nRoux;1\nrue\r\nZoÃ©;2\r\nLi;3\r\n"
    (notice,) = tables.read(text.encode()).notices
    assert notice == ("doubled_encoding", 1, "3")


@given(st.integers(0, 3), st.sampled_from(["\t", "|", ","]))
def test_rows_of_another_delimiter_are_cut_as_the_others(first, other):
    text = written([TITLES, *ROWS], ";") + written(ROWS[first:], other)
    columns, rows, _ = read(text)
    assert (columns, rows) == (TITLES, [*ROWS, *ROWS[first:]])


@pytest.mark.parametrize("cell", ["note", "a, b", "a, b, c, d", "", "a\n,b,c"])
def test_a_cell_that_is_no_row_stays(cell):
    records = [["x", "y", "z"], [cell]]
    undivided.recut(records)
    assert records[1] == [cell]


def test_a_table_of_one_column_is_not_cut():
    records = [["a,b"], ["c,d"]]
    undivided.recut(records)
    assert records == [["a,b"], ["c,d"]]


@pytest.mark.parametrize("delimiter", "~^¦§#¤$")
def test_a_rare_delimiter_counts_more_than_commas_within_names(delimiter):
    rows = [
        ("Nom", "Mobile"),
        *((f"Roux, {name}", f"063998000{place}") for place, name in enumerate(("Zoé", "Ana"))),
    ]
    text = "\n".join(map(delimiter.join, rows))
    assert read(text)[:2] == (rows[0], rows[1:])
    long = "\n".join(map(delimiter.join, [rows[0], *rows[1:] * 30]))
    assert read(long)[0] == rows[0]


def test_a_comma_that_divides_all_rows_counts_more_than_a_sign_in_some():
    assert read("Nom,Cours,Mobile\nRoux,C#,0639980001\nLi,F#,0639980002\n")[0] == (
        "Nom",
        "Cours",
        "Mobile",
    )


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("'Nom';'Mobile'\n'N''Guessan';'0639980001'\n", ("N'Guessan", "0639980001")),
        ("\n'Nom';'Mobile'\n'D'Arc';0639980001\n", ("D'Arc", "0639980001")),
        ("'Nom';'Mobile'\n'';'\n", None),
        ("Nom;Mobile\n'Roux';'0639980001'\n", ("'Roux'", "'0639980001'")),
    ],
)
def test_single_quotes_around_all_titles_are_no_text(text, row):
    assert read(text)[1] == [row or ("", "'")]


@pytest.mark.parametrize(
    "text",
    [
        "0639980001,0639980002,0639980003",
        "0639980001;06 39 98 00 02;+33639980003\n",
        ";0639980001;0639980002;\n0639980003",
        "0639980001\t0639980002\n0639980003",
    ],
)
def test_where_there_are_mobiles_only_each_is_somebody(text):
    rows = read(text)[1]
    assert [cells[0].replace(" ", "").replace("+33", "0") for cells in rows] == [
        row[2] for row in ROWS
    ]


@pytest.mark.parametrize(
    "text",
    [
        "0639980001;0199000001",
        "0639980001;0639980002\nZoé;0639980003",
        "Zoé;0639980001",
        "0639980001;0639980002;x",
    ],
)
def test_where_there_is_anything_else_a_line_is_one_person(text):
    assert len(read(text)[1]) == text.count("\n") + 1
