"""The purpose of a message that is written: told, chosen where one may, checked and counted."""

import pytest
import scenes
from compose_page import COMPOSE, check, path_of, preview, stored

from unisms.model.folder import find
from unisms.model.templates import MessageTemplate
from unisms.services.campaigns import checks
from unisms.services.people import consent
from unisms.testing.factories import someone

SPORT = ("theme", "sport")


@pytest.fixture(autouse=True)
def themes(house):
    house.run(scenes.themes)


def change(house, act):
    house.run(lambda root: act(find(root, scenes.PARIS)) and None)


def words(page, place):
    return " ".join(page.html.select_one(place).get_text(" ").split())


def written(page, text="Bonjour", **fields):
    form = page.forms["compose"]
    form["text"] = text
    for name, value in fields.items():
        form[name] = value
    return form


def test_a_theme_is_chosen_like_a_group_and_its_values_one_by_one(house, secretary):
    page = secretary.get(f"{COMPOSE}?theme=sport")
    assert "Message du thème « Sport »" in words(page, "#purpose-told").replace("\u202f", " ")
    assert page.html.select_one("#theme-sport").has_attr("checked")
    assert not page.html.select("#theme-crous")  # in whose name they may not write
    form = written(page)
    box = next(one for one in form.fields["audience"] if one._value == "theme:sport?Campus=Nord")
    box.checked = True
    path = path_of(check(form, status=303))
    assert stored(house, path, "audience", "purpose") == (
        (("theme", "sport?Campus=Nord"),),
        SPORT,
    )
    page = secretary.get(f"{path}/edit")
    assert page.html.select_one("#theme-sport").has_attr("checked")
    assert page.forms["compose"]["purpose"].value == ""  # it follows from the recipients


def test_the_check_tells_the_theme_and_the_sentence_of_the_first_message(house, secretary):
    form = written(secretary.get(f"{COMPOSE}?theme=sport"), "x" * 150)
    path = path_of(check(form, status=303))
    house.worker.drain()
    page = secretary.get(f"{path}/check")
    told = words(page, "dl.facts")
    assert "thème" in told
    assert "personnes reçoivent leur premier message" in told
    figures = house.run(lambda root: checks.check_of(find(root, path)))
    assert figures.noticed == (figures.recipients, figures.recipients)
    assert figures.segments == 2 * figures.recipients


def test_a_theme_may_be_chosen_for_others_who_are_then_set_aside(house, secretary):
    page = secretary.get(f"{COMPOSE}?group=l2-histoire")
    path = path_of(check(written(page, purpose="theme/sport"), status=303))
    house.worker.drain()
    figures = house.run(lambda root: checks.check_of(find(root, path)))
    assert stored(house, path, "purpose") == (SPORT,)
    assert figures.set_aside["no_consent"] > 0
    assert secretary.get(f"{path}/edit").forms["compose"]["purpose"].value == "theme/sport"


def test_without_a_theme_of_ones_own_nothing_is_asked(house, librarian):
    page = librarian.get(COMPOSE)
    assert not page.html.select("#purpose, #emergency-yes, #themes")


def test_the_account_of_a_theme_pays_and_that_of_the_last_message_does_not(house, admin):
    change(house, lambda paris: setattr(paris["themes"]["sport"], "account", "sport"))
    assert admin.get(f"{COMPOSE}?theme=sport").forms["compose"]["account"].value == "sport"


def test_the_purpose_of_the_account_follows(house, secretary):
    def furnish(paris):
        paris["accounts"]["scolarite"].purpose = SPORT

    change(house, furnish)
    page = secretary.get(f"{COMPOSE}?group=l2-histoire")
    form = written(page, account="scolarite")
    assert stored(house, path_of(form.submit("action", value="check")), "purpose") == (SPORT,)


def test_a_template_brings_its_purpose(house, secretary):
    def furnish(paris):
        template = paris["templates"].add("match", MessageTemplate("Match", "Samedi à 15 h."))
        template.purpose = SPORT

    change(house, furnish)
    page = secretary.get(f"{COMPOSE}?template=match")
    assert page.forms["compose"]["purpose"].value == "theme/sport"
    form = written(secretary.get(COMPOSE), "Bonjour", template="match")
    page = form.submit("action", value="template")
    assert page.forms["compose"]["purpose"].value == "theme/sport"
    assert page.forms["compose"]["text"].value == "Bonjour\nSamedi à 15 h."
    form = written(page, template="")
    assert form.submit("action", value="template").forms["compose"]["text"].value == "Bonjour"


def test_an_emergency_needs_a_reason_and_reaches_those_who_refused(house, admin):
    change(house, lambda paris: consent.opt_out(someone(paris, "hmarchand"), "hmarchand", 1))
    page = admin.get(f"{COMPOSE}?person=hmarchand")
    form = written(page, account="scd")
    form["emergency"].checked = True
    page = form.submit("action", value="check", status=422)
    assert page.html.select_one("#reason-error")
    assert "elle part aussi aux personnes désinscrites" in words(page, "#purpose-told")
    form = written(page, account="scd", reason="Un incendie")
    path = path_of(form.submit("action", value="check", status=303))
    house.worker.drain()
    assert stored(house, path, "purpose", "reason", "urgent") == (
        ("emergency",),
        "Un incendie",
        True,
    )
    page = admin.get(f"{path}/check")
    assert "Alerte d’urgence · Un incendie" in words(page, "dl.facts")
    assert admin.get(f"{path}/edit").forms["compose"]["emergency"].checked


@pytest.mark.parametrize(
    ("policy", "told"),
    [("opt_out", "elle ne part pas aux personnes"), ("opt_in", "elle ne part qu’aux personnes")],
)
def test_an_emergency_says_whom_it_reaches_by_the_policy(house, admin, policy, told):
    change(house, lambda paris: setattr(paris, "policies", (("emergency", policy),)))
    token = admin.get(COMPOSE).forms["compose"]["csrf_token"].value
    page = preview(admin, token, text="Bonjour", emergency="yes")
    assert told in words(page, "#purpose-told")


def test_where_everybody_is_reached_who_has_not_left_that_is_told(house, admin):
    change(house, lambda paris: setattr(paris, "policies", (("theme", "opt_out"),)))
    token = admin.get(COMPOSE).forms["compose"]["csrf_token"].value
    page = preview(admin, token, text="Bonjour", purpose="theme/sport")
    assert "il ne part pas à ceux qui l’ont quitté" in words(page, "#purpose-told")


def test_an_emergency_of_somebody_who_may_not_send_one_is_refused(house, secretary):
    page = secretary.get(f"{COMPOSE}?group=l2-histoire")
    token = page.forms["compose"]["csrf_token"].value
    fields = {
        "csrf_token": token,
        "text": "Bonjour",
        "audience": "group:l2-histoire",
        "account": "scolarite",
        "connection": scenes.BROKER,
        "emergency": "yes",
        "reason": "Un incendie",
        "action": "check",
    }
    change(house, lambda paris: setattr(paris["themes"]["sport"], "owner", "admin"))
    page = secretary.post(COMPOSE, fields, status=422)
    assert "Votre rôle ne permet pas d’envoyer une alerte" in page.html.select_one("#purpose").text
