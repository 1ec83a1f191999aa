"""Reminders on the first page, until somebody puts them away."""

import time

import paris
import pytest
import scenes
from import_page import SMALL, upload

from unisms.model.folder import find
from unisms.model.roles import PERSON
from unisms.services.campaigns import releases
from unisms.sms import causes, states
from unisms.testing.factories import someone
from unisms.web.home import reminders as page

HOME = "/institutions/paris1/"
OPERATED = "/institutions/"


def first(answer):
    line = answer.html.select_one(".first p")
    return line.text.strip() if line else ""


@pytest.mark.parametrize(
    ("uid", "begins", "leads"),
    [
        ("zlefevre", "Pour prévenir un groupe", ["campaigns/compose"]),
        ("abenali", "Pour écrire aux personnes d’un tableau", ["imports/"]),
        ("mcomptes", "Pour voir ce qui est dépensé", ["accounts/"]),
        ("admin", "Pour qu’un collègue puisse écrire", ["people/new", "rights-give"]),
    ],
)
def test_the_first_visit_of_each_role_says_what_to_do_first_until_it_is_put_away(
    house, uid, begins, leads
):
    app = house.person(uid)
    answer = app.get(HOME)
    assert first(answer).startswith(begins)
    assert [one["href"] for one in answer.html.select(".first a")] == [
        f"{HOME}{lead}" for lead in leads
    ]
    for lead in leads:
        assert app.get(f"{HOME}{lead}").status_int == 200
    again = answer.forms[1].submit(status=303).follow()
    assert first(again) == ""
    assert first(house.person(uid).get(HOME)) == ""


def test_the_first_visit_of_an_operator_too(house):
    app = house.operator()
    answer = app.get(OPERATED)
    assert first(answer).startswith("Pour accueillir une université")
    answer = app.post(
        "/put-away", {"what": "first:operates", "csrf_token": answer.forms[1]["csrf_token"].value}
    )
    assert first(answer.follow().maybe_follow()) == ""
    assert house.run(lambda root: root.put_away[paris.OPERATOR]) == ("first:operates",)


def test_another_role_brings_another_line(house):
    app = house.person("zlefevre")
    app.get(HOME).forms[1].submit()
    house.run(
        lambda root: find(root, scenes.PARIS).grants.give(f"{PERSON}zlefevre", "group_sender")
    )
    assert first(app.get(HOME)).startswith("Pour écrire aux personnes d’un tableau")


def test_without_a_role_there_is_nothing_to_do_first(house):
    house.run(lambda root: find(root, scenes.PARIS).grants.withdraw(f"{PERSON}zlefevre", "sender"))
    assert first(house.person("zlefevre").get(HOME).follow()) == ""


def test_what_a_new_institution_lacks_is_told_instead(house):
    def empty(root):
        root["brokers"].remove("commun")
        for name in list(find(root, scenes.PARIS)["brokers"]):
            find(root, scenes.PARIS)["brokers"].remove(name)

    house.run(empty)
    answer = house.person("admin").get(HOME)
    assert "Pour commencer" in answer
    assert first(answer) == ""


def numbers(answer):
    heading = answer.html.find("h2", string="Numéros à corriger")
    return [line.text for line in heading.parent.select(".line-title")] if heading else []


@pytest.fixture
def failed(house):
    """A message of the secretary to one person, whose number exists no more; its path."""

    def furnish(root):
        paris = find(root, scenes.PARIS)
        paris["people"].rename("hmarchand", "Julie Injoignable")
        paris["people"].renumber("hmarchand", "+33639980901")
        path = scenes.checked(root, audience=(("person", "hmarchand"),))
        fail(root, path)
        return path

    return house.run(furnish)


def fail(root, path, cause=causes.NUMBER_INVALID, state=states.FAILED):
    campaign = find(root, path)
    releases.release(someone(campaign, campaign.author), campaign, int(time.time()))
    fit = [(number, row) for number, row in campaign.stored_rows() if row[1] == states.QUEUED]
    for number, row in fit:
        campaign.write(number, (row[0], state, "id", 1, row[4], cause))


def test_a_number_that_receives_nothing_names_its_person_to_whoever_may_correct_it(house, failed):
    answer = house.person("admin").get(HOME)
    assert numbers(answer) == ["Julie Injoignable · 06\xa0••\xa0••\xa0••\xa001"]
    [link] = answer.html.find("h2", string="Numéros à corriger").parent.select("a")
    assert link["href"] == "/institutions/paris1/people/hmarchand/settings"
    assert "numéro inconnu · Cours déplacé, aujourd’hui" in link.text
    for uid in ("zlefevre", "abenali", "mcomptes"):
        assert numbers(house.person(uid).get(HOME)) == []
    noted = house.run(lambda root: [one.verb for one in find(root, scenes.PARIS).audit.waiting()])
    assert "number.read" not in noted


def test_it_goes_with_another_number_a_message_that_arrives_or_a_month(house, failed):
    admin = house.person("admin")

    def changed(act):
        house.run(act)
        return numbers(admin.get(HOME))

    def people(root):
        return find(root, f"{scenes.PARIS}/people")

    assert changed(lambda root: people(root).renumber("hmarchand", "+33639980001")) == []
    assert len(changed(lambda root: people(root).renumber("hmarchand", "+33639980901"))) == 1

    def arrive(root):
        path = scenes.checked(root, audience=(("person", "hmarchand"),))
        fail(root, path, None, states.DELIVERED)
        find(root, path).sent_at += 10
        find(root, path).list_anew()

    assert changed(arrive) == []

    def grow_old(root):
        for campaign in find(root, scenes.PARIS)["campaigns"].values():
            campaign.sent_at -= page.SINCE + 100
            campaign.list_anew()
        fail(root, scenes.checked(root, audience=(("person", "hmarchand"),)), causes.CONTENT)

    assert changed(grow_old) == []


def test_it_is_put_away_until_a_message_fails_again(house, failed):
    admin = house.person("admin")
    form = next(
        one
        for one in admin.get(HOME).forms.values()
        if "what" in one.fields and "/" in one["what"].value
    )
    assert numbers(form.submit(status=303).follow()) == []
    kept = house.run(lambda root: find(root, scenes.PARIS).put_away["admin"])
    assert kept == (f"{failed.rpartition('/')[2]}/1",)

    def again(root):
        path = scenes.checked(root, audience=(("person", "hmarchand"),))
        fail(root, path)
        find(root, path).sent_at += 10
        find(root, path).list_anew()

    house.run(again)
    assert len(numbers(admin.get(HOME))) == 1


def test_of_a_file_they_are_told_to_whoever_uploaded_it(house, librarian):
    name = upload(librarian, SMALL).location.rstrip("/").rpartition("/")[2]
    house.worker.drain()

    def send(root):
        path = scenes.checked(
            root, author="abenali", text="Bonjour", audience=(("import", name),), title="Retards"
        )
        fail(root, path)
        return path

    path = house.run(send)
    answer = librarian.get(HOME)
    assert numbers(answer)
    assert numbers(answer) == [
        "Zoé Roux · 06\xa0••\xa0••\xa0••\xa001",
        "Awa Diallo · 06\xa0••\xa0••\xa0••\xa003",
    ]
    [link, *_] = answer.html.find("h2", string="Numéros à corriger").parent.select("a")
    assert link["href"] == f"{path}/recipients?state=failed"
    assert numbers(house.person("zlefevre").get(HOME)) == []
    in_directory = numbers(house.person("admin").get(HOME))
    assert [line.partition(" · ")[0] for line in in_directory] == house.run(
        names_of, "+33639980001", "+33639980003"
    )


def names_of(root, *msisdns):
    people = find(root, f"{scenes.PARIS}/people")
    return [people[uid].name for msisdn in msisdns for uid in people.with_number(msisdn)]


def test_a_few_are_shown_and_how_many_more_there_are(house, monkeypatch):
    monkeypatch.setattr(page, "SHOWN", 1)
    house.run(scenes.closed)
    admin = house.person("admin")
    assert len(numbers(admin.get(HOME))) == 1
    assert "moins récent" in admin.get(HOME)
