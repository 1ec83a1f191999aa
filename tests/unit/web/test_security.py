"""The cookie of a session, and when a session is over."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.services import institutions
from unisms.web import security

DOOR = "/institutions/paris1/sign-in"


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
    assert cookie_of(real, scheme) == ("__Host-unisms", {"Path=/", "secure", "HttpOnly", "SameSite=Lax"})


def test_elsewhere_it_follows_the_request(house):
    assert cookie_of(house, "http") == ("unisms", {"Path=/", "HttpOnly", "SameSite=Lax"})
    assert cookie_of(house, "https") == ("__Host-unisms", {"Path=/", "secure", "HttpOnly", "SameSite=Lax"})


def sign_out(house, now):
    house.run(lambda root: security.sign_out_everywhere(find(root, scenes.PARIS), "zlefevre", now))


def since(house, app):
    """When the session of ``app`` has begun, as its cookie says."""
    request = house.wsgi.request_factory.blank("/", headers={"Cookie": f"unisms={app.cookies['unisms']}"})
    request.registry = house.registry
    return security.session_factory(house.registry.settings["unisms.secret"])(request)["since"]


def test_signing_out_everywhere_ends_every_session_of_that_person(house):
    phone, desk, other = house.person("zlefevre"), house.person("zlefevre"), house.person("admin")
    sign_out(house, since(house, desk) + 1)
    assert phone.get("/institutions/paris1/").status_int == 303
    assert desk.get("/institutions/paris1/").status_int == 303
    assert other.get("/institutions/paris1/").status_int == 200


def test_a_session_that_has_begun_in_the_same_second_ends_too_and_a_new_one_lasts(house):
    before = house.person("zlefevre")
    sign_out(house, since(house, before))
    assert before.get("/institutions/paris1/").status_int == 303
    assert house.person("zlefevre").get("/institutions/paris1/").status_int == 200


def reopened(house, now):
    """The university of Nice is erased, and another one of that name opened."""

    def change(root):
        hashed = root["institutions"]["nice"].passwords["admin"]
        institutions.erase(root, "nice")
        nice, _ = institutions.add(root, institutions.Opening("nice", "Une autre", "admin", "Autre Admin"), now)
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
    house.run(lambda root: setattr(find(root, "/institutions/nice"), "opened_at", since(house, after)))
    assert after.get("/institutions/nice/people/").status_int == 200
