import pytest

from unisms.services.rectangles import own_columns, titles_of


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
        ("Prêts en retard;29/11/2026;\n;;\nNom;Mobile;Retour\nZoé;0639980001;20/11/2026", (2, "Nom;Mobile;Retour")),
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
        ("Tapez 06 39 98 00 01, par exemple\nZoé : 06 39 98 00 02", (0, "Tapez 06 39 98 00 01, par exemple")),
        ("BU, tél. 01 99 00 00 01;\nNom;Mobile\nZoé;0639980001", (1, "Nom;Mobile")),
        ("Identité;;Contact;\nNom;Prénom;Mobile;Mail\nMartin;Zoé;0639980001;z@u.test", (1, "Nom;Prénom;Mobile;Mail")),
        ("qui;quoi;Mobile\nremarque;;\nZoé;x;0639980001", (0, "qui;quoi;Mobile")),
        ("qui;Contact;\nZoé;néant;inconnu\nAna;0639980001;0639980002\nLéa;0639980003;0639980004", (0, "qui;Contact;")),
        ("Nom;Prénom;Mobile\nNom;Prénom;0639980001\nDurand;Ana;0639980002", (0, "Nom;Prénom;Mobile")),
        ("20/11/2026;20261120", None),
        ("Zoé;;zoe@etu.test\nAna;0639980002;", None),
        ("Zoé;inconnu;zoe@etu.test\nAna;0639980002;ana@etu.test\nLéa;0639980003;lea@etu.test", None),
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
        ("Nom;Prénom;Mobile;Nom;Prénom;Titre\nRoux;Zoé;0639980001;Zola;Émile;Nana", [0, 1, 2, 3, 4, 5]),
        ("Nom;Prénom;Nom;Prénom;Mobile\nRoux;Zoé;Li;Ana;0639980001", [0, 1, 2, 3, 4]),
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
