"""The people of an institution, their passwords and their numbers."""

import json

import pytest
import scenes
from BTrees.OOBTree import OOBTree
from people_pages import BOB, HUGO, PEOPLE, form_to, journal, person

from unisms.model.folder import find
from unisms.model.people import Subscriber
from unisms.model.roles import PERSON
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.sms.template import fold
from unisms.testing.factories import someone


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


def test_a_password_typed_opens_the_door(house, admin):
    form = form_to(admin.get(f"{HUGO}/"), "/password")
    form["password"] = scenes.PASSWORD
    page = form.submit("action", value="type", status=303).follow()
    assert "Le mot de passe est enregistré" in page
    assert journal(house, "password.given") == [("admin", "/people/hmarchand", "", "")]
    house.run(lambda root: find(root, scenes.PARIS).grants.give(f"{PERSON}hmarchand", "subscriber"))
    assert "Bonjour Hugo" in house.person("hmarchand").get("/institutions/paris1/")


@pytest.mark.parametrize("action", ["type", "draw"])
def test_another_password_ends_the_sessions_of_before(house, admin, action):
    secretary = house.person("zlefevre")
    form = form_to(admin.get(f"{PEOPLE}zlefevre/"), "/password")
    form["password"] = "quatre mots sans lien"
    page = form.submit("action", value=action)
    page = page.follow() if action == "type" else page
    assert "Ses sessions ouvertes sont fermées" in page
    secretary.get("/institutions/paris1/", status=303)


@pytest.mark.parametrize("action", ["/password", "/second-factor-off"])
def test_who_does_it_to_themselves_stays_in_this_browser_only(house, admin, action):
    house.run(lambda root: setattr(find(root, scenes.PARIS), "second_factors", OOBTree()))
    other = house.person("admin")
    house.run(
        lambda root: find(root, scenes.PARIS).second_factors.update({"admin": ("", 0, (), 0)})
    )
    form_to(admin.get(f"{PEOPLE}admin/"), action).submit("action", value="draw")
    assert "Jeanne Fontaine" in admin.get(f"{PEOPLE}admin/", status=200)
    other.get("/institutions/paris1/", status=303)


def test_a_page_that_is_sent_again_draws_no_second_password(house, admin):
    form = form_to(admin.get(f"{HUGO}/"), "/password")
    form.submit("action", value="draw", status=200)
    kept = house.run(lambda root: find(root, scenes.PARIS).passwords["hmarchand"])
    assert "le mot de passe déjà affiché reste le bon" in form.submit(
        "action", value="draw", status=409
    )
    assert house.run(lambda root: find(root, scenes.PARIS).passwords["hmarchand"]) == kept


@pytest.mark.parametrize(
    ("decide", "told"),
    [
        (None, "consentement pas encore demandé"),
        (consent.accept, "accepte les messages depuis le"),
        (consent.opt_out, "refuse les messages depuis le"),
    ],
)
def test_what_they_said_to_messages_is_told(house, admin, decide, told):
    if decide:
        person = "hmarchand"
        house.run(
            lambda root: decide(someone(find(root, scenes.PARIS), person), person, 1_790_000_000)
        )
    assert told in admin.get(f"{HUGO}/").html.select_one("dl.facts").text


def consent_forms(page):
    return {
        form["said"].value: form for form in page.forms.values() if form.action.endswith("/consent")
    }


def test_what_they_say_at_a_desk_is_noted_and_taken_back(house, admin):
    page = admin.get(f"{HUGO}/")
    assert set(consent_forms(page)) == {"yes", "no"}
    page = consent_forms(page)["no"].submit(status=303).follow()
    assert "ne recevra plus de messages" in page.html.select_one(".notice.delivered").text
    assert house.run(lambda root: find(root, HUGO).said) == "no"
    assert set(consent_forms(page)) == {"yes"}
    page = consent_forms(page)["yes"].submit(status=303).follow()
    assert "accepte les messages" in page.html.select_one(".notice.delivered").text
    assert house.run(lambda root: find(root, HUGO).said) == "yes"
    assert set(consent_forms(page)) == {"no"}
    entries = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    noted = [(one.verb, one.path, one.by) for one in entries if one.verb.startswith("consent")]
    assert noted == [
        (f"consent.noted_{said}", "/people/hmarchand", "admin") for said in ("no", "yes")
    ]


def test_neither_yes_nor_no_is_nothing(house, admin):
    form = consent_forms(admin.get(f"{HUGO}/"))["no"]
    form["said"].force_value("perhaps")
    form.submit(status=303)
    assert house.run(lambda root: find(root, HUGO).said) == ""


def test_who_manages_no_people_changes_no_consent(secretary):
    page = secretary.get(f"{HUGO}/")
    assert not consent_forms(page)
    token = page.html.select_one("[name=csrf_token]")["value"]
    secretary.post(f"{HUGO}/consent", {"csrf_token": token, "said": "no"}, status=403)


def test_a_password_drawn_is_shown_once(house, admin):
    page = form_to(admin.get(f"{HUGO}/"), "/password").submit("action", value="draw", status=200)
    drawn = page.html.select_one("#drawn").text
    assert page.headers["Cache-Control"] == "no-store"
    assert drawn not in admin.get(f"{HUGO}/")
    assert drawn not in str(journal(house, "password.given"))
    house.run(lambda root: find(root, scenes.PARIS).grants.give(f"{PERSON}hmarchand", "subscriber"))
    door = house.visitor().get("/institutions/paris1/sign-in").form
    door["uid"], door["password"] = "hmarchand", drawn
    door.submit(status=303)


def test_a_password_without_a_role_is_said_to_open_nothing(house, admin, register):
    assert "aucun rôle" not in admin.get(f"{HUGO}/")
    page = form_to(admin.get(f"{HUGO}/"), "/password").submit("action", value="draw", status=200)
    assert "aucun rôle" in page.html.select_one(".notice.uncertain").text
    assert page.html.select_one(".notice.uncertain a")["href"].endswith(
        "rights-give?holder=person%3Ahmarchand"
    )
    assert not register.get(f"{HUGO}/").html.select(".notice.uncertain a")
    house.run(lambda root: find(root, scenes.PARIS).grants.give("group:l2-histoire", "subscriber"))
    assert "aucun rôle" not in admin.get(f"{HUGO}/")


@pytest.mark.parametrize(
    "typed", ["", "onze signes", "hmarchand 2026", "aaaaaaaaaaaaa", "azerty123456"]
)
def test_a_weak_password_is_refused(house, admin, typed):
    form = form_to(admin.get(f"{HUGO}/"), "/password")
    form["password"] = typed
    page = form.submit("action", value="type", status=422)
    assert "Trop facile à deviner" in page.html.select_one("#password-error").text
    assert journal(house, "password.given") == []


def test_who_manages_people_gets_in_as_nobody_more_powerful(house, register):
    page = register.get(f"{PEOPLE}admin/")
    for action in ("/password", "/end-sessions", "/remove"):
        told = form_to(page, action).submit("action", value="draw", status=403)
        assert "a plus de droits que vous" in told
    assert person(house, "admin")
    assert "rights-of" not in page


def test_who_has_no_password_has_no_sessions_to_end(admin):
    assert not admin.get(f"{PEOPLE}hmarchand/").html.select("form[action$='end-sessions']")


def test_sessions_end_everywhere(house, admin):
    secretary = house.person("zlefevre")
    secretary.get("/institutions/paris1/")
    page = form_to(admin.get(f"{PEOPLE}zlefevre/"), "/end-sessions").submit(status=303).follow()
    assert "Toutes ses sessions sont fermées" in page
    assert house.run(lambda root: find(root, scenes.PARIS).signed_out["zlefevre"])
    secretary.get("/institutions/paris1/", status=303)
    assert journal(house, "sessions.ended") == [("admin", "/people/zlefevre", "", "")]


def test_who_has_lost_the_second_factor_is_helped(house, admin):
    assert not admin.get(f"{PEOPLE}zlefevre/").html.select("form[action$='/second-factor-off']")
    before = house.person("zlefevre")
    house.run(
        lambda root: setattr(
            find(root, scenes.PARIS), "second_factors", OOBTree({"zlefevre": ("", 0, (), 0)})
        )
    )
    page = (
        form_to(admin.get(f"{PEOPLE}zlefevre/"), "/second-factor-off").submit(status=303).follow()
    )
    assert "Sa double vérification est retirée" in page
    assert "Ses sessions ouvertes sont fermées" in page
    before.get("/institutions/paris1/", status=303)
    assert house.person("zlefevre").get("/institutions/paris1/", status=200)
    assert journal(house, "second_factor.taken") == [("admin", "/people/zlefevre", "", "")]


def test_nobody_takes_the_second_factor_of_who_may_do_more(house, register):
    house.run(
        lambda root: setattr(
            find(root, scenes.PARIS), "second_factors", OOBTree({"admin": ("", 0, (), 0)})
        )
    )
    refused = form_to(register.get(f"{PEOPLE}admin/"), "/second-factor-off").submit(status=403)
    assert "plus de droits que vous" in refused
    assert house.run(lambda root: "admin" in find(root, scenes.PARIS).second_factors)


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


def test_a_number_that_somebody_before_them_refused_is_told_to_who_may_see_it(
    house, admin, register
):
    def say_no(root):
        consent.opt_out(
            rights.person(find(root, scenes.PARIS), "hmarchand"), "hmarchand", 1_790_000_000
        )

    house.run(say_no)
    number = person(house)[1]
    page = admin.get(f"{HUGO}/")
    assert "Son refus reste lié à son numéro pendant trois ans" in page
    assert "Quelqu’un d’autre" not in page
    form_to(page, "/remove").submit(status=303)
    form = form_to(admin.get(f"{PEOPLE}new"), "/new")
    form["uid"], form["name"], form["msisdn"] = "next", "Nadia Next", number
    page = form.submit(status=303).follow()
    assert "Quelqu’un d’autre a refusé les messages à ce numéro" in page
    assert "Son refus reste" not in page
    assert "Quelqu’un d’autre" not in register.get(f"{PEOPLE}next/")


def test_what_somebody_before_refused_is_told_to_who_has_the_number_now(house, secretary):
    def move(root):
        people = find(root, scenes.PARIS)["people"]
        consent.opt_out(
            rights.person(find(root, scenes.PARIS), "hmarchand"), "hmarchand", 1_790_000_000
        )
        number = people["hmarchand"].msisdn
        people.renumber("hmarchand", "")
        people.renumber("zlefevre", number)

    house.run(move)
    page = secretary.get(f"{scenes.PARIS}/preferences")
    assert "Quelqu’un d’autre a refusé les messages à votre numéro" in page
