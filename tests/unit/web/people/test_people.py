"""The people of an institution, their passwords and their numbers."""

import json

import pytest
import scenes
from factories import make_query
from people_pages import BOB, HUGO, PEOPLE, form_to, journal, person

from unisms.model.folder import find
from unisms.model.people import Subscriber
from unisms.model.roles import PERSON
from unisms.sms.template import fold


def test_who_may_write_to_one_group_alone_is_not_led_to_write_to_a_person(house):
    def one_group(root):
        grants = find(root, scenes.PARIS).grants
        grants.withdraw(f"{PERSON}zlefevre", "sender")
        grants.give(f"{PERSON}zlefevre", "sender", "groups/l2-histoire")

    to_hugo = "a[href$='person=hmarchand']"
    secretary = house.person("zlefevre")
    assert secretary.get(f"{HUGO}/").html.select(to_hugo)
    house.run(one_group)
    assert not secretary.get(f"{HUGO}/").html.select(to_hugo)


def test_the_page_of_a_person_tells_their_groups(house, secretary):
    def join(root):
        for name in ("m1-droit", "l2-histoire"):
            find(root, f"{scenes.PARIS}/groups/{name}").uids.add("hmarchand")
        for name, group in find(root, f"{scenes.PARIS}/groups").items():
            if name not in ("m1-droit", "l2-histoire") and "hmarchand" in group.uids:
                group.uids.remove("hmarchand")

    house.run(join)
    links = secretary.get(f"{HUGO}/").html.select("dd a[href*='/groups/']")
    assert [link.text for link in links] == ["L2 Histoire", "M1 Droit public"]


def test_the_page_of_a_person_tells_the_groups_of_a_directory_too(house, admin, secretary):
    house.run(lambda root: make_query(find(root, scenes.PARIS), ["hmarchand"]) and None)
    told = [who.get(f"{HUGO}/").html.select_one("dl.facts") for who in (admin, secretary)]
    assert all("Tutors" in facts.text for facts in told)
    links = [[one.text for one in facts.select("a[href*='/directories/']")] for facts in told]
    assert links == [["Tutors"], []]


def test_one_alone_is_not_sorted(house, admin):
    house.run(
        lambda root: (
            [people_of(root).remove(uid) for uid in [*people_of(root)] if uid != "admin"] and None
        )
    )
    page = admin.get(PEOPLE)
    assert "1 personne" in page
    assert "triées" not in page


def test_fifty_people_by_name_then_the_next(house, admin):
    house.run(lambda root: people_of(root).add("zz", Subscriber("Élodie Aa")) and None)
    page = admin.get(PEOPLE)
    names = [line.text for line in page.html.select(".line-title")]
    assert len(names) == 50
    assert names == sorted(names, key=fold)
    assert "Élodie Aa" in names
    assert "205 personnes, triées par nom" in page
    after = page.click("Suivante")
    assert fold(after.html.select(".line-title")[0].text) >= fold(names[-1])
    assert not {*uids_on(page)} & {*uids_on(after)}
    assert after.html.select_one("a[rel=first]")["href"] == "?"


def uids_on(page):
    return [line.text.split()[0] for line in page.html.select(".line-main .soft")]


@pytest.mark.parametrize("search", ["marchand hug", "hmarch", "0639980"])
def test_people_are_searched_by_the_beginning_of_name_uid_or_number(admin, search):
    page = admin.get(PEOPLE, {"search": search})
    assert 0 < len(page.html.select(".line-main")) <= 30
    assert not page.html.select(".pager")


def test_a_search_that_finds_nobody_says_so(house, admin):
    assert "Personne ne correspond" in admin.get(PEOPLE, {"search": "xyz"})
    house.run(
        lambda root: (
            [find(root, f"{scenes.PARIS}/people").remove(uid) for uid in list(people_of(root))]
            and None
        )
    )
    house.run(lambda root: people_of(root).add("admin", Subscriber("Jeanne")) and None)
    assert len(admin.get(PEOPLE).html.select(".line-main")) == 1


def people_of(root):
    return find(root, f"{scenes.PARIS}/people")


def test_who_may_not_see_numbers_sees_their_ends_and_finds_nobody_by_a_part(house):
    secretary = house.person("zlefevre")
    number = person(house)[1]
    assert "••" in secretary.get(f"{HUGO}/").html.select_one("#msisdn").text
    assert "Personne ne correspond" in secretary.get(PEOPLE, {"search": number[:9]})
    told = secretary.get(PEOPLE, {"search": number})
    assert "hmarchand" not in told
    assert "Les numéros vous sont cachés\u202f: cherchez" in told
    assert not secretary.get(f"{HUGO}/").html.select("form[action*='hmarchand']")
    assert journal(house, "number.read") == []


def test_who_sees_a_number_whole_is_in_the_journal_once_an_hour(house, admin, monkeypatch):
    for _ in range(2):
        assert "••" not in admin.get(f"{HUGO}/").html.select_one("#msisdn").text
    assert journal(house, "number.read") == [("admin", "/people/hmarchand", "", "")]
    house.run(lambda root: find(root, scenes.PARIS).audit.seal())
    admin.get(f"{HUGO}/settings")
    assert journal(house, "number.read") == []  # nothing new waits for a seal
    monkeypatch.setattr("unisms.web.edge.audit.LATELY", -1)
    admin.get(f"{HUGO}/settings")
    assert len(journal(house, "number.read")) == 1


def test_a_person_is_added_with_a_tidy_number(house, admin):
    form = form_to(admin.get(f"{PEOPLE}new"), "/new")
    for name, value in BOB.items():
        form[name] = value
    form["language"] = "en"
    answer = form.submit(status=303)
    assert answer.location.endswith("/people/bob.martin/")
    assert person(house, "bob.martin") == ("Bob Martin", "+33639987777", "bob@univ.example", "en")
    assert journal(house, "person.added") == [
        ("admin", "/people/bob.martin", "", '{"name": "Bob Martin"}')
    ]
    steps = answer.follow().html.select_one(".notice.delivered")
    assert "Bob Martin est dans l’annuaire" in steps.text
    assert [step.a["href"] for step in steps.select("li")] == [
        "#give-password",
        "/institutions/paris1/rights-give?holder=person%3Abob.martin",
    ]
    assert not admin.get(f"{PEOPLE}bob.martin/").html.select(".notice.delivered")


def test_whoever_gives_no_roles_is_told_to_ask_for_one(register):
    form = form_to(register.get(f"{PEOPLE}new"), "/new")
    form["uid"], form["name"] = "bob", "Bob"
    steps = form.submit(status=303).follow().html.select(".notice.delivered li")
    assert [bool(step.a) for step in steps] == [True, False]
    assert "demandez-le à une personne qui administre" in steps[1].text


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("uid", "", "À remplir"),
        ("uid", "hmarchand", "Cet identifiant est déjà pris"),
        ("uid", "new", "Par exemple : jdupont"),
        ("uid", "deux mots", "Par exemple : jdupont"),
        ("name", " ", "À remplir"),
        ("msisdn", "01 44 07 80 00", "ligne fixe"),
        ("msisdn", "06 39 98", "Il manque des chiffres"),
        ("msisdn", "--", "pas un numéro de téléphone"),
        ("msisdn", "06 00 00 00 00", "pour remplir la case"),
        ("email", "bob", "Une adresse comme"),
        ("email", "\u202ebob@univ.fr", "Une adresse comme"),
        ("email", "bob\x00@univ.fr", "Une adresse comme"),
        ("msisdn", "06 39 98 77 77 ou 06 39 98 77 78", "un seul numéro"),
        ("email", f"{'b' * 250}@univ.fr", "Une adresse comme"),
    ],
)
def test_what_cannot_be_is_told_and_nobody_is_added(house, admin, field, typed, told):
    form = form_to(admin.get(f"{PEOPLE}new"), "/new")
    for name, value in (BOB | {field: typed}).items():
        form[name] = value
    page = form.submit(status=422)
    assert told in page.html.select_one(f"#{field}-error").text.replace("\u202f", " ")
    assert person(house, "bob.martin") is None
    assert journal(house, "person.added") == []


def test_a_foreign_number_is_refused_where_policy_refuses_them(house, admin):
    house.run(lambda root: setattr(find(root, scenes.PARIS), "foreign_numbers", "refuse"))
    form = form_to(admin.get(f"{HUGO}/settings"), "/settings")
    form["msisdn"] = "+44 7911 123456"
    assert "à l’étranger" in form.submit(status=422)


def test_a_person_is_changed_and_the_journal_tells_no_number(house, admin):
    form = form_to(admin.get(f"{HUGO}/settings"), "/settings")
    form["name"], form["msisdn"], form["email"] = "Hugo Martin", "06 39 98 77 78", ""
    form.submit(status=303)
    assert person(house) == ("Hugo Martin", "+33639987778", "", "")
    [(by, path, before, after)] = journal(house, "person.changed")
    assert (by, path) == ("admin", "/people/hmarchand")
    assert json.loads(before) == {"name": "Hugo Marchand", "msisdn": "•"}
    assert json.loads(after) == {"name": "Hugo Martin", "msisdn": "•"}
    assert "hmarchand" in admin.get(PEOPLE, {"search": "hugo martin"})
    assert "Changé par Jeanne Fontaine" in admin.get(f"{HUGO}/settings")


def test_two_who_change_the_same_person_meet(house, admin):
    form = form_to(admin.get(f"{HUGO}/settings"), "/settings")
    house.run(lambda root: people_of(root).rename("hmarchand", "Hugo Petit"))
    form["name"] = "Hugo Grand"
    assert "Nom : maintenant « Hugo Petit »" in form.submit(status=409).text.replace("\u202f", " ")
    assert person(house)[0] == "Hugo Petit"


def test_who_may_not_see_a_number_can_replace_it(house, register):
    form = form_to(register.get(f"{HUGO}/settings"), "/settings")
    number = person(house)[1]
    assert form["msisdn"].value == ""
    form["email"] = "hugo@univ.example"
    form.submit(status=303)
    assert person(house)[1:3] == (number, "hugo@univ.example")
    form = form_to(register.get(f"{HUGO}/settings"), "/settings")
    form["msisdn"] = "0639987779"
    form.submit(status=303)
    assert person(house)[1] == "+33639987779"
    assert journal(house, "number.read") == []


def test_who_is_taken_out_leaves_their_messages(house, admin):
    path = house.run(lambda root: scenes.closed(root, author="zlefevre"))
    form_to(admin.get(f"{PEOPLE}zlefevre/"), "/remove").submit(status=303)
    assert person(house, "zlefevre") is None
    assert "par zlefevre" in admin.get(f"{path}/")
    [(_, where, before, _)] = journal(house, "person.removed")
    assert (where, json.loads(before)["uid"], json.loads(before)["roles"]) == (
        "/people",
        "zlefevre",
        [["sender", ""]],
    )


def test_of_somebody_without_a_role_the_journal_tells_of_none(house, admin):
    form_to(admin.get(f"{HUGO}/"), "/remove").submit(status=303)
    [(_, _, before, _)] = journal(house, "person.removed")
    assert json.loads(before) == {"uid": "hmarchand", "name": "Hugo Marchand"}


def test_nobody_gets_the_identifier_of_somebody_whose_messages_are_kept(house, admin):
    path = house.run(lambda root: scenes.closed(root, author="zlefevre"))
    page = admin.get(f"{PEOPLE}zlefevre/")
    assert "ses fichiers sont effacés" in page
    gone = form_to(page, "/remove").submit(status=303).follow()
    assert (
        "Cette personne ne fait plus partie de l’annuaire"
        in gone.html.select_one(".notice.delivered").text
    )
    form = form_to(admin.get(f"{PEOPLE}new"), "/new")
    for name, value in (BOB | {"uid": "zlefevre"}).items():
        form[name] = value
    refused = form.submit(status=422)
    assert (
        "de quelqu’un dont des messages sont gardés" in refused.html.select_one("#uid-error").text
    )
    assert form_to(refused, "/new")["email"].value == BOB["email"]
    assert person(house, "zlefevre") is None
    house.run(
        lambda root: (
            find(root, f"{scenes.PARIS}/campaigns").remove(path.rpartition("/")[2]) and None
        )
    )
    form.submit(status=303)


def test_a_namesake_of_who_left_only_files_may_come(house, admin):
    house.run(lambda root: scenes.imported(root, author="zlefevre"))
    form_to(admin.get(f"{PEOPLE}zlefevre/"), "/remove").submit(status=303)
    form = form_to(admin.get(f"{PEOPLE}new"), "/new")
    for name, value in (BOB | {"uid": "zlefevre"}).items():
        form[name] = value
    form.submit(status=303)
    assert (
        house.run(lambda root: list(find(root, f"{scenes.PARIS}/imports").latest_of("zlefevre")))
        == []
    )


def test_the_last_administrator_stays(house, admin):
    assert "la seule à administrer" in form_to(admin.get(f"{PEOPLE}admin/"), "/remove").submit(
        status=409
    )
    assert person(house, "admin")
    assert journal(house, "person.removed") == []


def test_their_roles_are_told_and_whence_to_whom_it_concerns(house, admin, register):
    def give(root):
        paris = find(root, scenes.PARIS)
        paris["groups"]["delegues"].uids.add("hmarchand")
        paris.grants.give("group:delegues", "approver", "accounts/scd")

    assert admin.get(f"{HUGO}/").html.select_one("#roles p").text == "aucun"
    house.run(give)
    told = " ".join(admin.get(f"{HUGO}/").html.select_one("#roles p").text.split())
    assert told == "Responsable · le compte Bibliothèques (SCD) · par le groupe Délégués étudiants"
    assert (
        admin.get(f"{HUGO}/")
        .html.select_one("#roles a[href*=rights-give]")["href"]
        .endswith("person%3Ahmarchand")
    )
    assert register.get(f"{HUGO}/").html.select_one("#roles")
    assert not register.get(f"{HUGO}/").html.select("#roles a")
    assert not house.person("zlefevre").get(f"{HUGO}/").html.select("#roles")


def test_the_page_leads_to_rights_and_to_a_message(admin):
    page = admin.get(f"{HUGO}/")
    assert page.html.select_one("a[href*='rights-of']")["href"].endswith("/rights-of?uid=hmarchand")
    assert "person=hmarchand" in page.html.select_one("a.button.primary")["href"]
