"""The page by which the end of an alert is told: its count, the stop, the way to the check."""

import pytest
import scenes
from check_page import stored

from unisms.model.acl import ROLES, Permission
from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY

ALERT = {"purpose": (EMERGENCY,), "urgent": True, "reason": "Incendie", "on_doubt": "resend"}


@pytest.fixture
def alert(house):
    """The path of an alert of the administrator's that is still leaving."""
    return house.run(lambda root: scenes.under_way(root, author="admin", **ALERT))


def handed(house, path):
    def count(root):
        rows = find(root, path).stored_rows()
        return sum(row[1] in states.LEFT for _, row in rows)

    return house.run(count)


def campaigns(house):
    return house.run(lambda root: len([*find(root, f"{scenes.PARIS}/campaigns")]))


def test_an_alert_is_stopped_and_its_end_sent_to_whom_it_left_for(house, admin, alert):
    left = handed(house, alert)
    page = admin.get(f"{alert}/").click("Fin d’alerte")
    assert f"{left} personnes l’ont reçue" in page.html.select_one("#handed").text
    form = next(form for form in page.forms.values() if "end-alert" in form.action)
    assert form["text"].value.startswith("Fin de l'alerte.")
    form["text"] = "Fin de l'alerte incendie."
    there = form.submit(status=303).location.removeprefix("http://localhost")
    assert stored(house, alert, "state") == states.STOPPED
    house.worker.drain()
    path = there.rstrip("/")
    assert states.STAGES[stored(house, path, "state")].released  # nobody need confirm it twice
    assert stored(house, path, "text") == "Fin de l'alerte incendie."
    assert house.run(lambda root: find(root, path).counted("recipients")) == left
    page = admin.get(f"{alert}/")
    assert page.html.select_one("#ending a").get("href").rstrip("/").endswith(path)


def test_a_second_click_leads_to_the_same_message(house, admin, alert):
    form = next(
        form
        for form in admin.get(f"{alert}/end-alert?ending=false_alarm").forms.values()
        if "end-alert" in form.action
    )
    before = campaigns(house)
    first = form.submit(status=303).location
    assert form.submit(status=303).location == first
    assert campaigns(house) == before + 1
    assert admin.get(f"{alert}/end-alert", status=303).location == first


def test_an_empty_text_stops_nothing(house, admin, alert):
    page = admin.get(f"{alert}/end-alert")
    form = next(form for form in page.forms.values() if "end-alert" in form.action)
    form["text"] = ""
    page = form.submit(status=422)
    assert "L’alerte n’est pas arrêtée" in page.text
    assert stored(house, alert, "state") == states.SENDING


def test_an_alert_in_two_languages_asks_for_both(house, admin):
    others = (("en", "Fire: leave the building."),)
    path = house.run(
        lambda root: scenes.under_way(root, author="admin", wording=("fr", "", (), others), **ALERT)
    )
    page = admin.get(f"{path}/end-alert")
    assert page.html.select_one("[name=other_text]").get("lang") == "en"


def test_an_unknown_end_is_not_found(admin, alert):
    admin.get(f"{alert}/end-alert?ending=other", status=404)


def test_what_is_no_alert_has_no_end(house, admin):
    path = house.run(scenes.under_way)
    assert not admin.get(f"{path}/").html.select("#ending")
    admin.get(f"{path}/end-alert", status=403)


def test_whoever_may_not_write_in_an_emergency_ends_none(secretary, alert):
    secretary.get(f"{alert}/end-alert", status=403)


def test_whoever_sees_no_numbers_is_told_no_more_than_by_the_follow_page(house, admin, alert):
    def blind(root):
        paris, campaign = find(root, scenes.PARIS), find(root, alert)
        campaign.audience = (*campaign.audience, ("number", "+33639980001"))
        seeing = ROLES["administrator"] - {Permission.NUMBER_VIEW}
        paris["roles"].add("blind", Role("Blind", sorted(seeing)))
        paris.grants.withdraw("person:admin", "administrator")
        paris.grants.give("person:admin", "blind")

    house.run(blind)
    page = admin.get(f"{alert}/end-alert")
    assert f"{handed(house, alert)} personnes l’ont reçue" in page.html.select_one("#handed").text
