"""Signing in with the password of a directory."""

import time

import pytest
import scenes
from factories import make_person, mobile
from people_pages import form_to

from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.ports import DirectoryError
from unisms.services.directory.queries import LAPSED
from unisms.services.door import throttle

DOOR = f"{scenes.PARIS}/sign-in"
PASSWORD = "the password of Nour"


@pytest.fixture
def opened(house, connected):
    def open_(root):
        find(root, connected).signs_in = True

    house.run(open_)


def attempt(house, uid="nbenali", password=PASSWORD, code="", status="*"):
    app = house.visitor()
    form = app.get(DOOR).form
    form["uid"], form["password"] = uid, password
    return app, form.submit(status=status)


def people(house):
    return house.run(lambda root: set(find(root, scenes.PARIS)["people"]))


@pytest.mark.usefixtures("opened")
def test_the_password_of_the_directory_opens_and_makes_the_record(house):
    before = people(house)
    app, answer = attempt(house, status=303)
    assert app.get(answer.location, status="*").status_int in (200, 303)
    assert people(house) - before == {"nbenali"}
    number = house.run(lambda root: find(root, f"{scenes.PARIS}/people/nbenali").msisdn)
    assert number == mobile(7)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("uid", "password"),
    [("nbenali", "wrong"), ("nbenali", ""), ("nobody", PASSWORD), ("", ""), ("lle", PASSWORD)],
)
def test_any_other_password_is_wrong_and_tells_nothing(house, uid, password):
    before = people(house)
    _, answer = attempt(house, uid, password, status=422)
    assert "Identifiant ou mot de passe incorrect" in answer
    assert people(house) == before


@pytest.mark.usefixtures("opened")
def test_failures_are_counted_as_others_and_the_directory_is_left_alone(house, directory):
    for _ in range(throttle.PAIR.free):
        attempt(house, password="wrong")
    directory.asked.clear()
    _, answer = attempt(house, status=429)
    assert directory.asked == []
    assert answer.headers["Retry-After"]


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("uid", ["nbenali", "zlefevre", "nobody"])
def test_while_a_directory_is_away_everybody_is_told_and_counted_alike(house, directory, uid):
    """So nobody learns who has a password here, nor guesses those of other directories."""
    directory.fails(DirectoryError.AWAY)
    for _ in range(throttle.PAIR.free):
        _, answer = attempt(house, uid, "wrong", status=422)
        assert "ne répond pas" in answer
    attempt(house, uid, "wrong", status=429)


@pytest.mark.usefixtures("opened")
def test_once_the_directory_is_back_its_people_come_in(house, directory):
    directory.fails(DirectoryError.AWAY)
    attempt(house, status=422)
    directory.recovers()
    attempt(house, status=303)


@pytest.mark.usefixtures("opened")
def test_who_has_a_password_here_signs_in_while_the_directory_is_away(house, directory):
    directory.fails(DirectoryError.AWAY)
    attempt(house, "zlefevre", scenes.PASSWORD, status=303)


@pytest.mark.usefixtures("opened")
def test_a_password_of_here_is_told_to_no_directory(house, directory, monkeypatch):
    told = []
    monkeypatch.setattr(directory, "sign_in", lambda *pair: told.append(pair))
    attempt(house, "zlefevre", scenes.PASSWORD, status=303)
    assert len(told) == 1
    assert "zlefevre" not in told[0]
    assert scenes.PASSWORD not in told[0]


@pytest.mark.usefixtures("connected")
def test_a_directory_that_lets_nobody_in_is_not_asked(house, directory):
    attempt(house, status=422)
    assert directory.asked == []


@pytest.mark.usefixtures("opened")
def test_a_directory_is_asked_while_others_write(house, directory):
    """Nothing is open meanwhile: what others write does not stop the person from coming in."""

    def write(root):
        find(root, scenes.PARIS).title = "Panthéon"

    directory.meanwhile = lambda: house.run(write)
    attempt(house, status=303)
    assert house.run(lambda root: find(root, scenes.PARIS).title) == "Panthéon"


@pytest.mark.usefixtures("opened")
def test_somebody_whose_uid_cannot_be_one_does_not_come_in(house, directory):
    directory.has("a/b", "Odd", password=PASSWORD)
    attempt(house, "a/b", status=422)


@pytest.mark.usefixtures("opened")
def test_operators_have_passwords_of_their_own(house, directory):
    app = house.visitor()
    form = app.get("/operators").form
    form["uid"], form["password"] = "nbenali", PASSWORD
    form.submit(status=422)
    assert directory.asked == []


@pytest.mark.usefixtures("opened")
def test_capitals_give_nobody_more_tries(house, directory):
    for uid in ("NBENALI", "NBenali", "nBENALI")[: throttle.PAIR.free]:
        attempt(house, uid, "wrong", status=422)
    attempt(house, status=429)


@pytest.mark.usefixtures("opened")
def test_a_namesake_in_the_directory_does_not_come_in_as_somebody_with_a_password_here(
    house, directory
):
    directory.has("zlefevre", "Another", password=PASSWORD)
    for uid in ("zlefevre", "ZLefevre"):
        attempt(house, uid, PASSWORD, status=422)
    directory.passwords["alias"], directory.known["alias"] = PASSWORD, directory.known["zlefevre"]
    attempt(house, "alias", PASSWORD, status=422)


@pytest.mark.usefixtures("opened")
def test_a_code_of_the_second_factor_comes_with_the_password_of_the_directory(house, directory):
    for _ in range(throttle.PAIR.free):
        attempt(house, password="wrong")
    app = house.visitor()
    form = app.get(DOOR).form
    form["uid"], form["password"] = "nbenali", PASSWORD
    form = form.submit(status=429).form
    form["uid"], form["password"], form["code"] = "nbenali", PASSWORD, "123456"
    form.submit(status=422)


@pytest.mark.usefixtures("alumni")
def test_while_one_directory_is_away_wrong_passwords_of_the_other_are_counted(house, directory):
    house.registry.other_directory.fails(DirectoryError.AWAY)
    for _ in range(throttle.PAIR.free):
        attempt(house, password="wrong", status=422)
    directory.asked.clear()
    attempt(house, status=429)
    assert directory.asked == []


def test_while_one_directory_is_away_the_password_of_the_other_opens(house, alumni):
    alumni.fails(DirectoryError.AWAY)
    attempt(house, password=PASSWORD, status=303)


def test_a_namesake_of_another_directory_does_not_come_in_as_whom_the_first_brought(house, alumni):
    attempt(house, status=303)
    alumni.has("nbenali", "Another", email="other@example", password="another's password")
    attempt(house, password="another's password", status=422)
    name = house.run(lambda root: find(root, f"{scenes.PARIS}/people/nbenali").name)
    assert name == "Nour Benali"
    attempt(house, status=303)


def test_the_second_directory_brings_its_own_people(house, alumni):
    alumni.has("gone", "Gil Ancien", password=PASSWORD)
    attempt(house, "gone", status=303)
    came_from = house.run(lambda root: find(root, f"{scenes.PARIS}/people/gone").came_from)
    assert came_from == "anciens"


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(("ago", "status"), [(0, 200), (LAPSED + 60, 403)])
def test_a_role_by_saved_people_ends_where_no_worker_asks_for_them_any_more(
    house, connected, ago, status
):
    def give(root):
        find(root, f"{connected}/tuteurs").keep(["nbenali"], int(time.time()) - ago)
        find(root, scenes.PARIS).grants.give("group:annuaire/tuteurs", "sender")

    house.run(give)
    app, _ = attempt(house, status=303)
    assert app.get(f"{scenes.PARIS}/campaigns/compose", status="*").status_int == status


def test_who_had_roles_before_comes_in_by_the_directory_that_an_administrator_chooses(
    house, alumni, admin
):
    alumni.has("nbenali", "Another", password="another's password")

    def add(root):
        make_person(find(root, scenes.PARIS), "nbenali", "Nour Benali", "")
        find(root, scenes.PARIS).grants.give("person:nbenali", "sender")

    house.run(add)
    attempt(house, status=422)
    page = admin.get(f"{scenes.PARIS}/people/nbenali/")
    form = form_to(page, "/directory")
    form["directory"] = "annuaire"
    form["proof"] = "wrong"
    assert "directory" in form.submit(status=422)
    form["proof"] = scenes.PASSWORD
    assert "L’annuaire est choisi" in form.submit(status=303).follow()
    attempt(house, status=303)
    attempt(house, password="another's password", status=422)
    form["directory"].force_value("gone")
    form.submit(status=303)
    attempt(house, status=303)


def test_nobody_chooses_a_directory_for_whoever_may_do_more(house, alumni, admin):
    page = admin.get(f"{scenes.PARIS}/people/hmarchand/")
    form = form_to(page, "/directory")
    house.run(
        lambda root: find(root, scenes.PARIS).grants.give("person:hmarchand", "administrator")
    )
    house.run(lambda root: limit(find(root, scenes.PARIS)))
    form["directory"] = "annuaire"
    form.submit(status=403)


def limit(paris):
    """Let the administrator manage people and no more."""
    paris["roles"].add("few", Role("Few", ["institution:view", "person:view", "person:manage"]))
    paris.grants.give("person:admin", "few")
    paris.grants.withdraw("person:admin", "administrator")
