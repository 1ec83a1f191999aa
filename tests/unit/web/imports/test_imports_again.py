"""The page of a file: another sheet, another encoding, hidden rows, and sums that add up."""

import re

import pytest
import scenes
from import_page import add, choices, record, text, upload
from made_workbooks import xlsx
from places import WORKBOOKS
from scenes import House

from unisms.testing.factories import someone

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
HEAD = ["Nom", "Mobile", "Date"]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("var"))
    yield house
    house.close()


def shown(house, librarian, content, name="prêts.xlsx"):
    answer = upload(librarian, content, name)
    house.worker.drain()
    return answer.follow()


def reread(house, page, **fields):
    form = next(form for form in page.forms.values() if form.action.endswith("/reread"))
    for name, value in fields.items():
        form[name.replace("_", "-")] = value
    waiting = form.submit(status=303).follow()
    assert "Nous lisons le fichier" in text(waiting)
    house.worker.drain()
    return waiting.test_app.get(waiting.request.path)


def test_hidden_rows_are_left_out_told_and_read_on_demand(house, librarian):
    page = shown(house, librarian, (WORKBOOKS / "masked.xlsx").read_bytes())
    for sentence in (
        "4 lignes masquées ou filtrées dans le tableur sont laissées de côté (la première : ligne "
        "3)",
        "1 colonne masquée dans le tableur est laissée de côté : Ancien mobile",
        "1 ligne a reçu la valeur d'une cellule fusionnée",
        "Une feuille masquée n'est pas lue : Secrète",
        "Lire aussi les 4 lignes masquées",
        "Écrire à 4 personnes",
    ):
        assert sentence in text(page)
    page = reread(house, page, hidden_rows=True)
    assert "Écrire à 8 personnes" in text(page)
    assert "sont lues comme les autres" in text(page)
    page = reread(house, page, hidden_rows=False, hidden_columns=True)
    assert "Écrire à 4 personnes" in text(page)
    assert "0639980101" in page


def test_the_sheet_is_chosen_and_the_choices_stay_where_they_make_sense(house, librarian):
    one = [HEAD, ["Ana", "0639980001", "19/11/2026"], ["Bob", "0639980002", ""]]
    page = shown(
        house, librarian, xlsx(("Un", one), ("Deux", [["Mobile", "Nom"], ["0639980003", "Zoé"]]))
    )
    page = reread(house, add(page, 2, "filled"), sheet="Deux")
    assert "feuille « Deux »" in text(page)
    assert "1 condition est retirée, car sa colonne n'existe plus : Date" in text(page)
    assert choices(page)["number-0"].value == "0"
    assert "Écrire à 1 personne" in text(page)


def test_a_sheet_without_rows_leaves_the_file_as_it_was_read(house, librarian):
    page = shown(
        house, librarian, xlsx(("Un", [HEAD, ["Ana", "0639980001", ""]]), ("Vide", [HEAD]))
    )
    page = reread(house, page, sheet="Vide")
    assert "Cette feuille n'a que des titres" in text(page)
    assert "Le fichier reste tel qu'il était lu avant" in text(page)
    assert "Écrire à 1 personne" in text(page)


def test_a_file_whose_first_sheet_holds_no_table_offers_the_others(house, librarian):
    page = shown(house, librarian, xlsx(("Vide", [HEAD]), ("Un", [HEAD[:1]]), ("Trois", [HEAD])))
    assert "Cette feuille n'a que des titres" in text(page)
    assert "Cette feuille n'a que des titres" in text(reread(house, page, sheet="Trois"))


def test_the_encoding_is_shown_and_changed(house, librarian):
    page = shown(
        house,
        librarian,
        "Nom;Prénom;Mobile\nLefèvre;Zoé;0639980001\n".encode("cp1252"),
        "prêts.csv",
    )
    assert "Windows-1252" in text(page)
    page = reread(house, page, encoding="mac_roman")
    assert "PrÈnom" in page
    assert "Macintosh" in text(page)
    assert "Prénom" in reread(house, page, encoding="cp1252")


@pytest.mark.parametrize("forged", [{"encoding": "lune"}, {"sheet": "Lune"}])
def test_a_way_that_does_not_exist_is_refused(house, librarian, forged):
    page = shown(house, librarian, xlsx(("Un", [HEAD, ["Ana", "0639980001", ""]])))
    token = page.forms["choices"]["csrf_token"].value
    page.test_app.post(f"{page.request.path}reread", {"csrf_token": token, **forged}, status=400)
    assert record(house, page)(lambda one: one.state) == "read"


def test_a_file_that_is_gone_is_not_read_again(house, librarian):
    page = shown(
        house, librarian, xlsx(("Un", [HEAD, ["Ana", "0639980001", ""]]), ("Deux", [HEAD]))
    )
    record(house, page)(lambda one: (one.forget(), setattr(one, "state", "forgotten")))
    form = next(form for form in page.forms.values() if form.action.endswith("/reread"))
    assert "Ce fichier est effacé" in text(form.submit(status=303).follow())


def test_each_row_is_told_once_and_the_sum_is_the_whole(house, small):
    told = small.html.select_one("#sums").text
    assert "Lignes lues : 5 = recevront le message : 2" in " ".join(told.split()).replace(
        "\xa0", " "
    )
    for part in ("regroupées par N° lecteur : 1", "doublon : 1", "sans numéro utilisable : 1"):
        assert part in " ".join(told.split()).replace("\xa0", " ")


def test_dates_that_cannot_be_read_are_the_reason_that_is_told(house, librarian):
    rows = "".join(f"Ana;06399800{n:02d};{'demain' if n < 4 else ''}\n" for n in range(1, 6))
    page = add(
        shown(house, librarian, f"Nom;Mobile;Retour\n{rows}".encode(), "prêts.csv"), 2, "since"
    )
    assert "3 dates n'ont pas pu être lues, par exemple « demain », ligne 2" in text(page)
    assert "2 lignes n'ont pas de date (la première : ligne 5)" in text(page)
    assert "Aucune ligne ne remplit" not in text(page)
    assert "date illisible ou absente : 5" in text(page)


# The list that one takes away


def lines_of(answer):
    return answer.body.decode("utf-8-sig").splitlines()


def test_the_list_of_recipients_has_all_columns_of_ones_file_and_a_readable_name(house, librarian):
    rows = {"account": "scd", "author": "abenali"}
    path = house.run(
        lambda root: scenes.checked(
            root,
            text="Bonjour",
            title="Prêts en retard",
            audience=(("import", scenes.imported(root).rpartition("/")[2]),),
            **rows,
        )
    )
    answer = librarian.get(f"{path}/recipients.csv")
    assert re.search(
        r'filename="prets-en-retard-\d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"]
    )
    lines = lines_of(answer)
    assert lines[0] == (
        "Nom;Prénom;Mobile;Statut;Titre;Date de "
        "retour;Destinataire;Numéro;État;Heure;Raison;SMS;Origine"
    )
    assert lines[1].startswith(
        "Benali;Antoine;06 39 98 00 01;L2;Histoire de la France urbaine;20/11/2026;Antoine Benali;"
    )
    assert len(lines) == 7
    other = house.person("admin").get(f"{path}/recipients.csv")
    assert lines_of(other)[0].startswith("Destinataire;")


def test_rows_left_out_are_taken_away_under_the_name_of_the_file(small):
    head = small.test_app.get(f"{small.request.path}/aside.csv").headers["Content-Disposition"]
    assert "filename*=UTF-8''pr%C3%AAts%20-%20lignes%20%C3%A9cart%C3%A9es.csv" in head


# The check of a message to a file


def campaign_of(house, content, rule, name="x.xlsx"):
    def made(root):
        institution = scenes.find(root, scenes.PARIS)
        author = someone(institution, "abenali")
        record = scenes.intake.receive(author, name, content, 1_795_000_000)
        scenes.intake.read(record)
        names = ("number_columns", "name_columns", "key_column")
        scenes.intake.choose(record, **{name: getattr(record, name) for name in names}, rule=rule)
        audience = (("import", record.__name__),)
        return scenes.checked(
            root, text="Bonjour", account="scd", author="abenali", audience=audience
        )

    return house.run(made)


def test_the_check_tells_each_line_of_the_file_once(house, librarian):
    path = campaign_of(
        house, (WORKBOOKS / "masked.xlsx").read_bytes(), ((1, "is", ("Zoé",)), (5, "since", 36_000))
    )
    page = librarian.get(f"{path}/check")
    told = " ".join(page.html.select_one("#lines").text.split()).replace("\xa0", " ")
    assert told.startswith("Lignes lues : 4 · choisies : 4")
    assert "4 lignes masquées ou filtrées dans le tableur sont laissées de côté" in told
    other = " ".join(
        house.person("admin").get(f"{path}/check").html.select_one("#lines").text.split()
    )
    assert "masquées" not in other
    assert "choisies" in other


def test_lines_that_are_grouped_outside_or_without_a_date_are_told_on_the_check(house, librarian):
    rows = ["1;Ana;0639980001;19/11/2026", "1;Ana;0639980001;19/11/2026", "2;Bob;0639980002;demain"]
    rows += ["3;Zoé;0639980003;", "4;Léo;0639980004;01/01/1990"]
    content = "\n".join(["N° lecteur;Nom;Mobile;Retour", *rows]).encode()
    page = librarian.get(f"{campaign_of(house, content, ((3, 'since', 5000),), 'x.csv')}/check")
    told = (
        " ".join(page.html.select_one("#lines").text.split()).replace("\xa0", " ").replace("’", "'")
    )
    assert told == (
        "Lignes lues : 5 · choisies : 2 · regroupées avec une personne déjà comptée : 1 · date "
        "illisible : 1"
        " · date absente : 1 · hors de vos conditions : 1"
    )


def test_a_draft_tells_that_dates_could_not_be_read(house, librarian):
    content = (
        "Nom;Mobile;Retour\nAna;0639980001;demain\nBob;0639980002;hier\nZoé;0639980003;\n".encode()
    )
    page = text(librarian.get(f"{campaign_of(house, content, ((2, 'since', 5),), 'x.csv')}/edit"))
    assert "Aucune ligne du fichier n'est choisie." in page
    assert "2 dates n'ont pas pu être lues, par exemple « demain »" in page
    assert "1 ligne n'a pas de date." in page
