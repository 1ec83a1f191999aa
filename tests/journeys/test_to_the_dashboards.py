"""From the pages of the service to the figures, through both programs as they are.

The service is asked, and what it answers is followed into the dashboards, over the same exports.
"""

import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import scenes

from dashboards import access
from dashboards.access import sessions
from dashboards.app import create_app
from dashboards.exports.engine import Engine
from unisms.model.folder import find
from unisms.services.dashboards import tickets
from unisms.services.exports.plans import ExportWish
from unisms.tasks.exports.run import run

SERVICE, HERE = "http://localhost", "http://localhost:6544"


class Clock:
    """The clock of the dashboards: the present one, and how far it was moved on."""

    ahead = 0

    def __call__(self):
        return time.time() + self.ahead


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def house(house):
    house.registry.settings["unisms.dashboards_url"] = HERE
    yield house
    del house.registry.settings["unisms.dashboards_url"]


@pytest.fixture
def figures(house, tmp_path, clock):
    """The dashboards of what the house has exported just now."""
    done = run(house.worker, tmp_path / "exports", ExportWish(), int(time.time()))
    assert [one.trouble for one in done] == ["", ""]
    engine = Engine(tmp_path / "exports")
    key = tickets.key(house.registry.settings)
    door = access.Door(key, Path(tmp_path / "door"), HERE, SERVICE, clock)
    yield create_app(engine, door).server
    engine.close()


def follow(client, address):
    """Follow an address of the dashboards through their own redirects."""
    answer = client.get(address.removeprefix(HERE), base_url=HERE)
    while answer.status_code == 303 and not answer.location.startswith(SERVICE + "/"):
        answer = client.get(answer.location, base_url=HERE)
    return answer


def ways(page):
    return [one["href"] for one in page.html.select("main a") if "/dashboards" in one["href"]]


def test_from_an_account_to_its_figures_and_no_further(house, figures):
    app, client = house.person("mcomptes"), figures.test_client()
    page = app.get(f"{scenes.PARIS}/accounts/sport/")
    shown = follow(client, app.get(ways(page)[0], status=303).location)
    assert (shown.status_code, shown.request.path) == (200, "/cost")
    assert shown.request.args["institution"] == "paris1"
    assert "Sport et culture" in shown.text
    assert f'href="{SERVICE}{scenes.PARIS}/"' in shown.text
    assert client.get("/cost?institution=nice", base_url=HERE).status_code == 403
    assert client.get("/download/cost.csv?institution=nice", base_url=HERE).status_code == 403


def test_a_shared_link_leads_by_the_sign_in_page_to_what_one_may_see(house, figures):
    client = figures.test_client()
    sent = follow(client, "/cost?institution=paris1&view=months")
    assert sent.location.startswith(f"{SERVICE}/dashboards?to=")
    stranger = house.visitor().get(sent.location.removeprefix(SERVICE)).follow()
    assert "/sign-in?return_to=" in stranger.location
    app = house.person("admin")
    back = app.get(sent.location.removeprefix(SERVICE)).follow().location
    shown = follow(client, back)
    assert (shown.status_code, shown.request.args["view"]) == (200, "months")


def test_half_an_hour_later_a_role_that_was_withdrawn_shows_nothing(house, figures, clock):
    app, client = house.person("mcomptes"), figures.test_client()
    way = f"{scenes.PARIS}/dashboards"
    assert follow(client, app.get(way).location).status_code == 200
    house.run(
        lambda root: find(root, scenes.PARIS).grants.withdraw("person:mcomptes", "account_manager")
    )
    clock.ahead = sessions.LASTS
    sent = client.get("/overview", base_url=HERE)
    assert sent.location == f"{SERVICE}{way}?to=%2Foverview"
    app.get(sent.location.removeprefix(SERVICE), status=403)
    assert client.get("/download/overview.csv", base_url=HERE).status_code == 401


def test_an_operator_sees_the_sums(house, figures):
    client = figures.test_client()
    app = house.operator()
    shown = follow(client, app.get(ways(app.get("/institutions/"))[0], status=303).location)
    assert shown.status_code == 200
    for name in ("paris1", "nice"):
        assert client.get(f"/overview?institution={name}", base_url=HERE).status_code == 200


def test_a_ticket_that_was_seen_on_its_way_is_worth_nothing(house, figures):
    location = house.person("admin").get(f"{scenes.PARIS}/dashboards").location
    assert "admin" not in parse_qs(urlsplit(location).query)["ticket"][0]
    assert follow(figures.test_client(), location).status_code == 200
    assert follow(figures.test_client(), location).status_code == 403
