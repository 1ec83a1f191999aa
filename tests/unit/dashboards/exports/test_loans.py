"""The library's file, as libraries write it."""

import contextlib
from datetime import date

import pytest

from dashboards.exports import loans, notes
from dashboards.exports.engine import Engine
from dashboards.exports.loans import Line
from dashboards.exports.notes import Note
from dashboards.exports.questions import loans as questions
from dashboards.exports.selection import Selection

HEAD = "branch;month;with_sms;loans;late;days_late\n"
GOOD = Line("Centrale", date(2026, 1, 1), True, 1_200, 180, 900)


def read(tmp_path, content):
    path = tmp_path / "pantheon.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return loans.read(path)


def lines(frame):
    return [
        Line(row.branch, row.month.date(), row.with_sms, row.loans, row.late, row.days_late)
        for row in frame.itertuples()
    ]


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "Centrale;2026-01;yes;1200;180;900\n",
        (HEAD + "Centrale;2026-01;oui;1 200;180;900\n").encode("utf-8-sig"),
        HEAD.replace(";", ",") + "Centrale,2026-01-01,1,1200,180,900",
        HEAD.replace(";", "\t") + '"Centrale"\t01/2026\ttrue\t1200\t180\t900\r\n\r\n',
        "Mois;Bibliothèque;Avec SMS;Prêts;En retard;Jours de retard;Note\n"
        "1/1/2026;Centrale;O;1200;180;900;x\n",
        "Mois;Bibliothèque;SMS;Prêts;Retards;Jours de retard\n"
        "2026/1;Centrale;OUI;1\u00a0200;180;900\n".encode("cp1252").decode("cp1252"),
    ],
)
def test_one_line_in_many_spellings(tmp_path, content):
    frame = read(tmp_path, content)
    assert lines(frame) == [GOOD]
    assert notes.of(frame) == ()


def test_a_file_in_the_encoding_of_spreadsheets(tmp_path):
    frame = read(tmp_path, (HEAD + "Médecine;2026-01;non;10;1;\n").encode("cp1252"))
    assert frame["branch"].tolist() == ["Médecine"]
    assert frame["days_late"].isna().all()


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (";2026-01;yes;1;1;1", "branch"),
        ("C;2026-13;yes;1;1;1", "month"),
        ("C;janvier;yes;1;1;1", "month"),
        ("C;0000-01;yes;1;1;1", "month"),
        ("C;2026-02;perhaps;1;1;1", "with_sms"),
        ("C;2026-02;yes;-1;1;1", "loans"),
        ("C;2026-02;yes;1;1,5;1", "late"),
        ("C;2026-02;yes;1;2;1", "late"),
        ("C;2026-02;yes;1;1;x", "days_late"),
        ("C;2026-02", "with_sms"),
        ("Centrale;2026-01;yes;1;1;1", "twice"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_read(tmp_path, line, column):
    good = "Centrale;2026-01;yes;1200;180;900\n"
    frame = read(tmp_path, f"{HEAD}{good}\n{line}\nLettres;2026-01;no;5;1;\n")
    assert frame["branch"].tolist() == ["Centrale", "Lettres"]
    assert [(n.code, n.line, n.detail) for n in notes.of(frame)] == [(notes.LOANS_ROW, 4, column)]


def test_columns_that_lack_are_told(tmp_path):
    (note,) = notes.of(read(tmp_path, "branch;month;late\nC;2026-01;1\n"))
    assert (note.code, note.detail) == (notes.LOANS_COLUMNS, "with_sms loans")


@pytest.mark.parametrize("content", ["", "\n\n", b"\xff\xfe\x00\x01", b"PK\x03\x04" + b"\0" * 99])
def test_no_table_at_all(tmp_path, content):
    frame = read(tmp_path, content)
    assert [note.code for note in notes.of(frame)] == [notes.LOANS_COLUMNS]
    assert frame.empty


def test_without_a_file(tmp_path):
    (note,) = notes.of(loans.read(tmp_path / "anges.csv"))
    assert (note.code, note.institution) == (notes.NO_LOANS, "anges")


def test_loans_are_shown_whole_and_that_is_told_where_a_filter_is_set(tmp_path):
    (tmp_path / "loans").mkdir()
    (tmp_path / "loans/pantheon.csv").write_text(f"{HEAD}Centrale;2026-01;yes;1200;180;900\n")
    chosen = Selection(("pantheon",), None, date(2026, 1, 1), date(2026, 1, 31), account=2)
    with contextlib.closing(Engine(tmp_path)) as engine:
        found = questions.by_month(engine, chosen)
        assert notes.of(questions.by_month(engine, chosen._replace(account=0))) == ()
    assert found["loans"].tolist() == [1200]
    assert notes.of(found) == (Note(notes.LOANS_WHOLE, detail="account"),)


def test_of_many_bad_lines_the_first_are_told(tmp_path):
    assert len(notes.of(read(tmp_path, HEAD + "x\n" * 5_000))) == 100


def monthly(branch, began):
    """Lines of two years from 2025-01 on; reminders begin in the month of this number."""
    for place in range(24):
        month = f"{2025 + place // 12}-{place % 12 + 1:02d}"
        reminded = began is not None and place >= began
        yield f"{branch};{month};{'yes' if reminded else 'no'};100;{10 if reminded else 20};100"


@pytest.mark.parametrize(
    ("begins", "kinds"),
    [
        ({"Centrale": 0}, []),
        ({"Centrale": None}, []),
        ({"Centrale": 12}, ["after"]),
        ({"Centrale": 0, "Lettres": 12}, ["with", "after"]),
        ({"Centrale": 12, "Lettres": None}, ["with", "after", "others", "net"]),
    ],
)
def test_before_and_after_are_told_by_branches_that_began_since_the_file_begins(
    tmp_path, begins, kinds
):
    (tmp_path / "loans").mkdir()
    told = [line for branch, began in begins.items() for line in monthly(branch, began)]
    (tmp_path / "loans" / "pantheon.csv").write_text(HEAD + "\n".join(told))
    whole = Selection(("pantheon",), None, date(2025, 1, 1), date(2026, 6, 30))
    found = questions.compare(Engine(tmp_path), whole).set_index("kind")
    assert [kind for kind in found.index if kind != "with" or len(begins) > 1] == kinds
    if "after" in kinds:
        assert found.loc["after", "difference"] == pytest.approx(-0.1)
        assert found.loc["after", "other_loans"] == 1_200
