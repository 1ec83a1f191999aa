"""Message templates, of an institution or a department: written, found again, archived."""

import json
import re

import pytest
import scenes

from unisms.model.folder import find
from unisms.model.roles import PERSON, Role
from unisms.model.templates import MessageTemplate, TemplateFolder

TEMPLATES = "/institutions/paris1/templates/"
LATE = f"{TEMPLATES}retard-pret/"
COMPOSE = "/institutions/paris1/campaigns/compose"


@pytest.fixture
def shelf(house):
    """A department's folder with one template."""

    def add(paris):
        folder = paris["templates"].add("scd", TemplateFolder("Bibliothèques"))
        folder.add("retard", MessageTemplate("Retard", "Rendez [titre]."))

    change(house, add)


def test_a_template_may_give_its_messages_a_theme(house, admin):
    house.run(scenes.themes)
    form = admin.get(f"{TEMPLATES}new").forms[1]
    form["title"], form["text"], form["purpose"] = "Match", "Samedi.", "partner/crous"
    form.submit(status=303)
    form = admin.get(f"{LATE}settings").forms[1]
    form["purpose"] = "theme/sport"
    form.submit(status=303)

    def purposes(root):
        folder = find(root, TEMPLATES.rstrip("/"))
        return [folder[name].purpose for name in ("match", "retard-pret")]

    assert house.run(purposes) == [("partner", "crous"), ("theme", "sport")]


@pytest.fixture
def librarian(house, shelf):
    """Somebody who manages that folder, and nothing else."""

    def give(paris):
        paris["roles"].add("shelf", Role("Shelf", ["institution:view", "template:manage"]))
        paris.grants.give(f"{PERSON}mcomptes", "shelf", "templates/scd")
        paris.grants.withdraw(f"{PERSON}mcomptes", "account_manager")

    change(house, give)
    return house.person("mcomptes")


def change(house, function):
    house.run(lambda root: function(find(root, scenes.PARIS)) and None)


def stored(house, path, *names):
    return house.run(
        lambda root: tuple(getattr(find(root, path.rstrip("/")), name) for name in names)
    )


def journal(house):
    def read(root):
        return [
            (one.verb, one.path, one.before, one.after)
            for one in find(root, scenes.PARIS).audit.waiting()
        ]

    return house.run(read)


def form_of(page, field="title"):
    return next(form for form in page.forms.values() if field in form.fields)


def press(page, action, **options):
    return next(form for form in page.forms.values() if form.action.endswith(f"/{action}")).submit(
        **options
    )


def titles(page):
    return [line.text for line in page.html.select(".line-title")]


def rewrite(app, path, text):
    form = form_of(app.get(f"{path}settings"))
    form["text"] = text
    return form.submit(status=303)


def test_folders_come_first_then_the_templates_of_all(shelf, admin):
    page = admin.get(TEMPLATES)
    assert titles(page)[0] == "Bibliothèques"
    assert titles(page)[1:] == sorted(titles(page)[1:])
    assert "1 modèle" in page
    assert titles(page.click("Bibliothèques")) == ["Retard"]


def test_an_empty_folder_says_so(house, admin):
    change(house, lambda paris: paris["templates"].add("scd", TemplateFolder("Bibliothèques")))
    assert "pas encore de modèle" in admin.get(f"{TEMPLATES}scd/")
    assert "Aucun modèle n’est archivé" in admin.get(f"{TEMPLATES}scd/?archived=yes")


def test_what_is_archived_is_not_counted_as_in_use(house, shelf, admin):
    assert admin.get(TEMPLATES).html.select_one(".line .nums").text == "1 modèle"
    change(house, lambda paris: setattr(paris["templates"]["scd"]["retard"], "archived", True))
    assert admin.get(TEMPLATES).html.select_one(".line .nums").text == "0 modèle"
    assert "Aucun modèle n’est en service" in admin.get(f"{TEMPLATES}scd/")


def test_a_folder_is_made_and_renamed(house, admin):
    form = form_of(admin.get(f"{TEMPLATES}new-folder"))
    assert form.submit(status=422).html.select_one("#title-error")
    form["title"] = "New folder"
    folder = form.submit(status=303).location.removeprefix("http://localhost")
    assert folder == f"{TEMPLATES}new-folder-2/"
    form = form_of(admin.get(f"{folder}settings"))
    form["title"] = "SCD"
    assert "SCD" in form.submit(status=303).follow()
    assert sorted(verb for verb, *_ in journal(house)) == [
        "template_folder.added",
        "template_folder.changed",
    ]


@pytest.mark.parametrize("place", ["", "scd/"])
def test_a_template_is_written(house, shelf, admin, place):
    form = form_of(admin.get(f"{TEMPLATES}{place}new"))
    assert form["owner"].value == "admin"
    form["title"], form["text"] = "Réservation", "Bonjour [nom], à demain"
    made = form.submit(status=303).location.removeprefix("http://localhost")
    assert made == f"{TEMPLATES}{place}reservation/"
    assert stored(house, made, "title", "text", "owner", "place") == (
        "Réservation",
        "Bonjour [nom], à demain",
        "admin",
        f"{place}reservation",
    )
    page = admin.get(made)
    assert [field.text for field in page.html.select(".facts kbd")] == ["[nom]"]
    assert page.html.select_one("a.button.primary")["href"].endswith(
        f"template={place.replace('/', '%2F')}reservation"
    )
    assert "Bonjour" not in str(journal(house))


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "", "À remplir"),
        ("text", " \n", "À remplir"),
        ("text", "a" * 4001, "Au plus 4000"),
        ("owner", "nobody", "Personne n’a cet identifiant"),
    ],
)
def test_what_cannot_be_is_told(house, admin, field, typed, told):
    form = form_of(admin.get(f"{TEMPLATES}new"))
    form["title"], form["text"], form[field] = "Réservation", "Bonjour", "x"
    form[field] = typed
    if field != "owner":
        form["owner"] = ""
    page = form.submit(status=422)
    assert told in page.html.select_one(f"#{field}-error").text
    assert journal(house) == []


def test_the_text_it_had_is_kept_with_who_and_when_and_can_be_taken_up_again(house, admin):
    first = stored(house, LATE, "text")[0]
    rewrite(admin, LATE, "Deux")
    rewrite(admin, LATE, "Trois")
    page = admin.get(LATE)
    assert [quote.text for quote in page.html.select("main details .quote")] == ["Deux", first]
    assert [told.text.strip() for told in page.html.select("main details.reason summary")][
        1
    ] == "d’origine"
    assert "Jeanne Fontaine, " in page.html.select("main details.reason summary")[0].text
    oldest = [form for form in page.forms.values() if form.action.endswith("/restore")][-1]
    oldest.submit("version", status=303)
    assert stored(house, LATE, "text") == (first,)
    assert [
        one.text for one in house.run(lambda root: find(root, LATE.rstrip("/")).versions())
    ] == [
        first,
        "Trois",
        "Deux",
        first,
    ]
    told = {verb: (before, after) for verb, _, before, after in journal(house)}
    assert told["template.changed"] == ('{"text": "•"}', '{"text": "•"}')
    assert told["template.restored"][1] == ""  # it began with it


def test_the_journal_tells_since_when_the_text_taken_up_again_was_that_of_the_template(
    house, admin
):
    for text in ("Deux", "Trois"):
        rewrite(admin, LATE, text)
    [again, *_] = (
        form for form in admin.get(LATE).forms.values() if form.action.endswith("/restore")
    )
    again.submit("version", status=303)
    told = {verb: after for verb, _, _, after in journal(house)}
    assert re.fullmatch(
        r"20\d\d-\d\d-\d\d \d\d:\d\d", json.loads(told["template.restored"])["since"]
    )


def test_a_template_that_nobody_owns_says_so_in_both_languages(admin):
    for language, said in (("fr", "aucun"), ("en", "none")):
        page = admin.get(f"{TEMPLATES}cours-deplace/", headers={"Accept-Language": language})
        assert page.html.select(".facts dd")[1].text == said


@pytest.mark.parametrize("version", ["", "9", "-1", "x", "9999999999"])
def test_a_version_that_never_was_changes_nothing(house, admin, version):
    rewrite(admin, LATE, "Deux")
    token = admin.get(LATE).forms[0]["csrf_token"].value
    admin.post(f"{LATE}restore", {"csrf_token": token, "version": version}, status=303)
    assert stored(house, LATE, "text") == ("Deux",)


def test_a_new_title_is_no_new_version(house, admin):
    form = form_of(admin.get(f"{LATE}settings"))
    form["title"], form["owner"] = "Prêt en retard", "zlefevre"
    page = form.submit(status=303).follow()
    assert "Zoé Lefèvre" in page.html.select_one(".facts").text
    assert not page.html.select("main details.reason summary")


def test_who_may_not_look_people_up_learns_nobodys_name_from_an_identifier(house, librarian):
    form = form_of(librarian.get(f"{TEMPLATES}scd/retard/settings"))
    for uid in ("zlefevre", "nobody-such"):
        form["owner"] = uid
        page = form.submit(status=422)
        assert "Vous-même, ou laissez vide" in page.html.select_one("#owner-error").text
    assert stored(house, f"{TEMPLATES}scd/retard", "owner") == ("",)
    for uid in ("mcomptes", ""):
        form["owner"], form["seen"] = (
            uid,
            form_of(librarian.get(f"{TEMPLATES}scd/retard/settings"))["seen"].value,
        )
        form.submit(status=303)
    change(house, lambda paris: setattr(paris["templates"]["scd"]["retard"], "owner", "zlefevre"))
    form = form_of(librarian.get(f"{TEMPLATES}scd/retard/settings"))
    form["title"] = "Prêt en retard"
    form.submit(status=303)


def test_an_archived_template_is_not_offered_and_comes_back(house, admin):
    page = press(admin.get(LATE), "archive").follow()
    assert "Ce modèle est archivé" in page
    assert "Bibliothèque : prêt en retard" not in titles(admin.get(TEMPLATES))
    archived = admin.get(TEMPLATES).click("1 modèle archivé")
    assert titles(archived) == ["Bibliothèque : prêt en retard"]
    composing = admin.get(f"{COMPOSE}?template=retard-pret")
    assert composing.forms["compose"]["text"].value == ""
    assert "retard-pret" not in [
        value for value, *_ in composing.forms["compose"]["template"].options
    ]
    press(page, "take-back", status=303)
    assert "retard-pret" in admin.get(f"{COMPOSE}?template=retard-pret")
    assert sorted(verb for verb, *_ in journal(house)) == [
        "template.archived",
        "template.taken_back",
    ]


def test_archiving_twice_is_archiving_once(house, admin):
    page = admin.get(LATE)
    press(page, "archive")
    press(page, "archive")
    assert len(journal(house)) == 1


def test_a_departments_templates_are_offered_under_its_name(house, shelf):
    page = house.person("zlefevre").get(COMPOSE)
    group = page.html.select_one("#template optgroup")
    assert (group["label"], [one["value"] for one in group.select("option")]) == (
        "Bibliothèques",
        ["scd/retard"],
    )
    form = page.forms["compose"]
    form["template"] = "scd/retard"
    assert (
        "Rendez [titre]." in form.submit("action", value="template").forms["compose"]["text"].value
    )


@pytest.mark.parametrize(
    "place", ["scd", "scd/gone", "gone/retard", "scd/retard/x", "retard-pret/x", "/", "scd/"]
)
def test_what_is_no_template_inserts_nothing(house, shelf, place):
    page = house.person("zlefevre").get(COMPOSE, {"template": place})
    assert page.forms["compose"]["text"].value == ""


def test_who_manages_one_folder_sees_and_changes_that_one(librarian):
    assert librarian.get("/institutions/paris1/settings").html.select("a[href$='/templates/']")
    page = librarian.get(TEMPLATES)
    assert titles(page) == ["Bibliothèques"]
    assert not page.html.select("a.button")
    rewrite(librarian, f"{TEMPLATES}scd/retard/", "Autre")
    librarian.get(LATE, status=403)
    librarian.get(f"{TEMPLATES}new", status=403)


def test_who_manages_none_has_no_page_of_them(house):
    secretary = house.person("zlefevre")
    secretary.get(TEMPLATES, status=403)
    assert not secretary.get("/institutions/paris1/settings").html.select("a[href$='/templates/']")


def test_the_counter_follows_without_a_page(admin):
    token = admin.get(LATE).forms[0]["csrf_token"].value
    told = admin.post(f"{TEMPLATES}preview", {"csrf_token": token, "text": "Bonjour [nom] ê"})
    assert "1 SMS" in told
    assert told.html.select_one("kbd").text == "[nom]"
    assert "un SMS n’en contient que 70" in told
    assert "«nom» partira tel quel" in admin.post(
        f"{TEMPLATES}preview", {"csrf_token": token, "text": "Bonjour «nom»"}
    )


def test_a_long_text_is_cut_with_one_sign_and_archiving_asks_by_name(house, admin):
    def furnish(root):
        find(root, f"{scenes.PARIS}/templates").add(
            "long", MessageTemplate("Long", "Bonjour " * 30, "admin")
        )

    house.run(furnish)
    line = admin.get(f"{scenes.PARIS}/templates/").html.select("a[href$='/long/'] .small")[0].text
    assert line.endswith("…")
    assert "..." not in line
    box = admin.get(f"{scenes.PARIS}/templates/long/").html.select_one("details.ask:not(.me)")
    assert "« Long »" in box.text.replace("\u202f", " ")
    assert box.select_one("form[action$='/archive'] .danger")
