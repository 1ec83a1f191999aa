"""When a message leaves: typed on its page, read on its check, waited for, called back."""

import re
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from compose_page import check, path_of, stored

from unisms.model.folder import find
from unisms.services.schedules import arrivals
from unisms.web.compose import timing

PARIS = ZoneInfo("Europe/Paris")


def tomorrow(hour=10):
    day = datetime.now(PARIS) + timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def prepared(house, form, **typed):
    for name, value in typed.items():
        form[name] = value
    answer = check(form, status=303)
    house.worker.drain()
    return path_of(answer)


def later(house, form, moment=None, **typed):
    moment = moment or tomorrow()
    day, hour = moment.strftime("%Y-%m-%d %H:%M").split()
    return prepared(house, form, when="at", at_day=day, at_time=hour, **typed)


def press(page, action, **fields):
    form = next(one for one in page.forms.values() if one.action.endswith(f"/{action}"))
    for name, value in fields.items():
        form[name] = value
    return form.submit(status=303)


def bring_due(house, path, seconds=1):
    """Let the hour of a scheduled campaign have come so many seconds ago."""

    def move(root):
        campaign = find(root, path)
        now = int(time.time())
        campaign.schedule = tuple(campaign.scheduled._replace(at=now - seconds))
        campaign.list_anew()
        campaign.__parent__.let_leave(campaign.__name__, now - seconds)

    house.run(move)


def do_what_is_due(house):
    """Do what the sweep finds of scheduled messages."""
    for task in house.run(lambda root: [*arrivals.to_leave(root, int(time.time()))]):
        house.worker.enqueue(*task)
    house.worker.drain()


def test_a_message_is_scheduled_and_leaves_at_its_hour(house, secretary, form):
    path = later(house, form)
    page = secretary.get(f"{path}/check")
    assert "à 10:00" in page.html.select_one("#departs").text
    button = page.html.select_one("form[action$='/send'] button").text
    assert re.fullmatch("Programmer pour [0-9]+ personnes", button)
    page = press(page, "send").follow().follow()
    assert page.html.select_one("h1").text == "Envoi programmé"
    assert "partira le" in page.html.select_one("#departure").text
    assert stored(house, path, "state") == ("scheduled",)
    do_what_is_due(house)
    assert stored(house, path, "state") == ("scheduled",)
    bring_due(house, path)
    do_what_is_due(house)
    assert stored(house, path, "state")[0] in {"sending", "sent", "closed"}


def test_it_is_called_back_and_nothing_has_left(house, secretary, form):
    path = later(house, form)
    page = press(secretary.get(f"{path}/check"), "send").follow().follow()
    page = press(page, "cancel").follow().follow()
    assert page.html.select_one("h1").text == "Vérifier avant l’envoi"
    assert stored(house, path, "state", "schedule") == ("checked", ())
    bring_due_none = house.run(lambda root: list(find(root, path).__parent__.due()))
    assert bring_due_none == []


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [
        ("2027-01-12", "10:00", "2027-01-12T10:00"),
        ("12/01/2027", "10h", "2027-01-12T10:00"),
        ("12 janvier 2027", "9 h 05", "2027-01-12T09:05"),
        ("12 Jan 2027", "2:30 pm", "2027-01-12T14:30"),
        ("12/01/27", "14.15", "2027-01-12T14:15"),
        ("12/01/2027", "12 am", "2027-01-12T00:00"),
        ("32/01/2027", "10:00", "32/01/2027 10:00"),
        ("12/01/2027", "25:00", "12/01/2027 25:00"),
        ("12/01/2027", "13 pm", "12/01/2027 13 pm"),
        ("12/01/2027", "", "12/01/2027"),
        ("", "", ""),
    ],
)
def test_a_day_and_an_hour_are_read_as_people_write_them(day, hour, told):
    assert timing.shown(day, hour) == told
