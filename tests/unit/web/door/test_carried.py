"""A form typed when the session had ended comes back to its author, and to nobody else."""

import time

import paris
import pytest
import scenes
from carried_pages import NOW, PEOPLE, TEXT, campaigns, carried_by, drafts_of, end_sessions, sign_in
from compose_page import COMPOSE

from unisms.model.folder import find
from unisms.services.door import sessions
from unisms.services.people import unsent_forms


def notice(page):
    return page.html.select_one("main > .notice").get_text(" ", strip=True)


@pytest.fixture
def written(house, secretary):
    """The form of a message that is written, and whose session is over."""
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"] = TEXT
    end_sessions(house)
    return form


def check(form):
    return form.submit(
        "action", value="check", headers={"Referer": f"http://localhost{COMPOSE}?group=l2-histoire"}
    )


def test_a_message_that_is_checked_when_the_session_is_over_comes_back_as_a_draft(house, written):
    asked = check(written)
    assert "Vous êtes déconnecté" in asked
    assert "Rien n’est envoyé ni enregistré" in asked
    assert asked.forms[0]["uid"].value == "zlefevre"
    page = sign_in(asked).follow()
    assert page.forms["compose"]["text"].value == TEXT
    assert page.html.select_one("#group-l2-histoire").has_attr("checked")
    assert "Votre brouillon" in page
    assert drafts_of(house)[0]["text"] == TEXT
    assert house.run(lambda root: len(find(root, scenes.PARIS)["campaigns"])) == len(
        house.run(campaigns)
    )


def over_elsewhere(house, app, _monkeypatch):
    end_sessions(house)


def cookie_gone(_house, app, _monkeypatch):
    app.reset()


def a_day_later(_house, _app, monkeypatch):
    tomorrow = time.time() + 86400
    monkeypatch.setattr(time, "time", lambda: tomorrow)


@pytest.mark.parametrize("end", [over_elsewhere, cookie_gone, a_day_later])
def test_however_the_session_has_ended_it_is_told_in_place_and_nothing_is_lost(
    house, secretary, monkeypatch, end
):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"] = TEXT
    end(house, secretary, monkeypatch)
    preview = f"{scenes.PARIS}/campaigns/compose-preview"
    told = secretary.post(preview, form.submit_fields(), headers={"HX-Request": "true"}, status=401)
    assert "votre texte est encore ici" in told
    assert "typed_by=" in told
    assert sign_in(check(form)).follow().forms["compose"]["text"].value == TEXT


def test_nothing_was_sent_meanwhile(house, written):
    before = house.run(campaigns)
    sign_in(check(written)).follow()
    assert house.run(campaigns) == before


def test_a_wrong_password_loses_nothing(house, written):
    again = sign_in(check(written), password="wrong", status=422)
    again = sign_in(again, password="wrong again", status=422)
    assert sign_in(again).follow().forms["compose"]["text"].value == TEXT


def test_who_signs_in_there_instead_gets_nothing_of_it_and_loses_nothing(house, written):
    other = house.person("abenali")
    form = other.get(COMPOSE).forms["compose"]
    form["text"] = "Le mien"
    other.post(f"{scenes.PARIS}/campaigns/compose-save", form.submit_fields())
    asked = check(written)
    page = sign_in(asked, "abenali")
    assert page.location == "http://localhost/institutions/paris1/"
    assert "Mme Ève" not in written.response.test_app.get(COMPOSE)
    assert [one["text"] for one in drafts_of(house, "abenali")] == ["Le mien"]
    assert drafts_of(house) == carried_by(house, "abenali") == []


def test_the_same_name_at_another_university_is_somebody_else(house, written):
    sealed = check(written).forms[0]["typed"].value
    door = house.visitor().get("/institutions/nice/sign-in")
    token = door.forms[0]["csrf_token"].value
    app = door.test_app
    asked = {"csrf_token": token, "uid": "zlefevre", "password": scenes.PASSWORD, "typed": sealed}
    assert app.post("/institutions/nice/sign-in", asked).location.endswith("/nice/")
    assert carried_by(house, "zlefevre", "/institutions/nice") == drafts_of(house) == []


def test_the_page_tells_nothing_of_what_it_carries(written):
    asked = check(written)
    assert "Mme" not in asked
    assert "l2-histoire" not in asked.text.replace("group=l2-histoire", "").replace(
        "group%3Dl2-histoire", ""
    )


@pytest.mark.parametrize(
    "spoil", [lambda sealed: sealed[:-8] + "AAAAAAA=", lambda sealed: "é", lambda sealed: "A" * 4]
)
def test_what_was_altered_is_nothing(house, written, spoil):
    asked = check(written)
    asked.forms[0]["typed"].force_value(spoil(asked.forms[0]["typed"].value))
    sign_in(asked, status=303)
    assert drafts_of(house) == []


@pytest.mark.parametrize(("later", "comes_back"), [(3600, True), (3601, False)])
def test_it_waits_for_an_hour(house, written, monkeypatch, later, comes_back):
    moment = int(time.time())
    monkeypatch.setattr(time, "time", lambda: moment)
    asked = check(written)
    monkeypatch.setattr(time, "time", lambda: moment + later)
    sign_in(asked, status=303)
    assert bool(drafts_of(house)) is comes_back


def test_every_field_of_a_form_of_settings_comes_back_and_nothing_is_saved(house):
    admin = house.person("admin")
    form = admin.get(f"{PEOPLE}/hmarchand/settings").forms[1]
    form["name"], form["email"] = 'Hugo "M" <Marchand>', "hugo@example.org"
    form["language"].select("en")
    end_sessions(house, "admin")
    page = sign_in(form.submit()).follow()
    assert page.request.path == f"{PEOPLE}/hmarchand/settings"
    assert notice(page).startswith("Ce n’est pas encore envoyé")
    assert "relisez" in notice(page)
    again = page.forms[1]
    assert (again["name"].value, again["email"].value) == (
        'Hugo "M" <Marchand>',
        "hugo@example.org",
    )
    assert again["language"].value == "en"
    assert house.run(lambda root: find(root, f"{PEOPLE}/hmarchand").name) == "Hugo Marchand"
    again.submit(status=303)
    assert house.run(lambda root: find(root, f"{PEOPLE}/hmarchand").name) == 'Hugo "M" <Marchand>'
    assert carried_by(house, "admin") == []
    assert "pas encore envoyé" not in admin.get(f"{PEOPLE}/hmarchand/settings")


def test_boxes_that_were_unticked_stay_so(house):
    admin = house.person("admin")
    form = admin.get(f"{scenes.PARIS}/roles/new?copy=group_sender").forms[1]
    boxes = form.fields["permissions"]
    ticked = [box for box in boxes if box.checked]
    ticked[0].checked, form["title"] = False, "Guichet"
    unticked = next(box for box in boxes if box not in ticked)
    unticked.checked = True
    wanted = form.submit_fields()
    end_sessions(house, "admin")
    page = sign_in(
        form.submit(
            headers={"Referer": f"http://localhost{scenes.PARIS}/roles/new?copy=group_sender"}
        )
    )
    again = page.follow().forms[1].submit_fields()
    assert [pair for pair in again if pair[0] != "csrf_token"] == [
        pair for pair in wanted if pair[0] != "csrf_token"
    ]


def test_a_button_that_was_pressed_is_pressed_again_by_hand(house, secretary):
    path = house.run(scenes.checked)
    form = next(
        form
        for form in secretary.get(f"{path}/check").forms.values()
        if form.action.endswith("/send")
    )
    end_sessions(house)
    page = sign_in(form.submit(headers={"Referer": f"http://localhost{path}/check"})).follow()
    assert page.request.path == f"{path}/check"
    assert "rien n’a été enregistré" in notice(page)
    assert "relisez" not in notice(page)
    assert house.run(lambda root: find(root, path).state) == "checked"
    again = next(form for form in page.forms.values() if form.action.endswith("/send"))
    again.submit(status=303)
    assert house.run(lambda root: find(root, path).state) == "sending"


def test_a_password_is_never_carried(house):
    admin = house.person("admin")
    form = next(
        form
        for form in admin.get(f"{PEOPLE}/hmarchand/").forms.values()
        if form.action.endswith("/password")
    )
    form["password"], form["proof"] = "a long new password", scenes.PASSWORD
    end_sessions(house, "admin")
    sign_in(form.submit("action", value="type"))
    assert [set(one) & {"password", "proof"} for one in carried_by(house, "admin")] == [set()]


def test_a_form_with_secrets_of_any_name_is_not_carried(house, smpp):
    admin = house.person("admin")
    page = admin.get(f"{scenes.PARIS}/brokers/new?adapter=simulator")
    assert "typed_by" in page.forms[0].fields
    secret = admin.get(f"{scenes.PARIS}/brokers/new?adapter=smpp").forms[1]
    assert "typed_by" not in secret.fields
    end_sessions(house, "admin")
    assert secret.submit().status_int == 303


def test_what_is_too_large_is_not_carried(house, secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"] = "é" * (unsent_forms.LARGEST // 2)
    end_sessions(house)
    assert form.submit().location.startswith(
        "http://localhost/institutions/paris1/sign-in?return_to="
    )


def test_a_stranger_carries_nothing(house):
    answer = house.visitor().post(COMPOSE, {"text": "Bonjour", "typed_by": "paris1/zlefevre 00"})
    assert answer.status_int == 303
    assert house.visitor().post(COMPOSE, {"text": "Bonjour", "typed_by": "é"}).status_int == 303


def test_a_body_that_cannot_be_read_carries_nothing(house):
    app = house.visitor()
    for body, kind in [
        (b"text=%ff", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ]:
        assert app.post(COMPOSE, body, content_type=kind).status_int == 303


def test_with_a_second_factor_it_waits_for_the_code(house, written):
    import pyotp

    from unisms.services.door import second_factor

    secret = "a secret for tests, long enough to be one"

    def enrol(root):
        box, paris = second_factor.box_of(secret), find(root, scenes.PARIS)
        sealed = second_factor.begin(box, paris, "zlefevre")
        shown = second_factor.secret_in(box, paris, "zlefevre", sealed)
        second_factor.enrol(box, paris, "zlefevre", sealed, pyotp.TOTP(shown).at(NOW), NOW)
        return shown

    shown = house.run(enrol)
    page = sign_in(check(written)).follow()
    page.forms[0]["code"] = pyotp.TOTP(shown).now()
    assert page.forms[0].submit().follow().forms["compose"]["text"].value == TEXT


def test_who_runs_the_installation_finds_it_again_too(house):
    operator = house.operator()
    form = operator.get("/maintenance").forms[1]
    form["said"] = "Retour à midi"
    house.run(lambda root: sessions.end_all(root, paris.OPERATOR, 2_000_000_000) and None)
    asked = form.submit()
    assert asked.forms[0].action == "/operators"
    page = sign_in(asked).follow()
    assert page.request.path == "/maintenance"
    assert page.forms[1]["said"].value == "Retour à midi"


def test_somebody_of_a_page_that_is_gone_is_led_home_all_the_same(house):
    admin = house.person("admin")
    form = admin.get(f"{PEOPLE}/hmarchand/settings").forms[1]
    form["name"] = "Hugo M."
    end_sessions(house, "admin")
    asked = form.submit()
    house.run(lambda root: find(root, PEOPLE).remove("hmarchand") and None)
    sign_in(asked).follow(status=404)
    assert "Jeanne" in admin.get(f"{scenes.PARIS}/")


def test_a_page_of_the_session_before_goes_on_in_the_new_one(house, secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"] = TEXT
    secretary.reset()
    sign_in(secretary.get(f"{scenes.PARIS}/sign-in"), "zlefevre")
    stale = form.submit("action", value="check", status=400)
    assert "Vous vous êtes reconnecté" in stale
    taken_up = next(form for form in stale.forms.values() if "typed" in form.fields)
    assert taken_up.submit().follow().forms["compose"]["text"].value == TEXT


def test_a_page_of_somebody_else_does_not_go_on_in_ones_own(house, secretary):
    form = secretary.get(COMPOSE).forms["compose"]
    form["text"] = TEXT
    secretary.reset()
    sign_in(secretary.get(f"{scenes.PARIS}/sign-in"), "abenali")
    stale = form.submit("action", value="check", status=400)
    assert not any("typed" in form.fields for form in stale.forms.values())
    assert drafts_of(house, "abenali") == drafts_of(house) == []


def test_nobody_takes_up_what_is_sealed_for_another(house, written):
    sealed = check(written).forms[0]["typed"].value
    for app in (house.visitor(), house.person("abenali")):
        token = app.get(f"{scenes.PARIS}/", status="*").maybe_follow().forms[0]["csrf_token"].value
        asked = {"csrf_token": token, "typed": sealed}
        answer = app.post(f"{scenes.PARIS}/typed", asked)
        assert answer.location.startswith(f"http://localhost{scenes.PARIS}/")
    assert drafts_of(house, "abenali") == drafts_of(house) == []


def test_who_signs_in_elsewhere_comes_back_to_the_page_without_what_they_had_typed(
    house, secretary, monkeypatch
):
    from unisms.web.door import signed_out

    form = secretary.get(COMPOSE).forms["compose"]
    form["text"] = TEXT
    end_sessions(house)
    monkeypatch.setattr(signed_out, "way_of", lambda _: object())
    door = check(form).location
    assert door.endswith(
        "return_to=%2Finstitutions%2Fparis1%2Fcampaigns%2Fcompose%3Fgroup%3Dl2-histoire"
    )
