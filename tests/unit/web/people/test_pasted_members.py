"""Members of a group, pasted as identifiers, numbers or lines of a spreadsheet."""

import json

import scenes
from group_pages import change, journal, press, uids

from unisms.model.folder import find
from unisms.model.people import Subscriber
from unisms.model.roles import PERSON, Role


def test_identifiers_are_pasted_the_unknown_ones_told(house, admin):
    before = len(uids(house))
    page = press(admin, "add", pasted=["admin\r\nnobody, zlefevre;zlefevre\n <b>x</b> "]).follow()
    assert "2 personnes ajoutées, 2 introuvables" in page
    assert "Introuvables : nobody, <b>x</b>" in page.html.select_one(
        ".notice.uncertain"
    ).text.replace("\u202f", " ")
    assert len(uids(house)) == before + 2


def test_of_lines_of_a_spreadsheet_the_identifiers_are_taken_and_lines_without_any_told_whole(
    house, admin
):
    before = len(uids(house))
    table = (
        "Nom\tIdentifiant\r\nZoé Lefèvre\tzlefevre\r\nJeanne Fontaine\tadmin\t\r\n\t\r\nPaul "
        "Petit\tnobody"
    )
    page = press(admin, "add", pasted=[table]).follow()
    assert "Introuvables : Nom Identifiant, Paul Petit nobody" in page.html.select_one(
        ".notice"
    ).text.replace("\u202f", " ")
    assert len(uids(house)) == before + 2


def notices(page):
    return [
        (one["class"][-1], one.text.strip().replace("\u202f", " "))
        for one in page.html.select(".notice")
    ]


def test_those_who_are_in_already_are_counted_apart(house, admin):
    here = uids(house)[:2]
    assert notices(
        press(admin, "add", pasted=["\n".join(("admin", "zlefevre", here[0]))]).follow()
    ) == [("delivered", "2 personnes ajoutées, 1 y était déjà")]
    assert notices(press(admin, "add", pasted=["\n".join(here)]).follow()) == [
        ("waiting", "Rien à ajouter, 2 y étaient déjà")
    ]
    [(verb, _, _, after)] = journal(house)
    assert (verb, json.loads(after)["people"]) == ("group.joined", ["admin", "zlefevre"])


def test_of_a_name_that_several_have_nobody_is_added(house, admin):
    change(
        house,
        lambda paris: [
            paris["people"].add(uid, Subscriber("Léa Double")) for uid in ("lea1", "lea2")
        ],
    )
    page = press(admin, "add", pasted=["Léa Double\nadmin"]).follow()
    [(kind, told)] = notices(page)
    assert kind == "uncertain"
    assert "1 personne ajoutée, 1 à préciser" in told
    assert "Plusieurs personnes correspondent : Léa Double" in told
    page = press(admin, "add", pasted=["Léa Double"])
    assert page.status_int == 422
    assert "Plusieurs personnes correspondent" in page.html.select_one("#add details").text


def test_whoever_may_not_see_numbers_adds_nobody_by_one(house):
    def register(paris):
        paris["roles"].add(
            "register", Role("Register", ["institution:view", "person:view", "person:manage"])
        )
        paris.grants.give(f"{PERSON}zlefevre", "register")

    number = house.run(lambda root: find(root, f"{scenes.PARIS}/people")["admin"].msisdn)
    change(house, register)
    page = press(house.person("zlefevre"), "add", pasted=[number])
    assert page.status_int == 422
    assert "Les numéros vous sont cachés" in page.html.select_one("#add details").text
    assert press(house.person("admin"), "add", pasted=[number]).status_int == 303


def test_as_many_unknown_identifiers_are_told_as_a_cookie_holds(admin):
    page = press(
        admin,
        "add",
        pasted=["admin " + " ".join(f"{number:02d}{'🎓' * 60}" for number in range(30))],
    )
    assert page.follow().html.select_one(".notice").text.count("🎓") in range(38, 400)


def test_nothing_but_unknown_identifiers_adds_nobody_and_keeps_them(house, admin):
    before = uids(house)
    page = press(admin, "add", pasted=["nobody\nnowhere"])
    assert page.status_int == 422
    assert page.html.select_one("#pasted-error")
    assert "nobody, nowhere" in page.html.select_one("#add details").text
    assert page.html.select_one("#pasted").text.split() == ["nobody", "nowhere"]
    assert uids(house) == before
