import pytest

from unisms.services.tables.totals import is_below, is_example, is_sum


@pytest.mark.parametrize(
    "row",
    [
        "TOTAL;2",
        "Total;;;12",
        ";;Total général :;12",
        "Total : 12",
        "Totaux;3;4,5",
        "Sous-total L2;12",
        "sous total;12",
        "Grand Total;12",
        "Subtotal;12;Total;30",
        "Somme;1 234,50 €",
        "Nombre de lecteurs;12",
        "Nb : 12",
        "Moyenne;12,5 %",
        "Count;12 rows",
        "* TOTAL *;12",
        "----;-----",
        "-----+------",
        "=====",
        "TOTAL;1279960003",  # the sum of a column of numbers
    ],
)
def test_a_label_of_a_sum_and_figures_are_nobody(row):
    assert is_sum(row.split(";"))
    assert is_below(row.split(";"))


@pytest.mark.parametrize(
    "row",
    [
        "12303 rows selected.",
        "SQL> spool off",
        "(12 rows)",
        "1 ligne(s) sélectionnée(s).",
        "12 enregistrements",
        "Page 1 / 3",
        "Fin du fichier",
        "-- fin --",
        "Édité le 29/11/2026",
        "Imprimé par zlefevre",
        *(
            "2 inscrits",
            "2 élément(s)",
            "12 items",
            "Date d'édition : 29/11/2026",
            "Date d'édition :;29/11/2026",
        ),
        *(
            "Date d'extraction;29/11/2026",
            "Source : Apogée",
            "Source :;Apogée",
            "Extraction du 29/11/2026 à 10:30",
        ),
        *(
            "Document confidentiel",
            "Confidentiel",
            "CONFIDENTIEL - ne pas diffuser",
            "Elapsed: 00:00:00.02",
            "EOF",
        ),
        "Disconnected from Oracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production",
        *("PL/SQL procedure successfully completed.", "Query OK, 2 rows affected (0.01 sec)"),
        *("Report generated on 2026-11-29", "Liste éditée le 29/11/2026", "Printed on;29/11/2026"),
        "TOTAL;Bibliothèque Tolbiac",
        "Total",
    ],
)
def test_what_programs_write_below_the_data_is_nobody(row):
    assert is_below(row.split(";"))
    assert not is_sum(row.split(";")) or row == "Total"


@pytest.mark.parametrize(
    "row",
    [
        "",
        ";",
        "Total;Paul;0639980001",
        "Somme;Paul;",
        "Max;Dupont;",
        "Max;;",
        "Moyenne",
        "--;Ana",
        "Dupont;Ana;12",
        "Totally;12",
        "TOTAL;zoe@etu.test",
        "12;lignes",
        "Fin;Ana",
        "Édith Piaf",
        *("Source", "Source;Ana", "Source;Ana;12", "Source :", "Document", "Extraction"),
        "0639980001",
        "Max;75.12.34",
        *(
            "Max;751234",
            "Max;639980001.0",
            "Max;212612345678",
            "Max;06 39 98 00 01 / 01 99 00 00 01",
            "Somme;'0639980001",
        ),
        *("Total;639980001,0", "Total;'0639980001"),
        "Max;Min;87 12 34 56",
    ],
)
def test_a_person_is_nobody_else(row):
    assert not is_sum(row.split(";"))
    assert not is_below(row.split(";"))


@pytest.mark.parametrize(
    "row",
    [
        *(
            "ex : Dupont;ex : Jean;ex : 0612345678",
            "Ex. Dupont;0612345678",
            "(exemple : Dupont);p. ex. 0612345678",
        ),
        *(
            "par exemple : Jean",
            "e.g. Jean;0612345678",
            "EXEMPLE;Jean;0612345678;x",
            "[Example];Jean;0612345678;x",
        ),
    ],
)
def test_a_row_that_shows_how_to_fill_the_others_is_nobody(row):
    assert is_example(row.split(";"))


@pytest.mark.parametrize(
    "row", ["Exbrayat;0612345678", "Dupont;Jean;ex : rappel", "Exemple de droit;x;y", "Alex : x;y"]
)
def test_who_only_looks_like_an_example_is_somebody(row):
    assert not is_example(row.split(";"))
