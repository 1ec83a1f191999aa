"""A message that waits for its hour: counted down, called back, hastened, taken back, followed."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import scenes
from check_page import press, stored

from unisms.model.folder import find
from unisms.model.timings import Timing
from unisms.services.rules import clocks, timetables
from unisms.services.schedules import arrivals, departures
from unisms.testing.factories import someone

ZONE = "Europe/Paris"


def tomorrow(hour=10):
    day = datetime.now(ZoneInfo(ZONE)) + timedelta(days=1)
    return f"{day:%Y-%m-%d}T{hour:02d}:00"


def planned(root, **told):
    """A checked message with this timing; its path."""
    path = scenes.checked(root)
    find(root, path).timing = tuple(Timing(**told))
    return path


def scheduled(root, **told):
    path = planned(root, **{"at": tomorrow(), **told})
    campaign = find(root, path)
    departures.depart(someone(campaign, "zlefevre"), campaign, int(time.time()))
    return path


def undoing(root):
    timetables.choose(find(root, scenes.PARIS), timetables.UNDO, 10)
    path = scenes.checked(root)
    campaign = find(root, path)
    departures.depart(someone(campaign, "zlefevre"), campaign, int(time.time()))
    return path


def due(root, path, at=None):
    """Let its hour have come, and do what a worker does."""
    campaign, now = find(root, path), at or int(time.time())
    campaign.schedule = tuple(campaign.scheduled._replace(at=now - 1))
    arrivals.renew(root, path, now)
    arrivals.leave(root, path, now)


def text(page, place):
    return " ".join(page.html.select_one(place).text.split())


def test_a_large_message_is_counted_down_with_one_button(house, secretary):
    path = house.run(undoing)
    page = secretary.get(f"{path}/check")
    assert text(page, "#departure .lead").startswith("Départ dans ")
    assert page.html.select_one("#departure")["hx-trigger"] == "every 1s"
    assert page.html.select_one("noscript meta")["http-equiv"] == "refresh"
    buttons = [one.text for one in page.html.select("main button.primary")]
    assert buttons == ["Annuler l’envoi à 43 personnes"]
    press(page, "cancel")
    assert stored(house, path, "state") == "checked"


def test_the_part_that_counts_down_leads_on_once_it_has_left(house, secretary):
    path = house.run(undoing)
    answer = secretary.get(f"{path}/departure", headers={"HX-Request": "true"})
    assert "HX-Redirect" not in answer.headers
    house.run(lambda root: due(root, path))
    answer = secretary.get(f"{path}/departure", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"{path}/"
    assert secretary.get(f"{path}/departure", status=303).location.endswith(f"{path}/")
    assert stored(house, path, "state") == "sending"


def test_called_back_too_late_the_page_says_so(house, secretary):
    path = house.run(undoing)
    page = secretary.get(f"{path}/check")
    house.run(lambda root: due(root, path))
    answer = press(page, "cancel").follow()
    assert "C’était déjà fait, ou il était trop tard" in answer
    assert stored(house, path, "state") == "sending"


def test_a_scheduled_message_can_leave_now_by_whoever_may_send_it(house, secretary):
    path = house.run(scheduled)
    page = secretary.get(f"{path}/check")
    assert "partira le" in text(page, "#departure .lead")
    press(page, "hasten")
    house.worker.drain()
    assert stored(house, path, "state") in {"sending", "sent", "closed"}


def test_who_may_steer_and_not_send_may_call_it_back_and_no_more(house, secretary):
    path = house.run(scheduled)
    stranger = house.person("mcomptes")
    token = secretary.get(f"{path}/check").forms[1]["csrf_token"].value
    stranger.post(f"{path}/hasten", {"csrf_token": token}, status=(400, 403, 404))
    assert stored(house, path, "state") == "scheduled"


def test_a_double_click_schedules_once(house, secretary):
    path = house.run(lambda root: planned(root, at=tomorrow()))
    page = secretary.get(f"{path}/check")
    press(page, "send")
    press(page, "send")
    events = house.run(lambda root: [one.verb for one in find(root, path).events()])
    assert events.count("scheduled") == 1


def test_changed_by_a_colleague_meanwhile_it_is_not_sent(house, secretary):
    path = house.run(lambda root: planned(root, at=tomorrow()))
    page = secretary.get(f"{path}/check")
    house.run(lambda root: setattr(find(root, path), "timing", tuple(Timing(at=tomorrow(11)))))
    form = next(one for one in page.forms.values() if one.action.endswith("/send"))
    answer = form.submit(status=409)
    assert "a changé depuis que vous l’avez ouvert" in answer
    assert stored(house, path, "state") == "checked"


def test_an_hour_that_has_passed_can_be_now(house, secretary):
    early = clocks.shown_at(int(time.time()) - 7200, ZONE)
    path = house.run(lambda root: planned(root, at=early))
    page = secretary.get(f"{path}/check")
    assert "L’heure ne convient plus" in page
    button = page.html.select_one("form[action$='/send'] button").text
    assert button == "Envoyer maintenant à 43 personnes"
    press(page, "send")
    assert stored(house, path, "state") == "sending"


def test_of_no_use_any_more_it_has_no_button(house, secretary):
    late = clocks.shown_at(int(time.time()) - 7200, ZONE)
    path = house.run(lambda root: planned(root, until=late))
    page = secretary.get(f"{path}/check")
    assert "La limite choisie est passée" in page
    assert page.html.select_one("form[action$='/send']") is None


def test_the_check_tells_all_that_follows_from_its_hours(house, secretary):
    path = house.run(
        lambda root: planned(
            root, at=tomorrow(), until=tomorrow(12), spread="180", each="week", times="20"
        )
    )
    told = text(secretary.get(f"{path}/check"), ".facts")
    for words in (
        "Étalé sur 3 heures, à un rythme régulier",
        "ce qui n’est pas parti alors ne part plus",
        "Une partie des messages partirait après cette limite",
        "et 17 autres, le dernier le",
        "Arrêter un envoi arrête aussi les suivants.",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("day", "words"),
    [("sunday", "rien ne part le dimanche"), ("closure", "votre établissement est fermé")],
)
def test_the_check_tells_why_it_leaves_later(house, secretary, day, words):
    def prepare(root):
        institution, path = find(root, scenes.PARIS), scenes.checked(root)
        hours = timetables.Hours((), (day,))
        timetables.choose(institution, "service", tuple(hours))
        timetables.choose(institution, "closures", (("2000-01-01", "2999-01-01"),))
        now = datetime.now(ZoneInfo(ZONE))
        sunday = now + timedelta(days=7 - now.weekday() - 1 or 7)
        find(root, path).timing = tuple(Timing(at=f"{sunday:%Y-%m-%d}T12:00"))
        return path

    assert words in text(secretary.get(f"{house.run(prepare)}/check"), "#departs")


def test_taken_back_it_stands_on_the_first_page_and_says_why(house, secretary):
    path = house.run(scheduled)

    def close(root):
        find(root, scenes.PARIS)["accounts"]["scolarite"].closed = True
        due(root, path)

    house.run(close)
    home = secretary.get(scenes.PARIS)
    assert "devait partir" in home
    assert "N’est pas parti" in home
    page = secretary.get(f"{path}/check")
    assert "Il ne peut plus payer de nouveaux messages" in page
    assert "N’est pas parti" in secretary.get(f"{scenes.PARIS}/campaigns/")


def test_its_page_tells_what_had_changed_and_leads_to_its_neighbours(house, secretary):
    path = house.run(lambda root: scheduled(root, each="week", times="3"))

    def arrive(root):
        people = find(root, scenes.PARIS)["groups"]["l2-histoire"].uids
        people.remove(sorted(people)[0])
        due(root, path)

    house.run(arrive)
    told = text(secretary.get(path), "#planned")
    assert "programmé" in told
    assert "de plus" in told
    house.worker.enqueue("prepare_campaign", *following(house, path))
    house.worker.drain()
    [link] = secretary.get(path).html.select("#planned a")
    page = secretary.get(link["href"]).follow()
    assert page.html.select_one("h1").text == "Envoi programmé"


def following(house, path):
    def look(root):
        campaign = find(root, path)
        name = campaign.series[3]
        return campaign.__parent__[name].path, campaign.author

    return house.run(look)


def test_a_scheduled_message_is_among_those_under_way_with_its_hour(house, secretary):
    house.run(scheduled)
    home = secretary.get(scenes.PARIS)
    assert "Programmé" in home
    assert "partira le" in home
    listed = secretary.get(f"{scenes.PARIS}/campaigns/?state=scheduled")
    assert len(listed.html.select("li.line")) == 1
