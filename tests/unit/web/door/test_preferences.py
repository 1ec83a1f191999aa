"""Decisions of a person about themselves."""

import time

import pyotp
import pytest
import scenes
from paris import OPERATOR as UID

from unisms.model.folder import find
from unisms.model.roles import OPERATOR
from unisms.services.door import passwords, second_factor

HOME = "/institutions/paris1/"
OWN = f"{HOME}preferences"
NEW = "sept canards au lac"


def send(app, action, status="*", **typed):
    form = next(form for form in app.get(OWN).forms.values() if form.action.endswith(action))
    for field, value in typed.items():
        form[field] = value
    return form.submit(status=status)


def token_of(app):
    return app.get(OWN).html.select_one("input[name=csrf_token]")["value"]


def change_password(app, old=scenes.PASSWORD, new=NEW, again=None, **options):
    return send(
        app, "own-password", old=old, new=new, again=new if again is None else again, **options
    )


def journal(house):
    return house.run(
        lambda root: [
            (one.by, one.verb, one.path, one.after)
            for one in find(root, scenes.PARIS).audit.waiting()
        ]
    )


def test_ones_name_leads_there(secretary):
    menu = secretary.get(HOME).html.select_one(".me")
    assert menu.summary.text == "Zoé Lefèvre"
    assert [link["href"] for link in menu.select("a")] == [f"{HOME}me/", OWN]


# ---- messages ----


def test_the_way_to_ones_own_messages_is_there_for_people_alone(house, secretary):
    assert secretary.get(OWN).html.select_one("main p a")["href"] == f"{HOME}me/"
    house.run(lambda root: find(root, scenes.PARIS).grants.give(f"{OPERATOR}{UID}", "sender"))
    assert not house.operator().get(OWN).html.select(f"main a[href='{HOME}me/']")


# ---- language ----


def test_the_language_is_kept_with_the_person_and_applies_at_once_and_at_each_signing_in(
    house, secretary
):
    send(secretary, "preferences", language="en", status=303)
    assert "Language saved" in secretary.get(OWN)
    assert "Sign out" in house.person("zlefevre").get(HOME)
    assert "Se déconnecter" in house.person("admin").get(HOME)
    assert journal(house) == [
        ("zlefevre", "person.changed", "/people/zlefevre", '{"language": "en"}')
    ]


def test_without_a_choice_it_is_the_browsers_again(house, secretary):
    send(secretary, "preferences", language="en")
    send(secretary, "preferences", language="", status=303)
    assert "Mes préférences" in secretary.get(OWN)
    assert "Se déconnecter" in house.person("zlefevre").get(HOME)


def test_an_unknown_language_is_none(house, secretary):
    token = token_of(secretary)
    secretary.post(OWN, {"csrf_token": token, "language": "klingon"}, status=303)
    assert house.run(lambda root: find(root, f"{scenes.PARIS}/people/zlefevre").language) == ""


def test_somebody_who_is_not_among_the_people_has_it_for_the_session(house):
    app = house.person("admin")
    house.run(lambda root: find(root, f"{scenes.PARIS}/people").remove("admin") and None)
    send(app, "preferences", language="en", status=303)
    assert "Language saved" in app.get(OWN)
    assert journal(house) == []


# ---- password ----


def test_the_password_is_changed_and_other_sessions_end(house, secretary):
    other = house.person("zlefevre")
    change_password(secretary, status=303)
    assert "Le mot de passe est changé" in secretary.get(OWN)
    assert other.get(HOME).status_int == 303
    paris = house.run(lambda root: passwords.verify(find(root, scenes.PARIS), "zlefevre", NEW))
    assert paris
    assert journal(house) == [("zlefevre", "password.changed", "/people/zlefevre", "")]


def test_the_language_that_one_reads_stays_when_the_password_is_changed(house, secretary):
    send(secretary, "preferences", language="fr", status=303)
    secretary.get(f"{OWN}?lang=en")
    change_password(secretary, status=303)
    assert "Password changed" in secretary.get(OWN)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"old": "wrong"}, "Ce n’est pas votre mot de passe actuel"),
        ({"new": "onze lettres"[:11]}, "Il faut au moins 12 caractères"),
        ({"new": "motdepasse2026"}, "Trop facile à deviner"),
        ({"new": "zlefevre-zlefevre"}, "Trop facile à deviner"),
        ({"new": "Lefèvre-Zoé-75"}, "Trop facile à deviner"),
        ({"new": "panthéon-2026!"}, "Trop facile à deviner"),
        ({"new": scenes.PASSWORD}, "C’est votre mot de passe actuel"),
        ({"again": "sept canards"}, "Les deux mots de passe sont différents"),
    ],
)
def test_a_password_that_will_not_do_says_why_and_changes_nothing(house, secretary, typed, says):
    answer = change_password(secretary, **typed)
    assert answer.status_int == 422
    assert says in answer
    assert answer.html.select_one("#problems a")
    assert NEW not in answer
    assert house.run(
        lambda root: passwords.verify(find(root, scenes.PARIS), "zlefevre", scenes.PASSWORD)
    )
    assert journal(house) == []


def test_the_old_password_cannot_be_guessed_there(house, secretary, still):
    assert [change_password(secretary, old="wrong").status_int for _ in range(4)] == [
        422,
        422,
        422,
        429,
    ]
    refused = change_password(secretary)
    assert refused.status_int == 429
    assert "Trop de tentatives" in refused
    assert house.visitor().get(f"{HOME}sign-in").status_int == 200


def test_whoever_signs_in_elsewhere_has_no_password_to_change(house, secretary):
    token = token_of(secretary)
    house.run(lambda root: find(root, scenes.PARIS).passwords.pop("zlefevre") and None)
    assert not secretary.get(OWN).html.select("#old")
    typed = {"csrf_token": token, "old": "", "new": NEW, "again": NEW}
    secretary.post(f"{HOME}own-password", typed, status=303)
    assert house.run(lambda root: "zlefevre" in find(root, scenes.PARIS).passwords) is False


# ---- sessions ----


def test_signing_out_everywhere_ends_this_session_too(house, secretary):
    other = house.person("zlefevre")
    assert send(secretary, "own-sessions").location == f"http://localhost{HOME}sign-in"
    assert secretary.get(HOME).status_int == 303
    assert "Toutes vos sessions sont fermées" in secretary.get(f"{HOME}sign-in")
    assert other.get(HOME).status_int == 303
    assert [verb for _, verb, _, _ in journal(house)] == ["sessions.ended"]
    assert house.person("zlefevre").get(HOME).status_int == 200


# ---- second factor ----


@pytest.fixture
def enrolled(house, secretary):
    """Her session, which was there before, and the secret."""
    box, now = (
        second_factor.box_of(house.registry.settings["unisms.secret"]),
        int(time.time()) - 300,
    )

    def keep(root):
        paris = find(root, scenes.PARIS)
        sealed = second_factor.begin(box, paris, "zlefevre")
        secret = second_factor.secret_in(box, paris, "zlefevre", sealed)
        second_factor.enrol(box, paris, "zlefevre", sealed, pyotp.TOTP(secret).at(now), now)
        return secret

    return house.run(keep)


def has_one(house):
    return house.run(
        lambda root: second_factor.enrolled(find(root, scenes.PARIS), "zlefevre") is not None
    )


def test_the_page_says_whether_there_is_one(secretary, house):
    assert "Activer la double vérification" in secretary.get(OWN)


def test_it_is_taken_away_with_the_password(house, secretary, enrolled):
    assert "Il reste 10 codes de secours" in secretary.get(OWN)
    send(secretary, "second-factor-off", proof=scenes.PASSWORD, status=303)
    assert "La double vérification est retirée" in secretary.get(OWN)
    assert not has_one(house)
    assert [verb for _, verb, _, _ in journal(house)] == ["second_factor.removed"]


def test_it_is_not_taken_away_with_anything_else(house, secretary, enrolled, still):
    for proof in ("wrong", pyotp.TOTP(enrolled).at(time.time()), ""):
        assert "Rien n’a changé" in send(secretary, "second-factor-off", proof=proof, status=422)
    assert send(secretary, "second-factor-off", proof=scenes.PASSWORD).status_int == 429
    assert has_one(house)


def test_without_a_local_password_a_code_takes_it_away(house, secretary, enrolled):
    house.run(lambda root: find(root, scenes.PARIS).passwords.pop("zlefevre") and None)
    assert send(secretary, "second-factor-off", proof="000000").status_int == 422
    send(secretary, "second-factor-off", proof=pyotp.TOTP(enrolled).at(time.time()), status=303)
    assert not has_one(house)


def test_it_stays_where_the_policy_demands_it(house, secretary, enrolled):
    token = token_of(secretary)

    def demand(root):
        paris = find(root, scenes.PARIS)
        paris.second_factor = "administrators"
        paris.grants.give("person:zlefevre", "administrator")

    house.run(demand)
    assert not secretary.get(OWN).html.select("#proof")
    typed = {"csrf_token": token, "proof": scenes.PASSWORD}
    assert "Votre établissement l’exige" in secretary.post(
        f"{HOME}second-factor-off", typed, status=422
    )
    assert has_one(house)


# ---- operators ----


def test_an_operator_who_was_invited_changes_the_password_kept_above(house):
    def invite(root):
        passwords.set_password(root, "root", scenes.PASSWORD)
        find(root, scenes.PARIS).grants.give("operator:root", "approver")

    house.run(invite)
    app = house.operator("root")
    change_password(app, status=303)
    assert house.run(lambda root: passwords.verify(root, "root", NEW))
    assert journal(house) == []
