"""The pages of a people file: taken, its columns, what it would change, applied."""

import pytest
import scenes
from webtest import Upload

from unisms.model.folder import find
from unisms.model.roles import PERSON, Role

REGISTERS = f"{scenes.PARIS}/registers/"
TITLES = "uid;displayName;mail;mobile;groupes\n"
ROWS = (
    "hmarchand;Hugo Marchand;hugo@u.example;;\n"
    "nouvelle;Zoé Nouvelle;zoe@u.example;06 39 98 11 11;L2 Histoire|Nulle part\n"
    "pas un uid;X;;01 44 07 80 00;\n"
)


def sent(house, app, content=TITLES + ROWS, name="étudiants.csv"):
    """Return the page of the columns of a file that was just sent, and read."""
    form = next(one for one in app.get(REGISTERS).forms.values() if "file" in one.fields)
    form["file"] = Upload(name, content.encode())
    path = form.submit(status=303).location
    house.worker.drain()
    return app.get(path)


def columns_form(page):
    return next(one for one in page.forms.values() if "roll-new" in one.fields)


def compared(house, app, content=TITLES + ROWS, *, whole=False, title="Étudiants"):
    """Return the page of what a file would change."""
    form = columns_form(sent(house, app, content))
    form["roll-new"], form["whole"] = title, whole
    path = form.submit(status=303).location
    house.worker.drain()
    return app.get(path)


def act(page, name):
    return next(one for one in page.forms.values() if one.action.endswith(f"/{name}"))


def applied(house, app, content=TITLES + ROWS, typed="", **how):
    page = compared(house, app, content, **how)
    form = act(page, "apply")
    if typed:
        form["removals"] = typed
    path = form.submit(status=303).location
    house.worker.drain()
    return app.get(path)


def text(page):
    return " ".join(page.html.select_one("main").get_text(" ").replace("’", "'").split())


def person(house, uid):
    def look(root):
        one = find(root, scenes.PARIS)["people"].get(uid)
        return one and (one.name, one.email, one.msisdn, one.rolls)

    return house.run(look)


def test_what_would_change_is_shown_before_anything_is_done(house, admin):
    page = compared(house, admin)
    assert "À relire" in text(page)
    assert "Personnes nouvelles : 1" in text(page)
    assert "1 nouvelle 1 modifiée" in text(page)
    assert "Courriel : — → hugo@u.example" in text(page)
    assert "identifiant impossible" in text(page)
    assert "groupe créé : Nulle part (1)" in text(page)
    assert "1 groupe sera créé : Nulle part (1)." in text(page)
    assert "3 lignes : 2 personnes, 1 laissée de côté" in text(page)
    assert act(page, "apply").html.select_one("button").text == "Appliquer 2 changements"
    assert person(house, "nouvelle") is None
    page = admin.get(REGISTERS)
    assert "étudiants.csv" in text(page)


def test_one_button_applies_it_and_a_second_file_changes_nothing(house, admin):
    page = applied(house, admin)
    assert "L'annuaire est à jour 2 changements faits" in text(page)
    assert "Jeanne Fontaine" in text(page)
    told = ("Zoé Nouvelle", "zoe@u.example", "+33639981111", ("Étudiants",))
    assert person(house, "nouvelle") == told
    assert person(house, "hmarchand")[1] == "hugo@u.example"
    form = columns_form(sent(house, admin))
    assert form["roll"].value == "Étudiants"
    path = form.submit(status=303).location
    house.worker.drain()
    assert "L'annuaire dit déjà la même chose." in text(admin.get(path))


def test_a_file_of_people_is_offered_to_nobody_who_writes(house, admin):
    sent(house, admin, name="promotion.csv")
    page = admin.get(f"{scenes.PARIS}/campaigns/compose")
    assert "promotion" not in page.text
    files = house.run(lambda root: [*find(root, scenes.PARIS)["imports"].values()])
    assert [one.of_register for one in files][-1]


def test_the_page_tells_how_far_the_work_is(house, admin):
    form = columns_form(sent(house, admin))
    form["roll-new"] = "Étudiants"
    path = form.submit(status=303).location
    page = admin.get(path)
    assert "Nous comparons le fichier" in text(page)
    assert page.html.select_one("noscript meta[http-equiv=refresh]")
    house.worker.drain()
    act(admin.get(path), "apply").submit(status=303)
    page = admin.get(path)
    assert "0 changement fait / 2" in text(page)
    assert page.html.select_one("progress")["max"] == "2"
    house.worker.drain()


MANY = "".join(f"p{number};Personne {number};;;\n" for number in range(10))


def without(count):
    return TITLES + "".join(MANY.splitlines(keepends=True)[count:])


def students(first, last, changed=()):
    """Return the rows of students by number; some of them have got another mobile."""
    rows = ("{0};Étudiant {1};{0}@u.example;06 39 98 {2:02} {3:02};\n" for _ in range(first, last))
    return "".join(
        row.format(f"etu{number:03}", number, 40 + (number in changed), number % 100)
        for number, row in enumerate(rows, first)
    )


def figures(page):
    return [
        " ".join(one.get_text(" ").replace("’", "'").split())
        for one in page.html.select(".figures > *")
    ]


def test_the_lists_of_a_year_one_after_the_other(house, admin):
    first = TITLES + students(0, 100)
    page = compared(house, admin, first, whole=True)
    assert figures(page) == ["100 nouvelles", "0 ne change pas"]
    act(page, "apply").submit(status=303)
    house.worker.drain()
    second = TITLES + students(7, 102, {7, 8, 9})
    page = compared(house, admin, second, whole=True)
    assert figures(page) == ["2 nouvelles", "3 modifiées", "7 retirées", "90 ne changent pas"]
    assert "7 personnes seraient retirées, sur 100 dans cette liste." in text(page)
    act(page, "apply").submit(status=303)
    house.worker.drain()
    page = compared(house, admin, TITLES + students(7, 47, {7, 8, 9}), whole=True)
    assert "Il retirerait 55 personnes, la moitié de cette liste ou plus." in text(page)
    assert "Comparer de nouveau, sans le déclarer complet" in text(page)
    page = compared(house, admin, second, whole=True)
    assert "L'annuaire dit déjà la même chose." in text(page)
    page = compared(house, admin, second.replace("etu050;", "e50;", 1), whole=True)
    assert figures(page) == ["1 change d'identifiant", "94 ne changent pas"]


def test_people_of_before_are_told_apart_when_a_complete_file_names_them(house, admin):
    people = house.run(lambda root: [*find(root, scenes.PARIS)["people"]])
    rows = "".join(f"{uid};;;;\n" for uid in people)
    page = applied(house, admin, TITLES + rows, whole=True)
    assert figures(page) == [f"{len(people)} entrent dans cette liste", "0 ne change pas"]
    assert "Personnes qui entrent dans cette liste" in text(page)


def test_people_go_once_their_number_is_typed(house, admin):
    applied(house, admin, TITLES + MANY)
    page = compared(house, admin, without(3), whole=True)
    assert "3 personnes seraient retirées, sur 10 dans cette liste." in text(page)
    refused = act(page, "apply").submit(status=422)
    assert "Écrivez 3" in text(refused)
    form = act(refused, "apply")
    form["removals"] = "3"
    path = form.submit(status=303).location
    house.worker.drain()
    assert "3 changements faits" in text(admin.get(path))
    assert person(house, "p2") is None
    assert person(house, "p3") is not None


def test_half_of_a_list_is_never_taken_out(house, admin):
    applied(house, admin, TITLES + MANY)
    page = compared(house, admin, without(5), whole=True)
    assert "Il retirerait 5 personnes, la moitié de cette liste ou plus." in text(page)
    assert not [one for one in page.forms.values() if one.action.endswith("/apply")]
    again = page.click("Comparer de nouveau, sans le déclarer complet")
    assert columns_form(again)["whole"].checked is False


def test_all_people_of_a_kind_are_shown_page_by_page(house, admin):
    many = "".join(f"p{number:02};Personne {number};;;\n" for number in range(60))
    page = compared(house, admin, TITLES + many).click("Voir les 60", index=0)
    assert len(page.html.select("tbody tr")) == 50
    assert len(page.click("Suivante").html.select("tbody tr")) == 10
    nobody = admin.get(f"{page.request.path}?kind=gone")
    assert "Il n'y a personne à montrer." in text(nobody)
    assert admin.get(f"{page.request.path}?kind=x").html.select("tbody tr")
    assert admin.get(f"{page.request.path}?kind=without").html.select("tbody tr")


def test_the_comparison_is_a_spreadsheet(house, admin):
    page = compared(house, admin)
    answer = page.click("Télécharger la comparaison")
    lines = answer.body.decode("utf-8-sig").replace("\xa0", " ").splitlines()
    assert lines[0].startswith("Ce qu’elle devient;Ligne;Identifiant;")
    assert (
        lines[1] == "Personnes nouvelles;3;nouvelle;;;Zoé Nouvelle;;zoe@u.example;;"
        "06 39 98 11 11;L2 Histoire, Nulle part;;"
    )
    assert lines[3].startswith("Lignes laissées de côté;4;pas un uid;")
    assert "etudiants-" in answer.headers["Content-Disposition"]


def test_who_may_not_see_numbers_sees_their_ends_and_downloads_none(house, admin, register):
    path = compared(house, admin).request.path
    page = register.get(path)
    assert "06 39 98 11 11" not in page
    assert "01 44 07 80 00" not in register.get(f"{path}people?kind=cell")
    assert "11 11" not in register.get(f"{path}people?kind=new")
    register.get(f"{path}register.csv", status=403)
    admin.get(f"{path}register.csv", status=200)


def test_columns_that_make_no_sense_are_told(house, admin):
    form = columns_form(sent(house, admin))
    form["roll-new"] = "Étudiants"
    form["uid"] = ""
    page = form.submit(status=422)
    assert "Choisissez la colonne où sont les identifiants." in text(page)
    form = columns_form(page)
    form["uid"], form["roll-new"] = "0", " "
    assert "Donnez un nom à cette liste" in text(form.submit(status=422))


def test_a_file_is_read_first_and_one_that_is_no_table_is_told(house, admin):
    form = next(one for one in admin.get(REGISTERS).forms.values() if "file" in one.fields)
    form["file"] = Upload("a.csv", (TITLES + ROWS).encode())
    path = form.submit(status=303).location
    page = admin.get(path)
    assert "Nous lisons le fichier" in text(page)
    token = page.html.select_one("input[name=csrf_token]")["value"]
    admin.post(path, {"csrf_token": token}, status=303)
    house.worker.drain()
    form["file"] = Upload("a.pdf", b"%PDF-1.7")
    assert "Ce fichier est un PDF" in text(form.submit(status=422))
    form["file"] = Upload("a.csv", b"uid;nom\n")
    path = form.submit(status=303).location
    house.worker.drain()
    assert admin.get(path, status=303).location.endswith(path.removesuffix("register")[-10:])


def test_a_comparison_is_thrown_away(house, admin):
    page = act(compared(house, admin), "discard").submit(status=303).follow()
    assert "Cette comparaison est supprimée." in text(page)
    assert not page.html.select(f"a.line-main[href^='{REGISTERS}2']")


def test_a_file_whose_work_failed_or_is_forgotten_says_so(house, admin):
    path = compared(house, admin).request.path

    def fail(root):
        record = find(root, path.rstrip("/"))
        record.problem = "file_gone"
        record.become("failed")

    house.run(fail)
    assert "Le fichier n'est plus là" in text(admin.get(path))
    house.run(lambda root: find(root, path.rstrip("/")).forget())
    assert "Le détail est effacé" in text(admin.get(path))


def test_who_manages_no_people_opens_none_of_it(house, admin, librarian):
    path = compared(house, admin).request.path
    for page in (REGISTERS, path, f"{path}people", f"{path}register.csv"):
        librarian.get(page, status=403)
    file = house.run(lambda root: scenes.imported(root, "abenali"))
    librarian.get(f"{file}/register", status=403)
    assert not librarian.get(f"{file}/").html.select("a[href$='/register']")


def test_who_manages_people_needs_no_right_to_write_to_files(house):
    def give(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add("few", Role("Few", ["institution:view", "person:manage"]))
        paris.grants.give(f"{PERSON}mcomptes", "few")

    house.run(give)
    page = compared(house, house.person("mcomptes"))
    assert "Personnes nouvelles : 1" in text(page)


@pytest.mark.parametrize("typed", ["50", "-1", "x"])
def test_the_share_that_goes_without_a_question_is_a_setting(house, admin, typed):
    path = f"{scenes.PARIS}/removals"
    form = next(one for one in admin.get(path).forms.values() if "removal_share" in one.fields)
    form["removal_share"] = typed
    form.submit(status=422)
    form["removal_share"] = "30"
    form.submit(status=303)
    assert house.run(lambda root: find(root, scenes.PARIS).removal_share) == 30
    applied(house, admin, TITLES + MANY)
    assert act(compared(house, admin, without(3), whole=True), "apply")
