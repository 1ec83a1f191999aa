"""The yes and the no of a person, told and noted on their page."""

import pytest
import scenes
from people_pages import HUGO, PEOPLE, form_to, person

from unisms.model.folder import find
from unisms.model.own_pages import Declined
from unisms.model.senders import noes_to
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.services.subscribers import departures
from unisms.testing.factories import someone


@pytest.mark.parametrize(
    ("decide", "told"),
    [
        (None, "reçoit les messages de service, qui n'ont pas besoin d'accord"),
        (consent.accept, "accepte les messages depuis le"),
        (consent.opt_out, "refuse les messages depuis le"),
    ],
)
def test_what_they_said_to_messages_is_told(house, admin, decide, told):
    if decide:
        person = "hmarchand"
        house.run(
            lambda root: decide(someone(find(root, scenes.PARIS), person), person, 1_790_000_000)
        )
    facts = admin.get(f"{HUGO}/").html.select_one("dl.facts").text
    assert told in facts.replace("’", "'")


def states(page):
    """Return what the table says of each kind of message, by its title."""
    rows = page.html.select("#answers tbody tr")
    cells = [[" ".join(cell.text.replace("’", "'").split()) for cell in row("td")] for row in rows]
    return {title: (state, since, source) for title, state, since, source, *_ in cells}


UNASKED, INFORMED = "Pas encore demandé", "Reçoit sans accord à donner"


@pytest.mark.parametrize(
    ("consent_of", "said", "told"),
    [
        ("said_yes", [], UNASKED),
        ("everybody", [], INFORMED),
        ("said_yes", ["yes", "withdraw"], "A repris son accord ne les reçoit pas"),
        ("everybody", ["yes", "withdraw"], "A repris son accord les reçoit"),
        ("everybody", ["no", "take_back"], "A repris son refus les reçoit"),
        ("said_yes", ["yes", "withdraw", "no", "take_back"], "A repris son refus ne les reçoit"),
        ("said_yes", ["yes"], "Accepte"),
        ("said_yes", ["no"], "Refuse tout, sauf les urgences"),
    ],
)
def test_what_was_taken_back_is_not_called_unasked(house, admin, consent_of, said, told):
    def say(root):
        paris, now = find(root, scenes.PARIS), 1_790_000_000
        paris.consent = consent_of
        hugo = someone(paris, "hmarchand")
        acts = {
            "yes": lambda at: consent.accept(hugo, "hmarchand", at),
            "no": lambda at: consent.opt_out(hugo, "hmarchand", at),
            "withdraw": lambda at: departures.withdraw(hugo, at),
            "take_back": lambda at: departures.take_back(hugo, at),
        }
        for place, act in enumerate(said):
            acts[act](now + place)

    house.run(say)
    state, since, source = states(admin.get(f"{HUGO}/"))["Messages de service"]
    assert state.startswith(told)
    assert (since, source) == (("—", "—") if not said else ("21 septembre", "sur le site"))
    facts = admin.get(f"{HUGO}/").html.select_one("dl.facts").text.replace("’", "'")
    assert ("consentement pas encore demandé" in facts) == (told == UNASKED)
    assert ("a repris son" in facts) == told.startswith("A repris")


@pytest.mark.parametrize(
    ("policy", "said", "told"),
    [
        ("overrides", "no", "Reçoit toujours"),
        ("opt_out", "no", "Refuse"),
        ("opt_out", "", INFORMED),
        ("opt_in", "yes", "Accepte"),
        ("opt_in", "", UNASKED),
    ],
)
def test_emergencies_stand_as_their_policy_has_them(house, admin, policy, said, told):
    def say(root):
        paris = find(root, scenes.PARIS)
        paris.policies = (("emergency", policy),)
        acts = {"yes": consent.accept, "no": consent.opt_out, "": lambda *_: None}
        acts[said](someone(paris, "hmarchand"), "hmarchand", 1_790_000_000)

    house.run(say)
    assert states(admin.get(f"{HUGO}/"))["Alertes d'urgence"][0] == told


def test_themes_senders_and_conditions_each_say_how_they_stand(house, admin):
    def say(root):
        scenes.themes(root)
        paris, now = find(root, scenes.PARIS), 1_790_000_000
        paris.policies = (("partner", "opt_out"),)
        for theme in paris["themes"].values():
            theme.forget("hmarchand", "2026-09-21")
        consent.publish(someone(paris, "admin"), "Soyez polis.", now)
        noes_to(paris, "38000").leave("hmarchand", "", now)
        noes_to(paris, "39000")
        paris["me"].decline("hmarchand", Declined(now, "sport", ""))

    house.run(say)
    told = states(admin.get(f"{HUGO}/"))
    assert told["Conditions d'utilisation"][0] == "Pas encore acceptées"
    assert told["L'expéditeur 38000"][:2] == ("Refuse cet expéditeur", "21 septembre")
    assert told["Sport"][:2] == ("Demande refusée", "21 septembre")
    assert told["Crous de Paris partenaire"][0] == INFORMED
    assert "L'expéditeur 39000" not in told


def consent_forms(page):
    return {
        form["said"].value: form for form in page.forms.values() if form.action.endswith("/consent")
    }


def test_what_they_say_at_a_desk_is_noted_and_taken_back(house, admin):
    page = admin.get(f"{HUGO}/")
    assert set(consent_forms(page)) == {"yes", "no"}
    page = consent_forms(page)["no"].submit(status=303).follow()
    assert "ne recevra plus de messages" in page.html.select_one(".notice.delivered").text
    assert house.run(lambda root: find(root, HUGO).said) == "no"
    assert set(consent_forms(page)) == {"yes"}
    page = consent_forms(page)["yes"].submit(status=303).follow()
    assert "accepte les messages" in page.html.select_one(".notice.delivered").text
    assert house.run(lambda root: find(root, HUGO).said) == "yes"
    assert set(consent_forms(page)) == {"no"}
    entries = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    noted = [(one.verb, one.path, one.by) for one in entries if one.verb.startswith("consent")]
    assert noted == [
        (f"consent.noted_{said}", "/people/hmarchand", "admin") for said in ("no", "yes")
    ]


def test_neither_yes_nor_no_is_nothing(house, admin):
    form = consent_forms(admin.get(f"{HUGO}/"))["no"]
    form["said"].force_value("perhaps")
    form.submit(status=303)
    assert house.run(lambda root: find(root, HUGO).said) == ""


def test_who_manages_no_people_changes_no_consent(secretary):
    page = secretary.get(f"{HUGO}/")
    assert not consent_forms(page)
    token = page.html.select_one("[name=csrf_token]")["value"]
    secretary.post(f"{HUGO}/consent", {"csrf_token": token, "said": "no"}, status=403)


def test_a_number_that_somebody_before_them_refused_is_told_to_who_may_see_it(
    house, admin, register
):
    def say_no(root):
        consent.opt_out(
            rights.person(find(root, scenes.PARIS), "hmarchand"), "hmarchand", 1_790_000_000
        )

    house.run(say_no)
    number = person(house)[1]
    page = admin.get(f"{HUGO}/")
    assert "Son refus reste lié à son numéro pendant 36\xa0mois" in page
    assert "Quelqu’un d’autre" not in page
    form_to(page, "/remove").submit(status=303)
    form = form_to(admin.get(f"{PEOPLE}new"), "/new")
    form["uid"], form["name"], form["msisdn"] = "next", "Nadia Next", number
    page = form.submit(status=303).follow()
    assert "Quelqu’un d’autre a refusé les messages à ce numéro" in page
    assert "Son refus reste" not in page
    assert "Quelqu’un d’autre" not in register.get(f"{PEOPLE}next/")


def test_what_somebody_before_refused_is_told_to_who_has_the_number_now(house, secretary):
    def move(root):
        people = find(root, scenes.PARIS)["people"]
        consent.opt_out(
            rights.person(find(root, scenes.PARIS), "hmarchand"), "hmarchand", 1_790_000_000
        )
        number = people["hmarchand"].msisdn
        people.renumber("hmarchand", "")
        people.renumber("zlefevre", number)

    house.run(move)
    page = secretary.get(f"{scenes.PARIS}/me/")
    assert "Quelqu’un d’autre a refusé les messages à votre numéro" in page
