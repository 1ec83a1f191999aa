"""The check before sending, the trial and the sending."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import scenes
from check_page import bind, figures, give_number, headings, nobody, press, seen, stored

from unisms.model.folder import find
from unisms.services.campaigns import checks, drafts
from unisms.services.ground.actor import service
from unisms.services.imports import intake
from unisms.services.money import billing
from unisms.services.rights import daily
from unisms.sms import states
from unisms.testing.factories import someone


def test_while_the_worker_prepares_the_page_asks_again(house, secretary):
    path = house.run(scenes.preparing)
    page = secretary.get(f"{path}/check")
    assert page.html.select_one("#check")["hx-trigger"] == "every 1s"
    assert page.html.select_one("noscript meta")["http-equiv"] == "refresh"
    assert page.html.select_one("progress")
    assert not page.html.select_one("form[action$='/send']")


def test_the_figures_are_those_of_the_freeze(house, secretary):
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    assert figures(page)[0] == "43"
    assert page.html.select_one("form[action$='/send'] button").text == "Envoyer à 43 personnes"
    assert " ".join(page.html.select_one(".reason summary").text.split()) == "sans numéro : 2"
    assert "4\u202f210 → 4\u202f16" in page.html.select_one(".facts").text
    assert page.html.select_one(".quote").text.startswith("Bonjour ")


def test_the_page_says_what_it_is_for_and_then_of_which_message(house, secretary):
    page = secretary.get(f"{house.run(scenes.checked)}/check")
    assert page.html.select_one("h1").text == "Vérifier avant l’envoi"
    assert page.html.select_one("h1 + p").text == "Cours déplacé"
    waiting = secretary.get(f"{house.run(scenes.preparing)}/check")
    assert waiting.html.select_one("h1 + p").text == "Cours déplacé"


def test_what_says_nothing_is_left_out(house, secretary):
    page = secretary.get(f"{house.run(lambda root: scenes.checked(root, text='Bonjour'))}/check")
    assert headings(page) == ["Vérifier avant l’envoi", "Mis de côté\u202f: 2", "Le message"]
    assert "Fin prévue" not in page
    assert page.html.select_one(".quote + p").text == "7 caractères · 1 SMS"
    long = "Bonjour [nom], votre cours d'histoire de demain est déplacé en salle B 204. " * 2
    page = secretary.get(f"{house.run(lambda root: scenes.checked(root, text=long))}/check")
    assert headings(page)[1] == "SMS par message"
    assert headings(page)[-1] == "Le plus long"


def test_what_takes_a_while_is_told_when_it_will_be_done(house, secretary):
    path = house.run(scenes.checked)
    house.run(lambda root: setattr(find(root, scenes.BROKER), "pace", 0.5))
    assert re.search(
        "Fin prévue vers [0-9]{2}:[0-9]{2}",
        secretary.get(f"{path}/check").html.select_one(".facts").text,
    )


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (("+32 470 12 34 56",), "dont 1 SMS à l’étranger, à 0,20\xa0€"),
        (
            ("+32 470 12 34 56", "+44 7911 123456"),
            "dont 2 SMS à l’étranger, de 0,12\xa0€ à 0,20\xa0€",
        ),
        ((), ""),
    ],
)
def test_what_is_dearer_abroad_is_told(house, secretary, numbers, told):
    house.run(
        lambda root: setattr(
            find(root, scenes.BROKER), "prices", (("+33", 50_000), ("+32", 200_000), ("", 120_000))
        )
    )
    audience = tuple(("number", one) for one in ("06 39 98 00 01", *numbers))
    page = secretary.get(
        f"{house.run(lambda root: scenes.checked(root, text='Ok', audience=audience))}/check"
    )
    assert [note.text for note in page.html.select(".figure-note")] == ([told] if told else [])


def test_what_would_leave_as_it_is_written_is_told_before_it_does(house, secretary):
    one = (("number", "0639980001"),)
    path = house.run(lambda root: scenes.checked(root, audience=one, text="Bonjour [nom, à demain"))
    assert "[nom partira tel quel" in secretary.get(f"{path}/check").html.select_one(".facts").text


def test_one_is_told_in_the_singular(house, secretary):
    one = (("number", "0639980001"),)
    page = secretary.get(
        f"{house.run(lambda root: scenes.checked(root, audience=one, text='Bonjour'))}/check"
    )
    labels = [label.text.strip() for label in page.html.select(".figure-label")]
    assert labels == ["personne", "SMS facturé", "au total"]


def test_the_page_of_what_is_checked_is_its_check(house, secretary):
    assert secretary.get(f"{house.run(scenes.checked)}/").location.endswith("/check")
    assert secretary.get(f"{house.run(scenes.draft)}/").location.endswith("/edit")


def test_duplicates_are_told(house, secretary):
    twice = (("number", "0639980001"), ("number", "+33639980001"))
    path = house.run(lambda root: scenes.checked(root, audience=twice, text="Bonjour"))
    page = secretary.get(f"{path}/check")
    assert "1 numéro figurait deux fois" in page


def test_quiet_hours_are_told_before_one_presses(house, secretary):
    hour = datetime.now(ZoneInfo("Europe/Paris")).hour
    until = (hour + 2) % 24

    def hush(root, path):
        find(root, scenes.PARIS).quiet_hours = (hour * 60, until * 60)
        find(root, path).urgent = False

    path = house.run(scenes.checked)
    assert "heures calmes" not in secretary.get(f"{path}/check")
    house.run(hush, path)
    facts = secretary.get(f"{path}/check").html.select_one(".facts").text
    assert f"{until:02}:00, à la fin des heures calmes" in facts
    assert f"Fin prévue vers {until:02}:00" in facts
    house.run(lambda root: setattr(find(root, path), "urgent", True))
    assert "heures calmes" not in secretary.get(f"{path}/check")


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ({"audience": 30}, "à 30 personnes au plus"),
        ({"daily": 42}, "reste 42 SMS"),
        ({"hours": (0, 0)}, "de 00:00 à 00:00"),
        ({"accounts": ("sport",)}, "faire payer ce compte"),
        ({"free_text": False}, "que les textes des modèles"),
        ({"typed_numbers": False}, "pas de saisir des numéros"),
        ({"sender_ids": ("BU",)}, "pas cet expéditeur"),
    ],
)
def test_a_limit_of_ones_role_is_told_before_one_presses(house, secretary, bounds, told):
    path = house.run(
        lambda root: scenes.checked(
            root, audience=(("group", "l2-histoire"), ("number", "0639989998"))
        )
    )
    house.run(lambda root: setattr(find(root, path), "sender_id", "SCD"))
    before = secretary.get(f"{path}/check")
    assert "Vous ne pouvez pas" not in before
    house.run(bind, bounds)
    page = secretary.get(f"{path}/check")
    assert told in page.html.select_one(".notice.uncertain").text
    assert not page.html.select("form[action$='/send']")
    refused = press(before, "send", status=403)
    assert told in refused.html.select_one(".notice.failed").text
    assert not refused.html.select(".notice.uncertain")


def test_what_is_urgent_is_sent_by_nobody_who_lost_the_right_to_it(house, secretary):
    path = house.run(lambda root: scenes.checked(root, urgent=True))
    page = secretary.get(f"{path}/check")
    assert "ne permet pas les messages urgents" in page.html.select_one(".notice.uncertain").text
    assert not page.html.select("form[action$='/send']")
    form = page.click("Modifier").forms["compose"]
    form["urgent"] = False
    form.submit("action", value="check", status=303)
    house.run(checks.prepare, path, 1_800_000_000)
    press(secretary.get(f"{path}/check"), "send", status=303)


def test_who_is_set_aside_of_a_file_is_told_with_their_row(house):
    def furnish(root):
        file = scenes.imported(root, content="Nom;Mobile\nZoé;0639980001\nAnaïs;0144078000\n")
        intake.choose(
            find(root, file), number_columns=(1,), name_columns=(0,), key_column=-1, rule=()
        )
        return scenes.checked(
            root, author="abenali", audience=(("import", file.rpartition("/")[2]),), text="Bonjour"
        )

    page = house.person("abenali").get(f"{house.run(furnish)}/check")
    assert " ".join(page.html.select_one(".reason li").text.split()) == "Anaïs · ligne 3"


def test_a_draft_whose_check_failed_goes_back_to_its_form(house, secretary):
    path = house.run(scenes.draft)
    assert secretary.get(f"{path}/check").location.endswith("/edit")
    asked = secretary.get(f"{path}/check", headers={"HX-Request": "true"})
    assert asked.headers["HX-Redirect"].endswith("/edit")


def test_what_is_under_way_goes_to_its_page(house, secretary):
    path = house.run(scenes.under_way)
    assert secretary.get(f"{path}/check").location.endswith(f"{path}/")


def test_sending_reserves_and_hands_over(house, secretary):
    path = house.run(scenes.checked)
    answer = press(secretary.get(f"{path}/check"), "send", status=303)
    assert answer.location == f"http://localhost{path}/"
    assert stored(house, path, "state") == "sending"
    assert house.run(lambda root: find(root, f"{scenes.PARIS}/accounts/scolarite").available) < 4210
    house.worker.drain()
    assert stored(house, path, "state") in ("sending", "sent", "closed")


def test_a_second_click_sends_nothing_twice(house, secretary):
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    press(page, "send", status=303)
    left = house.run(lambda root: find(root, f"{scenes.PARIS}/accounts/scolarite").available)
    press(page, "send", status=303)
    assert (
        house.run(lambda root: find(root, f"{scenes.PARIS}/accounts/scolarite").available) == left
    )


def test_a_second_click_leads_to_the_campaign_also_when_the_day_is_spent(house, secretary):
    path = house.run(scenes.checked)
    house.run(bind, {"daily": house.run(lambda root: find(root, path).counted("segments"))})
    page = secretary.get(f"{path}/check")
    press(page, "send", status=303)
    assert press(page, "send", status=303).location == f"http://localhost{path}/"


def rewrite(root, path, **changes):
    """The author changes the campaign and has it checked again."""
    campaign = find(root, path)
    kept = ("title", "text", "audience", "account", "connection", "sender_id", "urgent", "on_doubt")
    drafts.change(
        someone(campaign, "zlefevre"),
        campaign,
        now=1,
        **{name: getattr(campaign, name) for name in kept} | changes,
    )
    drafts.submit(campaign)
    checks.prepare(root, path, campaign.checked_at)  # in the same second


@pytest.mark.parametrize("view", ["send", "test"])
@pytest.mark.parametrize("changes", [{"text": "Tout autre texte"}, {"account": "scd"}, {}])
def test_what_has_changed_since_one_looked_is_shown_and_not_sent(house, view, changes):
    give_number(house, "admin")
    path = house.run(scenes.checked)
    admin = house.person("admin")
    before = admin.get(f"{path}/check")
    house.run(lambda root: rewrite(root, path, **changes))
    anew = press(before, view, status=409)
    assert (
        "Le message a changé depuis que vous l’avez ouvert"
        in anew.html.select_one(".notice.failed").text
    )
    assert changes.get("text", "Bonjour") in anew.html.select_one(".quote").text
    assert house.run(lambda root: len(find(root, scenes.PARIS)["campaigns"])) == 1
    assert stored(house, path, "state") == "checked"
    press(anew, view, status=303)


@pytest.mark.parametrize("view", ["send", "test"])
def test_who_has_seen_nothing_sends_nothing(house, secretary, view):
    give_number(house)
    path = house.run(scenes.checked)
    token = secretary.get(f"{path}/check").forms[0]["csrf_token"].value
    for fields in ({}, {"seen": ""}):
        answer = secretary.post(f"{path}/{view}", {"csrf_token": token, **fields}, status=409)
        assert "Relisez, puis envoyez" in answer
    assert stored(house, path, "state") == "checked"


def test_too_little_credit_is_told_before_one_presses(house, secretary):
    path = house.run(lambda root: scenes.checked(root, account="sport"))
    page = secretary.get(f"{path}/check")
    assert "Le crédit ne suffit pas" in page
    assert not page.html.select_one("form[action$='/send']")


def test_credit_spent_meanwhile_refuses_with_what_is_missing(house, secretary):
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    house.run(
        lambda root: billing.grant(
            service(), find(root, f"{scenes.PARIS}/accounts/scolarite"), -4205, 1
        )
    )
    refused = press(page, "send", status=409)
    segments = house.run(lambda root: find(root, path).counted("segments"))
    assert f"Il manque {segments - 5} SMS" in refused
    assert stored(house, path, "state") == "checked"


def close_account(house):
    house.run(
        lambda root: setattr(find(root, f"{scenes.PARIS}/accounts/scolarite"), "closed", True)
    )


@pytest.mark.parametrize("view", ["send", "test"])
def test_an_account_closed_meanwhile_pays_for_nothing(house, secretary, view):
    give_number(house)
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    close_account(house)
    assert "Le compte est fermé" in press(page, view, status=409)
    assert stored(house, path, "state") == "checked"


@pytest.mark.parametrize("view", ["send", "test"])
def test_a_connection_that_is_gone_meanwhile_is_told(house, secretary, view):
    give_number(house)
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    house.run(lambda root: find(root, f"{scenes.PARIS}/brokers").remove("simulateur") and None)
    assert "Ce fournisseur n’existe plus" in press(page, view, status=409)
    assert stored(house, path, "state") == "checked"


def test_the_check_names_the_provider_and_says_when_nothing_leaves_by_it(house, secretary):
    path = house.run(scenes.checked)
    facts = secretary.get(f"{path}/check").html.select_one("dl.facts").text
    assert "Fournisseur" in facts
    assert "rien ne part par lui" not in facts
    house.run(lambda root: setattr(find(root, scenes.BROKER), "trouble", "away"))
    assert (
        "rien ne part par lui en ce moment"
        in secretary.get(f"{path}/check").html.select_one("dl.facts").text
    )


def test_rules_that_changed_meanwhile_are_told(house, secretary):
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    house.run(lambda root: setattr(find(root, scenes.PARIS), "foreign_numbers", "refuse"))
    assert "Les règles d’envoi de l’établissement ont changé" in press(page, "send", status=409)
    assert stored(house, path, "state") == "checked"


def test_nobody_left_sends_nothing(house, secretary):
    path = house.run(lambda root: scenes.checked(root, audience=(("person", nobody(root)),)))
    page = secretary.get(f"{path}/check")
    assert not page.html.select_one("form[action$='/send']")
    fields = {
        "csrf_token": page.forms[0]["csrf_token"].value,
        "seen": seen(house, path),
    }
    give_number(house)
    for view in ("send", "test"):
        assert "Tout le monde a été mis de côté" in secretary.post(
            f"{path}/{view}", fields, status=422
        )


def test_a_draft_is_thrown_away_and_what_was_sent_is_not(house, secretary):
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    box = page.html.select_one("form[action$='/discard']").parent
    assert "Cours déplacé\u202f» est effacé, avec la liste de 43 personnes" in box.text
    assert box.select_one("a.cancel")["href"] == f"{path}/check"
    gone = press(page, "discard", status=303)
    assert gone.location == "http://localhost/institutions/paris1/campaigns/"
    assert "Ce message est supprimé" in gone.follow().html.select_one(".notice.delivered").text
    assert not secretary.get(gone.location).html.select(".notice")
    secretary.get(f"{path}/check", status=404)
    sent = house.run(scenes.checked)
    page = secretary.get(f"{sent}/check")
    press(page, "send")
    press(page, "discard", status=409)


def test_a_long_list_of_set_aside_leads_to_the_whole(house, secretary):
    def numberless(root):
        people = find(root, f"{scenes.PARIS}/people")
        for uid in list(find(root, f"{scenes.PARIS}/groups/l2-histoire").uids)[:15]:
            people.renumber(uid, "")
        return scenes.checked(root)

    page = secretary.get(f"{house.run(numberless)}/check")
    assert len(page.html.select(".reason li")) == 10
    assert page.html.select_one(".reason a")["href"].endswith("recipients?state=set_aside")


def test_no_check_is_made_again_once_too_much_was_frozen_today(house, secretary, monkeypatch):
    path = house.run(lambda root: scenes.checked(root, author="zlefevre"))
    token = secretary.get(f"{path}/check").forms[1]["csrf_token"].value
    monkeypatch.setattr(daily, "OF_PERSON", 0)
    told = secretary.post(f"{path}/check-again", {"csrf_token": token}, status=429)
    assert "Trop de vérifications ont été faites aujourd’hui" in told
    assert house.run(lambda root: find(root, path).state) == states.CHECKED
