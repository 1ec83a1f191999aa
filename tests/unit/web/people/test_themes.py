"""The pages of themes: the list, a new one, its settings, its members, and those who ask."""

import pytest
import scenes
from people_pages import form_to, journal

from unisms.model.folder import find
from unisms.model.groups import Group
from unisms.model.themes import Member
from unisms.services.people import consent
from unisms.testing.factories import someone

THEMES = "/institutions/paris1/themes/"
SPORT = f"{THEMES}sport/"


@pytest.fixture
def themes(house):
    house.run(scenes.themes)


def facts(house, *names, theme="sport"):
    def look(root):
        one = find(root, scenes.PARIS)["themes"][theme]
        return tuple(getattr(one, name) for name in names)

    return house.run(look)


def change(house, act):
    house.run(lambda root: act(find(root, scenes.PARIS)) and None)


def lines(page):
    return [" ".join(line.get_text(" ").split()) for line in page.html.select(".line")]


def test_themes_are_listed_with_their_members_and_those_who_ask(house, admin, themes):
    change(house, lambda paris: setattr(paris["themes"]["crous"], "archived", True))
    assert lines(admin.get(THEMES)) == [
        "Sport 40 abonnés 3 demandes",
        "Crous de Paris fermé · partenaire · 0 abonné",
    ]


def test_without_a_theme_the_page_says_what_one_is_for(admin):
    assert "Il n’y a pas encore de thème." in admin.get(THEMES)


def test_an_owner_finds_their_own_themes_and_nobody_elses(house, secretary, librarian, themes):
    assert lines(secretary.get(THEMES)) == ["Sport 40 abonnés 3 demandes"]
    assert "Nouveau thème" not in secretary.get(THEMES)
    assert "Thèmes" in secretary.get("/institutions/paris1/settings")
    secretary.get(SPORT)
    for path in (f"{THEMES}crous/", f"{THEMES}new"):
        secretary.get(path, status=403)
    for path in (THEMES, SPORT):
        librarian.get(path, status=403)


def test_a_theme_is_opened_by_its_title_and_then_set(house, admin):
    form = next(form for form in admin.get(f"{THEMES}new").forms.values() if "kind" in form.fields)
    form["title"], form["kind"], form["about"] = "Ville de Paris", "partner", "Trois par an."
    page = form.submit(status=303)
    assert page.location == f"http://localhost{THEMES}ville-de-paris/settings"
    names = ("title", "kind", "about", "owner")
    assert facts(house, *names, theme="ville-de-paris") == (
        "Ville de Paris",
        "partner",
        "Trois par an.",
        "admin",
    )
    [told] = journal(house, "theme.opened")
    assert told[:2] == ("admin", "/themes/ville-de-paris")


def test_a_theme_without_a_title_is_none(admin):
    form = next(form for form in admin.get(f"{THEMES}new").forms.values() if "kind" in form.fields)
    assert form["kind"].value == "theme"
    page = form.submit(status=422)
    assert page.html.select_one("#title-error")


def settings(app):
    page = app.get(f"{SPORT}settings")
    return next(form for form in page.forms.values() if "wording" in form.fields)


def test_all_of_a_theme_is_set_in_both_languages(house, admin, themes):
    form = settings(admin)
    typed = {
        "title": "Sport et culture",
        "title_en": "Sports",
        "about_en": "Twice a month.",
        "joining": "group",
        "group": "l2-histoire",
        "criteria": "Campus : Centre,  Nord ,Sud\n\nNiveau: L1, L2",
        "notice": "SUAPS. STOP pour ne plus recevoir",
        "owner": "ABENALI",
        "writers": "personnels",
        "account": "sport",
    }
    for name, value in typed.items():
        form[name] = value
    form.submit(status=303)
    assert facts(house, "criteria", "owner", "writers", "account", "group") == (
        (("Campus", ("Centre", "Nord", "Sud")), ("Niveau", ("L1", "L2"))),
        "abenali",
        "personnels",
        "sport",
        "l2-histoire",
    )
    page = admin.get(SPORT)
    told = " ".join(page.html.select_one("dl.facts").text.split())
    assert "Les personnes d’un groupe" in told
    assert "L2 Histoire" in told
    assert "SUAPS. STOP pour ne plus recevoir" in page
    assert settings(admin)["criteria"].value == "Campus : Centre, Nord, Sud\nNiveau : L1, L2"


def test_a_wording_is_published_when_it_changes_and_only_then(house, admin, themes):
    form = settings(admin)
    assert form["wording"].value == "Deux messages par mois."
    form["wording_en"] = "Two messages a month."
    form.submit(status=303)
    settings(admin).submit(status=303)

    def versions(root):
        theme = find(root, scenes.PARIS)["themes"]["sport"]
        return theme.wordings.number, theme.worded("fr"), theme.worded("en")

    assert house.run(versions) == (2, "Deux messages par mois.", "Two messages a month.")
    assert len(journal(house, "theme.worded")) == 1
    form = settings(admin)
    form["wording"] = form["wording_en"] = ""
    form.submit(status=303)
    assert house.run(versions) == (3, "", "")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "", "title"),
        ("criteria", "Campus", "criteria"),
        ("criteria", "Campus : Nord", "criteria"),
        ("criteria", "Campus : A, B\nCampus : C, D", "criteria"),
        ("criteria", "\n".join(f"C{n} : A, B" for n in range(6)), "criteria"),
        ("criteria", f"{'x' * 41} : A, B", "criteria"),
        ("owner", "nobody", "owner"),
        ("notice", "x" * 151, "notice"),
        ("joining", "group", "group"),
    ],
)
def test_a_setting_that_cannot_be_is_told_at_its_field(house, admin, themes, field, typed, told):
    before = facts(house, field)
    form = settings(admin)
    form[field] = typed
    page = form.submit(status=422)
    assert page.html.select_one(f"#{told}-error")
    assert facts(house, field) == before


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "", "Titre : À remplir."),
        ("joining", "group", "Groupe : Choisissez le groupe dont les membres peuvent s’abonner."),
    ],
)
def test_the_summary_of_a_form_says_which_field_is_to_be_filled(
    house, admin, themes, field, typed, told
):
    form = settings(admin)
    form[field] = typed
    link = form.submit(status=422).html.select_one("#problems a")
    assert " ".join(link.text.split()) == told


def test_the_page_of_a_theme_shows_its_members_in_the_course_of_time(house, admin, themes):
    page = admin.get(SPORT)
    assert page.html.select_one(".figure-value").text == "40"
    assert page.html.select_one("svg[role=img] title").text == "Abonnés, dans le temps"
    counts = [cell.text for cell in page.html.select("table td.num")]
    assert counts == ["20", "40"]  # of those who chose nothing, and all: Centre, Nord
    assert len(page.html.select("section:last-of-type .line-main")) <= 50
    assert "version 1" in page


def test_a_member_who_refused_everything_is_no_one_to_be_reached(house, admin, themes):
    assert "joignables" not in admin.get(SPORT)

    def refuse(root):
        paris = find(root, scenes.PARIS)
        uid = next(uid for uid, _ in paris["themes"]["sport"].members())
        paris["people"].opts_out(uid, 1_790_000_000)

    house.run(refuse)
    page = admin.get(SPORT)
    assert [one.text for one in page.html.select(".figure-value")][:2] == ["40", "39"]
    assert "désinscrit : 1" in " ".join(page.html.main.text.split()).replace("\u202f", " ").replace(
        "\xa0", " "
    )


def test_a_theme_without_members_shows_no_chart(admin, themes):
    page = admin.get(f"{THEMES}crous/")
    assert page.html.select("svg[role=img]") == []
    assert "Abonnés" not in [title.text for title in page.html.select("h2")]


def test_members_are_looked_for_by_name(house, admin, themes):
    [uid, *_] = house.run(lambda root: [uid for uid, _ in find(root, SPORT).members()])
    page = admin.get(f"{SPORT}?member={uid}")
    assert page.html.select_one(f"a[href$='/people/{uid}/']")
    assert "Aucun abonné ne correspond" in admin.get(f"{SPORT}?member=xyzxyz")


def test_a_member_who_is_gone_and_one_who_asks_are_shown_by_their_identifier(house, admin, themes):
    change(house, lambda paris: paris["themes"]["sport"].join("gone", Member(1), "2026-11-01"))
    change(house, lambda paris: paris["themes"]["sport"].ask("lost", Member(1)))
    page = admin.get(SPORT)
    assert page.html.select_one("#member-lost")


def asked(house):
    return house.run(lambda root: [uid for uid, _ in find(root, SPORT).asked()])


def test_those_who_ask_are_taken_or_declined(house, secretary, themes):
    first, second, third = asked(house)
    form = form_to(secretary.get(SPORT), "/decide")
    tick(form, first)
    page = form.submit("action", value="accept", status=303).follow()
    assert "C’est décidé" in page
    form = form_to(page, "/decide")
    tick(form, second)
    form["reason"] = "Le groupe est  complet"
    form.submit("action", value="decline", status=303)
    [told] = house.run(lambda root: find(root, scenes.PARIS)["me"].declined(second))
    assert (told.theme, told.reason) == ("sport", "Le groupe est complet")
    assert asked(house) == [third]
    assert house.run(lambda root: find(root, SPORT).has_member(first))
    assert not house.run(lambda root: find(root, SPORT).has_member(second))
    assert [journal(house, f"theme.{verb}")[0][0] for verb in ("accepted", "declined")] == [
        "zlefevre",
        "zlefevre",
    ]


def tick(form, uid):
    box = next(one for one in form.fields["person"] if one._value == uid)
    box.checked = True


def test_nobody_ticked_is_told(secretary, themes):
    page = form_to(secretary.get(SPORT), "/decide").submit("action", value="accept", status=422)
    assert "Cochez au moins une personne." in page


def test_one_who_has_refused_everything_meanwhile_is_not_taken(house, secretary, themes):
    [first, *_] = asked(house)
    form = form_to(secretary.get(SPORT), "/decide")
    change(house, lambda paris: consent.opt_out(someone(paris, first), first, 1_790_000_000))
    tick(form, first)
    page = form.submit("action", value="accept", status=303).follow()
    assert "sa demande est écartée" in page
    assert first not in asked(house)


def test_its_messages_are_listed_for_those_who_may_see_them(house, admin, secretary, themes):
    def write(root):
        audience = (("theme", "sport?Campus=Nord"),)
        for author in ("zlefevre", "admin"):
            scenes.draft(
                root, author, f"De {author}", audience=audience, purpose=("theme", "sport")
            )

    change(house, lambda paris: setattr(paris["themes"]["sport"], "owner", "zlefevre"))
    house.run(write)
    titles = [line.text for line in admin.get(SPORT).html.select(".line-title")]
    assert {"De zlefevre", "De admin"} <= {*titles}
    titles = [line.text for line in secretary.get(SPORT).html.select(".line-title")]
    assert "De zlefevre" in titles
    assert "De admin" not in titles


def test_no_more_than_the_latest_messages_are_listed(house, admin, themes, monkeypatch):
    monkeypatch.setattr("unisms.web.people.theme.MESSAGES", 1)
    for title in ("Un", "Deux"):
        house.run(
            lambda root, title=title: scenes.draft(
                root, "admin", title, audience=(("theme", "sport"),), purpose=("theme", "sport")
            )
        )
    titles = [line.text for line in admin.get(SPORT).html.select(".line-title")]
    assert len({"Un", "Deux"} & {*titles}) == 1


def test_a_theme_that_is_closed_says_so_and_leads_to_no_message(house, admin, themes):
    assert admin.get(SPORT).html.select("a[href*='compose?theme=sport']")
    change(house, lambda paris: setattr(paris["themes"]["sport"], "archived", True))
    page = admin.get(SPORT)
    assert "Ce thème est fermé" in page
    assert page.html.select("a[href*='compose?theme=']") == []


def test_a_group_that_is_gone_is_no_fault(house, admin, themes):
    def point(paris):
        paris["groups"].add("g", Group("G"))
        sport = paris["themes"]["sport"]
        sport.joining, sport.group, sport.writers, sport.account = "group", "g", "g", "gone"
        paris["groups"].remove("g")

    change(house, point)
    admin.get(SPORT)
