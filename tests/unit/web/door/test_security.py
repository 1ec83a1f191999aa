"""The cookie of a session, and when a session is over."""

import time

import nights
import pytest
import scenes

from unisms.model.folder import find
from unisms.services.door import sessions, throttle
from unisms.services.ground.actor import service
from unisms.services.operators import institutions
from unisms.web.door import security

DOOR = "/institutions/paris1/sign-in"
HOME = "/institutions/paris1/"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The application where people really use it."""
    house = scenes.House(tmp_path_factory.mktemp("real"), **{"unisms.production": "yes"})
    yield house
    house.close()


def cookie_of(house, scheme):
    app = house.visitor()
    app.extra_environ["wsgi.url_scheme"] = scheme
    value, *attributes = app.get(DOOR).headers["Set-Cookie"].split("; ")
    return value.partition("=")[0], set(attributes)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_where_people_really_use_it_the_cookie_goes_over_https_only(real, scheme):
    assert cookie_of(real, scheme) == (
        "__Host-unisms",
        {"Path=/", "secure", "HttpOnly", "SameSite=Lax"},
    )


def test_elsewhere_it_follows_the_request(house):
    assert cookie_of(house, "http") == ("unisms", {"Path=/", "HttpOnly", "SameSite=Lax"})
    assert cookie_of(house, "https") == (
        "__Host-unisms",
        {"Path=/", "secure", "HttpOnly", "SameSite=Lax"},
    )


def sign_out(house, now):
    house.run(lambda root: sessions.end_all(find(root, scenes.PARIS), "zlefevre", now))


def since(house, app):
    """The first moment that the session of ``app`` began with, as its cookie says."""
    return session_of(house, app)["since"]


def session_of(house, app):
    """Return the content of the cookie of ``app``."""
    request = house.wsgi.request_factory.blank(
        "/", headers={"Cookie": f"unisms={app.cookies['unisms']}"}
    )
    request.registry = house.registry
    return security.session_factory(house.registry.settings["unisms.secret"])(request)


def test_signing_out_everywhere_ends_every_session_of_that_person(house):
    phone, desk, other = house.person("zlefevre"), house.person("zlefevre"), house.person("admin")
    sign_out(house, since(house, desk) + 1)
    assert phone.get("/institutions/paris1/").status_int == 303
    assert desk.get("/institutions/paris1/").status_int == 303
    assert other.get("/institutions/paris1/").status_int == 200


@pytest.mark.parametrize(
    "ago", [-3600, 0, 1, 3600]
)  # a clock that was changed, or a request that takes its time
def test_a_session_that_begins_while_all_are_ended_ends_with_them(house, monkeypatch, ago):
    """The password was right, and the commit of the other one comes before that of this one."""
    know, now = throttle.know, int(time.time())

    def meanwhile(*asked):
        sign_out(house, now - ago)
        know(*asked)

    monkeypatch.setattr(throttle, "know", meanwhile)
    app = house.person("zlefevre")
    assert app.get("/institutions/paris1/").status_int == 303
    monkeypatch.undo()
    app = house.person("zlefevre")
    assert app.get("/institutions/paris1/").status_int == 200
    sign_out(house, now - ago - 10)  # begun before this one, and committed after it
    assert app.get("/institutions/paris1/").status_int == 303


def test_a_session_that_has_begun_in_the_same_second_ends_too_and_a_new_one_lasts(house):
    before = house.person("zlefevre")
    sign_out(house, since(house, before))
    assert before.get("/institutions/paris1/").status_int == 303
    assert house.person("zlefevre").get("/institutions/paris1/").status_int == 200


def reopened(house, now):
    """The university of Nice is erased, and another one of that name opened."""

    def change(root):
        hashed = root["institutions"]["nice"].passwords["admin"]
        institutions.erase(service(), root, "nice", 1)
        nice, _ = institutions.add(
            service(), root, institutions.Opening("nice", "Une autre", "admin", "Autre Admin"), now
        )
        nice.passwords["admin"] = hashed

    house.run(change)


def test_a_session_of_an_erased_university_opens_no_other_of_that_name(house):
    before = house.person("admin", "nice")
    reopened(house, since(house, before) + 1)
    assert before.get("/institutions/nice/people/").status_int == 303
    assert house.person("admin", "nice").get("/institutions/nice/people/").status_int == 200


def test_who_signs_in_at_the_second_of_the_opening_is_in(house):
    now = since(house, house.person("admin", "nice"))
    reopened(house, now)
    after = house.person("admin", "nice")
    house.run(
        lambda root: setattr(find(root, "/institutions/nice"), "opened_at", since(house, after))
    )
    assert after.get("/institutions/nice/people/").status_int == 200


def copied(house, app):
    """Another browser with a copy of the cookie."""
    other = house.visitor()
    other.set_cookie("unisms", app.cookies["unisms"].strip('"'))
    return other


def leave(app, page):
    next(form for form in app.get(page).forms.values() if form.action.endswith("/sign-out")).submit(
        status=303
    )


def ended(house, place):
    return house.run(lambda root: list((find(root, place) if place else root).ended_sessions or ()))


@pytest.mark.parametrize(("place", "page"), [(scenes.PARIS, HOME), ("", "/institutions/")])
def test_signing_out_ends_every_copy_of_the_cookie_and_no_other_session(house, place, page):
    app, other = (house.person("zlefevre") if place else house.operator() for _ in range(2))
    copy = copied(house, app)
    assert copy.get(page).status_int == 200
    leave(app, page)
    assert copy.get(page).status_int == 303
    assert other.get(page).status_int == 200
    assert len(ended(house, place)) == 1


def test_who_is_signed_out_already_is_not_remembered_again(house):
    app = house.person("zlefevre")
    form = next(form for form in app.get(HOME).forms.values() if form.action.endswith("/sign-out"))
    house.run(
        lambda root: sessions.end_all(find(root, scenes.PARIS), "zlefevre", since(house, app))
    )
    form.submit(status=303)
    assert ended(house, scenes.PARIS) == []


def test_a_copy_is_not_kept_alive_until_its_end_is_forgotten(house, monkeypatch):
    app, working = house.person("zlefevre"), house.person("admin")
    copy, begun = copied(house, app), int(time.time())
    leave(app, HOME)
    for hour in range(1, 10):
        monkeypatch.setattr(
            "unisms.web.frame.request.time.time", lambda hour=hour: begun + hour * 3600
        )
        copy.get(DOOR, status=200)
        working.get(HOME, status=200)
    house.run(nights.forget, begun + 9 * 3600)
    assert ended(house, scenes.PARIS) == []
    assert "zlefevre" in str(session_of(house, copy)["who"])
    assert copy.get(HOME).status_int == 303
    assert working.get(HOME).status_int == 200


def test_a_session_from_before_they_had_an_id_lasts(house, monkeypatch):
    monkeypatch.setattr(security, "start", lambda request, **facts: request.session.update(facts))
    app = house.person("zlefevre")
    assert "id" not in session_of(house, app)
    leave(app, HOME)
    assert ended(house, scenes.PARIS) == []
    assert app.get(HOME).status_int == 303


@pytest.mark.parametrize("ahead", [2 * 3600, 4 * 86400])  # more than machines may differ by
def test_after_a_clock_that_was_ahead_everybody_comes_in_again(house, monkeypatch, ahead):
    """Sessions, sign-outs and failures of that time lock nobody out, and no session of it lives
    on."""
    real = time.time()
    monkeypatch.setattr(time, "time", lambda: real + ahead)
    early = house.person("zlefevre")
    for _ in range(30):
        attempt(house, "wrong")
    sign_out(house, int(real) + ahead)
    early.get("/institutions/paris1/", status=303)
    late = house.person("abenali")
    monkeypatch.setattr(time, "time", lambda: real + 5)
    late.get("/institutions/paris1/", status=303)
    app = house.person("zlefevre")
    app.get("/institutions/paris1/", status=200)
    sign_out(house, int(real) + 6)
    app.get("/institutions/paris1/", status=303)
    house.person("zlefevre").get("/institutions/paris1/", status=200)


def attempt(house, password):
    form = house.visitor().get("/institutions/paris1/sign-in").form
    form["uid"], form["password"] = "zlefevre", password
    return form.submit(status="*")


def test_an_act_relies_on_the_rights_of_who_does_it_and_a_reading_does_not(house, monkeypatch):
    relied, app = [], house.person("admin")
    monkeypatch.setattr(
        "unisms.services.rights.rights.rely_on", lambda *records: relied.append(records)
    )
    page = app.get("/institutions/paris1/policies")
    assert relied == []
    next(form for form in page.forms.values() if form.action.endswith("/policies")).submit()
    assert relied
