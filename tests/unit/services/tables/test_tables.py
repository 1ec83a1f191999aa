import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_workbooks import xlsx
from places import LOANS

from unisms.services.tables import tables
from unisms.services.tables.tables import Unreadable

ROWS = "Nom;Mobile\nZoé;0639980001\nLoïc;0639980002\n"


def read(text, encoding="utf-8"):
    return tables.read(text.encode(encoding))


def rows(table):
    """Its rows, comparable: a cell may stand in a list or in a tuple."""
    return [(line, tuple(cells)) for line, cells in table.rows]


def codes(table):
    return [(notice.code, notice.count, notice.example) for notice in table.notices]


def problem(content):
    with pytest.raises(Unreadable) as unreadable:
        tables.read(content)
    return unreadable.value.problem, unreadable.value.detail


def test_a_table_has_titles_and_rows_that_know_their_line():
    table = read(ROWS)
    assert table.columns == ("Nom", "Mobile")
    assert rows(table) == [(2, ("Zoé", "0639980001")), (3, ("Loïc", "0639980002"))]
    assert (table.encoding, table.delimiter, table.sheet, table.notices) == ("utf-8", ";", "", ())


def test_the_line_that_announces_the_delimiter_counts_as_a_line():
    assert rows(read("sep=;\nNom;Mobile\nZoé;0639980001\n")) == [(3, ("Zoé", "0639980001"))]


def test_the_real_export_is_read():
    table = tables.read(LOANS.read_bytes())
    assert (len(table.rows), table.encoding, table.delimiter, table.notices) == (
        12303,
        "cp1252",
        ";",
        (),
    )
    assert table.columns[:3] == ("N° lecteur", "Nom", "Prénom")
    assert "Économie politique ; tome 2" in {cells[9] for _, cells in table.rows}


def test_a_spreadsheet_is_read_and_its_other_sheets_are_told():
    table = tables.read(xlsx(("Prêts", [["Nom", "Mobile"], ["Zoé", 639980001]]), ("Aide", [["?"]])))
    assert (table.columns, rows(table), table.sheet) == (
        ("Nom", "Mobile"),
        [(2, ("Zoé", "639980001"))],
        "Prêts",
    )
    assert codes(table) == [("other_sheets", 1, "Aide")]


def test_a_spreadsheet_of_one_sheet_needs_no_remark():
    assert tables.read(xlsx(("Prêts", [["Nom", "Mobile"], ["Zoé", 639980001]]))).notices == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", ("empty", "")),
        (b";;\n;;\n", ("empty", "")),
        (b"%PDF-1.7", ("pdf", "")),
        (b"Nom;Mobile\n", ("no_rows", "")),
        (b"Nom;\0Mobile\n", ("no_rows", "")),
        (b"\1\2\3Nom;Mobile\n", ("binary", "")),
        (b"PK\x03\x04", ("archive", "")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ("damaged", "")),
        (b"a\n" * 100_002, ("too_many_rows", "100001")),
        (b"\n" * 1_000_001 + b"a", ("too_many_rows", "1000001")),
        (b";".join([b"a"] * 1001) + b"\nb\n", ("too_many_columns", "1001")),
        (b"a;b\n" + b";a" * 10_000_001, ("too_many_cells", "10000002")),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(content, told):
    assert problem(content) == told


def test_rows_shorter_or_longer_than_the_titles_are_fitted_and_told():
    table = read("a;b;c\n1;2\n3;4;5\n6;7;8;9\n0\nx;y;z;;\n")
    assert [cells for _, cells in rows(table)] == [
        ("1", "2", ""),
        ("3", "4", "5"),
        ("6", "7", "8"),
        ("0", "", ""),
        ("x", "y", "z"),
    ]
    assert codes(table) == [("short_rows", 2, "2"), ("long_rows", 1, "4")]


def test_columns_without_a_title_are_kept_when_most_rows_fill_them():
    table = read("Nom;Mobile;\nZoé;0639980001;x;y\nLoïc;0639980002;z;t\n")
    assert table.columns == ("Nom", "Mobile", "Colonne 3", "Colonne 4")
    assert rows(table)[0] == (2, ("Zoé", "0639980001", "x", "y"))


def test_a_delimiter_at_the_end_of_each_line_adds_no_column():
    assert read("Nom;Mobile;\nZoé;0639980001;\n").columns == ("Nom", "Mobile")


def test_blank_rows_are_passed_over_and_keep_their_numbers():
    assert [line for line, _ in read("a;b\n\n1;2\n;\n3;4\n").rows] == [3, 5]


@pytest.mark.parametrize(
    "text",
    [
        "Zoé;0639980001\nLoïc;0639980002\n",
        "Zoé;zoe@etu.test\nLoïc;loic@etu.test\n",
        "19/11/2026;20/11/2026\n1/1/26;x\n",
    ],
)
def test_a_file_without_titles_loses_no_row(text):
    table = read(text)
    assert table.columns == ("Colonne 1", "Colonne 2")
    assert len(table.rows) == 2
    assert codes(table) == [("no_titles", 1, "")]


def test_a_file_whose_first_rows_are_all_nearly_empty_has_no_titles():
    assert read("a;;;;\n" * 25 + "1;2;3;4;5\n" * 30).columns[0] == "Colonne 1"


def test_dates_may_stand_among_titles():
    assert read("Nom;Mobile;19/11/2026\nZoé;0639980001;x\n").columns == (
        "Nom",
        "Mobile",
        "19/11/2026",
    )


def test_what_stands_above_the_titles_is_told():
    table = read("Export du 20/11/2026;;\n\nNom;Prénom;Mobile\nRoux;Zoé;0639980001\n")
    assert table.columns == ("Nom", "Prénom", "Mobile")
    assert [line for line, _ in table.rows] == [4]
    assert codes(table) == [("preamble", 1, "Export du 20/11/2026")]


def test_titles_become_different_and_fit_for_placeholders():
    assert read("Nom;nom;;[Mobile]\nA;B;C;D\n").columns == (
        "Nom",
        "nom (2)",
        "Colonne 3",
        "(Mobile)",
    )


def test_the_rows_after_a_stray_quote_are_kept_and_the_quote_is_told():
    table = read('a;b\n1;"2\n3;4\n')
    assert rows(table) == [(2, ("1", "2")), (3, ("3", "4"))]
    assert codes(table) == [("malformed_rows", 1, "2")]


def test_a_protected_text_is_that_text_and_a_formula_stays_what_it_was_typed_as():
    table = read(
        'a;b\n"=""0639980001""";x\n=HYPERLINK("x");y\n+33 (0)6 39 98 00 02;@zoe\n-cmd|\' '
        "/C'!A0;-5\n"
    )
    assert [cells for _, cells in rows(table)] == [
        ("0639980001", "x"),
        ('=HYPERLINK("x")', "y"),
        ("+33 (0)6 39 98 00 02", "@zoe"),
        ("-cmd|' /C'!A0", "-5"),
    ]
    assert codes(table) == [("formula", 2, "3")]


@pytest.mark.parametrize(
    "cell", ["@" * 100_000, "x@" * 30_000, "=" + "@a" * 30_000, "@" + "a1" * 15_000 + "="]
)
def test_a_long_cell_is_read_whatever_it_is_made_of(cell):
    assert len(read(f"Nom;Mobile\nZoé;0639980001\n{cell};{cell}\n").rows) == 2
    read(f"{cell}\n0639980001\n")


def test_characters_that_cannot_be_read_are_told_with_their_line():
    content = ROWS.encode() + b"Ma\xc3;0639980003\n"
    assert codes(tables.read(content)) == [("broken_characters", 1, "4")]


def test_lines_in_another_encoding_are_read_and_told():
    table = tables.read(
        ROWS.encode() + b"Ma\xebl;0639980003\nAna;0639980004\nH\xe9l\xe8ne;0639980005\n"
    )
    assert [cells[0] for _, cells in rows(table)] == ["Zoé", "Loïc", "Maël", "Ana", "Hélène"]
    assert (table.encoding, codes(table)) == ("utf-8", [("mixed_encodings", 2, "4")])


def test_lines_are_told_by_their_row_where_cells_have_several_lines():
    content = 'Nom;Adresse\nZoé;"1\n2"\nLoïc;"3\n4"\n'.encode() + b"Ma\xebl;x\nZo\xc3;y\n"
    assert codes(tables.read(content)) == [
        ("mixed_encodings", 1, "4"),
        ("broken_characters", 1, "5"),
    ]


def test_accents_that_were_converted_twice_are_restored_told_and_left_where_somebody_chose():
    content = ROWS.encode().decode("cp1252").encode()
    assert (rows(tables.read(content)), codes(tables.read(content))) == (
        rows(read(ROWS)),
        [("doubled_encoding", 2, "2")],
    )
    assert rows(tables.read(content, encoding="utf-8"))[0] == (2, ("ZoÃ©", "0639980001"))


def test_rows_inside_quotes_are_told():
    table = read('Nom;Mobile\nZoé;"0639980001\nAna;0639980002\nLéa;0639980003"\n')
    assert codes(table) == [("engulfed_rows", 1, "2")]


def test_rows_that_are_nobody_are_set_aside_and_told():
    table = read(f"{ROWS}Nom;Mobile\nSous-total;2\nAna;0639980003\nTOTAL;3\n3 rows selected.\n")
    assert [line for line, _ in table.rows] == [2, 3, 6]
    assert codes(table) == [("totals", 3, "5"), ("repeated_titles", 1, "4")]


def test_a_file_of_sums_only_has_no_rows():
    assert problem(b"Nom;Mobile\nTOTAL;0\n") == ("no_rows", "")


def test_rows_of_blanks_are_nobody():
    assert [line for line, _ in read("a;b\n ;\t\n1;2\n\u00a0;\n").rows] == [3]


@pytest.mark.parametrize("rows_of_it", [3, 9_000])
def test_empty_columns_at_the_ends_of_lines_are_none(rows_of_it):
    tail = ";" * 1_200
    table = read(f"Nom;Mobile{tail}\n" + f"Zoé;0639980001{tail}\n" * rows_of_it)
    assert (table.columns, len(table.rows), table.notices) == (("Nom", "Mobile"), rows_of_it, ())


def test_what_stands_beside_the_table_is_told():
    table = read(
        "note;;;Nom;Mobile\n;;;Zoé;0639980001\n;x;;Ana;0639980002\n;;;Léa;0639980003;;;y\n"
    )
    assert (table.columns, rows(table)[1]) == (("Nom", "Mobile"), (3, ("Ana", "0639980002")))
    assert codes(table) == [("beside", 1, "note"), ("long_rows", 2, "3")]


def test_a_note_beside_the_table_is_nobody():
    table = read("Nom;Mobile;;;;\nZoé;0639980001;;;;\n;;;;;rappeler\nAna;0639980002;;;;\n")
    assert ([line for line, _ in table.rows], codes(table)) == ([2, 4], [("long_rows", 1, "3")])


def test_rows_of_r_are_told_and_read_under_their_titles():
    table = read('"Nom";"Mobile"\n"1";"Zoé";"0639980001"\n"2";"Ana";"0639980002"\n')
    assert (table.columns, rows(table)[0]) == (
        ("Colonne 1", "Nom", "Mobile"),
        (2, ("1", "Zoé", "0639980001")),
    )
    assert codes(table) == [("shifted_titles", 1, "Nom")]


def test_examples_below_the_titles_are_set_aside_and_told():
    table = read("Nom;Mobile\nex : Dupont;ex : 0612345678\nZoé;0639980001\n")
    assert ([line for line, _ in table.rows], codes(table)) == ([3], [("examples", 1, "2")])
    assert len(read("ex : Dupont;0612345678\nZoé;0639980001\n").rows) == 2


def test_a_row_that_loses_two_cells_is_told_once():
    table = read(";Nom;Mobile\nx;Zoé;0639980001;y\n;Ana;0639980002\n;Léa;0639980003\n")
    assert codes(table) == [("long_rows", 1, "2")]


def test_a_table_of_one_column_may_stand_anywhere():
    assert rows(read(";;Mobile\n;;0639980001\n")) == [(2, ("0639980001",))]


def test_a_title_can_be_typed_as_it_is_seen():
    assert read("\u200bNom\u00ad\u200d;Mobile\nZoé;0639980001\n").columns == ("Nom", "Mobile")


def test_what_has_no_line_but_ends_of_old_macintoshes_is_bounded_too():
    assert problem(b"a;b" + b"\r" * 1_000_001 + b"c;d") == ("too_many_rows", "1000001")


TITLES = ("Nom", "Prénom", "Mobile")
PEOPLE = [
    ("Roux", "Zoé", "0639980001"),
    ("Petit", "Loïc", "06 39 98 00 02"),
    ("Morel", "Ana", "+33639980003"),
]


@st.composite
def surrounded(draw):
    """Put a table on a sheet, with empty columns around it, cells beside it and rows above."""
    left, right = draw(st.integers(0, 5)), draw(st.integers(0, 50))
    sheet = [[""] * left + list(cells) + [""] * right for cells in (TITLES, *PEOPLE)]
    sides = [*range(left - 1), *range(left + 4, left + 50)]  # not next to the table
    for side in draw(st.lists(st.sampled_from(sides), max_size=1)):
        row = sheet[draw(st.integers(0, 3))]
        row.extend([""] * (side + 1 - len(row)))
        row[side] = draw(st.sampled_from(["note", "x", "à rappeler"]))
    above = draw(
        st.lists(st.sampled_from([[], [" "], ["Prêts en retard"], ["", "Export"]]), max_size=4)
    )
    return [*above, *sheet]


@given(
    surrounded(),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16"]),
)
def test_the_same_table_is_read_whatever_stands_beside_it(sheet, delimiter, encoding):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(sheet)
    table = tables.read(out.getvalue().encode(encoding))
    assert table.columns == TITLES
    assert [tuple(cells) for _, cells in table.rows] == PEOPLE


@given(
    st.lists(
        st.lists(
            st.sampled_from(["Zoé", "3, rue\nde l’Été", 'dit "Léa"', "a;b", "où, déjà", ""]),
            min_size=3,
            max_size=3,
        ),
        max_size=9,
    )
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "utf-16-le"])
def test_a_file_comes_back_as_it_was_written(delimiter, encoding, written):
    rows_of_it = [
        (*PEOPLE[0][:2], "réservé", "0639980001"),
        *((*cells, "0639980001") for cells in written),
    ]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(
        [("Nom", "Adresse", "Titre", "Mobile"), *rows_of_it]
    )
    table = tables.read(out.getvalue().encode(encoding))
    assert table.columns == ("Nom", "Adresse", "Titre", "Mobile")
    assert [tuple(cells) for _, cells in table.rows] == rows_of_it


def test_the_encoding_that_somebody_chose_is_obeyed():
    table = tables.read(ROWS.encode("mac_roman"), encoding="cp1252")
    assert (table.encoding, rows(table)[0][1]) == ("cp1252", ("ZoŽ", "0639980001"))


def test_a_spreadsheet_without_rows_tells_its_sheets():
    with pytest.raises(Unreadable) as unreadable:
        tables.read(xlsx(("Prêts", [["Nom", "Mobile"]]), ("Aide", [["?"]])))
    assert (unreadable.value.problem, len(unreadable.value.sheets)) == ("no_rows", 2)
