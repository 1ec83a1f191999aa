"""Groups: who is in them, and how they are changed."""

import json
from urllib.parse import quote_plus

import pytest
import scenes
from factories import make_query
from group_pages import GROUPS, L2, change, inner, journal, press, uids

from unisms.model.folder import find
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.roles import GROUP, PERSON, Role
from unisms.sms.template import fold


def test_the_groups_and_how_many_are_in_each(house, admin):
    change(
        house, lambda paris: setattr(paris["groups"]["delegues"], "groups", ("m1-droit", "gone"))
    )
    lines = [
        " ".join(line.get_text(" ").split()) for line in admin.get(GROUPS).html.select(".line")
    ]
    assert lines[:2] == ["Délégués étudiants 65 personnes", "L1 Histoire 60 personnes"]


def test_who_may_write_to_one_group_alone_is_led_to_write_to_that_one(house, secretary):
    def one_group(paris):
        paris.grants.withdraw(f"{PERSON}zlefevre", "sender")
        paris.grants.give(f"{PERSON}zlefevre", "sender", "groups/l2-histoire")

    offered = [f"{GROUPS}{name}/" for name in ("l2-histoire", "m1-droit")]
    to_write = "a[href*='compose?group=']"
    assert [bool(secretary.get(path).html.select(to_write)) for path in offered] == [True, True]
    change(house, one_group)
    assert [bool(secretary.get(path).html.select(to_write)) for path in offered] == [True, False]


@pytest.mark.parametrize(
    "left",
    [
        lambda paris: paris.grants.give("group:vide", "administrator"),
        lambda paris: paris.grants.give("person:zlefevre", "sender", "groups/vide"),
        lambda paris: setattr(paris["groups"]["delegues"], "groups", ("vide",)),
    ],
)
def test_a_new_group_does_not_get_what_still_names_one_that_is_gone(house, admin, left):
    change(house, left)
    form = next(form for form in admin.get(f"{GROUPS}new").forms.values() if "title" in form.fields)
    form["title"] = "Vide"
    assert form.submit(status=303).location == f"http://localhost{GROUPS}vide-2/"


def test_groups_are_searched_by_title_and_come_fifty_a_page(house, admin):
    assert [
        line.text for line in admin.get(f"{GROUPS}?search=HISTOIRE").html.select(".line-title")
    ] == [
        "L1 Histoire",
        "L2 Histoire",
        "L3 Histoire",
    ]
    change(house, lambda paris: make_query(paris) and None)
    assert "Aucun groupe ne correspond" in admin.get(f"{GROUPS}?search=tutors")
    assert "Aucun groupe ne correspond" in admin.get(f"{GROUPS}?search=xyz")
    change(
        house,
        lambda paris: [
            paris["groups"].add(f"g{number:02d}", Group(f"G {number}")) for number in range(50)
        ],
    )
    page = admin.get(GROUPS)
    assert len(page.html.select(".line")) == 50
    assert len(page.click("Suivante").html.select(".line")) == 6


def test_no_group_says_so(house, admin):
    change(house, lambda paris: [paris["groups"].remove(name) for name in list(paris["groups"])])
    assert "pas encore de groupe" in admin.get(GROUPS)


def test_a_group_is_made_and_renamed(house, admin):
    form = next(form for form in admin.get(f"{GROUPS}new").forms.values() if "title" in form.fields)
    form["title"] = " "
    assert form.submit(status=422).html.select_one("#title-error")
    form["title"] = "New"  # its page would be hidden behind the one that makes groups
    group = form.submit(status=303).location.removeprefix("http://localhost")
    assert group == f"{GROUPS}new-2/"
    assert "Ce groupe est vide" in admin.get(group)
    assert "Écrire à ce groupe" not in admin.get(group)
    form = next(
        form for form in admin.get(f"{group}settings").forms.values() if "title" in form.fields
    )
    form["title"] = "Nouveaux"
    assert "Nouveaux" in form.submit(status=303).follow()
    assert sorted(verb for verb, *_ in journal(house)) == ["group.added", "group.changed"]


def test_people_are_searched_and_added(house, admin):
    page = admin.get(f"{L2}/?search=fontaine")
    found = [box["value"] for box in page.html.select("#add input[name=person]")]
    assert "admin" in found
    assert not set(found) & set(uids(house))
    page = press(admin, "add", person=["admin"]).follow()
    assert page.html.select_one(".notice.delivered").text.strip() == "1 personne ajoutée"
    assert "admin" in uids(house)
    [(verb, path, _, after)] = journal(house)
    assert (verb, path, json.loads(after)) == (
        "group.joined",
        "/groups/l2-histoire",
        {"people": ["admin"], "count": 1},
    )
    assert "Rien d’autre ne correspond" in admin.get(f"{L2}/?search=zzzz")


def members_on(page):
    return [line.text for line in page.html.select("main .tick .line-title")]


def test_members_come_by_name_and_lead_to_their_pages(house, admin):
    names = members_on(admin.get(f"{L2}/"))
    assert names == sorted(names, key=fold)
    assert len(names) == 45
    way = admin.get(f"{L2}/").html.select_one(".tick a")["href"]
    assert admin.get(way).html.select_one("h1").text == names[0]


def test_a_member_is_looked_for_and_taken_out_where_the_page_stood(house, admin):
    name = members_on(admin.get(f"{L2}/"))[7]
    page = admin.get(f"{L2}/", {"member": name})
    assert members_on(page) == [name]
    assert "1 personne trouvée" in page
    form = next(form for form in page.forms.values() if "take-out" in form.action)
    form["person"] = True
    after = form.submit(status=303)
    assert after.location.endswith("member=" + quote_plus(name))
    assert "Personne ne correspond dans ce groupe" in after.follow()
    assert len(uids(house)) == 44
    assert "hmarchand" not in admin.get(f"{L2}/", {"member": "admin"})


def test_the_pages_of_a_search_in_a_group_go_on_with_it(house, admin):
    change(
        house,
        lambda paris: [
            add_member(paris, f"x{number:02d}", "Yves Multiple") for number in range(60)
        ],
    )
    page = admin.get(f"{L2}/", {"member": "multiple"})
    assert "60 personnes trouvées" in page
    last = page.click("Suivante")
    assert members_on(last) == ["Yves Multiple"] * 10
    assert members_on(last.click("Revenir au début")) == ["Yves Multiple"] * 50


def add_member(paris, uid, name):
    paris["people"].add(uid, Subscriber(name))
    paris["groups"]["l2-histoire"].uids.add(uid)


def test_whoever_may_not_see_numbers_finds_no_member_by_one(house, secretary):
    uid = uids(house)[0]
    number = house.run(lambda root: find(root, f"{scenes.PARIS}/people")[uid].msisdn)
    assert "Les numéros vous sont cachés" in secretary.get(f"{L2}/", {"member": number})
    assert len(members_on(house.person("admin").get(f"{L2}/", {"member": number}))) == 1


@pytest.mark.parametrize("action", ["add", "take-out"])
def test_nothing_chosen_is_told(house, admin, action):
    page = press(admin, action)
    assert page.status_int == 422
    assert "Rien n’est choisi" in page
    assert journal(house) == []


def test_people_are_taken_out(house, admin):
    gone = uids(house)[:2]
    assert "2 personnes retirées" in press(admin, "take-out", person=[*gone, "nobody"]).follow()
    assert not set(gone) & set(uids(house))
    assert journal(house)[0][0] == "group.left"


def test_members_come_fifty_a_page_and_one_who_is_gone_by_uid(house, admin):
    change(house, lambda paris: paris["people"].remove(min(paris["groups"]["l1-histoire"].uids)))
    page = admin.get(f"{GROUPS}l1-histoire/")
    assert len(page.html.select("input[name=person]")) == 50
    last = page.click("Suivante")
    assert len(last.html.select("input[name=person]")) == 10
    assert "n’est plus dans l’annuaire" in last.html.select(".tick")[-1].text


def test_a_group_joins_and_leaves_another(house, admin):
    assert (
        admin.get(f"{L2}/?search=histoire").html.select("#add input[name=group]")[0]["value"]
        == "l1-histoire"
    )
    page = press(admin, "add", group=["l3-histoire", "gone"]).follow()
    assert inner(house) == ("l3-histoire",)
    assert "75 personnes" in page
    assert page.html.select_one("button[aria-label='Retirer L3 Histoire']")
    press(admin, "take-out", group=["l3-histoire"])
    assert inner(house) == ()


def test_a_circle_is_refused_by_its_name(house, admin):
    press(admin, "add", group=["l3-histoire"])
    page = press(admin, "add", f"{GROUPS}l3-histoire/", group=["l2-histoire"])
    assert page.status_int == 422
    assert "L3 Histoire → L2 Histoire → L3 Histoire" in page
    assert inner(house, "l3-histoire") == ()


def test_a_group_that_gives_roles_is_joined_by_who_could_give_them(house):
    def give(paris):
        paris["roles"].add(
            "register", Role("Register", ["institution:view", "person:view", "person:manage"])
        )
        paris.grants.give(f"{PERSON}mcomptes", "register")
        paris.grants.give(f"{GROUP}l2-histoire", "administrator")
        return True

    change(house, give)
    accountant = house.person("mcomptes")
    for action, chosen in (("add", "mcomptes"), ("take-out", uids(house)[0])):
        page = press(accountant, action, person=[chosen], proof=[scenes.PASSWORD])
        assert page.status_int == 403
        assert "plus de droits que vous n’en avez" in page
    assert "mcomptes" not in uids(house)


def test_the_last_administrator_does_not_leave(house, admin):
    def by_group(paris):
        paris.grants.give(f"{GROUP}l2-histoire", "administrator")
        paris.grants.withdraw(f"{PERSON}admin", "administrator")
        paris["groups"]["l2-histoire"].uids.clear()
        paris["groups"]["l2-histoire"].uids.add("admin")
        return True

    change(house, by_group)
    page = press(admin, "take-out", person=["admin"])
    assert page.status_int == 409
    assert "n’aurait plus d’administrateur" in page
    assert uids(house) == ["admin"]


def test_a_group_is_deleted_unless_something_hangs_on_it(house, admin):
    change(
        house,
        lambda paris: (
            paris.grants.give(f"{PERSON}zlefevre", "sender", "groups/l2-histoire") or True
        ),
    )
    page = press(admin, "remove")
    assert page.status_int == 409
    assert "Zoé Lefèvre" in page.html.select_one("#trouble").text
    change(
        house,
        lambda paris: (
            paris.grants.withdraw(f"{PERSON}zlefevre", "sender", "groups/l2-histoire") or True
        ),
    )
    press(admin, "add", f"{GROUPS}delegues/", group=["l2-histoire"])
    page = press(admin, "remove")
    assert page.status_int == 409
    assert page.html.select_one("#trouble a").text == "Délégués étudiants"
    press(admin, "take-out", f"{GROUPS}delegues/", group=["l2-histoire"])
    gone = press(admin, "remove")
    assert gone.location.endswith("/groups/")
    assert "Le groupe est supprimé" in gone.follow().html.select_one(".notice.delivered").text
    admin.get(f"{L2}/", status=404)
    assert ("group.removed", "/groups", '{"title": "L2 Histoire"}', "") in journal(house)


def test_who_may_only_look_changes_nothing(house):
    page = house.person("zlefevre").get(f"{L2}/")
    assert not page.html.select("main form[method=post]")
    assert len(page.html.select(".line")) == 45
    assert page.html.select_one("a.button.primary")["href"].endswith("compose?group=l2-histoire")


def test_who_manages_one_group_changes_that_one(house):
    change(
        house,
        lambda paris: (
            paris.grants.give(f"{PERSON}zlefevre", "administrator", "groups/l2-histoire") or True
        ),
    )
    secretary = house.person("zlefevre")
    assert press(secretary, "add", person=["admin"]).status_int == 303
    assert press(secretary, "add", f"{GROUPS}l3-histoire/", person=["admin"]).status_int == 403
    assert not secretary.get(GROUPS).html.select("a.button.primary")


def test_what_deletes_a_group_names_it_says_how_many_leave_it_and_can_be_left(admin):
    asked = admin.get(f"{L2}/?search=x").html.select_one("details.ask:has(form[action$=remove])")
    assert "danger" in asked.summary["class"]
    assert "45 personnes n’y seront plus" in asked.text
    assert (
        asked.select_one(".danger.sure").text.replace("\u202f", " ") == "Supprimer « L2 Histoire »"
    )
    assert asked.select_one("a[data-close]")["href"] == f"{L2}/?search=x"
