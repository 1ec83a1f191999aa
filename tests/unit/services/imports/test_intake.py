from datetime import date

import pytest
import transaction
import ZODB
from places import LOANS

from unisms.model.imports import CHUNK
from unisms.model.root import Institution
from unisms.services.imports import candidates, intake
from unisms.services.imports.intake import BadChoice, EmptyFile, TooLarge
from unisms.services.rights import rights
from unisms.services.rules.recipients import Recipient
from unisms.services.tables.tables import Unreadable

TODAY = date(2026, 11, 20)
NOW = 1795172400  # that day, at noon


def uploaded(text, **options):
    return intake.receive(
        rights.person(Institution("Paris 1"), "zlefevre"), "x.csv", text.encode(), NOW, **options
    )


def imported(text):
    record = uploaded(text)
    intake.read(record)
    return record


def readers(*rows):
    return imported("\n".join(["N° lecteur;Nom;Prénom;Tél. domicile;Mobile;Date", *rows]))


def choose(record, **changes):
    names = ("number_columns", "name_columns", "key_column", "rule")
    intake.choose(record, **{name: getattr(record, name) for name in names} | changes)
    return record


def recipients(record, wanted=(), **options):
    return list(candidates.recipients(record, wanted, today=TODAY, **options))


@pytest.fixture(scope="module")
def loans():
    record = intake.receive(
        rights.person(Institution("Paris 1"), "zlefevre"), "loans.csv", LOANS.read_bytes(), NOW
    )
    intake.read(record)
    return record


# Receiving


def test_a_file_is_kept_under_a_dated_name():
    record = intake.receive(
        rights.person(Institution("Paris 1"), "zlefevre"), "C:\\Bureau\\prêts \n.csv", b"a", NOW
    )
    assert record.__name__.startswith("20261120-")
    assert (record.filename, record.author, record.size, record.state) == (
        "prêts .csv",
        "zlefevre",
        1,
        "uploaded",
    )


def test_a_large_file_is_kept_in_pieces():
    content = b"Nom;Mobile\n" * (CHUNK // 5)
    record = intake.receive(rights.person(Institution("Paris 1"), "zlefevre"), "x", content, NOW)
    assert len(record.raw) == 3
    assert record.content() == content


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"", EmptyFile), (b" \n", EmptyFile), (b"%PDF-1.7", Unreadable)]
)
def test_what_holds_no_table_is_refused_and_leaves_nothing(content, refusal):
    institution = Institution("Paris 1")
    with pytest.raises(refusal):
        intake.receive(rights.person(institution, "zlefevre"), "x.csv", content, NOW)
    assert len(institution["imports"]) == 0


def test_a_file_that_is_too_large_is_refused_with_both_sizes():
    with pytest.raises(TooLarge) as large:
        uploaded("abc", most=2)
    assert (large.value.size, large.value.most) == (3, 2)


# Reading


def test_reading_fills_rows_and_proposes_columns(loans):
    assert (loans.state, loans.encoding, loans.delimiter, len(loans.rows)) == (
        "read",
        "cp1252",
        ";",
        12303,
    )
    assert (
        " ".join(loans.kinds) == "key name name text msisdn msisdn msisdn email text text date date"
    )
    assert [loans.columns[column] for column in loans.number_columns] == [
        "Mobile",
        "Tél. autre",
        "Tél. domicile",
    ]
    assert [loans.columns[column] for column in loans.name_columns] == ["Prénom", "Nom"]
    assert loans.columns[loans.key_column] == "N° lecteur"


def test_a_file_that_cannot_be_read_says_why():
    record = imported("Nom;Mobile\n" + "\n" * 1_000_001)
    assert (record.state, record.problem, record.detail) == (
        "unreadable",
        "too_many_rows",
        "1000002",
    )
    assert len(record.rows) == 0


def test_a_file_is_read_once():
    record = imported("Nom;Mobile\nZoé;0639980001\n")
    record.columns = ("changed",)
    intake.read(record)
    assert record.columns == ("changed",)


def test_what_is_stored_is_plain_and_survives_the_store():
    database = ZODB.DB(None)
    with database.transaction() as connection:
        connection.root.record = record = readers("1;Roux;Zoé;;0639980001;19/11/2026", "2;Petit")
        choose(record, rule=((5, "days_before", 1),))
    connection = database.open(transaction.TransactionManager())
    record = connection.root.record
    assert record.rows[2] == ("1", "Roux", "Zoé", "", "0639980001", "19/11/2026")
    assert {type(part) for part in (record.rule[0], record.notices[0], record.rows[2])} == {tuple}
    assert [recipient.who for recipient in recipients(record)] == ["Zoé Roux"]
    connection.close()
    database.close()


# Choosing


def test_choices_are_stored_as_tuples():
    record = choose(
        readers("1;Roux;Zoé;;;"),
        number_columns=[4],
        name_columns=[1],
        key_column=-1,
        rule=[[3, "blank"]],
    )
    assert (record.number_columns, record.name_columns, record.key_column) == ((4,), (1,), -1)
    assert record.rule == ((3, "blank"),)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"number_columns": ()}, ("number_columns", "none", "")),
        ({"number_columns": (4, 6)}, ("number_columns", "unknown", "")),
        ({"name_columns": (-1,)}, ("name_columns", "unknown", "")),
        ({"key_column": 6}, ("key_column", "unknown", "")),
        ({"key_column": -2}, ("key_column", "unknown", "")),
        ({"rule": ((0, "filled"), (0, "is", ()))}, ("rule", "argument", 2)),
        ({"day": "20/11/2026"}, ("day", "unknown", "")),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_and_changes_nothing(changes, told):
    record = readers("1;Roux;Zoé;;;")
    with pytest.raises(BadChoice) as bad:
        choose(record, **changes)
    assert bad.value.problem == told
    assert record.number_columns == (4, 3)


# Recipients


def test_blanks_that_a_database_fills_columns_with_are_in_no_name():
    record = imported(
        " nom    | prenom | mobile\n Roux   | Zoé    | 0639980001\n Li     | Ana    | 0639980002\n"
    )
    assert [recipient.who for recipient in recipients(record)] == ["Zoé Roux", "Ana Li"]


def test_a_recipient_has_a_number_a_name_a_line_and_the_wanted_cells():
    record = readers("1;Roux;Zoé;01 99 00 00 01;06 39 98 00 01;19/11/2026")
    assert recipients(record, ("date", "Salle", "NOM")) == [
        Recipient("+33639980001", "Zoé Roux", "2", ("19/11/2026", "", "Roux"), lines=1)
    ]


def test_the_first_of_two_titles_that_read_alike_is_meant():
    record = imported("Mobile;Nom;nom\n0639980001;Roux;Petit\n")
    assert recipients(record, ("Nom", "nom (2)"))[0].values == ("Roux", "Petit")


def test_a_number_is_taken_from_whichever_column_has_one():
    assert [
        one.msisdn for one in recipients(readers("1;A;B;0639980001;", "2;A;B;0639980002;oui"))
    ] == [
        "+33639980001",
        "+33639980002",
    ]


def test_somebody_with_several_rows_gets_one_message_and_any_of_their_numbers():
    record = readers(
        "1;Roux;Zoé;0639980009;;x", "2;Petit;Loïc;;0639980002;y", " 1 ;Roux;Zoé;;0639980001;z"
    )
    assert recipients(record, ("Date",)) == [
        Recipient("+33639980001", "Zoé Roux", "2", ("x",), lines=2),
        Recipient("+33639980002", "Loïc Petit", "3", ("y",), lines=1),
    ]


def test_rows_without_a_key_are_each_a_person():
    assert (
        len(recipients(readers(";Roux;Zoé;;0639980001;", ";Petit;Loïc;;0639980002;", "1;x", "1;x")))
        == 3
    )


def test_without_a_key_column_each_row_is_a_person():
    record = choose(readers("1;Roux;Zoé;;0639980001;", "1;Roux;Zoé;;0639980001;"), key_column=-1)
    assert len(recipients(record)) == 2


@pytest.mark.parametrize(
    ("cell", "cause"),
    [
        ("", "no_number"),
        ("01 99 00 60 11", "landline"),
        ("06 39 98", "impossible"),
        ("6,39980E+08", "unreadable"),
        ("non", "unreadable"),
    ],
)
def test_a_row_without_a_usable_number_is_told_with_its_cause(cell, cause):
    (recipient,) = recipients(choose(readers(f"1;Roux;Zoé;;{cell};"), number_columns=(4,)))
    assert (recipient.cause, recipient.uncertain_range) == (cause, False)
    assert recipient.msisdn == ("+33199006011" if cause == "landline" else "")


@pytest.mark.parametrize("cell", ["01 99 00 60 11", "+33 1 99 00 60 11", "0033199006011"])
def test_a_landline_is_told_for_whoever_calls_them(cell):
    (recipient,) = recipients(choose(readers(f"1;Roux;Zoé;non;{cell};"), number_columns=(3, 4)))
    assert (recipient.msisdn, recipient.cause) == ("+33199006011", "landline")


def test_foreign_numbers_are_refused_where_policy_says_so():
    record = readers("1;Roux;Zoé;;+44 7700 900433;")
    assert recipients(record)[0].cause is None
    assert recipients(record, foreign_ok=False)[0].cause == "foreign_not_allowed"


def test_a_french_number_is_preferred_where_foreign_ones_are_refused():
    record = readers("1;Roux;Zoé;0639980001;+44 7700 900433;")
    assert recipients(record, foreign_ok=False)[0].msisdn == "+33639980001"


def test_a_number_in_an_unknown_range_is_kept_and_told():
    assert recipients(readers("1;Roux;Zoé;;07 00 12 34 56;"))[0].uncertain_range


def test_the_rule_selects():
    record = choose(
        readers("1;Roux;Zoé;;0639980001;19/11/2026", "2;x;y;;0639980002;"),
        rule=((5, "days_before", 1),),
    )
    assert [one.who for one in recipients(record)] == ["Zoé Roux"]


def test_of_what_is_forgotten_neither_the_titles_nor_the_choices_stay():
    record = choose(
        readers("1;Roux;Zoé;;0639980001;"), rule=((1, "is", ("Roux",)),), day="2026-11-20"
    )
    record.forget()
    assert (len(record.rows), record.content(), record.state) == (0, b"", "forgotten")
    assert (record.columns, record.kinds, record.rule, record.day, record.notices) == (
        (),
        (),
        (),
        "",
        (),
    )
    assert (record.number_columns, record.name_columns, record.key_column) == ((), (), -1)


def test_a_day_of_its_own_comes_before_today():
    record = readers("1;Roux;Zoé;;0639980001;19/11/2026")
    choose(record, rule=((5, "days_before", 1),), day="2026-11-20")
    another = date(2027, 1, 1)
    assert len(list(candidates.recipients(record, (), today=another))) == 1


def test_a_number_abroad_whose_code_stands_beside_it_is_nobody_in_france():
    record = imported("Nom;Indicatif;Portable\nZoé;+33;639980001\nAna;+212;612345678\n")
    assert [recipient.msisdn for recipient in recipients(record)] == [
        "+33639980001",
        "+212612345678",
    ]
    assert ("joined_codes", 2, "2") in record.notices


def test_who_stands_in_a_second_table_beside_is_told_and_lends_nobody_a_number():
    record = imported("Nom;Mobile;;Nom;Mobile\nZoé;;;Eva;0639980009\nAna;0639980002;;;\n")
    assert [(recipient.who, recipient.msisdn) for recipient in recipients(record)] == [
        ("Zoé", ""),
        ("Ana", "+33639980002"),
    ]
    assert {code for code, *_ in record.notices} == {"beside", "long_rows"}
