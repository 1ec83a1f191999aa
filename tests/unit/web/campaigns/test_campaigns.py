"""The list of messages: found by words, days, state, author and account; page by page."""

import time

import pytest
import scenes

from unisms.model.folder import find
from unisms.model.roles import PERSON, Role
from unisms.sms import states
from unisms.web.campaigns import campaigns as page_of_list

LIST = "/institutions/paris1/campaigns/"
DAY = 86_400


def titles(page):
    return [line.text for line in page.html.select(".line-title")]


def told(page):
    return page.html.select_one(".empty").text.strip()


def change(house, function):
    house.run(lambda root: function(find(root, scenes.PARIS)) and None)


def drafts(root, count, author="abenali"):
    for number in range(count):
        scenes.draft(root, author=author, title=f"n {number}", now=1_700_000_000 + DAY * number)


def test_words_find_what_a_message_says_and_whom_it_is_for(house):
    house.run(lambda root: scenes.draft(root, title="TD de lundi", text="Salle B12, à 10 h."))
    house.run(lambda root: scenes.draft(root, title="Tournoi", groups=("m1-droit",)))
    app = house.person("admin")
    for asked, found in {
        "lundi TD": ["TD de lundi"],
        "SALLE b12": ["TD de lundi"],
        "droit M1": ["Tournoi"],
        "histoire lundi": ["TD de lundi"],
        "—": [],
        "": ["Tournoi", "TD de lundi"],
    }.items():
        assert sorted(titles(app.get(LIST, {"search": asked}))) == sorted(found)


def test_the_list_is_filtered_by_state(house):
    house.run(scenes.gallery)
    app = house.person("abenali")
    assert len(titles(app.get(f"{LIST}?state=checked"))) == 2
    assert titles(app.get(f"{LIST}?search=CONFERENCE&state=paused")) == [
        "Conférence de Mme Rousseau"
    ]
    assert "Aucun message ne correspond" in app.get(f"{LIST}?search=nothing")


def test_only_what_this_person_may_open_is_searched(house):
    house.run(
        lambda root: scenes.draft(
            root, author="abenali", title="D’une autre", text="Le mot secret."
        )
    )
    assert titles(house.person("zlefevre").get(f"{LIST}?search=secret")) == []
    assert titles(house.person("admin").get(f"{LIST}?search=secret")) == ["D’une autre"]


def test_days_are_those_of_the_institution_and_whole(house):
    def furnish(root):
        find(root, scenes.PARIS).time_zone = "Indian/Reunion"  # UTC+4
        for title, at in (
            ("Veille", 1_793_476_799),
            ("Matin", 1_793_476_800),
            ("Soir", 1_793_563_199),
        ):
            scenes.draft(root, title=title, now=at)

    house.run(furnish)  # 31 October 2026, 20:00 UTC, begins 1 November there
    app = house.person("zlefevre")
    for query, found in {
        "since=2026-11-01": ["Soir", "Matin"],
        "since=2026-11-01&until=2026-11-01": ["Soir", "Matin"],
        "until=01/11/2026": ["Soir", "Matin", "Veille"],
        "until=2026-10-31": ["Veille"],
    }.items():
        assert titles(app.get(f"{LIST}?{query}")) == found


def test_what_was_sent_later_is_found_by_the_day_it_was_sent_and_stands_there(house):
    now = int(time.time())

    def furnish(root):
        scenes.closed(root, title="Écrit avant, parti hier", now=now - 40 * DAY)
        scenes.draft(root, title="D’il y a un mois", now=now - 30 * DAY)

    house.run(furnish)
    page = house.person("zlefevre").get(LIST)
    assert titles(page) == ["Écrit avant, parti hier", "D’il y a un mois"]
    since = time.strftime("%Y-%m-%d", time.gmtime(now - 2 * DAY))
    assert titles(house.person("zlefevre").get(f"{LIST}?since={since}")) == [
        "Écrit avant, parti hier"
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "since=2020-01-01&until=2020-01-31",
            "Aucun message du 1er janvier 2020 au 31 janvier 2020.",
        ),
        ("since=2090-02-03", "Aucun message depuis le 3 février 2090."),
        ("until=2020-02-03", "Aucun message jusqu’au 3 février 2020."),
    ],
)
def test_a_month_without_a_message_says_so(house, query, sentence):
    house.run(scenes.draft)
    assert told(house.person("zlefevre").get(f"{LIST}?{query}")).startswith(sentence)


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("since=nonsense", "since", "Écrivez une date comme 19/11/2026."),
        ("since=2026-11-02&until=2026-11-01", "until", "Cette date vient avant l’autre."),
    ],
)
def test_a_date_that_is_none_is_told_at_its_field(house, query, field, sentence):
    house.run(scenes.draft)
    page = house.person("zlefevre").get(f"{LIST}?{query}")
    assert sentence in page.html.select_one(f"#{field}-error").text
    assert page.html.select_one("main details")["open"] == ""
    assert not page.html.select(".lines, .empty")


def test_by_author_and_account_for_whoever_sees_the_messages_of_others(house, monkeypatch):
    def furnish(root):
        scenes.draft(root, author="zlefevre", title="De Zoé")
        scenes.draft(root, author="abenali", title="D’Anaïs", account="scd")

    house.run(furnish)
    admin, secretary = house.person("admin"), house.person("zlefevre")
    assert titles(admin.get(f"{LIST}?author=benali")) == ["D’Anaïs"]
    assert titles(admin.get(f"{LIST}?author=zlefevre")) == ["De Zoé"]
    assert titles(admin.get(f"{LIST}?account=scd")) == ["D’Anaïs"]
    accounts = [one.text for one in admin.get(LIST).html.select("#account option")]
    assert accounts == ["Tous", "Bibliothèques (SCD)", "Scolarité UFR 09", "Sport et culture"]
    assert not secretary.get(LIST).html.select("#account, #author")
    change(house, lambda paris: role(paris, "campaign:view", scope="accounts/scd"))
    at_one = house.person("mcomptes").get(LIST)
    assert titles(at_one) == ["D’Anaïs"]
    assert at_one.html.select("#author")
    assert not at_one.html.select("#account")
    monkeypatch.setattr(page_of_list, "CHOSEN_FROM", 2)
    assert not admin.get(LIST).html.select("#account")
    assert "pas ceux des autres" in secretary.get(LIST)
    assert "pas ceux des autres" not in admin.get(LIST)


def test_a_row_tells_when_by_whom_and_for_whom(house):
    def furnish(root):
        one = ("person", "hmarchand")
        audience = (*(("group", name) for name in ("l1-histoire", "l2-histoire", "m1-droit")), one)
        scenes.draft(root, author="abenali", title="À plusieurs", audience=audience)
        scenes.draft(
            root, author="operator:exploitant", title="Par l’exploitation", audience=(one,)
        )
        scenes.draft(
            root,
            author="admin",
            title="À soi",
            audience=(("number", "0639980001"),),
            now=1_700_000_000,
        )

    house.run(furnish)
    change(house, lambda paris: paris["people"].rename("hmarchand", "Hugo Marchand"))
    page = house.person("admin").get(LIST)
    notes = {
        line.text: line.find_next(class_="soft").text.partition(",")[2]
        for line in page.html.select(".line-title")
    }
    assert notes["À plusieurs"] == " par Anaïs Benali · L1 Histoire, L2 Histoire et 2 autres"
    assert notes["Par l’exploitation"] == " par exploitant (exploitation) · Hugo Marchand"
    assert notes["À soi"] == ""
    assert "aujourd’hui " in page


def test_the_list_goes_on_with_what_is_older_and_comes_back(house):
    house.run(drafts, 40)
    app = house.person("abenali")
    first = app.get(LIST)
    second = first.click("Suivante")
    assert [title for page in (first, second) for title in titles(page)] == [
        f"n {n}" for n in range(39, -1, -1)
    ]
    assert "page 2 sur 2" in second
    assert titles(second.click("Précédente")) == titles(first)
    assert titles(app.get(f"{LIST}?page=99")) == titles(second)


def test_a_page_that_is_just_full_has_nothing_older(house):
    house.run(drafts, 30)
    page = house.person("abenali").get(LIST)
    assert len(titles(page)) == 30
    assert not page.html.select(".pager")


def test_what_is_older_than_the_numbered_pages_follows(house, monkeypatch):
    monkeypatch.setattr(page_of_list, "LISTED", 35)
    house.run(drafts, 40)
    first = house.person("abenali").get(LIST)
    assert "Plus anciens" not in first
    last = first.click("Suivante").click("Plus anciens")
    assert titles(last) == [f"n {n}" for n in range(4, -1, -1)]
    assert titles(last.click("Les plus récents")) == titles(first)


def test_a_search_stops_after_a_while_and_says_how_far_it_came(house, monkeypatch):
    monkeypatch.setattr(page_of_list, "LOOKED_AT", 20)
    house.run(drafts, 45)
    app = house.person("abenali")
    page = app.get(f"{LIST}?search=4&state=draft")
    assert len(titles(page)) == 5  # n 40 to n 44
    assert "Cherché jusqu’au" in page
    page = page.click("Chercher plus loin")
    assert "Aucun message ne correspond parmi ceux-ci" in page
    page = page.click("Chercher plus loin")
    assert titles(page) == ["n 4"]
    assert "Chercher plus loin" not in page


@pytest.mark.parametrize("before", ["~", "nonsense", "%00", "%F0%9F%98%80", "%C3%A9"])
def test_the_list_may_begin_anywhere(house, before):
    house.run(drafts, 2)
    assert house.person("abenali").get(f"{LIST}?before={before}").status_int == 200


def role(paris, *permissions, scope=""):
    paris["roles"].add("own", Role("Own", ["institution:view", *permissions]))
    paris.grants.withdraw(f"{PERSON}mcomptes", "account_manager")
    paris.grants.give(f"{PERSON}mcomptes", "own", scope)


@pytest.mark.parametrize(
    ("permissions", "scope", "sentence"),
    [
        (["campaign:view"], "", "Aucun message n’est encore écrit."),
        (["campaign:view"], "accounts/scd", "Aucun message à vous montrer"),
        (["campaign:compose"], "", "Vous n’avez encore écrit aucun message."),
        (
            ["campaign:view"],
            "groups/l2-histoire",
            "Votre rôle ne montre pas les messages des autres.",
        ),
        (["account:view"], "", "Votre rôle ne montre pas les messages des autres."),
    ],
)
def test_an_empty_list_says_no_more_than_this_person_sees(house, permissions, scope, sentence):
    change(house, lambda paris: role(paris, *permissions, scope=scope))
    page = house.person("mcomptes").get(LIST)
    assert told(page).startswith(sentence)
    shows = "pas les messages des autres" not in sentence
    assert bool(page.html.select(f".nav a[href='{LIST}']")) == shows


def test_what_was_put_into_the_folder_by_another_way_is_listed_too(house):
    def furnish(root):
        campaign = find(root, scenes.draft(root, title="Sans liste"))
        del campaign.__parent__._listed[campaign.__name__]
        assert campaign.state == states.DRAFT

    house.run(furnish)
    assert titles(house.person("zlefevre").get(f"{LIST}?search=liste")) == ["Sans liste"]
