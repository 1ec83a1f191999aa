"""Headers by which every kind of answer instructs the browser."""

import pytest
import scenes
from pyramid.httpexceptions import HTTPConflict

from unisms.web.home import home

HOME = "/institutions/paris1/"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; object-src 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'",
}
HSTS = "Strict-Transport-Security"

#: the address asked, as whom, and the status of the answer
ANSWERS = {
    "page": ("admin", HOME, 200),
    "page for strangers": ("", "/sign-in", 200),
    "form": ("", f"{HOME}sign-in", 200),
    "settings": ("admin", f"{HOME}settings", 200),
    "redirect": ("admin", "/", 303),
    "to the door": ("", HOME, 303),
    "list of numbers": ("admin", "{campaign}/recipients", 200),
    "download": ("admin", "{campaign}/recipients.csv", 200),
    "forbidden": ("zlefevre", f"{HOME}accounts/", 403),
    "missing": ("admin", f"{HOME}nowhere", 404),
    "asked wrongly": ("admin", "{campaign}/pause", 303),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_with_data_is_guarded_and_not_kept(house, kind):
    uid, path, status = ANSWERS[kind]
    campaign = house.run(lambda root: scenes.closed(root))
    app = house.person(uid) if uid else house.visitor()
    headers = app.get(path.format(campaign=campaign), status=status).headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert headers["Cache-Control"] == "no-store"
    assert HSTS not in headers


@pytest.mark.parametrize(("path", "status"), [("/sign-in", 200), (HOME, 303), ("/nowhere", 404)])
def test_over_https_browsers_are_told_to_stay_there(house, path, status):
    app = house.visitor()
    app.extra_environ["wsgi.url_scheme"] = "https"
    assert app.get(path, status=status).headers[HSTS] == "max-age=31536000"


def test_a_live_fragment_is_asked_for_again_each_time_and_kept_by_its_reader_only(house):
    path = house.run(scenes.under_way)
    answer = house.person("zlefevre").get(f"{path}/progress")
    assert answer.headers["Cache-Control"] == "no-cache, private"
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def break_down(*_):
    raise ZeroDivisionError


def conflict(*_):
    raise HTTPConflict


@pytest.mark.parametrize(("fault", "status"), [(break_down, 500), (conflict, 409)])
def test_what_goes_wrong_is_guarded_as_well(house, monkeypatch, fault, status):
    app = house.person("zlefevre")
    monkeypatch.setattr(home, "latest", fault)
    headers = app.get(HOME, status=status).headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert headers["Cache-Control"] == "no-store"


def test_a_form_that_is_refused_is_guarded_as_well(house):
    headers = house.visitor().post(f"{HOME}sign-in", {"uid": "zlefevre"}, status=400).headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert headers["Cache-Control"] == "no-store"


def test_another_name_is_refused_with_the_same_headers(tmp_path):
    house = scenes.House(tmp_path, **{"unisms.hosts": "sms.univ.example"})
    headers = house.visitor().get("/", status=400).headers
    house.close()
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["look.css", "pages.js", "icon.svg"])
def test_static_files_are_kept_and_guarded(house, name):
    headers = house.visitor().get(f"/unisms-static/{name}").headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert "max-age=31536000" in headers["Cache-Control"]


def test_a_static_file_has_another_address_when_it_changes(house):
    assert "?v=" in house.visitor().get("/sign-in").html.select_one("link[rel=stylesheet]")["href"]


def test_a_portal_may_be_allowed_to_frame_us(tmp_path):
    house = scenes.House(tmp_path, **{"unisms.frame_ancestors": "https://ent.example.fr"})
    policy = house.visitor().get("/sign-in").headers["Content-Security-Policy"]
    house.close()
    assert policy.endswith("; frame-ancestors https://ent.example.fr")
