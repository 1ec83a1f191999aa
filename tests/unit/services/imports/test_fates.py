from datetime import date

from places import LOANS

from unisms.model.root import Institution
from unisms.services.imports import candidates, fates, intake
from unisms.services.imports.fates import Aside
from unisms.services.rights import rights

TODAY = date(2026, 11, 20)
NOW = 1795172400  # that day, at noon

#: due back yesterday, a student, a loan of 14 days or more: the rule of the library's article
STUDENTS = (3, "is", ("Etudiant L", "Etudiant M", "Étudiant D"))
LONG_LOANS = (10, "days_apart", 14, 11)
DUE_YESTERDAY = (11, "days_before", 1)


def imported(content):
    record = intake.receive(
        rights.person(Institution("Paris 1"), "zlefevre"), "x.csv", content, NOW
    )
    intake.read(record)
    return record


def readers(*rows):
    return imported("\n".join(["N° lecteur;Nom;Prénom;Tél. domicile;Mobile;Date", *rows]).encode())


def ruled(record, *rule, day=""):
    columns = {
        name: getattr(record, name) for name in ("number_columns", "name_columns", "key_column")
    }
    intake.choose(record, **columns, rule=rule, day=day)
    return record


def preview(record, **options):
    return fates.preview(record, today=TODAY, **options)


def test_the_preview_names_each_row_and_why():
    record = readers(
        "1;Roux;Zoé;;0639980001;19/11/2026",
        "2;Petit;Loïc;01 99 00 60 11;;19/11/2026",
        "1;Roux;Zoé;;0639980001;19/11/2026",
        "3;Roux;Max;;06 39 98 00 01;19/11/2026",
        "4;Diallo;Awa;;0639980004;31/02/2026",
        "5;Nuñez;Théo;;0639980005;",
        "6;Hors;Sujet;;0639980006;01/01/2026",
    )
    told = preview(ruled(record, (5, "days_before", 1)))
    assert (told.rows, told.chosen, told.people, told.ready) == (7, 4, 3, 1)
    assert told.aside == [
        Aside(3, "Loïc Petit", "01 99 00 60 11", "landline"),
        Aside(4, "Zoé Roux", "", "same_person", 2),
        Aside(5, "Max Roux", "+33639980001", "duplicate", 2),
        Aside(6, "Awa Diallo", "31/02/2026", "date_unreadable"),
        Aside(7, "Théo Nuñez", "", "date_missing"),
    ]
    assert [cause for cause, _ in told.counts()] == [one.cause for one in told.aside]
    assert told.of_cause("duplicate") == [told.aside[2]]
    assert told.of_cause("") == told.aside
    assert [one.who for one in told.sample] == ["Zoé Roux"]
    assert told.countries == (("+336", 1),)


def test_nobody_at_all_is_no_error():
    told = preview(ruled(readers("1;Roux;Zoé;;0639980001;"), (0, "is", ("9",))))
    assert (told.chosen, told.people, told.ready, told.aside) == (0, 0, 0, [])


def test_what_deserves_a_look_is_told_with_its_first_line():
    record = readers(
        "1;a;b;;0639980001;",
        "2;a;b;;+1 202-555-0197;",
        "3;a;b;;07 00 12 34 56;",
        "4;a;b;;06 06 06 06 06;",
        "5;a;b;;6,39980E+08;",
        "6;a;b;;+1 202-555-0198;",
        "7;a;b;;12025550104;",
        "8;a;b;;06 39 98 00 08 / 06 39 98 00 09;",
    )
    assert set(preview(record).notices) == {
        ("foreign", 3, "3"),
        ("assumed", 1, "8"),
        ("several", 1, "9"),
        ("unknown_range", 1, "4"),
        ("filler", 1, "5"),
        ("spoiled", 1, "6"),
    }


def test_a_day_of_its_own_comes_before_today():
    record = ruled(
        readers("1;Roux;Zoé;;0639980001;31/12/2026"), (5, "days_before", 1), day="2027-01-01"
    )
    assert preview(record).ready == 1


# Against figures counted by an independent script.
def test_the_real_export_under_the_rule_of_the_article():
    record = ruled(imported(LOANS.read_bytes()), STUDENTS, LONG_LOANS, DUE_YESTERDAY)
    told = preview(record)
    assert (told.rows, told.chosen, told.people, told.ready) == (12303, 2938, 2653, 2102)
    assert dict(told.counts()) == {
        "same_person": 285,
        "landline": 248,
        "no_number": 194,
        "impossible": 54,
        "unreadable": 39,
        "duplicate": 16,
    }
    assert {notice.code: notice.count for notice in told.notices} == {
        "foreign": 73,
        "unknown_range": 38,
        "spoiled": 39,
        "several": 97,
    }
    everybody = list(candidates.recipients(record, ("Titre",), today=TODAY))
    assert len(everybody) == 2653
    assert len({one.msisdn for one in everybody if one.cause is None}) == 2102
