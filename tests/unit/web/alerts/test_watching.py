"""An alert on a wall and in its report: large figures, no name and no number."""

import re

import pytest
import scenes

from unisms.model.alerts import Alerting
from unisms.model.folder import find
from unisms.sms.purposes import EMERGENCY

ALERT = {"purpose": (EMERGENCY,), "urgent": True, "reason": "Incendie", "on_doubt": "resend"}


@pytest.fixture
def alert(house):
    return house.run(lambda root: scenes.under_way(root, author="admin", **ALERT))


def answer(root, path, *texts):
    campaign = find(root, path)
    for number, text in enumerate(texts):
        find(root, scenes.PARIS).replies.add(
            campaign.sent_at + 9, f"+3363998000{number}", "38000", text, campaign=campaign.__name__
        )


def test_the_wall_shows_large_figures_and_nobody(house, admin, alert):
    house.run(answer, alert, "1", "1", "2 au sous-sol", "Merci")
    page = admin.get(f"{alert}/").click("Grand écran")
    told = [one.text for one in page.html.select("#wall .figure-value")]
    assert told[4:] == ["2", "1", "1"]
    assert "+336" not in page.text
    assert not re.search(r"06 39 98", page.text)
    assert "sous-sol" not in page.text


def test_the_figures_come_anew_and_unchanged_ones_do_not(admin, alert):
    first = admin.get(f"{alert}/wall-figures")
    assert "hx-get" in first.text
    known = {"If-None-Match": first.headers["ETag"]}
    assert admin.get(f"{alert}/wall-figures", headers=known).status_int == 304


def test_a_closed_alert_asks_for_nothing_any_more(house, admin):
    path = house.run(lambda root: scenes.closed(root, author="admin", **ALERT))
    assert "hx-get" not in admin.get(f"{path}/wall").text


@pytest.mark.parametrize(
    ("exercise", "told"),
    [
        ("announced", "les personnes en avaient été prévenues"),
        ("unannounced", "sans prévenir personne"),
        ("", None),
    ],
)
def test_the_report_tells_how_long_it_took_and_whom_it_missed(house, admin, exercise, told):
    path = house.run(lambda root: scenes.closed(root, author="admin", **ALERT))
    house.run(lambda root: setattr(find(root, path), "alert", tuple(Alerting(exercise=exercise))))
    page = admin.get(f"{path}/").click("Bilan")
    assert ("Bilan de l’exercice" if exercise else "Bilan de l’alerte") in page.text
    assert told is None or told in page.html.select_one("#facts").text
    shares = [one.text for one in page.html.select("tbody th")]
    assert [re.sub(r"\D", "", one) for one in shares] == ["50", "90", "99"]
    assert "numéro inconnu" in page.html.select_one("#missed").text


def test_what_is_no_alert_has_neither(house, admin):
    path = house.run(lambda root: scenes.under_way(root, author="admin"))
    assert not admin.get(f"{path}/").html.select("#alert")
    for name in ("wall", "wall-figures", "alert-report"):
        admin.get(f"{path}/{name}", status=404)


def test_whoever_sees_no_numbers_is_told_what_the_follow_page_tells(house, secretary):
    path = house.run(scenes.under_way)
    house.run(lambda root: setattr(find(root, path), "purpose", (EMERGENCY,)))
    assert secretary.get(f"{path}/wall").html.select("#wall .figure-value")
