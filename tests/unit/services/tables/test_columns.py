import pytest

from unisms.services.tables.columns import recognise


def kinds(titles, *rows):
    return recognise(titles, list(enumerate(rows, 2))).kinds


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Mobile", "msisdn"),
        ("N° de portable", "msisdn"),
        ("Tél. domicile", "msisdn"),
        ("TELEPHONE", "msisdn"),
        ("tel_portable", "msisdn"),
        ("Phone number", "msisdn"),
        ("GSM", "msisdn"),
        ("Nom", "name"),
        ("Prénom de l’étudiant", "name"),
        ("Prénom", "name"),
        ("Prénom.Apprenant", "name"),
        ("LIB_NOM_PAT_IND", "name"),
        ("LIB_PR1_IND", "name"),
        ("COD_ETU", "key"),
        ("NOM DE FAMILLE", "name"),
        *(
            (title, "name")
            for title in ("Votre nom", "Votre prénom", "NOM (en majuscules)", "Nom patronymique")
        ),
        *(
            (title, "name")
            for title in (
                "Nom de naissance",
                "Votre nom et votre prénom",
                "nom_etu",
                "Nom du participant",
            )
        ),
        ("Nom d’usage", "name"),
        ("Last name", "name"),
        ("Nom et prénom", "name"),
        ("N° lecteur", "key"),
        ("Numéro d’étudiant", "key"),
        ("Identifiant", "key"),
        ("uid", "key"),
        ("Code postal", "text"),
        ("Code UE", "text"),
        ("Courriel", "email"),
        ("Adresse e-mail", "email"),
        ("Date retour prévue", "date"),
        ("Due date", "date"),
        ("Date du prix", "date"),
        ("Montant", "text"),
        ("Bibliothèque", "text"),
        ("Titre", "text"),
        ("Modèle", "text"),
    ],
)
def test_a_title_tells_what_a_column_holds(title, kind):
    assert kinds((title,), ("",)) == (kind,)


@pytest.mark.parametrize(
    ("title", "cells", "kind"),
    [
        ("Mobile", ["oui", "non", "oui"], "text"),
        ("Mobile", ["oui", "0639980001"], "msisdn"),
        ("Date limite", ["S1", "S2"], "text"),
        ("Colonne 1", ["0639980001", "+33 6 39 98 00 02", "639980003", ""], "msisdn"),
        ("Colonne 1", ["0639980001", "x", "y"], "text"),
        ("Colonne 1", ["01 99 00 12 34", "0033639980001"], "msisdn"),
        ("Colonne 1", ["00114467-03190", "75700258-05006"], "text"),
        ("Colonne 1", ["21800123", "21800124"], "text"),
        ("Colonne 1", ["19/11/2026", "2026-11-20"], "date"),
        ("Colonne 1", ["zoe@etu.test"], "email"),
        ("Colonne 1", [" a@@b.c "], "email"),
        *(
            ("Colonne 1", [cell], "text")
            for cell in ("zoe@etu", "@etu.test", "zoe@.test", "zoe@etu.", "à zoe@etu.test")
        ),
        ("Colonne 1", ["", " "], "text"),
        ("Numéro", ["0639980001", "06 39 98 00 02", "+33639980003"], "msisdn"),
        ("N°", ["639980001", "639980002,00"], "msisdn"),
        ("Numéro", ["1", "2", "3"], "key"),
        ("Numéro", ["0639980001", "2", "3"], "key"),
        ("Identifiant", ["0639980001", "0039055555555", "00390555555"], "key"),
        ("Identifiant", ["0639980001", "0639980002"], "msisdn"),
        ("N° étudiant", ["639980001", "639980002"], "key"),
        ("Nom", ["0639980001", "0639980002"], "msisdn"),
        ("Nom", ["zoe@etu.test"], "email"),
        ("Téléphone", ["19/11/2026", "20/11/2026"], "date"),
        ("Téléphone", ["01 99 00 12 34", "poste 1234567"], "msisdn"),
        ("Courriel", ["oui", "non"], "text"),
        ("Courriel", ["0639980001"], "msisdn"),
        ("Date", ["0639980001"], "msisdn"),
        ("Identifiant", ["zoe@etu.test"], "key"),
        ("Colonne 1", ["639980001.00", "639980002,0"], "msisdn"),
        ("Colonne 1", ["06.39.98.00.00"], "msisdn"),
        ("Colonne 1", ["00212612345678"], "msisdn"),
    ],
)
def test_cells_confirm_the_title_or_speak_for_themselves(title, cells, kind):
    assert kinds((title,), *((cell,) for cell in cells)) == (kind,)


def test_a_long_cell_is_judged_whatever_it_is_made_of():
    assert kinds(("Colonne 1",), ("@." * 1_000 + " x",), ("x@" * 30_000,)) == ("text",)


def test_mobiles_are_preferred_to_other_numbers_and_those_to_homes():
    titles = ("Tél. domicile", "Tél. autre", "Mobile", "Portable 2")
    assert recognise(titles, [(2, ("",) * 4)]).number_columns == (2, 3, 1, 0)


@pytest.mark.parametrize(
    ("titles", "numbers"),
    [
        (("Portable père", "Portable mère", "Portable étudiant"), (2,)),
        (("Tél. d'urgence", "Tél."), (1,)),
        (("Mobile du tuteur", "Téléphone du conjoint"), (0, 1)),
        (("GSM", "altcontactphone"), (0,)),
        (("TELEPHONE", "TELEPHONE2", "phonepro", "mobilephone"), (3, 0, 1, 2)),
        (("Nom étudiant", "Tél. étudiant", "Maître de stage", "Courriel", "Tél."), (1,)),
        (("Nom", "Mobile", "Père", "Tél. fixe", "Tél."), (1,)),
        (("Tél. fixe", "Nom de famille", "Mobile"), (2, 0)),
        (("Tél. fixe", "Nom d'épouse", "Mobile"), (2, 0)),
        (("Référent", "Étudiant", "Tél. fixe", "Tél."), (3, 2)),
        (("Mobile", "Référent", "Mobile étudiant"), (0, 2)),
        (("Tél. fixe", "Profession mère", "Tél."), (2, 0)),
        (("Enseignant", "Tél. fixe", "Tél."), (2, 1)),
        (("Ancien mobile", "Nouveau mobile"), (1,)),
        (("Ancien mobile", "Nom"), (0,)),
        (("Fixe", "Mobile2"), (1,)),  # its title alone makes an empty column no number
    ],
)
def test_whoever_has_a_number_is_not_written_to_by_those_of_others(titles, numbers):
    assert recognise(titles, [(2, ("",) * len(titles))]).number_columns == numbers


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Tél. responsable légal",
            "Tél. resp. légal",
            "Tél. maître de stage",
            "Tél. maître d'apprentissage",
        ),
        *(
            "Téléphone employeur",
            "Tél. entreprise",
            "Téléphone organisme d'accueil",
            "Tél. directeur de thèse",
        ),
        *(
            "Tél. encadrant",
            "Tél. enseignant référent",
            "Téléphone secrétariat",
            "Tél. UFR",
            "Tél. bibliothèque",
        ),
        *(
            "Téléphone lycée",
            "Personne à contacter (tél.)",
            "Contact en cas d'accident : téléphone",
            "Numéro ICE",
        ),
        *(
            "Guardian phone",
            "Next of kin phone",
            "Phone of spouse",
            "altcontactphone",
            "Mobile frère",
            "Mobile époux",
        ),
        *(
            "Tél. sœur",
            "Tél. famille",
            "Tél. Parent1",
            "Tél. hébergeur",
            "Portable colocataire",
            "Supervisor mobile",
        ),
        *(
            "Mobile binôme",
            "Tél. lieu de stage",
            "parentPhone",
            "TélTuteur",
            "Emergency Contact Phone",
        ),
    ],
)
def test_numbers_of_others_and_of_offices_are_nobodys_own(title):
    rows = [(line, ("", f"06399800{line}", f"06399801{line}")) for line in range(10, 20)]
    assert recognise(("Nom", title, "Mobile"), rows).number_columns == (2,)


@pytest.mark.parametrize(
    "title",
    [
        "Mobile étudiant",
        "Tél. usager",
        "Portable 1",
        "Tél. perso",
        "Contact : mobile",
        "Mobile pendant le stage",
    ],
)
def test_numbers_of_the_person_are_their_own(title):
    assert recognise(
        ("Nom", title, "Tél. père"), [(2, ("", "0639980001", "0639980002"))]
    ).number_columns == (1,)


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Document",
            "Code étudiant",
            "Matricule",
            "UID carte",
            "N° exemplaire",
            "Item",
            "N° contrat",
            "N° IZLY",
        ),
        *("Réf.", "Colonne 3", "Numéro"),
    ],
)
def test_beside_a_mobile_other_figures_are_no_numbers(title):
    rows = [
        (line, ("", f"06399800{line}" if line % 2 else "", f"07510123{line}"))
        for line in range(10, 20)
    ]
    assert recognise(("Lecteur", "Mobile", title), rows).number_columns == (1,)
    blank = [(line, (name, "", number)) for line, (name, _, number) in rows]
    assert recognise(("Lecteur", "Mobile", title), blank).number_columns[:1] == (1,)


@pytest.mark.parametrize(
    ("title", "cell", "home"),
    [
        ("Montant", "870 000", "NC"),
        ("Exemplaire", "87001234", "PF"),
        ("Date retour", "2026-11-10", "PF"),
    ],
)
def test_no_sum_and_no_day_is_taken_for_the_number_beside_it(title, cell, home):
    rows = [(line, ("Zoé", "87 12 34 56" if home == "PF" else "75.12.34", cell)) for line in (2, 3)]
    assert recognise(("Nom", "Mobile", title), rows, home).number_columns == (1,)


@pytest.mark.parametrize("title", ["Fax", "Télécopie", "Code-barres", "N° de badge", "ISBN"])
def test_figures_that_look_like_a_mobile_are_no_phone(title):
    found = recognise((title, "Tél."), [(2, ("0639980001", "0639980002"))])
    assert found.number_columns == (1,)


def test_beside_a_mobile_the_number_at_home_is_one():
    assert recognise(("Fixe", "Mobile"), [(2, ("0199001234", "0639980002"))]).number_columns == (
        1,
        0,
    )


def test_where_most_cells_under_the_title_are_none_other_columns_are_proposed():
    rows = [(2, ("50", "0639980001")), (3, ("20", "0639980002")), (4, ("0639980003", ""))]
    assert recognise(("Mobile", "Colonne 2"), rows).number_columns == (0, 1)


def test_a_title_tells_more_than_cells():
    assert recognise(("Info", "Tél."), [(2, ("0639980001", "0639980002"))]).number_columns == (1,)
    assert recognise(("Info", "Tél."), [(2, ("0639980001", ""))]).number_columns == (1, 0)
    assert recognise(("Info", "Tél. père"), [(2, ("0639980001", "0639980002"))]).number_columns == (
        0,
    )


@pytest.mark.parametrize(
    ("cells", "home"),
    [
        (["Zoé : 06 39 98 00 01", "Ana (06 39 98 00 02)"], "FR"),
        (["212612345678", "212612345679"], "FR"),
        (["75.12.34", "751235"], "NC"),
        (["87 12 34 56"], "PF"),
        (["262639001234", "0639 12 34 56"], "YT"),
    ],
)
def test_numbers_that_only_home_or_a_second_look_tells_make_a_column(cells, home):
    rows = [(line, (cell, "x")) for line, cell in enumerate(cells, 2)]
    assert recognise(("Contact", "Note"), rows, home).number_columns == (0,)
    assert recognise(("N°", "Note"), rows, home).number_columns == (0,)


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (("Nom", "Prénom"), (1, 0)),
        (("First name", "Surname"), (0, 1)),
        (("Nom et prénom",), (0,)),
        (("Nom", "Nom d’usage", "Prénom"), (2, 0)),
        (("Titre",), ()),
    ],
)
def test_the_first_name_comes_first(titles, names):
    assert recognise(titles, [(2, ("",) * len(titles))]).name_columns == names


@pytest.mark.parametrize(
    ("titles", "row", "names"),
    [
        (("Name", "Given Name"), ("Zoé Roux", "Zoé"), (0,)),
        (("Name", "Given Name", "Family Name"), ("Zoé Roux", "zoe", "Roux"), (1, 2)),
        (("Nom", "Prénom"), ("ROUX Zoé", "Zoé"), (0,)),
        (("Nom", "Prénom"), ("Martin", "Martin"), (1, 0)),
        (("Nom", "Prénom"), ("Roux", ""), (1, 0)),
        (("Nom", "Prénom", "Nom d'usage"), ("Roux", "Zoé", "Roux Petit"), (1, 0)),
    ],
)
def test_nobody_has_their_first_name_twice(titles, row, names):
    assert recognise(titles, [(2, row)]).name_columns == names


@pytest.mark.parametrize(
    ("titles", "row", "names"),
    [
        (("Étudiant", "Mobile"), ("Roux Zoé", "0639980001"), (0,)),
        (("Identité", "Mobile"), ("Roux Zoé", "0639980001"), (0,)),
        (("Étudiant", "Mobile"), ("22012345", "0639980001"), ()),
        (("Lecteur", "Mobile"), ("zoe@etu", "0639980001"), ()),
        (("Étudiant", "Mobile"), ("", "0639980001"), ()),
        (("Étudiant", "Mobile"), ("Oui ", "0639980001"), ()),
        (("Étudiant", "Nom"), ("boursier", "Roux"), (1,)),
    ],
)
def test_names_may_stand_under_the_word_for_those_who_bear_them(titles, row, names):
    assert recognise(titles, [(2, row)]).name_columns == names


def test_mobiles_beside_a_phone_at_home_are_a_column_whatever_its_title():
    rows = [(2, ("06 39 98 00 01", "01 99 00 00 01")), (3, ("'0639980002", ""))]
    assert recognise(("Contact", "Téléphone"), rows).number_columns == (1, 0)
    assert recognise(("Contact", "Tél. fixe"), rows).number_columns == (0, 1)
    assert recognise(("Contact", "Mobile"), [(2, ("0639980001", "0639980002"))]).number_columns == (
        1,
    )


def test_the_key_is_the_column_that_returns_in_several_rows():
    titles = ("N°", "N° lecteur")
    assert recognise(titles, [(2, ("1", "a")), (3, ("2", "a"))]).key_column == 1
    assert recognise(titles, [(2, ("1", "a")), (3, ("2", "b"))]).key_column == 0
    assert recognise(("Nom",), [(2, ("Roux",))]).key_column == -1


def test_a_large_file_is_looked_at_here_and_there():
    rows = [(line, ("0639980001",) if line > 500 else ("",)) for line in range(2, 2000)]
    assert recognise(("Colonne 1",), rows).kinds == ("msisdn",)


def test_rows_of_one_key_may_write_one_number_in_several_ways():
    numbers = ("06 39 98 00 01", "06 39 98 00 01", "0639980001")
    rows = [
        (line, ("a", name, number))
        for line, (name, number) in enumerate(zip("xyz", numbers, strict=True), 2)
    ]
    assert recognise(("N° lecteur", "Nom", "Mobile"), rows).key_column == 0


def test_what_different_people_share_is_no_key():
    rows = [(2, ("L2HIST", "Zoé", "0639980001")), (3, ("L2HIST", "Ana", "0639980002"))]
    assert recognise(("Code", "Nom", "Mobile"), rows).key_column == -1


@pytest.mark.parametrize(
    ("home", "cells", "kind"),
    [
        ("NC", ("75.12.34", "87 12 34", "92 11 22"), "msisdn"),
        ("NC", ("+687 75 12 34", "75.12.34", "+33 6 39 98 00 01"), "msisdn"),
        ("FR", ("75.12.34", "87 12 34", "92 11 22"), "text"),
        ("PF", ("87 12 34 56", "89 12 34 57", "87.12.34.58"), "msisdn"),
        ("RE", ("0692 12 34 56", "0693 12 34 57", "0692123458"), "msisdn"),
        ("NC", ("12", "13", "14"), "text"),
        ("PF", ("2026-11-10", "2026-11-11"), "date"),
        ("PF", ("19.11.2026", "8.11.2026 9h"), "date"),
        ("NC", ("120 000", "150 000"), "text"),
        ("NC", ("750 000 F", "820 000 F"), "text"),
        ("PF", ("22001234", "22001235"), "text"),
        ("PF", ("81001234", "85001235"), "text"),  # nobody has such numbers yet
        ("FR", ("0612345678A", "612345678AB"), "text"),
        ("FR", ("06/12/2025 10h", "07/01/2026 14h"), "date"),
    ],
)
def test_numbers_are_recognised_as_people_type_them_at_home(home, cells, kind):
    rows = [(line, (cell,)) for line, cell in enumerate(cells, 2)]
    assert recognise(("Contact",), rows, home).kinds == (kind,)
