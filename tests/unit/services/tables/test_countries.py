"""The column of a file that tells the country of each row's numbers."""

from datetime import date

import pytest
from factories import NOW

from unisms.services.imports import candidates, fates, intake
from unisms.services.tables.countries import column_of, is_title, unused
from unisms.testing.factories import someone

TABLE = (
    "Nom;Pays;Portable\nZoé;Maroc;0612345678\nAna;France;0639980001\nÉva;;0639980002\n"
    "Noé;Atlantide;0639980003"
)


def made(institution, text):
    record = intake.receive(someone(institution), "a.csv", text.encode(), NOW)
    intake.read(record)
    return record


def told(record):
    people = candidates.among(record, record.rows.items(), "FR", foreign_ok=True)
    return [(person.reading.msisdn, person.noted) for person in people]


def test_a_number_without_a_code_is_of_the_country_of_its_row(institution):
    assert told(
        made(institution, f"{TABLE}\nLéo;Espagne;612345678\nMia;Italie;333 123 4567\nLou;Italie;")
    ) == [
        ("+212612345678", "by_country"),
        ("+33639980001", ""),
        ("+33639980002", ""),
        ("+33639980003", "country_unread"),
        ("+34612345678", "by_country"),
        ("+393331234567", "by_country"),
        ("", ""),
    ]


def test_it_is_said_how_many_were_read_so_and_where_the_first_is(institution):
    notices = fates.preview(made(institution, TABLE), today=date(2027, 1, 15)).notices
    assert ("by_country", 1, "2") in notices
    assert ("country_unread", 1, "5") in notices


def test_a_mobile_of_home_whose_row_tells_another_country_is_told(institution):
    rows = "Allemagne;0612345678\nBelgique;+33639980001\nMaroc;0033639980002\nMartinique;0639980003"
    record = made(institution, f"Pays;Portable\n{rows}\nMaroc;01 99 00 12 34\nItalie;298 21 12 34")
    assert [noted for _, noted in told(record)] == ["home_despite_country", "", "", "", "", ""]
    notices = fates.preview(record, today=date(2027, 1, 15)).notices
    assert ("home_despite_country", 1, "2") in notices


def test_whoever_chooses_reads_them_as_numbers_at_home(institution):
    record = made(institution, TABLE)
    assert record.country_column == 1
    fields = ("number_columns", "name_columns", "key_column", "rule")
    intake.choose(record, **{field: getattr(record, field) for field in fields})
    assert told(record)[0] == ("+33612345678", "")
    with pytest.raises(intake.BadChoice):
        intake.choose(
            record, **{field: getattr(record, field) for field in fields}, country_column=3
        )


def test_a_choice_stays_when_the_file_is_read_in_another_way(institution):
    record = made(
        institution, "Nom;Pays;Zone;Portable\nZoé;Maroc;BE;0470123456\nAna;Maroc;BE;0470123457"
    )
    fields = ("number_columns", "name_columns", "key_column", "rule")
    intake.choose(record, **{field: getattr(record, field) for field in fields}, country_column=2)
    intake.read_again(record, encoding="cp1252")
    intake.read(record)
    assert record.country_column == 2


def test_of_several_rows_of_one_person_each_has_its_country(institution):
    record = made(
        institution, "Code;Nom;Pays;Mobile\n1;Zoé;FR;\n1;Zoé;MA;0612345678\n2;Ana;FR;0639980001"
    )
    assert told(record) == [("+212612345678", "by_country"), ("+33639980001", "")]


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Pays",
            "PAYS",
            "Code pays",
            "Pays de résidence",
            "Pays adresse",
            "Pays du mobile",
            "Libellé pays",
        ),
        *(
            "Country",
            "Country code",
            "Home country",
            "ISO",
            "ISO 2",
            "Pays (2)",
            "Pays ISO",
            "Indicatif",
        ),
        *(
            "Mailing Country",
            "Billing Country",
            "Home Country/Region",
            "Address 1 - Country",
            "LIB_PAY",
            "COD_PAY",
        ),
        *(
            "Pays adresse annuelle",
            "Pays annuel",
            "Adresse - Pays",
            "Pays/Country",
            "Nom du pays",
            "Libellé du pays",
        ),
        *(
            "Code ISO pays",
            "ISO code",
            "ISO3166",
            "Votre pays",
            "Pays de résidence principale",
            "Pays étudiant",
        ),
        *(
            "Pays de l'usager",
            "Country of phone",
            "pays_code",
            "pays_nom",
            "countryCode",
            "CodePays",
            "country_iso2",
        ),
        *("Country of Residence (ISO)", "Residence country", "ISO 3166-1 alpha-2", "LIB_PAY_ADR"),
        *("codepays", "País", "countryname"),
    ],
)
def test_a_column_is_known_by_its_title_and_its_cells(title):
    assert (
        column_of(
            ("Nom", title, "Mobile"), [(2, ("Zoé", "MA", "1")), (3, ("Ana", "", "2"))], (2,), "FR"
        )
        == 1
    )


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Pays de naissance",
            "Pays naiss.",
            "Country of birth",
            "Pays de nationalité",
            "Pays d'origine",
            "Pays du bac",
        ),
        *(
            "Pays du diplôme",
            "Pays d'obtention",
            "Pays des parents",
            "Pays du père",
            "Pays employeur",
            "Pays du stage",
        ),
        *(
            "Country of citizenship",
            "Passport issuing country",
            "Région Pays de la Loire",
            "Pays de destination",
        ),
        *(
            "LIB_PAY_NAI",
            "COD_PAY_NAT",
            "Nationalité",
            "Zone",
            "Paysage",
            "Isolement",
            "Prêt",
            "Préfixe",
            "Ind.",
        ),
    ],
)
def test_countries_of_births_diplomas_or_parents_are_others(title):
    assert not is_title(title)


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Pays de naissance", ["MA", "FR"]),
        ("Nationalité", ["Maroc"]),
        ("Pays d'origine", ["Maroc"]),
        ("Zone", ["MA"]),
        ("Pays", ["FR", "France"]),  # nothing that the institution's own would not do
        ("Pays", ["", ""]),
        ("Pays", ["MA", "nord", "sud"]),
        ("Colonne 2", ["Zoé", "Ana"]),
        ("Pays", [*["MA"] * 2_000, *(f"pays {n}" for n in range(1_000))]),
        ("Colonne 2", ["MA", "PR"]),  # grades of teachers
        ("Colonne 2", ["MR", "ME"]),
        ("Colonne 2", ["GA", "GB"]),
        ("Colonne 2", ["Maroc", "Nord"]),
        ("Colonne 2", ["FR", "France"]),
    ],
)
def test_other_columns_say_nothing_of_numbers(title, cells):
    rows = [(line, ("", cell, "0612345678")) for line, cell in enumerate(cells, 2)]
    assert column_of(("Nom", title, "Mobile"), rows, (2,), "FR") == -1


def test_a_file_without_titles_tells_them_too(institution):
    assert told(made(institution, "MA;0612345678\nBE;0470123456\nFR;0639980001")) == [
        ("+212612345678", "by_country"),
        ("+32470123456", "by_country"),
        ("+33639980001", ""),
    ]


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ([("BE", "0470123456"), ("BE", "0470123457")], 0),
        ([("MA", "0612345678"), ("BE", "0470123456")], 0),
        (
            [("MA", "0612345678"), ("MA", "0612345679"), ("BE", "0470123456")],
            -1,
        ),  # most say nothing
        ([("BE", "0470123456"), ("PR", "0612345678")], -1),  # it is a mobile of France only
        ([("BE", ""), ("BE", "")], -1),
        ([("Maroc", "0612345678"), ("FR", "")], 0),
    ],
)
def test_without_a_title_codes_need_numbers_that_prove_them(rows, column):
    assert column_of(("Colonne 1", "Colonne 2"), [*enumerate(rows, 1)], (1,), "FR") == column


def test_a_column_is_weighed_by_its_rows():
    cells = [*["Maroc"] * 20, *(f"ville {n}" for n in range(19))]
    rows = [(line, (cell, "0612345678")) for line, cell in enumerate(cells, 2)]
    assert (
        column_of(("Pays", "Mobile"), rows, (1,), "FR"),
        unused(("Pays", "Mobile"), rows, (1,), "FR"),
    ) == (0, [])
    assert column_of(("Pays", "Mobile"), rows[1:-1] + rows[-3:], (1,), "FR") == -1


@pytest.mark.parametrize(
    ("fixed", "annual", "column"),
    [("Maroc", "France", -1), ("France", "Maroc", 1), ("Maroc", "", 0), ("Maroc", "Espagne", 1)],
)
@pytest.mark.parametrize("first", ["Pays adresse fixe", "LIB_PAY_ADF", "Home country"])
@pytest.mark.parametrize(
    "second", ["Pays adresse annuelle", "Pays", "Pays de résidence", "Current country"]
)
def test_where_somebody_lives_now_comes_before_where_they_come_home_to(
    fixed, annual, column, first, second
):
    titles, rows = (first, second, "Mobile"), [(2, (fixed, annual, "0612345678"))]
    assert column_of(titles, rows, (2,), "FR") == column
    assert unused(titles, rows, (2,), "FR") == []


def test_a_column_that_names_countries_and_is_not_used_is_told(institution):
    record = made(
        institution,
        "Nom;Pays;Portable\nZoé;Maroc;0612345678\nAna;nord;0639980001\nÉva;sud;0639980002",
    )
    assert record.country_column == -1
    assert ("unused_countries", 1, "Pays") in record.notices
    record = made(institution, "Nom;Country code;Mobile\nZoé;250;0788123456")
    assert record.notices == (("unused_countries", 1, "Country code"),)
    assert made(institution, "Nom;Pays;Mobile\nZoé;France;0788123456").notices == ()
    assert made(institution, "Nom;Code pays;Pays;Mobile\nZoé;350;Maroc;0612345678").notices == ()
    assert unused(("Pays",), [(2, ("Maroc",))], (), "FR") == []


def test_of_several_columns_the_one_beside_the_numbers_is_meant():
    titles = ("Pays", "Ville", "Country", "Mobile")
    assert column_of(titles, [(2, ("MA", "Fès", "MA", "0612345678"))], (3,), "FR") == 2
    assert column_of(titles, [(2, ("MA", "Fès", "MA", ""))], (), "FR") == -1
