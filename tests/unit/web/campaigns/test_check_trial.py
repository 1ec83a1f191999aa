"""A trial from the page of the check: to one's own number alone."""

import scenes
from check_page import bind, give_number, press, stored

from unisms.model.folder import find
from unisms.services.campaigns import checks
from unisms.services.ground.actor import service
from unisms.services.money import billing
from unisms.services.people import consent
from unisms.services.rights import rights


def test_a_trial_goes_to_ones_own_number_alone(house, secretary):
    give_number(house)
    path = house.run(lambda root: scenes.checked(root, text="Bonjour [nom], salle [[B12]"))
    page = press(secretary.get(f"{path}/check"), "test", status=303).follow()
    assert "L’essai est parti vers votre téléphone" in page
    trial = page.html.select_one(".notice a")["href"]
    longest = house.run(lambda root: checks.check_of(find(root, path)).longest)
    rows = house.run(
        lambda root: [row[0] for _, row in find(root, trial.rstrip("/")).stored_rows()]
    )
    assert rows == ["+33639989999"]
    messages = house.run(lambda root: checks.check_of(find(root, trial.rstrip("/"))).longest)
    assert messages[1] == longest[1]
    assert stored(house, path, "state") == "checked"
    assert "essai" not in secretary.get(f"{path}/check").html.select_one("main").text.replace(
        "M’envoyer un essai", ""
    )


def test_a_trial_counts_for_the_day_and_is_held_to_its_limit(house, secretary):
    path = house.run(scenes.checked)
    house.run(bind, {"daily": 4})
    for _ in range(2):
        press(secretary.get(f"{path}/check"), "test", status=303)
    refused = press(secretary.get(f"{path}/check"), "test", status=403)
    assert "Il vous reste 0 SMS" in refused.html.select_one(".notice.failed").text
    assert house.run(lambda root: len(find(root, scenes.PARIS)["campaigns"])) == 3


def test_a_trial_needs_a_number(house, secretary):
    path = house.run(scenes.checked)
    house.run(lambda root: find(root, scenes.PARIS)["people"].renumber("zlefevre", "") and None)
    assert "Votre fiche n’a pas de numéro" in press(
        secretary.get(f"{path}/check"), "test", status=422
    )


def test_a_trial_needs_credit(house, secretary):
    give_number(house)
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    house.run(
        lambda root: billing.grant(
            service(), find(root, f"{scenes.PARIS}/accounts/scolarite"), -4210, 1
        )
    )
    assert "Il manque 2 SMS" in press(page, "test", status=409)


def test_a_trial_of_what_was_sent_is_refused(house, secretary):
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    press(page, "send")
    press(page, "test", status=409)


def test_who_said_no_gets_no_trial_either(house, secretary):
    give_number(house)
    path = house.run(scenes.checked)
    page = secretary.get(f"{path}/check")
    house.run(
        lambda root: consent.opt_out(
            rights.person(find(root, scenes.PARIS), "zlefevre"), "zlefevre", 1
        )
    )
    told = press(page, "test", status=422).html.select_one(".notice")
    assert "D’après vos préférences" in told.text
    assert told.a["href"].endswith("/preferences")
