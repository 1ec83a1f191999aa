"""Proving who one is."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.services.door import passwords

DOOR = "/institutions/paris1/sign-in"


def attempt(app, uid="zlefevre", password=scenes.PASSWORD, return_to=None, status="*"):
    form = app.get(DOOR if return_to is None else f"{DOOR}?return_to={return_to}").form
    form["uid"], form["password"] = uid, password
    return form.submit(status=status)


@pytest.fixture
def cheap_passwords(monkeypatch):
    """Passwords that take no time: what is looked at is who must wait."""
    monkeypatch.setattr(passwords, "verify", lambda _, uid, password: password == scenes.PASSWORD)


def test_the_front_door_leads_to_the_choice_of_an_institution(house):
    page = house.visitor().get("/").follow()
    assert [link.text for link in page.html.select("a.door")] == [
        "Université de la Baie des Anges (démo)",
        "Université du Panthéon (démo)",
    ]


def test_with_one_institution_there_is_no_choice(house):
    house.run(lambda root: root["institutions"].remove("nice") and None)
    assert house.visitor().get("/").location == "http://localhost/institutions/paris1/"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_signs_out_is_told_so_once(house, language):
    app = house.person("zlefevre")
    door = sign_out(app.get(f"/institutions/paris1/?lang={language}")).follow()
    assert {"fr": "Votre session est fermée", "en": "You are signed out"}[language] in door
    assert not app.get("/institutions/paris1/sign-in").html.select(".notice")


def test_operators_who_sign_out_are_told_so_as_well(house):
    assert "Votre session est fermée" in sign_out(house.operator().get("/institutions/")).follow()


def test_who_has_signed_in_goes_home(house):
    assert house.person("zlefevre").get("/").location == "http://localhost/institutions/paris1/"


def test_the_right_password_opens(house):
    app = house.visitor()
    assert attempt(app).location == "http://localhost/institutions/paris1/"
    assert "Bonjour Zoé<" in app.get("/institutions/paris1/")


@pytest.mark.parametrize(
    ("uid", "password"), [("zlefevre", "wrong"), ("nobody", scenes.PASSWORD), ("", "")]
)
def test_anything_else_does_not_and_keeps_the_uid(house, uid, password):
    app = house.visitor()
    refused = attempt(app, uid, password, status=422)
    assert refused.form["uid"].value == uid
    assert refused.form["password"].value == ""
    assert app.get("/institutions/paris1/", status=303).location.startswith(
        f"http://localhost{DOOR}"
    )


def test_a_password_of_one_university_opens_no_other(house):
    house.run(lambda root: find(root, "/institutions/nice").passwords.pop("zlefevre") and None)
    app = house.visitor()
    form = app.get("/institutions/nice/sign-in").form
    form["uid"], form["password"] = "zlefevre", scenes.PASSWORD
    form.submit(status=422)


def test_after_three_failures_one_must_wait_even_with_the_right_password(house, still):
    app = house.visitor()
    for _ in range(4):
        refused = attempt(app, password="wrong")
    assert refused.status_int == 429
    assert int(refused.headers["Retry-After"]) in (1, 2)
    assert "Trop de tentatives" in refused
    assert attempt(app).status_int == 429


def sign_out(page):
    return next(form for form in page.forms.values() if form.action.endswith("/sign-out")).submit()


def from_address(house, address):
    app = house.visitor()
    app.extra_environ["REMOTE_ADDR"] = address
    return app


def test_one_address_that_tries_many_accounts_is_slowed_by_seconds(house, cheap_passwords, still):
    robber = from_address(house, "203.0.113.1")
    answers = [attempt(robber, f"person{number}", "wrong").status_int for number in range(23)]
    assert set(answers[:20]) == {422}
    assert int(attempt(robber, "abenali").headers["Retry-After"]) <= 3
    assert attempt(from_address(house, "198.51.100.1"), "abenali").status_int == 303


def test_whoever_has_come_in_from_a_campus_is_not_slowed_by_who_tries_names_there(
    house, cheap_passwords, still
):
    campus = "203.0.113.1"
    assert attempt(from_address(house, campus)).status_int == 303
    for number in range(40):
        attempt(from_address(house, campus), f"person{number}", "wrong")
    assert attempt(from_address(house, campus)).status_int == 303


def test_nobody_locks_somebody_else_out_from_elsewhere(house, cheap_passwords, still):
    desk = "198.51.100.1"
    assert attempt(from_address(house, desk)).status_int == 303
    for number in range(25):
        attempt(from_address(house, f"203.0.113.{number}"), password="wrong")
    assert attempt(from_address(house, desk)).status_int == 303
    assert (
        attempt(from_address(house, "198.51.100.2")).status_int == 303
    )  # that was the end of the row
    for number in range(25):
        attempt(from_address(house, f"203.0.113.{number}"), password="wrong")
    slowed = attempt(from_address(house, "192.0.2.1"))
    assert slowed.status_int == 429
    assert int(slowed.headers["Retry-After"]) == 60


@pytest.mark.parametrize("uid", ["zlefevre", "nobody"])
def test_who_exists_is_told_neither_by_the_answer_nor_by_the_wait(
    house, cheap_passwords, still, uid
):
    answers = [attempt(from_address(house, f"203.0.113.{n}"), uid, "wrong") for n in range(22)]
    assert [one.status_int for one in answers] == [422] * 20 + [429] * 2
    assert answers[0].text.count(uid) == 1
    assert "code" in answers[-1].form.fields


def test_a_header_gives_nobody_another_address(house, cheap_passwords, still):
    app, answers = from_address(house, "203.0.113.1"), []
    for number in range(23):
        app.extra_environ["HTTP_X_FORWARDED_FOR"] = f"198.51.100.{number}"
        answers.append(attempt(app, f"person{number}", "wrong").status_int)
    assert answers[-1] == 429


def test_failures_are_written_down_for_every_process(house):
    attempt(house.visitor(), password="wrong", status=422)
    kept = house.run(lambda root: dict(find(root, "/institutions/paris1").sign_in_failures))
    assert sorted(key.partition(" ")[0] for key in kept) == ["account", "account", "address"]
    assert "zlefevre" not in repr(kept)


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/institutions/paris1/campaigns/?page=2", "/institutions/paris1/campaigns/?page=2"),
        ("//evil.example/", "/institutions/paris1/"),
        ("/\\evil.example/", "/institutions/paris1/"),
        ("https://evil.example/", "/institutions/paris1/"),
        ("/%09/evil.example", "/institutions/paris1/"),
        ("javascript:alert(1)", "/institutions/paris1/"),
        ("/%EF%BC%852f", "/institutions/paris1/"),
        ("/" + "x" * 1000, "/institutions/paris1/"),
        ("", "/institutions/paris1/"),
    ],
)
def test_one_returns_to_a_page_of_ours_only(house, asked, goes):
    answer = attempt(house.visitor(), return_to=asked.replace("?", "%3F"))
    assert answer.location == f"http://localhost{goes}"


def test_a_refused_page_is_reached_after_signing_in(house):
    app = house.visitor()
    form = app.get("/institutions/paris1/campaigns/?state=draft").follow().form
    form["uid"], form["password"] = "zlefevre", scenes.PASSWORD
    assert form.submit().location == "http://localhost/institutions/paris1/campaigns/?state=draft"


def test_the_session_is_renewed_and_hidden_from_scripts(house):
    app = house.visitor()
    app.get(DOOR)
    before = app.cookies["unisms"]
    cookie = attempt(app).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "secure" not in cookie.lower()
    assert app.cookies["unisms"] != before


def test_over_https_the_cookie_stays_there(house):
    app = house.visitor()
    app.extra_environ["wsgi.url_scheme"] = "https"
    answer = app.get(DOOR)
    assert "secure" in answer.headers["Set-Cookie"].lower()
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_signing_out_ends_it(house):
    app = house.person("zlefevre")
    sign_out(app.get("/institutions/paris1/")).follow(status=200)
    assert app.get("/institutions/paris1/").status_int == 303


def test_who_is_struck_off_is_out_at_once(house):
    app = house.person("zlefevre")

    def strike_off(root):
        institution = find(root, "/institutions/paris1")
        institution["people"].remove("zlefevre")
        institution.grants.withdraw("person:zlefevre", "sender")

    house.run(strike_off)
    assert app.get("/institutions/paris1/").status_int == 303


def test_who_loses_a_role_loses_its_pages_at_once(house):
    app = house.person("abenali")
    app.get("/institutions/paris1/accounts/", status=200)
    house.run(
        lambda root: find(root, "/institutions/paris1").grants.withdraw(
            "person:abenali", "group_sender"
        )
    )
    app.get("/institutions/paris1/accounts/", status=403)


def test_an_institution_that_is_gone_ends_its_sessions(house):
    app = house.person("zlefevre", "nice")
    house.run(lambda root: root["institutions"].remove("nice") and None)
    assert app.get("/").location == "http://localhost/institutions/paris1/"


def test_an_operator_sees_no_institution(house):
    from unisms.web.door.security import signed_in

    class Request:
        session, method = {"who": ("", "operator")}, "GET"

    def identity(root):
        Request.root = root
        Request.session["since"] = Request.now = 0
        root.passwords["operator"] = "a hash"
        return signed_in(Request)

    known = house.run(identity)
    assert known.principals == {":operator"}
    Request.session = {"who": ("", "zlefevre")}
    assert house.run(identity) is None


def test_the_language_outlives_the_session(house):
    app = house.person("zlefevre")
    page = app.get("/institutions/paris1/?lang=en")
    assert "Sign out" in page
    assert "Password" in sign_out(page).follow()


def test_the_host_is_told_who_asks(house, monkeypatch):
    from unisms.web.home import home

    asked = []
    monkeypatch.setattr(
        home, "accounts_of", lambda _, request: asked.append(request.authenticated_userid) or []
    )
    house.person("zlefevre").get("/institutions/paris1/")
    assert asked == ["paris1/zlefevre"]


def test_the_language_is_the_browsers_until_one_is_asked_for(house):
    app = house.visitor()
    app.extra_environ["HTTP_ACCEPT_LANGUAGE"] = "de, en;q=0.8, fr;q=0.5"
    assert "Wrong user name" not in app.get(DOOR)
    assert "Password" in app.get(DOOR)
    assert "Mot de passe" in app.get(f"{DOOR}?lang=fr")
    assert "Mot de passe" in app.get(DOOR)
    assert "Mot de passe" in app.get(f"{DOOR}?lang=klingon")
    attempt(app)
    assert "Bonjour" in app.get("/institutions/paris1/")


def test_without_a_wish_it_is_the_institutions(house):
    app = house.visitor()
    del app.extra_environ["HTTP_ACCEPT_LANGUAGE"]
    assert "Mot de passe" in app.get(DOOR)
