"""The pages of prepared alerts: prepared, launched in two clicks and a reason, rehearsed."""

import pytest
import scenes
from check_page import figures, press, stored

from unisms.model.acl import Permission
from unisms.model.connections import BrokerConnection, SenderId
from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.sms import states

PAGE = f"{scenes.PARIS}/alerts/"


@pytest.fixture
def cell(house):
    """Somebody who may send alerts, and not prepare any."""

    def give(root):
        paris = find(root, scenes.PARIS)
        may = (
            *("institution:view", "campaign:compose", "campaign:view", "campaign:send"),
            *("person:view", Permission.CAMPAIGN_EMERGENCY, "number:view"),
        )
        paris["roles"].add("cell", Role("Crisis cell", may))
        paris.grants.give("person:mcomptes", "cell")

    house.run(give)
    return house.person("mcomptes")


def fill(page, **fields):
    form = next(one for one in page.forms.values() if "text" in one.fields)
    for name, value in {"title": "Évacuation", "text": "Sortez du bâtiment.", **fields}.items():
        form[name] = value
    return form


def tick(form, word, name="audience"):
    next(one for one in form.fields[name] if one._value == word).checked = True


@pytest.fixture
def alert(house, admin):
    """The path of an alert that is prepared on the page."""
    form = fill(admin.get(f"{PAGE}new"))
    tick(form, "group:l2-histoire")
    form.submit(status=303)
    return f"{PAGE}evacuation"


def launch(app, mode="", status=303, **more):
    token = app.get(PAGE).forms[0]["csrf_token"].value
    told = {"csrf_token": token, "mode": mode, **more}
    return app.post(f"{PAGE}evacuation/launch", told, status=status)


def checked(house, app, mode="", **more):
    """Return the check of an alert that is launched, once a worker has prepared it."""
    there = launch(app, mode, **more).location
    house.worker.drain()
    return app.get(there)


def test_an_empty_page_says_what_a_prepared_alert_is_for(house, admin):
    house.run(lambda root: find(root, PAGE).remove("fermeture") and None)
    assert "Aucune alerte n’est préparée" in admin.get(PAGE).text
    assert admin.get(f"{scenes.PARIS}/").html.select_one(f"a[href$='{PAGE}']") is not None


def test_an_alert_is_prepared_with_the_only_account_and_provider_chosen(house, admin, alert):
    page = admin.get(PAGE)
    assert "Sortez du bâtiment." in page.text
    told = house.run(lambda root: vars(find(root, alert)) and find(root, alert).pairs)
    assert told == (("group", "l2-histoire"),)
    assert admin.get(alert, status=303).location.endswith("#alert-evacuation")
    assert "a préparé une alerte" in admin.get(f"{scenes.PARIS}/audit").text


def test_two_clicks_and_a_reason_and_it_leaves(house, admin, alert):
    page = checked(house, admin)
    people = int(figures(page)[0])
    assert f"{people} personnes, en" in page.html.select_one("#estimate").text
    form = next(form for form in page.forms.values() if form.action.endswith("/send"))
    form["reason"] = "Fumée au sous-sol"
    path = form.submit(status=303).location.removeprefix("http://localhost").rstrip("/")
    assert stored(house, path, "state") == states.SENDING
    assert stored(house, path, "reason") == "Fumée au sous-sol"
    assert "Cette alerte est partie" in admin.get(PAGE).text
    assert "Cette alerte est déjà partie" in checked(house, admin).text


def test_without_a_reason_nothing_leaves(house, admin, alert):
    page = press(checked(house, admin), "send", status=422)
    assert "Dites pourquoi cette alerte part" in page.text
    assert "Fumée" not in page.text
    assert press(page, "send", status=422)


def test_the_pace_of_the_contract_is_told(house, admin, alert):
    def slow(root):
        find(root, scenes.BROKER).pace = 1

    house.run(slow)
    told = checked(house, admin).html.select_one("#estimate").text
    assert "au rythme de ce contrat : 1 messages par seconde" in told.replace("\u202f", " ")


def test_an_exercise_says_so_and_keeps_whether_it_was_announced(house, admin, alert):
    page = checked(house, admin, "exercise", announced="yes")
    assert "EXERCICE - Sortez du bâtiment." in page.html.select_one(".quote").text
    path = page.request.path.removesuffix("/check")
    told = house.run(lambda root: find(root, path).alerting)
    assert (told.mode, told.announced) == ("exercise", True)


def test_a_rehearsal_has_no_button_that_sends(house, admin, alert):
    page = checked(house, admin, "rehearsal")
    assert "Répétition : rien ne part" in page.text.replace("\u202f", " ")
    assert not page.html.select("form[action$='/send']")
    assert not page.html.select("form[action$='/test']")


def test_an_unknown_way_to_launch_is_not_found(admin, alert):
    token = admin.get(PAGE).forms[0]["csrf_token"].value
    admin.post(f"{alert}/launch", {"csrf_token": token, "mode": "other"}, status=404)


def test_what_cannot_leave_as_it_is_prepared_says_why(house, admin, alert):
    def close(root):
        find(root, f"{scenes.PARIS}/accounts/scolarite").closed = True
        find(root, alert).account = "scolarite"

    house.run(close)
    assert "Cette alerte ne pourrait pas partir" in admin.get(PAGE).text
    page = launch(admin, status=422)
    assert "Ce compte est fermé" in page.text


def test_the_crisis_cell_launches_and_prepares_nothing(house, admin, alert, cell):
    page = cell.get(PAGE)
    assert not page.html.select(f"a[href$='{PAGE}new']")
    cell.get(f"{PAGE}new", status=403)
    cell.get(f"{alert}/settings", status=403)
    assert figures(checked(house, cell))


def test_whoever_may_not_send_an_alert_sees_none(secretary, alert):
    secretary.get(PAGE, status=403)


def test_it_is_changed_and_deleted(house, admin, alert):
    page = admin.get(f"{alert}/settings")
    form = fill(page, title="Confinement", other_text="Stay inside.")
    assert form["text"].value == "Sortez du bâtiment."
    form.submit(status=303)
    assert "Confinement" in admin.get(PAGE).text
    page = press(admin.get(PAGE), "delete", status=303).follow()
    assert "L’alerte préparée est supprimée." in page.text
    assert house.run(lambda root: [*find(root, PAGE)]) == ["fermeture"]


def test_nobody_prepares_an_alert_for_nobody_or_without_a_text(admin):
    form = fill(admin.get(f"{PAGE}new"), text=" ", all_clear="a" * 801)
    page = form.submit(status=422)
    told = page.html.select_one("#problems").text
    assert "Le message : À remplir" in told.replace("\u202f", " ").replace("\xa0", " ")
    assert "À qui" in told
    assert "800 caractères" in told


def test_a_part_that_is_not_offered_is_refused(admin):
    page = admin.get(f"{PAGE}new")
    form = fill(page)
    token = form["csrf_token"].value
    told = dict(form.submit_fields()) | {"csrf_token": token, "audience": "number:0639980001"}
    assert "Choisissez dans la liste" in admin.post(f"{PAGE}new", told, status=422).text


def test_an_answer_is_only_asked_for_where_one_can_come(house, admin):
    form = fill(admin.get(f"{PAGE}new"))
    tick(form, "group:l2-histoire")
    form["asks"] = True
    assert "Personne ne peut répondre" in form.submit(status=422).text


def test_a_provider_that_is_not_there_is_refused(admin):
    form = fill(admin.get(f"{PAGE}new"))
    tick(form, "group:l2-histoire")
    told = [pair for pair in form.submit_fields() if pair[0] != "connection"]
    page = admin.post(f"{PAGE}new", [*told, ("connection", "/gone")], status=422)
    assert page.html.select_one("#connection-error") is not None


def test_a_sender_of_another_provider_is_refused(house, admin):
    def connect(root):
        other = BrokerConnection("Autre", "console", {})
        other.put_sender(SenderId("AUTREMOT"))
        find(root, f"{scenes.PARIS}/brokers").add("autre", other)

    house.run(connect)
    form = fill(admin.get(f"{PAGE}new"), sender_id="AUTREMOT", connection=scenes.BROKER)
    tick(form, "group:l2-histoire")
    assert "Choisissez dans la liste" in form.submit(status=422).text


def test_whom_a_saved_audience_leaves_out_stays_left_out_until_somebody_says_otherwise(
    house, admin, alert
):
    def leave_out(root):
        find(root, alert).minus = (("group", "l3-geo"), ("group", "gone"))

    house.run(leave_out)
    form = fill(admin.get(f"{alert}/settings"), title="Évacuation")
    next(one for one in form.fields["minus"] if one._value == "group:gone").checked = False
    form.submit(status=303)
    assert house.run(lambda root: find(root, alert).minus) == (("group", "l3-geo"),)
