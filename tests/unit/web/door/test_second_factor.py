"""The second step of signing in, and adding a second factor."""

import time

import pyotp
import pytest
import scenes
import segno

from unisms.model.folder import find
from unisms.services.door import passwords, second_factor, throttle
from unisms.web.door.second_factor import PATIENCE, QUIET, Picture

HOME = "http://localhost/institutions/paris1/"
DOOR, STEP, ADD = f"{HOME}sign-in", f"{HOME}second-factor", f"{HOME}second-factor-add"


def code(secret, later=0):
    """Return the code that the authenticator shows, ``later`` steps from now."""
    return pyotp.TOTP(secret).at(time.time() + 30 * later)


def enrol(house, uid="admin"):
    """The secret and the recovery codes of somebody who has a second factor since some minutes."""
    box, now = (
        second_factor.box_of(house.registry.settings["unisms.secret"]),
        int(time.time()) - 300,
    )

    def keep(root):
        paris = find(root, scenes.PARIS)
        sealed = second_factor.begin(box, paris, uid)
        secret = second_factor.secret_in(box, paris, uid, sealed)
        return secret, second_factor.enrol(box, paris, uid, sealed, pyotp.TOTP(secret).at(now), now)

    return house.run(keep)


def password(house, uid="admin", app=None, return_to=""):
    """A browser in which the password was right, and the answer."""
    app = app or house.visitor()
    form = app.get(f"{DOOR}?return_to={return_to}").form
    form["uid"], form["password"] = uid, scenes.PASSWORD
    return app, form.submit(status=303)


def second(app, field, typed, status="*"):
    form = app.get(STEP).form
    form[field] = typed
    return form.submit(status=status)


@pytest.fixture
def demanded(house):
    """The policy asks a second factor of those who give roles."""
    house.run(lambda root: setattr(find(root, scenes.PARIS), "second_factor", "administrators"))
    return house


# ---- at the door ----


def test_the_password_alone_opens_nothing_then_the_code_does(house):
    secret, _ = enrol(house)
    app, answer = password(house, return_to="/institutions/paris1/accounts/")
    assert answer.location == STEP
    assert app.get(HOME, status=303).location.startswith(DOOR)
    assert second(app, "code", code(secret), 303).location == f"{HOME}accounts/"
    assert app.get(HOME, status=200)


def test_a_recovery_code_opens_once(house):
    _, codes = enrol(house)
    assert second(password(house)[0], "recovery", codes[0]).status_int == 303
    assert second(password(house)[0], "recovery", codes[0]).status_int == 422


def test_a_code_that_was_taken_opens_nothing_in_another_browser(house):
    secret, _ = enrol(house)
    shown = code(secret)
    assert second(password(house)[0], "code", shown).status_int == 303
    assert second(password(house)[0], "code", shown).status_int == 422


@pytest.mark.parametrize("typed", ["", "12345", "abcdef"])
def test_a_wrong_code_says_so_and_nobody_is_in(house, typed):
    enrol(house)
    app, _ = password(house)
    assert "Ce code n’est pas le bon" in second(app, "code", typed, 422)
    assert app.get(HOME, status=303)


def test_codes_cannot_be_guessed_not_even_with_the_password_in_between(house, still):
    secret, _ = enrol(house)
    answers = [second(password(house)[0], "code", "000000").status_int for _ in range(4)]
    assert answers == [422, 422, 422, 429]
    app, _ = password(house)
    refused = second(app, "code", code(secret))
    assert refused.status_int == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "Trop de tentatives" in refused


def test_one_address_that_tries_codes_of_many_must_wait(house, still):
    enrol(house)
    app, _ = password(house)
    app.extra_environ["REMOTE_ADDR"] = "203.0.113.1"
    house.run(lambda root: fail_often(find(root, scenes.PARIS), "203.0.113.1"))
    assert second(app, "code", "000000").status_int == 429
    app.extra_environ["REMOTE_ADDR"] = "198.51.100.1"
    assert second(app, "code", "000000").status_int == 422


def fail_often(paris, address):
    for number in range(23):
        now = int(time.time())
        throttle.record_failure(
            paris, throttle.doors(paris, f"n{number}", address, now, throttle.CODE), now
        )


def test_without_the_password_there_is_no_second_step(house):
    enrol(house)
    app = house.visitor()
    assert app.get(STEP, status=303).location == DOOR
    token = app.get(DOOR).form["csrf_token"].value
    assert app.post(STEP, {"csrf_token": token, "code": "000000"}, status=303).location == DOOR


def test_the_second_step_waits_ten_minutes_only(house, monkeypatch):
    enrol(house)
    app, _ = password(house)
    later = time.time() + PATIENCE + 5
    monkeypatch.setattr("unisms.web.frame.request.time.time", lambda: later)
    assert app.get(STEP, status=303).location == DOOR


def test_the_second_step_of_one_university_is_not_anothers(house):
    enrol(house)
    app, _ = password(house)
    assert app.get(
        "http://localhost/institutions/nice/second-factor", status=303
    ).location.endswith("/nice/sign-in")


def test_signing_out_everywhere_ends_the_half_way_too(house):
    enrol(house)
    app, _ = password(house)
    house.run(
        lambda root: find(root, scenes.PARIS).signed_out.update({"admin": int(time.time()) + 1})
    )
    assert app.get(STEP, status=303).location == DOOR


def test_another_university_of_that_name_ends_the_half_way_too(house):
    enrol(house)
    app, _ = password(house)
    house.run(lambda root: setattr(find(root, scenes.PARIS), "opened_at", int(time.time()) + 1))
    assert app.get(STEP, status=303).location == DOOR
    again, _ = password(house)
    assert again.get(STEP, status=200)


# ---- adding it ----


def add(app, address=ADD, **typed):
    """Fill in the form of the page that adds; the answer."""
    page = app.get(address)
    form = next(form for form in page.forms.values() if "sealed" in form.fields)
    secret = page.html.select_one("#secret").text.replace(" ", "")
    given = {"code": code(secret), "proof": scenes.PASSWORD, **typed}
    for field, value in given.items():
        if field in form.fields:
            form[field] = value
    return secret, form.submit(status="*")


def test_it_is_added_with_a_code_and_the_password_and_then_asked_for(house):
    app = house.person("zlefevre")
    secret, answer = add(app)
    shown = [one.text for one in answer.html.select(".codes code")]
    assert answer.status_int == 200
    assert len(shown) == 10
    assert answer.html.select_one("main a.button")["href"] == "/institutions/paris1/preferences"
    assert second(password(house, "zlefevre")[0], "code", code(secret, later=1)).status_int == 303
    assert second(password(house, "zlefevre")[0], "recovery", shown[4]).status_int == 303


def test_the_secret_is_drawn_for_a_camera_as_it_is_written(house):
    page = house.person("zlefevre").get(ADD)
    assert page.html.select_one("svg.qr")["role"] == "img"
    secret = page.html.select_one("#secret").text.replace(" ", "")
    title = "Université du Panthéon (démo)"
    address = second_factor.address_of(secret, "zlefevre", title)
    assert Picture(address).path in page
    assert page.html.select_one("a[href^='otpauth:']")["href"] == address


def test_the_squares_are_those_of_the_code():
    rows = segno.make("otpauth://totp/x", error="m", micro=False).matrix
    picture = Picture("otpauth://totp/x")
    drawn = {
        (int(x) + more, int(y))
        for x, y, width in (
            part.replace("h", " ").split("v")[0].split(" ") for part in picture.path.split("M")[1:]
        )
        for more in range(int(width))
    }
    dark = {
        (x + QUIET, y + QUIET)
        for y, row in enumerate(rows)
        for x, square in enumerate(row)
        if square
    }
    assert drawn == dark
    assert picture.size == len(rows) + 8


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"code": "000000"}, "Ce n’est pas le code affiché par l’application"),
        ({"proof": "wrong"}, "Ce n’est pas votre mot de passe"),
        ({"sealed": "forged"}, "La clé de cette page a changé"),
    ],
)
def test_nothing_is_added_where_something_is_wrong(house, typed, says):
    app = house.person("zlefevre")
    secret, answer = add(app, **typed)
    assert answer.status_int == 422
    assert says in answer
    assert (
        house.run(lambda root: second_factor.enrolled(find(root, scenes.PARIS), "zlefevre")) is None
    )
    kept = answer.html.select_one("#secret").text.replace(" ", "")
    assert (kept == secret) is ("sealed" not in typed)


def test_the_password_cannot_be_guessed_on_that_page(house, still):
    app = house.person("zlefevre")
    answers = [add(app, proof="wrong")[1].status_int for _ in range(4)]
    assert answers == [422, 422, 422, 429]


def test_who_has_one_adds_no_second(house):
    enrol(house, "zlefevre")
    app, _ = password(house, "zlefevre")
    secret, _ = enrol(house, "zlefevre")
    second(app, "code", code(secret), 303)
    assert app.get(ADD, status=303).location == f"{HOME}preferences"


def test_adding_it_is_in_the_journal_without_a_secret(house):
    secret, _ = add(house.person("zlefevre"))
    entries = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    assert [(one.by, one.verb, one.path) for one in entries] == [
        ("zlefevre", "second_factor.added", "/people/zlefevre")
    ]
    assert secret not in repr(entries)


# ---- the policy ----


def test_who_gives_roles_must_add_one_before_coming_in(demanded):
    app, answer = password(demanded, return_to="/institutions/paris1/accounts/")
    assert answer.location == STEP
    assert app.get(HOME, status=303)
    assert "l’exige des personnes qui gèrent les droits" in app.get(STEP)
    _, shown = add(app, STEP)
    assert shown.html.select_one("main a.button")["href"] == "/institutions/paris1/accounts/"
    assert app.get(HOME, status=200)


def test_a_wrong_code_at_the_door_lets_nobody_in(demanded):
    app, _ = password(demanded)
    assert add(app, STEP, code="000000")[1].status_int == 422
    assert app.get(HOME, status=303)


def test_others_are_asked_for_nothing(demanded):
    assert password(demanded, "zlefevre")[1].location == HOME


# ---- with the password, where one would have to wait ----


def both(house, typed_code, password=scenes.PASSWORD, uid="admin"):
    app = house.visitor()
    form = app.get(DOOR).form
    form["uid"], form["password"] = uid, "wrong"
    form = form.submit(status=429).form
    form["uid"], form["password"], form["code"] = uid, password, typed_code
    return app, form.submit(status="*")


@pytest.fixture
def slowed(house, still):
    """Somebody tries the passwords of somebody who has a second factor, from their own address."""
    secret, codes = enrol(house)
    for _ in range(12):
        token = house.visitor().get(DOOR).form
        token["uid"], token["password"] = "admin", "wrong"
        token.submit(status="*")
    return secret, codes


def test_the_second_factor_lets_the_right_one_in_at_once(house, slowed):
    app, answer = both(house, code(slowed[0]))
    assert answer.location == HOME
    app.get(HOME, status=200)
    assert password(house)[1].location == STEP  # and what others have tried is forgotten
    assert both_fields(house, slowed[1][0]).location == HOME


def both_fields(house, recovery):
    app = house.visitor()
    page = app.get(DOOR)
    fields = {
        "csrf_token": page.form["csrf_token"].value,
        "uid": "admin",
        "password": scenes.PASSWORD,
    }
    return app.post(DOOR, {**fields, "code": recovery}, status=303)


@pytest.mark.parametrize(
    ("right_password", "right_code"), [(False, True), (True, False), (False, False)]
)
def test_one_of_both_is_not_enough_and_nobody_learns_which(
    house, slowed, right_password, right_code
):
    typed = code(slowed[0]) if right_code else "000000"
    app, answer = both(house, typed, scenes.PASSWORD if right_password else "wrong")
    assert answer.status_int == 422
    assert "Identifiant ou mot de passe incorrect" in answer
    app.get(HOME, status=303)
    left = house.run(lambda root: second_factor.enrolled(find(root, scenes.PARIS), "admin").step)
    assert left < time.time() // 30 - 5  # the code was not used up


@pytest.mark.parametrize(
    "uid", ["admin", "zlefevre", "nobody"]
)  # with a second factor, without, unknown
def test_a_right_password_with_a_wrong_code_leaves_the_trace_of_a_wrong_one(
    house, slowed, uid, monkeypatch
):
    looked_at, told = [], []
    monkeypatch.setattr(throttle, "is_known", lambda *_: False)
    monkeypatch.setattr(
        passwords, "verify", lambda _, asked, password: looked_at.append(asked) or bool(asked)
    )
    for password in (scenes.PASSWORD, "wrong"):
        house.run(lambda root: find(root, scenes.PARIS).sign_in_failures.clear())
        tries = [
            fields(house, uid, password, "000000", f"203.0.113.{n}").status_int
            for n in (1, 1, 1, 1, 2)
        ]
        kept = house.run(
            lambda root: [
                (key, n) for key, (n, _) in find(root, scenes.PARIS).sign_in_failures.items()
            ]
        )
        told.append((tries, kept))
    assert told[0] == told[1]
    assert told[0][0] == [422, 422, 422, 429, 422]
    assert {count for _, count in told[0][1]} == {3, 1, 4}
    assert set(looked_at) == {passwords.NOBODY}  # a right password is not even asked about


def fields(house, uid, password, code, address):
    app = house.visitor()
    token = app.get(DOOR).form["csrf_token"].value
    app.extra_environ["REMOTE_ADDR"] = address
    typed = {"csrf_token": token, "uid": uid, "password": password, "code": code}
    return app.post(DOOR, typed, status="*")


def test_who_has_no_second_factor_gains_nothing_by_a_code(house, still):
    for _ in range(4):
        form = house.visitor().get(DOOR).form
        form["uid"], form["password"] = "zlefevre", "wrong"
        form.submit(status="*")
    assert both(house, "000000", uid="zlefevre")[1].status_int == 422
