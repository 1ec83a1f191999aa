"""Alerts that are prepared: written in quiet times, then two clicks and a reason."""

import alert_scenes
import pytest
import scenes
from check_page import press, stored

from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.sms import states

PAGE = f"{scenes.PARIS}/alerts/"


@pytest.fixture
def fire(house):
    """The path of a prepared alert."""
    return house.run(alert_scenes.prepared_alert)


def form_of(page, there):
    return next(form for form in page.forms.values() if form.action.endswith(there))


def test_an_empty_list_says_what_to_do(admin):
    assert "Aucune alerte n’est préparée" in admin.get(PAGE).text


def test_an_alert_is_written(house, admin):
    form = form_of(admin.get(f"{PAGE}new"), "/alerts/new")
    form["title"], form["text"] = "Incendie", "Sortez du campus."
    boxes = [box for box in form.fields["pairs"] if box._value == "group:l2-histoire"]
    boxes[0].checked = True
    form["account"], form["connection"] = "scolarite", scenes.BROKER
    page = form.submit(status=303).follow()
    assert "Sortez du campus." in page.text
    assert stored(house, f"{PAGE}incendie", "pairs") == (("group", "l2-histoire"),)
    assert "Changé par Jeanne Fontaine" in admin.get(f"{PAGE}incendie/settings").text


def test_an_alert_says_something_to_somebody(admin):
    form = form_of(admin.get(f"{PAGE}new"), "/alerts/new")
    form["title"], form["text"], form["all_clear"] = "Incendie", " ", "x" * 5_000
    page = form.submit(status=422)
    told = [one.get("href") for one in page.html.select("#problems a")]
    assert {"#text", "#pairs", "#all_clear"} <= {*told}


def test_a_sender_id_is_one_of_its_connection(house, admin):
    house.run(scenes.senders)
    house.run(
        lambda root: (
            find(root, f"{scenes.PARIS}/brokers").add("autre", BrokerConnection("Autre", "fake"))
            and None
        )
    )
    form = form_of(admin.get(f"{PAGE}new"), "/alerts/new")
    form["title"], form["text"], form["sender_id"] = "Incendie", "Sortez", "Alerte"
    form["connection"] = f"{scenes.PARIS}/brokers/autre"
    page = form.submit(status=422)
    assert "#sender_id" in [one.get("href") for one in page.html.select("#problems a")]


def test_an_alert_is_changed_and_deleted(house, admin, fire):
    page = admin.get(f"{fire}/settings")
    form = form_of(page, "/settings")
    form["text"] = "Sortez par l'avenue."
    assert form.submit(status=303).location.endswith("/alerts/")
    assert stored(house, fire, "text") == "Sortez par l'avenue."
    assert stored(house, fire, "pairs") == (("group", "l2-histoire"),)
    assert "a modifié une alerte préparée" in admin.get(f"{scenes.PARIS}/audit").text
    assert admin.get(fire, status=303).location.endswith("#alert-incendie")
    press(admin.get(f"{fire}/settings"), "delete", status=303)
    assert house.run(lambda root: [*find(root, PAGE)]) == []


def test_two_clicks_and_a_reason_let_it_leave(house, admin, fire):
    there = press(admin.get(PAGE), "prepare", status=303).location
    house.worker.drain()
    page = admin.get(there).follow()
    people = stored(house, path_of(there), "last_number") and page.html.select_one("#pace").text
    assert "en 1 minute au rythme" in people
    form = form_of(page, "/send")
    assert form["reason"].value == ""
    refused = form.submit(status=422)
    assert "Dites pourquoi c’est une urgence" in refused.text
    assert stored(house, path_of(there), "state") == states.CHECKED
    form = form_of(refused, "/send")
    form["reason"] = "Feu au bâtiment B"
    form.submit(status=303)
    assert stored(house, path_of(there), "state") == states.SENDING
    assert stored(house, path_of(there), "reason") == "Feu au bâtiment B"


def test_the_check_tells_the_minutes_at_the_pace_of_the_contract(house, admin, fire):
    there = press(admin.get(PAGE), "prepare", status=303).location
    house.worker.drain()

    def slow(root):
        find(root, scenes.BROKER).pace = 1
        campaign = find(root, path_of(there))
        figures = {**dict(campaign.check), "recipients": 1020}
        campaign.check = tuple(figures.items())

    house.run(slow)
    told = " ".join(admin.get(there).follow().html.select_one("#pace").text.split())
    assert told == "1 020 en 17 minutes au rythme de ce contrat"


def path_of(location):
    return location.removeprefix("http://localhost").rstrip("/")


@pytest.mark.parametrize(("box", "kept"), [(True, "announced"), (False, "unannounced")])
def test_an_exercise_says_so(house, admin, fire, box, kept):
    form = form_of(admin.get(PAGE), "/exercise")
    form["announced"] = box
    there = path_of(form.submit(status=303).location)
    assert stored(house, there, "text") == "EXERCICE : Sortez du campus."
    assert stored(house, there, "alerting").exercise == kept


def test_what_keeps_it_from_leaving_is_told_beside_it(house, admin, fire):
    house.run(lambda root: setattr(find(root, fire), "account", "gone"))
    page = press(admin.get(PAGE), "prepare", status=422)
    assert "Choisissez le compte qui paie." in page.html.select_one("#alert-incendie").text


def test_only_who_may_write_in_an_emergency_sees_them(house, secretary, admin, fire):
    secretary.get(PAGE, status=403)
    assert f'href="{PAGE}"' not in secretary.get(scenes.PARIS).text
    assert f'href="{PAGE}"' in admin.get(scenes.PARIS).text
