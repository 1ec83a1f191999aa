import io

import pytest

from unisms.services.delimited import delimiter_of, split


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
    assert records('a;b\n1;d"un\n"3";"dit ""x"""\n') == ([["a", "b"], ["1", 'd"un'], ["3", 'dit "x"']], [])
