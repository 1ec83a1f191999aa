"""Mobile numbers are whole for those who may see them, and the journal tells that they saw.

The others see the ends of the numbers.
"""

import json

import pytest
import scenes
from compose_page import COMPOSE
from number_pages import LETTER, become, count_of, send

from unisms.model.folder import find
from unisms.model.roles import PERSON, Role
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.web.campaigns import check


def journal(house):
    def read(root):
        told = find(root, scenes.PARIS).audit.waiting()
        entries = [one for one in told if one.verb != "campaign.sent"]  # by which the tests begin
        return [(one.by, one.verb, one.path.partition("/2")[0], one.after) for one in entries]

    return house.run(read)


def _people(root):
    return find(root, f"{scenes.PARIS}/people").values()


def search(app, who):
    form = app.get(COMPOSE).forms["compose"]
    form["who"] = who
    page = form.submit("action", value="search")
    return [label.text for label in page.html.select("#found .choice .soft")]


def test_who_composes_without_the_right_sees_the_end_of_a_number(house, secretary):
    uid, number = house.run(
        lambda root: next((one.__name__, one.msisdn) for one in _people(root) if one.msisdn)
    )
    assert search(secretary, uid)[0] == f"{uid} · …{number[-2:]}"
    assert journal(house) == []


def test_who_composes_with_the_right_sees_them_and_is_in_the_journal(house, librarian):
    shown = search(librarian, "hmarchand")
    assert shown != []
    assert not any("•" in number for number in shown)
    [(by, verb, path, after)] = journal(house)
    assert (by, verb, path) == ("abenali", "number.read", "/people")
    assert "hmarchand" in json.loads(after)["people"]


@pytest.mark.parametrize("part", ["0639980", "99 80"])
def test_a_part_of_a_number_finds_people_for_those_who_may_see_numbers(secretary, librarian, part):
    assert search(secretary, part) == []
    assert bool(search(librarian, "0639980"))


def test_people_are_looked_up_with_the_right_only(house):
    def give(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add("writer", Role("Writer", ["institution:view", "campaign:compose"]))
        paris.grants.give(f"{PERSON}mcomptes", "writer")
        paris.grants.withdraw(f"{PERSON}mcomptes", "account_manager")

    house.run(give)
    writer = house.person("mcomptes")
    page = writer.get(f"{COMPOSE}?person=hmarchand")
    assert not page.html.select("#search[hx-post]")
    assert not page.html.select("#found input")
    form = page.forms["compose"]
    typed = {name: form[name].value for name in ("csrf_token", "account")}
    told = writer.post(COMPOSE, {**typed, "who": "hmarchand", "action": "search"})
    assert not told.html.select("#found input")
    found = writer.post(f"{COMPOSE}-found", {**typed, "who": "hmarchand"})
    assert not found.html.select("#found input")


@pytest.fixture
def campaign(house):
    """Make a campaign to a group, a person and a typed number, half sent."""
    return house.run(
        lambda root: scenes.under_way(
            root,
            text="Bonjour",
            account="scd",
            audience=(("number", "06 39 98 77 77"), ("person", "hmarchand")),
            author="zlefevre",
        )
    )


def test_the_list_of_recipients_shows_ends_and_finds_nobody_by_a_number(house, campaign, secretary):
    page = secretary.get(f"{campaign}/recipients")
    rows = {
        row.th.text: row.td.text.replace("\xa0", " ") for row in page.html.select("#rows tbody tr")
    }
    assert rows["06 39 98 77 77"] == "06 39 98 77 77"  # she typed it herself
    assert "••" in rows["Hugo Marchand"]
    house.run(lambda root: setattr(find(root, campaign), "author", "abenali"))
    house.run(lambda root: find(root, scenes.PARIS).grants.give("person:zlefevre", "approver"))
    shown = secretary.get(f"{campaign}/recipients").text.replace("\xa0", " ")
    assert "06 39 98 77 77" not in shown
    assert "06 •• •• •• 77" in shown
    assert "Personne ne correspond" in secretary.get(f"{campaign}/recipients?search=0639987777")
    assert journal(house) == []


def test_the_list_of_recipients_in_full_is_noted(house, campaign, librarian):
    for path in (
        f"{campaign}/",
        f"{campaign}/recipients",
        f"{campaign}/recipients?search=0639987777",
    ):
        assert "06 39 98 77 77" in librarian.get(path).html.select_one("#rows").text.replace(
            "\xa0", " "
        )
    assert journal(house) == [("abenali", "number.read", "/campaigns", "")]
    librarian.get(f"{campaign}/recipients?search=nobody")
    assert len(journal(house)) == 1


@pytest.mark.parametrize(("uid", "whole"), [("zlefevre", False), ("abenali", True)])
def test_a_download_is_noted_and_shows_no_more(house, campaign, uid, whole):
    house.run(
        lambda root: find(root, scenes.PARIS).grants.give("person:zlefevre", "approver") and None
    )
    house.run(lambda root: setattr(find(root, campaign), "author", "admin"))
    lines = (
        house.person(uid)
        .get(f"{campaign}/recipients.csv")
        .body.decode("utf-8-sig")
        .replace("\xa0", " ")
    )
    assert ("06 39 98 77 77" in lines) == whole
    assert ("06 •• •• •• 77" in lines) == (not whole)
    [(by, verb, path, after)] = journal(house)
    assert (by, verb, path) == (uid, "recipients.exported", "/campaigns")
    assert json.loads(after) == {"numbers": whole, "rows": 2}


def test_the_check_shows_no_number_whole(house, librarian):
    audience = (("number", "06 39 98 77 77"), ("person", "hmarchand"))
    path = house.run(
        lambda root: scenes.checked(
            root, text="Bonjour [nom]", account="scd", author="abenali", audience=audience
        )
    )
    page = librarian.get(f"{path}/check").text.replace("\xa0", " ")
    assert "06 39 98 77 77" not in page
    assert "06 •• •• •• 77" in page


def test_a_download_shows_whole_what_one_has_typed_oneself(house, campaign, secretary):
    lines = (
        secretary.get(f"{campaign}/recipients.csv").body.decode("utf-8-sig").replace("\xa0", " ")
    )
    assert "06 39 98 77 77" in lines
    assert "06 •• •• •• 72" in lines


def test_a_person_whose_name_looks_like_a_number_is_none_that_was_typed(house, secretary):
    def named(root):
        people = find(root, f"{scenes.PARIS}/people")
        people["hmarchand"].name = "Hugo Marchand 123456"
        path = scenes.under_way(
            root, text="Bonjour", account="scd", audience=(("person", "hmarchand"),)
        )
        return path, people["hmarchand"].msisdn

    path, msisdn = house.run(named)
    for page in ("recipients", "recipients.csv"):
        shown = secretary.get(f"{path}/{page}").body.decode("utf-8-sig").replace("\xa0", "")
        assert f"0{msisdn[3:]}" not in shown
        assert f"06••••••{msisdn[-2:]}" in shown


def test_a_person_who_is_called_as_a_number_that_was_typed_keeps_their_own(house, secretary):
    def called(root):
        people = find(root, f"{scenes.PARIS}/people")
        people["hmarchand"].name = "06 39 98 77 77"
        audience = (("person", "hmarchand"), ("number", "06 39 98 77 77"))
        return scenes.under_way(root, text="Bonjour", account="scd", audience=audience)

    rows = secretary.get(f"{house.run(called)}/recipients?sort=source").html.select(
        "#rows tbody tr"
    )
    assert [("•" in row.th.text, "•" in row.td.text) for row in rows] == [
        (True, True),
        (False, False),
    ]


def letter(root, **fields):
    """Make a checked message to the people of a file, with their numbers in its text.

    Return its path.
    """
    name = scenes.imported(root).rpartition("/")[2]
    return scenes.checked(
        root, author="abenali", text=LETTER, account="scd", audience=(("import", name),), **fields
    )


def test_what_the_check_sends_along_tells_no_number_that_it_hides(house):
    """Somebody who knows all but six digits of the number could try them all."""
    one = (("number", "06 39 98 56 78"),)
    path = house.run(lambda root: scenes.checked(root, audience=one, text="Bonjour"))
    page = become(house, "abenali", "campaign:compose", "campaign:view", "campaign:send").get(
        f"{path}/check"
    )
    sent = {field["value"] for field in page.html.select("input[name=seen]")}
    keys = house.registry.settings["unisms.secret"], "", "another secret, long enough to be one"
    known, *guessed = house.run(lambda root: [check.seen(find(root, path), key) for key in keys])
    assert sent == {known}
    assert sent.isdisjoint(guessed)


def test_the_longest_text_shows_numbers_to_its_author_and_to_who_may_see_them(house):
    path = house.run(letter)
    approver = become(house, "zlefevre", "campaign:view", "campaign:send")
    quote = approver.get(f"{path}/check").html.select_one(".quote").text
    assert "est-ce bien votre +33 • •• •• •• 03 ? Pour le 02/12/2026." in quote
    for reader in (house.person("admin"), become(house, "abenali", "campaign:compose")):
        assert "+33 6 39 98 00 03" in reader.get(f"{path}/check").html.select_one(".quote").text


@pytest.mark.parametrize(
    ("uid", "told"), [("zlefevre", "+33 * ** ** ** 03"), ("admin", "+33 6 39 98 00 03")]
)
def test_a_trial_tells_no_more_than_the_check(house, uid, told):
    path = house.run(letter)
    become(house, "zlefevre", "campaign:view", "campaign:send", "campaign:compose")
    house.run(lambda root: find(root, f"{scenes.PARIS}/people").renumber(uid, "+33639989999"))
    page = house.person(uid).get(f"{path}/check")
    form = next(form for form in page.forms.values() if form.action.endswith("/test"))
    trial = form.submit(status=303).follow().html.select_one(".notice a")["href"].rstrip("/")
    text, segments = house.run(
        lambda root: (find(root, trial).text, find(root, trial).counted("segments"))
    )
    assert f"est-ce bien votre {told} ?" in text
    assert segments == 1
    assert told in house.person(uid).get(f"{trial}/").html.select_one(".quote").text


def test_who_follows_the_trial_of_another_reads_no_number_in_it(house):
    fields = {"author": "abenali", "text": "Est-ce 06 39 98 00 03 ?", "account": "scd"}
    path = house.run(
        lambda root: scenes.under_way(root, audience=(("person", "abenali"),), **fields)
    )
    house.run(lambda root: setattr(find(root, path), "trial", True))
    approver = become(house, "zlefevre", "campaign:view")
    assert approver.get(f"{path}/").html.select_one(".quote").text == "Est-ce 06 •• •• •• 03 ?"
    for reader in (house.person("admin"), become(house, "abenali", "campaign:compose")):
        assert reader.get(f"{path}/").html.select_one(".quote").text == "Est-ce 06 39 98 00 03 ?"


FEW = ", ".join(f"06 39 98 12 3{digit}" for digit in range(5))


@pytest.mark.parametrize(
    ("chosen", "numbers", "refused"),
    [
        (["person:hmarchand"], FEW, False),
        (["person:hmarchand"], FEW + ", 06 39 98 12 99", True),
        (["group:l2-histoire"], FEW + ", 06 39 98 12 99", True),
        (["person:hmarchand", "import:"], "", True),
        (["person:hmarchand", "group:l2-histoire"], "", False),
        (["import:"], FEW + ", 06 39 98 12 99", False),
    ],
)
def test_who_may_not_see_numbers_tries_none_on_a_person(house, chosen, numbers, refused):
    """Two that are one number are merged, and the check says so:
    a hundred guesses would find whose number is which."""
    own = house.run(lambda root: scenes.imported(root, author="zlefevre").rpartition("/")[2])
    writer = become(house, "zlefevre", "campaign:compose", "person:view", "import:file")
    fields = {
        "audience": [f"{one}{own}" if one == "import:" else one for one in chosen],
        "numbers": numbers,
        "text": "Bonjour",
        "account": "scd",
        "connection": scenes.BROKER,
        "action": "check",
    }
    answer = send(writer, COMPOSE, 422 if refused else 303, **fields)
    assert count_of(house) == (0 if refused else 1)
    if refused:
        assert (
            "saisissez 5 numéros au plus"
            in answer.html.select_one("#problems a[href='#audience']").text
        )
        form = answer.forms["compose"]
        ticked = {box["value"] for box in answer.html.select("input[name=audience][checked]")}
        assert (form["numbers"].value, form["text"].value, ticked) == (
            numbers,
            "Bonjour",
            set(fields["audience"]),
        )
    send(house.person("abenali"), COMPOSE, 303, **{**fields, "audience": ["person:hmarchand"]})


# ---- who said no, by trial ----


def ask(house, writer, numbers, **more):
    """The page of a new message to these numbers, checked."""
    form = writer.get(COMPOSE).forms["compose"]
    form["text"], form["numbers"] = "Bonjour", "\n".join(numbers)
    form["account"] = more.get("account", "scd")
    page = form.submit("action", value="check", status=303)
    house.worker.drain()
    return page.location


@pytest.fixture
def silent(house):
    """The numbers of two people, of whom the first said no."""

    def say_no(root):
        people = find(root, scenes.PARIS)["people"]
        uids = [uid for uid in people if people[uid].msisdn][:2]
        consent.opt_out(rights.person(find(root, scenes.PARIS), uids[0]), uids[0], 1_790_000_000)
        return [people[uid].msisdn for uid in uids]

    return house.run(say_no)


def test_who_may_not_see_numbers_learns_of_no_one_that_they_said_no(house, secretary, silent):
    form = secretary.get(COMPOSE).forms["compose"]
    token = form["csrf_token"].value
    asked = {"csrf_token": token, "text": "Bonjour", "numbers": "\n".join(silent)}
    counter = secretary.post(f"{scenes.PARIS}/campaigns/compose-preview", asked)
    assert "désinscrit" not in counter
    place = ask(house, secretary, silent)
    page = secretary.get(place)
    assert "Envoyer à 2 personnes" in page
    assert "désinscrit" not in page
    assert "Mis de côté" not in page
    assert "Les numéros vous sont cachés" in page
    listed = secretary.get(place.replace("/check", "/recipients"))
    assert "désinscrit" not in listed
    told = secretary.get(place.replace("/check", "/recipients.csv")).text
    assert "désinscrit" not in told
    assert "Mis de côté" not in told
    asked = [one for one in journal(house) if one[1] == "number.asked"]
    assert [(one[0], one[3]) for one in asked] == [("zlefevre", '{"numbers": 2}')]


def test_who_may_see_numbers_is_told_as_ever(house, librarian, silent):
    page = librarian.get(ask(house, librarian, silent))
    assert "Envoyer à 1 personne" in page
    assert "désinscrit" in page
    assert "Les numéros vous sont cachés" not in page
    assert "number.asked" not in [one[1] for one in journal(house)]
