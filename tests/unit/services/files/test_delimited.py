import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.services.files.delimited import delimiter_of, split, without_tails


def lines_of(text):
    return list(io.StringIO(text, newline=""))


def records(text, delimiter=";"):
    return split(lines_of(text), delimiter)[:2]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_usual_delimiters_and_line_ends_are_recognised(delimiter, end):
    text = "Nom;Mobile\nZoé;0639980001\n".replace(";", delimiter).replace("\n", end)
    assert delimiter_of(lines_of(text)) == delimiter
    assert records(text, delimiter) == ([["Nom", "Mobile"], ["Zoé", "0639980001"]], [])


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("", ";"),
        ("Mobile\n0639980001\n", ";"),
        ("a;b\n1,5;2,5\n", ";"),
        ('a;b\n"x,y,z";1\n"u,v,w";2\n', ";"),
        ("a,b\n1;2;3,4\n5,6\n7,8\n", ","),
        ("sep=,\na,b;c\n1,2;3\n", ","),
        ("sep=\t\r\na\tb\r\n1\t2\r\n", "\t"),
        (f"a,b\n{'x;' * 60_000}\n1,2\n", ","),
        ("Nom~Mobile\nZoé~06\nAna~07\n", "~"),
        ("Nom¦Mobile\nZoé¦06\n", "¦"),
        ("~Nom~;~Mobile~\n~Zoé~;~06~\n", ";"),
        ("Prêts\nen\nretard\nNom,Mobile,,note\nZoé,1\nAna,2\n", ","),
        ("SEP=;\na,b;c\n1,2;3\n", ";"),
        ('"sep=;"\na,b;c\n1,2;3\n', ";"),
        ("sep = |\na,b;c\n1,2;3\n", "|"),
        ("sep=\\t\na,b;c\n1,2;3\n", "\t"),
        ("sep=,,,\na,b;c\n1,2;3\n", ","),
        ("sep=a\na;b\n1;2\n", ";"),
        ("Nom, prénom;Mobile, fixe\nRoux, Zoé;1,2\n", ";"),
        (
            'Nom;Adresse\nZoé;"3, rue A, bât. B,\n75013, Paris, France,\n,"\nAna;"4, rue C,\n,"\n',
            ";",
        ),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_every_line_alike(text, delimiter):
    assert delimiter_of(lines_of(text)) == delimiter


def test_the_line_that_announces_the_delimiter_stays_as_a_blank_one():
    lines = lines_of("sep=;\na;b\n")
    delimiter_of(lines)
    assert split(lines, ";").records == [[], ["a", "b"]]


def test_a_cell_may_hold_several_lines():
    text = 'Nom;Adresse;Mobile\nZoé;"3, rue\r\nde Tolbiac";0639980001\n\nLoïc;Paris;0639980002\n'
    assert records(text) == (
        [
            ["Nom", "Adresse", "Mobile"],
            ["Zoé", "3, rue\r\nde Tolbiac", "0639980001"],
            [],
            ["Loïc", "Paris", "0639980002"],
        ],
        [],
    )


@pytest.mark.parametrize(
    ("text", "malformed"),
    [
        ('a;b\n1;"2\n3;4\n5;6\n', [2]),
        ('a;b\n1;"2\n3;4\n5;"6\n', [2, 4]),
        ('a;b\n1;"2\n' + "3;4\n" * 200, [2]),
        ('a;b\n1;"2;x\n' + "3;4\n" * 3, [2]),
    ],
)
def test_a_quote_never_closed_spoils_its_own_row_only(text, malformed):
    cut, told = records(text)
    assert [cells[:2] for cells in cut[1:3]] == [["1", "2"], ["3", "4"]]
    assert told == malformed


def test_a_cell_longer_than_any_cell_spoils_its_own_row_only():
    cut, malformed = records(f"a;b\n1;{'x' * 200_000}\n3;4\n")
    assert (len(cut), cut[2], malformed) == (3, ["3", "4"], [2])


def test_quotes_inside_a_cell_are_text():
    assert records('a;b\n1;d"un\n"3";"dit ""x"""\n') == (
        [["a", "b"], ["1", 'd"un'], ["3", 'dit "x"']],
        [],
    )


ADDRESSES = "Nom;Adresse;Mobile\n" + "".join(
    f'Zoé {number};"3, rue\r\nde Tolbiac";06399800{number:02}\n' for number in range(40)
)


def test_a_file_in_which_every_row_has_two_lines_is_not_cut_in_halves():
    cut = split(lines_of(ADDRESSES), ";")
    assert len(cut.records) == 41
    assert cut.records[40] == ["Zoé 39", "3, rue\r\nde Tolbiac", "0639980039"]
    assert (cut.malformed, cut.engulfing) == ([], [])
    assert cut.numbers_of([1, 2, 3, 80, 81]) == [1, 2, 41]


def test_a_stray_quote_among_rows_of_several_lines_spoils_its_own_row_only():
    lines = lines_of(ADDRESSES.replace("Zoé 20", '"Zoé 20'))
    cut = split(lines, ";")
    assert [cells[2] for cells in cut.records if len(cells) == 3][1:] == [
        f"06399800{number:02}" for number in range(40) if number != 20
    ]
    assert cut.malformed[0] == 22


def test_a_cell_of_very_many_lines_is_one_cell():
    text = "\n".join(map(str, range(2_000)))
    assert records(f'a;b\nx;"{text}"\ny;z\n') == ([["a", "b"], ["x", text], ["y", "z"]], [])


def test_rows_between_two_stray_quotes_are_told_and_many_of_them_are_rows():
    few, many = (
        split(lines_of('a;b\n1;"2\n' + "3;4\n" * count + '5;6"\n7;8\n'), ";") for count in (2, 20)
    )
    assert (few.engulfing, few.malformed) == ([2], [])
    assert few.records == [["a", "b"], ["1", "2\n3;4\n3;4\n5;6"], ["7", "8"]]
    assert (many.engulfing, many.malformed, len(many.records)) == ([], [2], 24)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ('a; "b";c\n1; "2;3"; 4\n', [["a", "b", "c"], ["1", "2;3", "4"]]),
        ('a;b\n "1;2";  "3"\n', [["a", "b"], ["1;2", "3"]]),
        ('a;b;c\n1; "2\n3"; 4\n', [["a", "b", "c"], ["1", "2\n3", "4"]]),
        ('a;b\n1; "2\n3"\n', [["a", "b"], ["1", "2\n3"]]),
        ('a;b\n1;" ""2"""\n', [["a", "b"], ["1", ' "2"']]),
        ('a;b\n 1; "2"\n', [["a", "b"], [" 1", "2"]]),
        ('a;b\n1; "2" x;\n', [["a", "b"], ["1", ' "2" x', ""]]),
        ('a;b;c\n"1; ""2";3;4\n', [["a", "b", "c"], ['1; "2', "3", "4"]]),
        ('a;b;c\n1; "2;3;4;5"\n', [["a", "b", "c"], ["1", ' "2', "3", "4", '5"']]),
    ],
)
def test_a_blank_before_a_quote_shifts_no_column(text, cut):
    assert split(lines_of(text), ";").records == cut


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('"Ulysse" de Joyce;1', ["Ulysse de Joyce", "1"]),
        ('"Ulysse\nde Joyce" ;1', ["Ulysse\nde Joyce ", "1"]),
        ('5" x;"2\n3"', ['5" x', "2\n3"]),
        ('"1\n2"', ["1\n2"]),
        ('"dit \\"x\\"; y";1', ['dit "x"; y', "1"]),
        ('"dit \\"x\\"\ny";1', ['dit "x"\ny', "1"]),
        ('a\\";b', ['a\\"', "b"]),
        ('a\\";b;c', ['a\\"', "b", "c"]),
    ],
)
def test_what_is_not_quite_well_written_is_read_as_it_was_meant(row, cells):
    assert records(f'a;b\nx;"y\nz"\n{row}\n3;4\n') == (
        [["a", "b"], ["x", "y\nz"], cells, ["3", "4"]],
        [],
    )


def test_a_quote_never_closed_in_the_last_row_is_told():
    assert records('a;b\n1;2\n3;"4\n') == ([["a", "b"], ["1", "2"], ["3", "4"]], [3])


def test_empty_columns_at_the_ends_of_lines_can_be_left_out():
    tail = ";" * 1_200
    assert without_tails([f"a;b{tail}\r\n", "c;;;\n", tail], ";") == ["a;b\r\n", "c;;;\n", ""]


CELLS = st.text(st.sampled_from('aé \n\r";,\t|0'), max_size=12)


@st.composite
def written(draw):
    """Rows as wide as their titles, the delimiter, and what ``csv.writer`` makes of them."""
    width, delimiter = draw(st.integers(2, 5)), draw(st.sampled_from(";,\t|"))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
    rows = [[f"T{number}" for number in range(width)], *rows]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return rows, delimiter, out.getvalue()


@given(written())
def test_what_a_program_wrote_comes_back_the_same(table):
    rows, delimiter, text = table
    assert records(text, delimiter) == (rows, [])
