"""The page of what recipients answered."""

import time

import pytest
import scenes

from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.sms import states

ADDRESS = "/institutions/paris1/replies"
NOVEMBER, DECEMBER = 1_795_000_000, 1_797_000_000


def arrive(root, *replies):
    for at, msisdn, text in replies:
        find(root, scenes.PARIS).replies.add(at, msisdn, "38000", text)


@pytest.fixture
def answered(house):
    house.run(
        arrive,
        (NOVEMBER, "+33639989999", "Merci"),
        (DECEMBER, "+33639989998", "J'arrive <b>"),
        (DECEMBER + 9, "", "?"),
    )
    return house


def texts(page):
    return [row.find_all("td")[2].p.text for row in page.html.select("tbody tr")]


def test_nobody_has_answered_yet(house):
    assert "Personne n’a encore répondu" in house.person("admin").get(ADDRESS)


def test_what_is_not_the_word_stop_alone_is_left_to_the_reader(answered):
    page = answered.person("admin").get(ADDRESS).html.select_one("main").text
    assert "répond seulement STOP" in page
    assert "choisissez « Ne plus lui écrire »" in page.replace("\xa0", " ").replace("\u202f", " ")


def test_the_latest_month_comes_first_its_latest_reply_on_top(answered):
    page = answered.person("admin").get(ADDRESS)
    assert texts(page) == ["?", "J'arrive <b>"]
    assert "<b>" not in page.text.partition("J&#39;arrive")[2][:20]


def test_another_month_is_chosen_and_an_unknown_one_is_the_latest(answered):
    admin = answered.person("admin")
    assert texts(admin.get(ADDRESS, {"month": "2026-11"})) == ["Merci"]
    for page in ("99", "123456abc", "9" * 5000):
        assert len(texts(admin.get(ADDRESS, {"month": "nowhere", "page": page}))) == 2


def test_who_wrote_is_named_when_known(answered):
    def give(root):
        people = find(root, scenes.PARIS)["people"]
        people.renumber(next(iter(people)), "+33639989998")
        return people[next(iter(people))].name

    name = answered.run(give)
    assert name in answered.person("admin").get(ADDRESS)


def test_a_secretary_does_not_read_them(answered):
    answered.person("zlefevre").get(ADDRESS, status=403)


def row(page, text):
    return next(row for row in page.html.select("tbody tr") if text in row.text)


def press(page, view, row):
    """Press the button of this row that leads to ``view``."""
    key = row.select_one(f"form[action$='/{view}'] input[name=key]")["value"]
    forms = (form for form in page.forms.values() if form.action.endswith(f"/{view}"))
    return next(form for form in forms if form["key"].value == key).submit(status=303)


def answer_to(root, path, text="Ok"):
    """Somebody whom the message at ``path`` has reached answers it; their number."""
    campaign = find(root, path)
    msisdn = next(row[0] for _, row in campaign.stored_rows() if row[1] == states.DELIVERED)
    arrive(root, (int(time.time()), msisdn, text))
    return msisdn


def verbs(house):
    audit = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    return [
        (entry.verb, entry.path, entry.by)
        for entry in audit
        if entry.verb.startswith(("consent", "reply"))
    ]


def test_a_reply_leads_to_the_person_and_to_the_message(house):
    path = house.run(scenes.closed)
    msisdn = house.run(answer_to, path)
    uid = house.run(lambda root: find(root, scenes.PARIS)["people"].with_number(msisdn)[0])
    found = row(house.person("admin").get(ADDRESS), "Ok")
    assert [
        link["href"] for link in found.select("a[href*='/people/'], a[href*='/campaigns/']")
    ] == [
        f"{scenes.PARIS}/people/{uid}/",
        f"{path}/",
    ]
    assert "en réponse à «\u202fCours déplacé\u202f»" in found.text


def test_people_of_a_file_are_called_as_the_message_calls_them(house):
    def sent_to_a_file(root):
        [*_, name] = scenes.imported(root).split("/")
        path = scenes.closed(
            root, author="abenali", groups=(), audience=(("import", name),), text="Bonjour [Nom]"
        )
        campaign = find(root, path)
        for number in range(1, campaign.last_number() + 1):
            campaign.write(number, campaign.row(number)._replace(msisdn=f"+3363998977{number}"))
        return path

    path = house.run(sent_to_a_file)
    msisdn = house.run(answer_to, path)
    admin = house.person("admin")
    assert row(admin.get(ADDRESS), "Ok").th.text in (
        "Antoine Benali",
        "Hugo Marchand",
        "Zoé Lefèvre",
    )

    def look_at_replies_only(root):
        institution = find(root, scenes.PARIS)
        institution["roles"].add("reads", Role("Reads", ["institution:view", "reply:view"]))
        institution.grants.give("person:mcomptes", "reads")

    house.run(look_at_replies_only)
    reader = house.person("mcomptes")
    found = row(reader.get(ADDRESS), "Ok")
    assert found.th.text == "nom inconnu"
    assert not found.select("a[href*='/campaigns/']")
    house.run(lambda root: find(root, scenes.PARIS)["people"].renumber("hmarchand", msisdn))
    named = row(reader.get(ADDRESS), "Ok").th
    assert (named.text, named.a) == ("Hugo Marchand", None)
    house.run(
        lambda root: consent.opt_out(
            rights.person(find(root, scenes.PARIS), "hmarchand"), "hmarchand", 1_790_000_000
        )
    )
    assert "Refuse les messages" in row(reader.get(ADDRESS), "Ok").text


def test_whoever_reads_a_refusal_in_a_reply_stops_the_messages(answered, house):
    house.run(lambda root: find(root, scenes.PARIS)["people"].renumber("hmarchand", "+33639989998"))
    admin = house.person("admin")
    page = admin.get(ADDRESS)
    assert "Hugo Marchand ne recevra plus" in row(page, "J'arrive").text
    page = press(page, "replies-refuse", row(page, "J'arrive")).follow()
    assert "ne recevra plus de messages" in page.html.select_one(".notice.delivered").text
    assert house.run(lambda root: find(root, scenes.PARIS)["people"]["hmarchand"].said) == "no"
    assert verbs(house) == [("consent.noted_no", "/people/hmarchand", "admin")]
    found = row(page, "J'arrive")
    assert "Refuse les messages" in found.text
    assert not found.select("form")  # their own page takes it back
    assert not row(page, "?").select("form")  # nobody knows from which number


def test_a_number_of_nobody_is_refused_and_may_be_written_to_again(answered, house):
    admin = house.person("admin")
    page = admin.get(ADDRESS, {"month": "2026-11"})
    page = press(page, "replies-refuse", row(page, "Merci")).follow()
    assert "month=2026-11" in page.request.url
    assert house.run(lambda root: find(root, scenes.PARIS)["people"].said("+33639989999")) == {"no"}
    house.run(lambda root: find(root, scenes.PARIS).grants.give("person:abenali", "group_sender"))
    assert not row(house.person("abenali").get(ADDRESS, {"month": "2026-11"}), "Merci").select(
        "form"
    )
    again = press(page, "replies-allow", row(page, "Merci")).follow()
    assert "peut de nouveau" in again.html.select_one(".notice.delivered").text
    assert house.run(lambda root: find(root, scenes.PARIS)["people"].said("+33639989999")) == set()
    press(page, "replies-allow", row(page, "Merci"))  # a second click
    assert verbs(house) == [
        ("consent.noted_no", "/people", "admin"),
        ("reply.allowed", "/people", "admin"),
    ]


def test_a_reply_that_is_gone_or_was_never_there_stops_nobody(answered, house):
    admin = house.person("admin")
    value = admin.get(ADDRESS).html.select_one("[name=csrf_token]")["value"]
    for month, key in (("2026-11", "7"), ("nowhere", "x"), ("", "")):
        admin.post(
            f"{scenes.PARIS}/replies-refuse",
            {"csrf_token": value, "month": month, "key": key},
            status=303,
        )
    assert not house.run(lambda root: find(root, scenes.PARIS)["people"].has_answers())


def test_who_may_see_no_number_learns_of_no_refusal_by_one(house):
    def prepare(root):
        institution = find(root, scenes.PARIS)
        institution["roles"].add("reads", Role("Reads", ["institution:view", "reply:view"]))
        institution.grants.give("person:mcomptes", "reads")
        arrive(root, (DECEMBER, "+33639989998", "Oui"), (DECEMBER, "+33639989997", "Stop"))
        for number in ("+33639989998", "+33639989997"):
            institution["people"].refuse_number(number, DECEMBER)

    house.run(prepare)
    page = house.person("mcomptes").get(ADDRESS)
    assert "Refuse" not in row(page, "Oui").text
    assert "Refuse les messages" in row(page, "Stop").text
