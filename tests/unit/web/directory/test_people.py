"""People of directories as one looks for them, with those whom the institution knows."""

import pytest
import scenes
from factories import mobile

from unisms.model.folder import find
from unisms.ports import DirectoryError

SEARCH = f"{scenes.PARIS}/people/directory-people"
COMPOSE = f"{scenes.PARIS}/campaigns/compose"
PART = {"HX-Request": "true"}

pytestmark = pytest.mark.usefixtures("connected")


def names(page):
    return [one.text for one in page.html.select(".line-title")]


def known(house, uid):
    return house.run(lambda root: uid in find(root, scenes.PARIS)["people"])


def test_a_search_finds_those_of_the_directory_too(admin):
    page = admin.get(f"{scenes.PARIS}/people/?search=nour")
    [link] = page.html.select("[hx-get]")
    part = admin.get(link["hx-get"], headers=PART)
    assert names(part) == ["Nour Benali"]
    assert "<html" not in part
    assert names(admin.get(f"{SEARCH}?search=nour")) == ["Nour Benali"]


def test_no_number_is_shown_to_anybody(admin):
    page = admin.get(f"{SEARCH}?search=nour")
    assert mobile(7)[-4:] not in page
    assert "sans numéro" in admin.get(f"{SEARCH}?search=linh")


def test_nobody_is_found_without_a_search_or_twice(house, admin, directory):
    assert names(admin.get(SEARCH)) == []
    directory.has("zlefevre", "Zoé Lefèvre")  # known here already
    assert names(admin.get(f"{SEARCH}?search=lefevre")) == []
    directory.has("a/b", "Odd Uid")
    assert names(admin.get(f"{SEARCH}?search=odd")) == []


def test_a_directory_that_is_silent_is_told_and_left_alone_for_a_while(admin, directory):
    directory.fails(DirectoryError.AWAY)
    assert "ne répond pas" in admin.get(f"{SEARCH}?search=nour")
    directory.recovers()
    directory.asked.clear()
    assert "ne répond pas" in admin.get(f"{SEARCH}?search=nour")
    assert directory.asked == []


def test_somebody_is_taken_in(house, admin):
    page = admin.get(f"{SEARCH}?search=nour")
    form = next(form for form in page.forms.values() if "uid" in form.fields)
    assert "Nour Benali" in form.submit().follow()
    number = house.run(lambda root: find(root, f"{scenes.PARIS}/people/nbenali").msisdn)
    assert number == mobile(7)


def test_whom_no_directory_knows_is_not_taken_in(house, admin, directory):
    form = next(
        form for form in admin.get(f"{SEARCH}?search=nour").forms.values() if "uid" in form.fields
    )
    directory.known.clear()
    form.submit(status=404)


def test_whoever_may_only_look_people_up_takes_nobody_in(house, secretary):
    page = secretary.get(f"{SEARCH}?search=nour")
    assert names(page) == ["Nour Benali"]
    assert not [form for form in page.forms.values() if "uid" in form.fields]


def post(app, *uids, page="compose", **more):
    """Press a button of the page on which one writes, with these people chosen."""
    form = app.get(COMPOSE).forms["compose"]
    chosen = [("audience", f"person:{uid}") for uid in uids]
    fields = [*form.submit_fields(), *chosen, ("text", "Bonjour"), *more.items()]
    assert app.post(f"{scenes.PARIS}/campaigns/{page}", fields).status_int == 200


def test_somebody_of_the_directory_is_chosen_to_be_written_to(house, secretary, directory):
    part = secretary.get(f"{SEARCH}?search=nour&to=write", headers=PART)
    [box] = part.html.select("input[name=audience]")
    assert box["value"] == "person:nbenali"
    directory.asked.clear()
    post(secretary, "nbenali", "lle", action="search")
    assert directory.asked == ["persons"]
    assert known(house, "nbenali")
    assert known(house, "lle")


def test_no_directory_is_asked_while_somebody_types(house, secretary, directory):
    post(secretary, "nbenali", page="compose-preview")
    assert directory.asked == []
    assert not known(house, "nbenali")


def test_a_silent_directory_is_left_alone_by_those_who_write_too(house, secretary, directory):
    directory.fails(DirectoryError.AWAY)
    post(secretary, "nbenali", action="search")
    directory.recovers()
    directory.asked.clear()
    post(secretary, "nbenali", action="search")
    assert directory.asked == []
    assert not known(house, "nbenali")


def test_of_two_directories_only_the_silent_one_is_left_alone(admin, directory, alumni):
    alumni.fails(DirectoryError.AWAY)
    for _ in range(2):
        page = admin.get(f"{SEARCH}?search=nour")
        assert names(page) == ["Nour Benali"]
    assert len(alumni.asked) == 1


def test_whoever_is_private_is_taken_in_only_by_those_who_keep_people(
    house, admin, secretary, directory
):
    directory.has("red", "Rouge Liste", is_private=True)
    assert names(admin.get(f"{SEARCH}?search=rouge")) == []
    post(secretary, "red", action="search")
    assert not known(house, "red")
    form = next(
        form for form in admin.get(f"{SEARCH}?search=nour").forms.values() if "uid" in form.fields
    )
    form["uid"].force_value("red")
    form.submit(status=303)
    assert known(house, "red")
