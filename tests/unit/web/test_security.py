"""The cookie of a session, and when a session is over."""

import pytest
import scenes

from unisms.model.folder import find
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
