"""Every page on a store that the release before has written, brought up to date."""

import pytest
from browser_pages import OPERATED, OWN, PUBLIC, campaigns_of
from upgraded import RECOVERY, REFUSED

ABSENT = {
    "not-found": 404,
    "not-yours": 403,
    "sender-letter": 404,  # of a sender ID that nobody there has asked for
    "reply": 303,  # that is not there: to the list
    "alert-settings": 404,  # there were none
    "directory": 404,
    "directory-groups": 404,
    "directory-settings": 404,
    "query": 404,
    "query-in-trouble": 404,
    "query-new": 404,
    "query-settings": 404,
    "theme": 404,
    "theme-settings": 404,
    "operators": 303,  # to an operator who has signed in
}


@pytest.fixture
def house(upgraded_house):
    return upgraded_house


@pytest.fixture
def gallery(house):
    return {name: path for name, path in house.campaigns().items() if name != "shared"}


def answers(app, pages, language):
    """``{name: status}`` of what does not answer 200."""
    asked = {
        name: app.get(address, headers={"Accept-Language": language}, expect_errors=True).status_int
        for name, address in pages.items()
    }
    return {name: status for name, status in asked.items() if status != 200}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_answers_an_administrator(house, gallery, language):
    pages = {**OWN, **campaigns_of(gallery)}
    for name, path in gallery.items():
        pages[f"recipients of {name}"] = f"{path}/recipients"
    seen = answers(house.person("admin"), pages, language)
    assert seen.items() <= ABSENT.items()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_campaign_has_a_page_that_its_author_reads(house, gallery, language):
    app = house.person("abenali")
    for path in gallery.values():
        page = app.get(f"{path}/", headers={"Accept-Language": language})
        page = page.maybe_follow()
        assert page.html.h1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_answers_an_operator(house, language):
    seen = answers(house.operator(), {**PUBLIC, **OPERATED}, language)
    assert seen.items() <= ABSENT.items()


def test_a_second_factor_of_before_is_still_asked_for_and_known(house):
    for door, uid in (("/institutions/paris1/sign-in", "mcomptes"), ("/operators", "exploitante")):
        app = house.visitor()
        form = app.get(door).form
        form["uid"], form["password"] = uid, "demo-demo-demo"
        step = form.submit(status=303).follow()
        step.form["code"] = RECOVERY[uid]
        assert step.form.submit(status=303).maybe_follow().status_int == 200


def test_who_said_no_is_shown_so(house):
    page = house.person("admin").get("/institutions/paris1/people/cbouvier/")
    assert list(REFUSED)[1] in page.text
    assert "refus" in page.text.lower()


def test_replies_of_before_are_read_by_whom_they_were_for(house):
    ours, theirs = house.person("admin"), house.operator()
    assert "Noël 🙂" in ours.get("/institutions/paris1/replies").text
    assert theirs.get("/brokers/commun/").status_int == 200


def test_no_number_is_set_aside_by_what_failed_before(house):
    house.worker.enqueue("sweep")
    house.worker.drain()
    page = house.person("admin").get("/institutions/paris1/numbers")
    assert "Aucun numéro n’est en panne." in page
