"""The page of what recipients answered."""

import pytest
import scenes

from unisms.model.folder import find

ADDRESS = "/institutions/paris1/replies"
NOVEMBER, DECEMBER = 1_795_000_000, 1_797_000_000


def arrive(root, *replies):
    for at, msisdn, text in replies:
        find(root, scenes.PARIS).replies.add(at, msisdn, "38000", text)


@pytest.fixture
def answered(house):
    house.run(
        arrive, (NOVEMBER, "+33639989999", "Merci"), (DECEMBER, "+33639989998", "J'arrive <b>"), (DECEMBER + 9, "", "?")
    )
    return house


def texts(page):
    return [row.find_all("td")[3].text for row in page.html.select("tbody tr")]


def test_nobody_has_answered_yet(house):
    assert "Personne n’a encore répondu" in house.person("admin").get(ADDRESS)


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
