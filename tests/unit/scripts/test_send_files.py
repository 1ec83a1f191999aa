"""``unisms send --file``: sheets, encodings, hidden rows, and sums that add up."""

import pytest
from places import WORKBOOKS


def send(file, *more):
    return (
        *(
            "send",
            "--institution",
            "paris1",
            "--as",
            "abenali",
            "--account",
            "scd",
            "--text",
            "Rendez vos livres",
        ),
        *("--file", str(file), "--dry-run", *more),
    )


def written(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "prêts.csv"
    file.write_bytes(text.encode(encoding))
    return file


def test_hidden_rows_are_left_out_and_told_with_what_to_do(demo):
    shown = demo.run(*send(WORKBOOKS / "masked.xlsx")).output
    assert "masked.xlsx: 4 lines, 4 chosen" in shown
    assert "read as         Prêts" in shown
    assert "hidden_rows     4 left out; --with-hidden rows reads them" in shown
    assert "hidden_sheets   1 not read; --sheet chooses one" in shown
    (file,) = demo.json(*send(WORKBOOKS / "masked.xlsx", "--with-hidden", "rows"))["files"]
    assert (file["lines"], file["notices"]["hidden_rows_read"]) == (8, 4)


def test_another_sheet_is_chosen_by_its_title(demo):
    (file,) = demo.json(*send(WORKBOOKS / "masked.xlsx", "--sheet", "Secrète"))["files"]
    assert (file["sheet"], file["lines"]) == ("Secrète", 1)
    refused = demo.run(*send(WORKBOOKS / "masked.xlsx", "--sheet", "Lune"), code=3).stderr
    assert "It has no sheet Lune; it has: Prêts, Seconde, Secrète." in refused


def test_another_encoding_is_obeyed(demo, tmp_path):
    file = written(tmp_path, "Nom;Prénom;Mobile\nLefèvre;Zoé;0639980001\n", "mac_roman")
    told = demo.json(*send(file, "--encoding", "mac_roman", "--name-column", "Prénom"))
    assert told["files"][0]["encoding"] == "mac_roman"
    assert told["check"]["longest"][0] == "Zoé"
    assert "Invalid value" in demo.run(*send(file, "--encoding", "lune"), code=2).stderr


def test_what_was_grouped_and_by_what_is_told_and_the_sums_add_up(demo, tmp_path):
    rows = [
        "1;Ana;0639980001;19/11/2026",
        "1;Ana;0639980001;19/11/2026",
        "2;Bob;0139980002;19/11/2026",
        "3;Zoé;0639980001;19/11/2026",
        "4;Léo;0639980004;demain",
        "5;Max;0639980005;",
        "6;Eva;0639980006;01/01/2020",
    ]
    file = written(tmp_path, "\n".join(["N° lecteur;Nom;Mobile;Date", *rows]))
    command = send(file, "--where", "Date days-before 0", "--where", "Nom filled")
    (told,) = demo.json(*send(file, "--where", "Date since 30000"))["files"]
    parts = ("messages", "grouped", "duplicates", "not_chosen")
    assert [told[part] for part in parts] == [2, 1, 1, 0]
    total = (
        sum(told[part] for part in parts)
        + sum(told["undecided"].values())
        + sum(told["set_aside"].values())
    )
    assert total == told["lines"] == 7
    shown = demo.run(*send(file, "--where", "Date since 30000")).output
    assert (
        "grouped         1 lines, by N° lecteur: 4 people (--key-column - groups nobody)" in shown
    )
    assert "no date         “demain” on line 6: a date looks like 19/11/2026" in shown
    assert "merged          1" in shown
    nobody = demo.run(*command, code=3).stderr
    assert "There is nobody to write to" in nobody
    assert "prêts.csv: 1 date_unreadable, 1 date_missing, as “demain” on line 6" in nobody
    assert demo.json(*send(file, "--key-column", "-"))["files"][0]["grouped"] == 0


def test_countries_that_say_nothing_of_the_numbers_are_told(demo, tmp_path):
    file = written(tmp_path, "Nom;Country code;Mobile\nAna;250;0788123456\n")
    assert "unused_countries1 of countries or their codes, not used" in demo.run(*send(file)).output


def test_lines_outside_the_rule_are_told(demo, tmp_path):
    file = written(tmp_path, "Nom;Mobile\nAna;0639980001\nBob;0639980002\n")
    assert (
        "not chosen      1 lines for which the rule does not hold"
        in demo.run(*send(file, "--where", "Nom is Ana")).output
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("password.xlsx", "This file has a password."),
        ("password.xls", "This file has a password."),
        ("password.ods", "This file has a password."),
    ],
)
def test_a_workbook_with_a_password_is_told_as_that(demo, name, says):
    assert says in demo.run(*send(WORKBOOKS / name), code=3).stderr


def test_titles_alone_are_told_with_the_other_sheets(demo, tmp_path):
    from made_workbooks import xlsx

    file = tmp_path / "a.xlsx"
    file.write_bytes(xlsx(("Un", [["Nom"]]), ("Deux", [["Nom", "Mobile"]])))
    assert "try again. Other sheets, for --sheet: Un, Deux." in demo.run(*send(file), code=3).stderr
    file.write_bytes(xlsx(("Un", [])))
    assert "cannot be read. This file is empty." in demo.run(*send(file), code=3).stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "prêts.csv: Choose the column that holds the mobile numbers: give --number-column."),
        (
            ("--number-column", "Nom", "--where", "Nom filled", "--where", "Nom is"),
            "prêts.csv: Condition 2: enter a value, or a number of days.",
        ),
    ],
)
def test_choices_that_make_no_sense_are_told_as_on_the_page(demo, tmp_path, options, says):
    file = written(tmp_path, "Nom;Ville\nLefèvre;Paris\n")
    assert says in " ".join(demo.run(*send(file, *options), code=3).stderr.split())
