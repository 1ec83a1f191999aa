"""The pages of a pause, of departure, of one's data, and of what one has received."""

import re
from datetime import date, timedelta

import pytest
import scenes
from own_pages import ME, UID, change, form_of, furnish, look, press, refused, said, words, wrong

from unisms.model.folder import find
from unisms.services.histories import entries
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY, OPT_IN, OPT_OUT, THEME

SAID_YES = r"Sport : oui, \d+(er)? \w+ 20\d\d, \d\d:\d\d · sur le site · version 1 · consentement"


@pytest.fixture
def hugo(house):
    house.run(furnish)
    return house.person(UID)


def paused(house):
    return look(house, lambda paris: paris["people"].paused_until(UID))


@pytest.mark.parametrize("typed", ["", "demain", "2020-01-01", "9999-12-31", "2090-01-01"])
def test_a_pause_wants_a_day_to_come(house, hugo, typed):
    page = refused(hugo, "leave", "pause", until=typed)
    assert "Choisissez un jour à venir, dans un an au plus." in " ".join(wrong(page))
    assert paused(house) == 0


def test_a_pause_is_told_and_ends_when_one_wants(house, hugo):
    day = date.today() + timedelta(days=20)
    press(hugo, "leave", "pause", until=day.isoformat())
    assert paused(house) % 900 == 0
    assert "en pause jusqu'au" in words(hugo.get(ME).html.main)
    assert said(press(hugo, "leave", "resume")) == ["La pause est terminée"]
    assert paused(house) == 0


def hear_noes_in_emergencies(paris):
    paris.policies = ((EMERGENCY, OPT_OUT),)


def test_who_refuses_everything_is_told_before_and_after_that_alerts_still_come(hugo):
    asked = words(hugo.get(f"{ME}leave").html.main)
    assert "Vous recevrez encore les alertes d'urgence, et les codes" in asked
    page = press(hugo, "leave", "leave-all")
    assert said(page) == ["C'est noté : vous ne recevrez plus rien, sauf une alerte d'urgence"]


def test_where_a_no_counts_in_an_emergency_too_no_page_promises_one(house, hugo):
    change(house, hear_noes_in_emergencies)
    assert "même une alerte d'urgence ne vous arrivera pas" in words(
        hugo.get(f"{ME}leave").html.main
    )
    page = press(hugo, "leave", "leave-all")
    assert said(page) == ["C'est noté : vous ne recevrez plus rien, pas même une alerte d'urgence"]
    for name in ("", "choices", "leave"):
        assert "sauf" not in words(hugo.get(f"{ME}{name}").html.main)


def test_every_page_that_a_pause_explains_says_until_when_and_leads_to_its_end(house, hugo):
    press(hugo, "leave", "pause", until=(date.today() + timedelta(days=20)).isoformat())
    for name in ("", "choices", "number", "received"):
        page = hugo.get(f"{ME}{name}")
        assert "sauf une alerte d'urgence" in words(page.html.select_one(".notice.uncertain"))
        assert page.click("Terminer la pause").request.path == f"{ME}leave"
    change(house, hear_noes_in_emergencies)
    assert "pas même une alerte d'urgence" in words(hugo.get(f"{ME}leave").html.main)


@pytest.mark.parametrize(
    ("policies", "told"),
    [
        ((), "sans accord de votre part : les messages de service, les alertes d'urgence."),
        (((EMERGENCY, OPT_IN),), "sans accord de votre part : les messages de service."),
        (((THEME, OPT_OUT),), "les messages de service, les alertes d'urgence, « Sport »."),
    ],
)
def test_the_withdrawal_of_consents_tells_what_still_comes(house, hugo, policies, told):
    change(house, lambda paris: setattr(paris, "policies", policies))
    assert told in words(hugo.get(f"{ME}data").html.main)


def test_who_refused_everything_is_told_that_nothing_comes_without_a_consent(house, hugo):
    press(hugo, "leave", "leave-all")
    change(house, hear_noes_in_emergencies)
    assert "Vous ne recevrez plus aucun message." in words(hugo.get(f"{ME}data").html.main)


def test_a_second_no_is_no_second_record(house, hugo):
    form = form_of(hugo, "leave", "leave-all")
    form.submit(status=303)
    form.submit(status=303)
    assert look(house, lambda paris: len(paris["people"].proofs(UID))) == 1


def test_data_are_a_file_of_their_own_alone(house, hugo):
    answer = form_of(hugo, "data", "data-file").submit()
    assert answer.content_disposition == f'attachment; filename="{UID}.json"'
    assert answer.json["person"]["uid"] == UID
    assert answer.json["person"]["name"] == "Hugo Marchand"


def answered(house, hugo):
    """Let Hugo say yes to a theme of which he has read the text."""
    change(house, lambda paris: setattr(paris["themes"]["sport"], "joining", "anyone"))
    form = form_of(hugo, "choices", "choices")
    next(box for box in form.fields["ticked"] if box._value == "sport").checked = True
    form.submit(status=303)


def test_the_same_data_are_a_page_that_a_person_reads(house, hugo):
    answered(house, hugo)
    house.run(sent)
    answer = form_of(hugo, "data", "data-page").submit()
    assert answer.content_disposition == f'attachment; filename="{UID}.html"'
    assert answer.content_type == "text/html"
    told = words(answer.html.body)
    assert "Hugo Marchand" in told
    assert "Sport : vous y êtes abonné" in told
    assert re.search(SAID_YES, told)
    assert "Deux messages par mois." in told
    assert "Bonjour Hugo Marchand" in told
    assert answer.html.select("script, link, a, img") == []
    english = hugo.get(f"{ME}data?lang=en")
    answer = next(one for one in english.forms.values() if one.action.endswith("data-page"))
    told = words(answer.submit().html.body)
    assert "Sport: you subscribe to it" in told
    press(hugo, "data", "withdraw")
    assert "Sport: you have left it" in words(form_of(hugo, "data", "data-page").submit().html)
    assert "Sport: yes" in told


def test_a_text_in_two_languages_is_shown_in_that_of_the_reader(house, hugo):
    both = "Un message par mois.\n\n[English]\n\nOne message a month."
    change(house, lambda paris: paris["themes"]["sport"].wordings.publish(both, 1, "admin"))
    answered(house, hugo)
    assert words(hugo.get(f"{ME}data").html.select_one(".quote")) == "Un message par mois."
    page = hugo.get(f"{ME}data?lang=en")
    assert words(page.html.select_one(".quote")) == "One message a month."


def test_an_empty_record_says_so_in_words(hugo):
    told = words(form_of(hugo, "data", "data-page").submit().html.body)
    assert "Vous n'avez encore répondu à rien." in told
    assert told.endswith("Rien.")


def test_what_one_has_agreed_to_is_on_the_pages_of_data_and_of_choices(house, hugo):
    assert "Vous n'avez encore répondu à rien." in words(hugo.get(f"{ME}data").html.main)
    answered(house, hugo)
    page = hugo.get(f"{ME}choices").click("Ce que j’ai accepté ou refusé, et quand")
    told = words(page.html.select_one("#answers"))
    assert "Sport : oui" in told
    assert "sur le site · version 1 · consentement" in told
    assert words(page.html.select_one("#answers .quote")) == "Deux messages par mois."
    assert re.search(
        r"Votre réponse : oui, le \d+(er)? \w+ 20\d\d, \d\d:\d\d, sur le site",
        words(hugo.get(f"{ME}choices").html.main),
    )


def test_every_consent_is_withdrawn_by_one_button(house, hugo):
    change(house, lambda paris: setattr(paris["themes"]["sport"], "joining", "anyone"))
    form = form_of(hugo, "choices", "choices")
    next(box for box in form.fields["ticked"] if box._value == "sport").checked = True
    form.submit(status=303)
    assert said(press(hugo, "data", "withdraw")) == ["Vos accords sont retirés"]
    assert look(house, lambda paris: paris["themes"]["sport"].left_at(UID)) > 0


def test_a_wish_to_be_forgotten_is_on_the_list_until_it_is_withdrawn(house, hugo):
    admin = house.person("admin")
    requests = f"{scenes.PARIS}/erasure-requests"
    assert "Personne ne demande à être oublié" in admin.get(requests)
    press(hugo, "data", "erase-me")
    assert "effacement demandé le" in hugo.get(ME)
    [line] = admin.get(requests).html.select("a.line-main")
    assert line["href"] == f"{scenes.PARIS}/dossiers?uid={UID}"
    assert said(press(hugo, "data", "keep-me")) == ["Votre demande est retirée"]
    assert "Personne ne demande à être oublié" in admin.get(requests)


def test_a_refusal_has_a_reason_that_the_person_reads(house, hugo):
    press(hugo, "data", "erase-me")
    admin = house.person("admin")
    page = admin.get(f"{scenes.PARIS}/erasure-requests")
    assert "il reste" in words(page.html.main)
    form = next(one for one in page.forms.values() if "reason" in one.fields)
    assert "Dites pourquoi vous refusez" in " ".join(wrong(form.submit(status=422)))
    form["reason"] = "Un  procès est en cours"
    assert "La demande est refusée" in form.submit(status=303).follow()
    form.submit(status=303)  # decided already
    told = words(hugo.get(f"{ME}data").html.main)
    assert "votre établissement a répondu : « Un procès est en cours »" in told
    press(hugo, "data", "erase-me")
    assert "Un procès" not in hugo.get(f"{ME}data")


def sent(root):
    """Let messages to Hugo be written into his history."""
    for place in range(21):
        path = scenes.under_way(root, audience=(("person", UID),), title=f"Message {place}")
        campaign = find(root, path)
        campaign.write(1, campaign.row(1).moved(states.ACCEPTED, campaign.sent_at))
        entries.enter(root, path)


def test_what_was_received_is_told_with_its_text_its_author_and_why(house, hugo):
    assert "Rien ne vous a été envoyé." in words(hugo.get(f"{ME}received").html.main)
    house.run(sent)
    page = hugo.get(f"{ME}received")
    first = words(page.html.select_one("main li"))
    assert "Bonjour Hugo Marchand" in first
    assert "Zoé Lefèvre" in first
    assert len(page.html.select("main li")) == 20
    page = page.click("Messages plus anciens")
    assert len(page.html.select("main li")) == 1
    assert len(page.click("Messages plus récents").html.select("main li")) == 20
    assert len(hugo.get(f"{ME}received?page=x").html.select("main li")) == 20


def test_what_was_received_is_found_by_a_word(house, hugo):
    house.run(sent)
    form = next(one for one in hugo.get(f"{ME}received").forms.values() if "about" in one.fields)
    form["about"] = "ZOE bonj"
    page = form.submit()
    assert len(page.html.select("main li")) == 20
    page = page.click("Messages plus anciens")
    assert len(page.html.select("main li")) == 1
    assert "about=" in page.request.url
    page = hugo.get(f"{ME}received?about=handball")
    assert "Aucun message ne correspond." in words(page.html.main)
    assert len(page.click("Tout montrer").html.select("main li")) == 20


def test_beyond_the_last_page_the_way_back_is_shown(house, hugo):
    house.run(sent)
    page = hugo.get(f"{ME}received?page=99")
    assert "Il n'y a pas de messages plus anciens." in words(page.html.main)
    assert len(page.click("Tout montrer").html.select("main li")) == 20


def test_a_message_nobody_asked_for_is_explained(hugo):
    assert "33700" in words(hugo.get(f"{ME}unasked").html.main)
