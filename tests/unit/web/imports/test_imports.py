"""The pages of files: uploading, the figures, the rows set aside."""

import pytest
from import_page import FILES, SMALL, add, choices, record, text, tick, upload
from places import LOANS
from scenes import House

from unisms.model.folder import find
from unisms.services.imports import uploads

# webob leaves its copy of a large upload to the garbage collector, which closes it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("var"))
    yield house
    house.close()


def count(house):
    return house.run(lambda root: len(find(root, FILES)))


# Uploading


def test_every_kind_of_table_that_is_read_is_named(librarian):
    page = librarian.get(FILES).html
    accepted = {kind.lstrip(".").upper() for kind in page.select_one("#file")["accept"].split(",")}
    named = page.select_one("#file-help").text.partition("jusqu")[0].replace(" ou ", ", ")
    assert {kind.strip() for kind in named.split(",")} - {""} == accepted - {
        "TXT",
        "TSV",
        "TEXT/CSV",
    }


def test_a_file_is_uploaded_read_by_the_worker_and_shown(house, librarian):
    waiting = upload(librarian, SMALL).follow()
    assert "Nous lisons le fichier" in text(waiting)
    assert 'http-equiv="refresh"' in waiting
    house.worker.drain()
    page = librarian.get(waiting.request.path)
    assert "prêts.csv" in text(page)
    assert "5 lignes" in text(page)
    assert "UTF-8" in text(page)
    assert "point-virgule" in text(page)
    assert "prêts.csv" in librarian.get(FILES)


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"", 422, "Ce fichier est vide"),
        (b"%PDF-1.7", 422, "Ce fichier est un PDF"),
        (b"\x89PNG\r\n", 422, "Ce fichier est une image"),
        (b"<html><table>", 422, "Ce fichier est une page web"),
        (bytes(range(1, 32)) * 20, 422, "Ce fichier n'est pas un texte"),
        (b"PK\x03\x04", 422, "Ce fichier est une archive"),
        (b"a" * (1 << 20) + b"b", 413, "Ce fichier est trop lourd"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence_and_not_kept(
    house, librarian, monkeypatch, content, status, sentence
):
    monkeypatch.setitem(house.registry.settings, "unisms.upload_megabytes", "1")
    before = count(house)
    assert sentence in text(upload(librarian, content, status=status))
    assert count(house) == before


def test_no_file_at_all_is_told(librarian):
    assert "Aucun fichier n'est choisi" in text(librarian.get(FILES).forms[1].submit(status=422))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Nom;Mobile\n", "n'a que des titres"),
        ("Nom\n" + "x\n" * 100_001, "trop de lignes"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "abîmé"),
    ],
)
def test_what_turns_out_to_be_unreadable_says_so_and_what_to_do(
    house, librarian, content, sentence
):
    answer = upload(librarian, content)
    house.worker.drain()
    page = answer.follow()
    assert sentence in text(page)
    assert "Déposer un autre fichier" in text(page)


def test_a_forgotten_file_says_so(house, small):
    change = record(house, small)
    change(lambda one: (one.forget(), setattr(one, "state", "forgotten")))
    page = small.test_app.get(small.request.path)
    assert "Ce fichier est effacé" in text(page)
    assert "Effacé" in small.test_app.get(FILES)
    assert small.test_app.post(small.request.path, {"csrf_token": csrf(page)}).status_int == 303


def csrf(page):
    return (
        page.form["csrf_token"].value if len(page.forms) == 1 else page.forms[0]["csrf_token"].value
    )


# Permissions


def test_a_file_is_seen_by_its_author_only(house, small):
    path = small.request.path
    other = house.person("admin")
    assert "prêts.csv" not in other.get(FILES)
    for name in ("", "/aside", "/aside.csv"):
        assert other.get(path + name, status=403)
    token = csrf(other.get(FILES))
    for name in ("", "/figures", "/discard"):
        assert other.post(path + name, {"csrf_token": token}, status=403)


def test_those_who_may_not_import_see_no_page_of_files(house):
    assert house.person("zlefevre").get(FILES, status=403)


# Columns that were recognised


def test_the_columns_are_recognised_and_the_first_rows_shown(small):
    form = choices(small)
    assert (form["number-0"].value, form["number-1"].value, form["number-2"].value) == (
        "5",
        "4",
        "",
    )
    assert (form["name-0"].value, form["name-1"].value, form["key"].value) == ("2", "1", "0")
    assert "Etudiant L" in text(small)


def test_what_should_be_known_of_the_file_is_told(small):
    assert "1 ligne contient une formule" in text(small)


@pytest.mark.parametrize(
    ("content", "french", "english"),
    [
        (
            "Nom;Pays;Mobile\nRoux;Maroc;0612345678\nPetit;nord;\nMorel;sud;\n",
            "La colonne « Pays » ne sert pas à lire les numéros",
            "The column “Pays” is not used to read the numbers",
        ),
        (
            "Nom;Indicatif;Ville;Mobile\nRoux;212;Fès;612345678\n",
            "1 numéro a reçu l'indicatif indiqué sur sa ligne (ligne 2)",
            "1 number was given the country code in its row (row 2)",
        ),
        (
            "Nom;Mobile\n1;Roux;0639980001\n2;Petit;0639980002\n",
            "Il manque un titre à gauche : les titres sont décalés d'une colonne, et « Nom »",
            "A title is missing on the left",
        ),
        (
            "Nom;Mobile\nex : Dupont;ex : 0612345678\nPetit;0639980002\n",
            "1 ligne d'exemple, sous les titres, est laissée de côté",
            "1 example row below the titles is set aside",
        ),
    ],
)
def test_what_became_of_a_file_is_told_in_both_languages(
    house, librarian, content, french, english
):
    page = upload(librarian, content).follow()
    house.worker.drain()
    assert french in text(page.test_app.get(page.request.path))
    assert english in text(page.test_app.get(f"{page.request.path}?lang=en"))


def test_without_a_column_of_numbers_the_page_asks_for_it(house, librarian):
    answer = upload(librarian, "Nom;Ville\nRoux;Paris\n")
    house.worker.drain()
    page = answer.follow()
    assert "Choisissez la colonne où sont les numéros" in text(page)
    refused = choices(page).submit("action", value="count", status=422)
    assert 'role="alert"' in refused
    form = choices(refused)
    form["number-0"] = "1"
    assert "sans numéro utilisable" in form.submit("action", value="count").follow()


def test_a_table_of_one_column_and_a_spreadsheet_are_told_as_such(house, librarian):
    from made_workbooks import xlsx

    sheet = upload(
        librarian, xlsx(("Prêts", [["Nom", "Mobile"], ["Zoé", 639980001]])), "prêts.xlsx"
    )
    column = upload(librarian, "0639980001\n0639980002\n", "liste.txt")
    house.worker.drain()
    assert "feuille «" in sheet.follow()
    page = column.follow()
    assert "séparateur" not in text(page)
    assert "Colonne 1" in text(page)


# The figures, live


def test_the_way_on_leads_to_the_message_with_this_file_as_audience(house, small):
    answer = choices(small).submit("action", value="write", status=303)
    name = small.request.path.rpartition("/")[2] or small.request.path.split("/")[-2]
    assert record(house, small)(lambda one: one.ready) == 2
    assert answer.location.endswith(f"/institutions/paris1/campaigns/compose?import={name}")
    assert f'value="import:{name}"' in answer.follow()


# The rows set aside


def test_the_rows_set_aside_are_listed_by_cause_and_downloaded(small):
    page = small.test_app.get(f"{small.request.path}/aside")
    assert "01 99 00 60 11" in text(page)
    assert "même numéro qu'une personne déjà comptée" in text(page)
    page = small.test_app.get(f"{small.request.path}/aside?cause=landline")
    assert "+33639980001" not in text(page)
    assert "Aucune ligne n'est écartée" in text(
        small.test_app.get(f"{small.request.path}/aside?cause=voip&page=9")
    )


def test_in_english_a_file_has_rows_and_no_blank_before_a_colon(small):
    told = text(small.test_app.get(f"{small.request.path}/aside?cause=landline&lang=en"))
    assert "Rows set aside: landline" in told
    assert " rows · " in text(small.test_app.get(f"{small.request.path}/"))


def test_the_download_opens_in_a_spreadsheet_and_computes_nothing(small):
    answer = small.test_app.get(f"{small.request.path}/aside.csv")
    assert answer.content_type == "text/csv"
    assert "attachment" in answer.content_disposition
    lines = answer.body.decode("utf-8-sig").splitlines()
    assert lines[0] == "Ligne;Personne;Cellule;Raison;Même que la ligne"
    assert lines[1] == "3;Loïc Petit;01 99 00 60 11;ligne fixe;"
    assert lines[3] == "6;Max =Hack;'+33639980001;même numéro qu’une personne déjà comptée;2"
    only = (
        small.test_app.get(f"{small.request.path}/aside.csv?cause=landline")
        .body.decode("utf-8-sig")
        .splitlines()
    )
    assert len(only) == 2


def test_the_file_is_erased_on_demand(house, small):
    before = count(house)
    discard = next(form for form in small.forms.values() if form.action.endswith("/discard"))
    assert discard.submit(status=303).location.endswith(FILES)
    assert count(house) == before - 1


# The library's article


def test_the_real_export_under_the_rule_of_the_article(house, librarian):
    answer = upload(librarian, LOANS.read_bytes(), "overdue-loans.csv")
    house.worker.drain()
    page = answer.follow()
    assert "Windows-1252" in text(page)
    form = choices(add(page, 3, "is"))
    assert [box._value for box in form.fields["value-0"][:-1]] == [
        "Etudiant L",
        "Etudiant M",
        "Enseignant-chercheur",
        "Étudiant D",
        "Lecteur autorisé",
    ]
    tick(form, "Etudiant L", "Etudiant M", "Étudiant D")
    page = form.submit("action", value="count").follow()
    page = add(add(page, 10, "days_apart"), 11, "days_before")
    form = choices(page)
    form["day"] = "2026-11-20"
    page = form.submit("action", value="count").follow()
    for figure in (
        "2 938",
        "2 653",
        "2 102",
        "535",
        "Écrire à 2 102 personnes",
        "73 numéros étrangers",
    ):
        assert figure in text(page)


def test_the_pages_speak_english_too(small):
    page = small.test_app.get(f"{small.request.path}?lang=en")
    for sentence in (
        "Write to 2 people",
        "To which number?",
        "1 row contains a formula",
        "row 4, like row 2",
    ):
        assert sentence in text(page)
    assert "Écrire" not in text(page)


@pytest.mark.parametrize(
    ("problem", "told"),
    [("uploads_of_person", "40 fichiers"), ("uploads_of_institution", "400 fichiers")],
)
def test_who_uploads_without_end_is_told_how_much_a_day_takes(
    house, librarian, monkeypatch, problem, told
):
    def refuse(*_):
        raise uploads.TooMuch(problem)

    before = count(house)
    monkeypatch.setattr(uploads, "refuse_too_much", refuse)
    assert told in text(upload(librarian, SMALL, status=429))
    assert count(house) == before


def test_every_file_that_is_taken_counts(house, librarian):
    before = house.run(lambda root: len(find(root, FILES).uploads))
    upload(librarian, SMALL)
    assert house.run(lambda root: len(find(root, FILES).uploads)) == before + 1
