import pytest

from unisms.services.tables.rectangles import own_columns, shifted, titles_of


def rows_of(text):
    return [(line, row.split(";")) for line, row in enumerate(text.strip().split("\n"), 1)]


def titles(text):
    found = titles_of(rows_of(text))
    return found and (found.position, ";".join(found.cells))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nom;Mobile;;;\nZoé;0639980001;;;", (0, "Nom;Mobile;;;")),
        ("Table 1\nNom;Mobile;;;\nZoé;0639980001;;;\nAna;0639980002;;;", (1, "Nom;Mobile;;;")),
        ("Table 1\nMobile;Nom\n0639980001;Zoé", (1, "Mobile;Nom")),
        (
            "Prêts en retard;29/11/2026;\n;;\nNom;Mobile;Retour\nZoé;0639980001;20/11/2026",
            (2, "Nom;Mobile;Retour"),
        ),
        ("Nom;Courriel (ex. zoe@univ.fr)\nZoé;zoe@etu.test", (0, "Nom;Courriel (ex. zoe@univ.fr)")),
        ("Nom;Mobile (ex. 06 39 98 00 00)\nZoé;0639980001", (0, "Nom;Mobile (ex. 06 39 98 00 00)")),
        ("Nom;Mobile;202611\nZoé;0639980001;x", (0, "Nom;Mobile;202611")),
        ("Nom;Mobile;202611;202612\nZoé;0639980001;123456;123456", (0, "Nom;Mobile;202611;202612")),
        ("qui;où;202611\nZoé;0639980001;x\nAna;0639980002;y", (0, "qui;où;202611")),
        ("Nom;2025;2026\nZoé;12;14\nAna;13;15", (0, "Nom;2025;2026")),
        ("qui;2025;2026\nZoé;12;14\nAna;13;15", (0, "qui;2025;2026")),
        ("Nom;zoe@univ.fr\nZoé;oui\nAna;non", (0, "Nom;zoe@univ.fr")),
        ("Roux;zoe@univ.fr\nZoé;oui\nAna;non", None),
        ("qui;note\nZoé;1,5\nAna;2,5", (0, "qui;note")),
        ('qui;quoi\nZoé;="0639980001"\nAna;="0639980002"', (0, "qui;quoi")),
        ("Zoé;0639980001\nAna;0639980002", None),
        ("Zoé;06 39 98 00 01;75013\nAna;06.39.98.00.02;75005", None),
        ("Zoé;0639980001", None),
        ("0639980001 Zoé Martin\n0639980002 Ana Durand", None),
        ("Zoé : 06 39 98 00 01\nAna : 06 39 98 00 02", None),
        ("Zoé : 06 39 98 00 01\n06 39 98 00 02", None),
        ("Qui\nZoé : 06 39 98 00 01\n06 39 98 00 02", (0, "Qui")),
        (
            "Tapez 06 39 98 00 01, par exemple\nZoé : 06 39 98 00 02",
            (0, "Tapez 06 39 98 00 01, par exemple"),
        ),
        ("BU, tél. 01 99 00 00 01;\nNom;Mobile\nZoé;0639980001", (1, "Nom;Mobile")),
        (
            "Identité;;Contact;\nNom;Prénom;Mobile;Mail\nMartin;Zoé;0639980001;z@u.test",
            (1, "Nom;Prénom;Mobile;Mail"),
        ),
        ("qui;quoi;Mobile\nremarque;;\nZoé;x;0639980001", (0, "qui;quoi;Mobile")),
        (
            "qui;Contact;\nZoé;néant;inconnu\nAna;0639980001;0639980002\nLéa;0639980003;0639980004",
            (0, "qui;Contact;"),
        ),
        (
            "Nom;Prénom;Mobile\nNom;Prénom;0639980001\nDurand;Ana;0639980002",
            (0, "Nom;Prénom;Mobile"),
        ),
        ("20/11/2026;20261120", None),
        (
            "Portable;06 39 98 00 09\nNom;Mobile\nRoux;0639980001\nPetit;0639980002",
            (1, "Nom;Mobile"),
        ),
        (
            "De;scolarité;0639980009\nNom;Prénom;Mobile\nRoux;Zoé;0639980001",
            (1, "Nom;Prénom;Mobile"),
        ),
        (
            "Formation;L1;\nContact;Roux;0639980009\nNom;Mobile;x\nRoux;0639980001;a",
            (2, "Nom;Mobile;x"),
        ),
        ("19/11/2026;\nNom;Mobile\nRoux;0639980001", (1, "Nom;Mobile")),
        ("19/11/2026;\nqui;Mobile\nRoux;0639980001\nPetit;0639980002", (1, "qui;Mobile")),
        ("Zoé;06399800\nAna;0639980002\nNom;Mobile\nRoux;0639980001\nPetit;0639980003", None),
        (
            "Zoé;0639980004\nAna;0639980002\nNom;Mobile;Ville\nRoux;0639980001;x\nLi;0639980003;y",
            (2, "Nom;Mobile;Ville"),
        ),
        ("0639980009\nMobile\n0639980001", None),
        ("19/11/2026\nMobile\n0639980001", (1, "Mobile")),
        ("19/11/2026;\nRoux;0639980001\nPetit;0639980002", None),
        ("Nom;Mobile", (0, "Nom;Mobile")),
        (
            "Nom;;Mobile;\nNom;Prénom;Mobile;Mail\nRoux;Zoé;0639980001;\nPetit;Ana;0639980002;",
            (1, "Nom;Prénom;Mobile;Mail"),
        ),
        ("2026;\nRoux;0639980001\nPetit;0639980002", None),
        ("Année;2026\nMobile;Nom\n0639980001;Roux\n0639980002;Petit", (1, "Mobile;Nom")),
        ("A;B;C\nNom;Prénom;Mobile\nRoux;Zoé;0639980001", (1, "Nom;Prénom;Mobile")),
        (
            "Identité;Identité;Contact\nNom;Prénom;Mobile\nRoux;Zoé;0639980001",
            (1, "Nom;Prénom;Mobile"),
        ),
        ("qui;par;Contact\nNom;Mobile;0639980001\nPetit;x;0639980002", (0, "qui;par;Contact")),
        ("Nom;Mobile (06 12 34 56 78)\nRoux;0639980001", (0, "Nom;Mobile (06 12 34 56 78)")),
        (
            "Étudiant;N° de portable : 06 12 34 56 78\nRoux;0639980001",
            (0, "Étudiant;N° de portable : 06 12 34 56 78"),
        ),
        (
            "Nom de l'étudiant;Mobile 0612345678\nRoux;0639980001",
            (0, "Nom de l'étudiant;Mobile 0612345678"),
        ),
        ("Roux;mobile 06 12 34 56 78\nPetit;mobile 06 12 34 56 79", None),
        ("Roux;Zoé : 06 12 34 56 78\nPetit;0612345679", None),
        (
            "Nom;Mobile\nRoux;0639980001\n\nMobile;Nom\n0639980002;Petit\n0639980003;Li",
            (0, "Nom;Mobile"),
        ),
        (
            "BU;01 99 00 00 01;\nAnnée;2026-2027;\nÉcole;Tel;Nom\nx;0639980001;Roux",
            (2, "École;Tel;Nom"),
        ),
        ("Zoé;;zoe@etu.test\nAna;0639980002;", None),
        (
            "Zoé;inconnu;zoe@etu.test\nAna;0639980002;ana@etu.test\nLéa;0639980003;lea@etu.test",
            None,
        ),
    ],
)
def test_most_of_the_cells_tell_titles_from_data(text, found):
    assert titles(text) == found


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Nom;Mobile\nZoé;0639980001", [0, 1]),
        ("Nom;Mobile;;\nZoé;0639980001;;\nAna;0639980002; ;", [0, 1]),
        (";;Nom;;Mobile\n;;Zoé;;0639980001", [2, 4]),
        ("Nom;Mobile;;;;rappel\nZoé;0639980001;;;;", [0, 1]),
        ("rappel;;Nom;Mobile\n;;Zoé;0639980001", [2, 3]),
        ("Nom;Mobile;;;;\nZoé;0639980001;;;;rappeler\nAna;0639980002\nLéa;0639980003", [0, 1]),
        ("Nom;Mobile;;Tél. 2\nZoé;0639980001;;\nAna;0639980002;;0639980003", [0, 1, 3]),
        ("Nom;Mobile;;Nom;Mobile\nZoé;0639980001;;Eva;0639980009", [0, 1]),
        ("Nom;Mobile;Nom;Mobile\nZoé;0639980001;Eva;0639980009", [0, 1]),
        (
            "Nom;Prénom;Mobile;Nom;Prénom;Titre\nRoux;Zoé;0639980001;Zola;Émile;Nana",
            [0, 1, 2, 3, 4, 5],
        ),
        ("Nom;Prénom;Nom;Prénom;Mobile\nRoux;Zoé;Li;Ana;0639980001", [0, 1, 2, 3, 4]),
        ("Groupe;Nom 1;Mobile 1;Nom 2;Mobile 2\nA;Zoé;0639980001;Eva;0639980009", [0, 1, 2]),
        ("Groupe;Nom;Mobile;Nom;Mobile\nA;Zoé;0639980001;Eva;0639980009", [0, 1, 2]),
        ("Nom TD1;Mobile TD1;Nom TD2;Mobile TD2\nZoé;0639980001;Eva;0639980009", [0, 1]),
        ("Nom A;Mobile A;Nom B;Mobile B\nZoé;0639980001;Eva;0639980009", [0, 1]),
        ("Étudiant 1;Mobile 1;Étudiant 2;Mobile 2\nZoé;0639980001;Eva;0639980009", [0, 1]),
        ("Titre;Mobile;Titre;Mobile\nx;0639980001;y;0639980009", [0, 1]),
        ("Nom;Mobile 1;Mobile 2\nZoé;0639980001;0639980009", [0, 1, 2]),
        ("Nom;Tél 1;Mobile 1;Tél 2;Mobile 2\nZoé;;0639980001;;0639980009", [0, 1, 2, 3, 4]),
        (
            "Nom;Mobile;Nom parent 1;Tél parent 1;Nom parent 2;Tél parent 2\nZ;1;x;06;y;06",
            [0, 1, 2, 3, 4, 5],
        ),
        ("Nom 1;Prénom 1;Nom 2;Prénom 2;Mobile\nRoux;Zoé;Li;Ana;0639980001", [0, 1, 2, 3, 4]),
        ("Nom;Nom;Mobile;Mobile\nRoux;Zoé;0639980001;0639980009", [0, 1, 2, 3]),
        ("Nom;;Mobile\nZoé;x;0639980001\nAna;;0639980002\nLéa;;0639980003", [0, 1, 2]),
        ("Nom;Mobile;Tél. 2\nZoé;0639980001;", [0, 1, 2]),
        ("Nom;Mobile\nZoé;0639980001;x;y\nAna;0639980002;;y", [0, 1, 3]),
    ],
)
def test_empty_columns_and_what_stands_beside_are_nobodys(text, columns):
    (_, titles), *rows = rows_of(text)
    assert list(own_columns(titles, rows)) == columns


def test_without_titles_the_block_with_most_cells_is_the_table():
    rows = rows_of(";Zoé;;;rappeler\n;Ana;0639980002;;\n;Léa;;;")
    assert own_columns([], rows) == [1, 2]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Nom;Mobile\n1;Roux;0639980001\n2;Petit;0639980002", ["", "Nom", "Mobile"]),
        ("Nom;Note\n1;Roux;x\n2;Petit;y", ["", "Nom", "Note"]),
        ("Nom;Mobile\na;Roux;0639980001\nb;Petit;0639980002", ["", "Nom", "Mobile"]),
        ("Nom;Mobile\na;Roux;\nb;Petit;x", []),
        ("Nom;Mobile\nRoux;0639980001;\nPetit;0639980002;x", []),
        ("Nom;Mobile\n1;Roux;0639980001\nPetit;0639980002", []),
        ("Nom;Note\nRoux;x;y\nPetit;y;z", []),
    ],
)
def test_titles_are_moved_where_each_row_begins_with_a_cell_more(text, titles):
    (_, first), *rows = rows_of(text)
    assert shifted(first, rows) == titles


def test_where_there_are_no_titles_none_are_moved():
    assert shifted([], [(1, ["1"])]) == []
