"""The ways to the dashboards: who is let in, with what, and where they are led."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import scenes

from dashboards.access.tickets import verified
from unisms.model import export_keys
from unisms.model.folder import find
from unisms.services.dashboards import tickets

AT = "http://127.0.0.1:6544"
WAY = f"{scenes.PARIS}/dashboards"


@pytest.fixture
def house(house):
    """With dashboards, and accounts that an export has met."""
    settings = house.registry.settings
    settings["unisms.dashboards_url"] = f"{AT}/"
    house.run(lambda root: keys(root).give("account", ("scd", "scolarite", "sport")))
    yield house
    del settings["unisms.dashboards_url"]


def keys(root):
    return export_keys.of(find(root, scenes.PARIS))


def led(house, app, path=WAY, **asked):
    """Follow the way; return the page that is wanted in the dashboards, and the ticket."""
    answer = app.get(path, asked, status=303)
    address = urlsplit(answer.location)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{AT}/enter"
    told = parse_qs(address.query)
    key = tickets.key(house.registry.settings)
    return told["to"][0], verified(told["ticket"][0], key, time.time())


def test_a_manager_is_let_in_for_the_accounts_that_they_see(house):
    page, ticket = led(house, house.person("mcomptes"), to="/cost?account=3&lang=en")
    assert page == "/cost?account=3&lang=en"
    assert (ticket.role, ticket.institutions) == ("manager", ("paris1",))
    assert ticket.accounts == (1, 2, 3)
    assert ticket.back == "http://localhost/institutions/paris1/"
    assert ticket.renew == "http://localhost/institutions/paris1/dashboards"


def test_an_administrator_is_let_in_for_the_institution(house):
    _, ticket = led(house, house.person("admin"))
    assert (ticket.role, ticket.institutions, ticket.accounts) == (
        "administrator",
        ("paris1",),
        None,
    )


def test_an_operator_is_let_in_for_all_institutions(house):
    page, ticket = led(house, house.operator(), "/dashboards", to="/cost")
    assert (page, ticket.role, ticket.institutions) == ("/cost", "operator", ("nice", "paris1"))
    assert ticket.renew == "http://localhost/dashboards"


def test_the_language_goes_along(house):
    app = house.person("mcomptes")
    app.get(f"{scenes.PARIS}/?lang=en")
    assert led(house, app)[1].lang == "en"


@pytest.mark.parametrize(
    "to", ["", "//evil.example", "https://evil.example/", "/\\evil.example", "cost", "/\r\nX: y"]
)
def test_nobody_is_led_elsewhere(house, to):
    assert led(house, house.person("mcomptes"), to=to)[0] == "/"


def test_whoever_sees_no_account_is_refused(house):
    page = house.person("zlefevre").get(WAY, status=403)
    assert "ticket" not in page


def test_a_role_that_is_withdrawn_lets_nobody_in_again(house):
    app = house.person("mcomptes")
    led(house, app)
    house.run(
        lambda root: find(root, scenes.PARIS).grants.withdraw("person:mcomptes", "account_manager")
    )
    app.get(WAY, status=403)


def test_somebody_of_another_institution_is_refused(house):
    house.person("admin", "nice").get(WAY, status=403)


def test_operators_are_refused_where_no_institution_has_invited_them(house):
    house.operator().get(WAY, status=403)


def test_a_stranger_signs_in_first_and_is_led_on(house):
    app = house.visitor()
    answer = app.get(f"{WAY}?to=/cost", status=303)
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked == {"return_to": [f"{WAY}?to=/cost"]}


def test_a_form_leads_to_no_other_origin_so_a_page_goes_on_by_itself(house):
    """Chromium holds the redirects of a form to our content policy, which is not relaxed."""
    app = house.person("mcomptes")
    before = {"Referer": f"http://localhost{scenes.PARIS}/sign-in?return_to=x"}
    page = app.get(f"{WAY}?to=/cost", headers=before, status=200)
    address = page.html.select_one("main a")["href"]
    assert address.startswith(f"{AT}/enter?ticket=")
    assert page.headers["Refresh"] == f"0; url={address}"
    assert "form-action 'self';" in page.headers["Content-Security-Policy"]
    elsewhere = {"Referer": "http://evil.example/sign-in"}
    app.get(WAY, headers=elsewhere, status=303)


def test_one_address_leads_everybody_where_they_belong(house):
    answer = house.person("mcomptes").get("/dashboards?to=/cost", status=303)
    assert answer.location == f"http://localhost{WAY}?to=%2Fcost"
    shared = {"to": "/cost?institution=paris1"}
    answer = house.visitor().get("/dashboards", shared, status=303)
    assert answer.location == f"http://localhost{WAY}?to=%2Fcost%3Finstitution%3Dparis1"
    for to in ("/cost", "/cost?institution=nowhere"):
        answer = house.visitor().get("/dashboards", {"to": to}, status=303)
        assert answer.location == "http://localhost/"


def links(page):
    return [one["href"] for one in page.html.select("main a") if "dashboards" in one["href"]]


PAGES = {
    f"{scenes.PARIS}/": f"{WAY}",
    f"{scenes.PARIS}/accounts/": f"{WAY}?to=%2Fcost%3Finstitution%3Dparis1",
    f"{scenes.PARIS}/accounts/sport/": f"{WAY}?to=%2Fcost%3Finstitution%3Dparis1%26account%3D3",
}


@pytest.mark.parametrize(("page", "way"), PAGES.items())
def test_pages_of_accounts_lead_to_their_figures(house, page, way):
    app = house.person("mcomptes")
    assert links(app.get(page)) == [way]
    led(house, app, way)


def test_an_account_that_no_export_has_met_leads_to_those_of_all(house):
    house.run(lambda root: setattr(find(root, scenes.PARIS), "export_keys", None))
    page = house.person("mcomptes").get(f"{scenes.PARIS}/accounts/sport/")
    assert links(page) == [f"{WAY}?to=%2Fcost%3Finstitution%3Dparis1"]


def test_operators_find_the_sums(house):
    app = house.operator()
    assert links(app.get("/institutions/")) == ["/dashboards"]


def test_without_dashboards_nothing_leads_there(house):
    house.registry.settings["unisms.dashboards_url"] = ""
    app = house.person("mcomptes")
    assert [links(app.get(page)) for page in PAGES] == [[], [], []]
    app.get(WAY, status=404)
    app.get("/dashboards", status=404)
    assert links(house.operator().get("/institutions/")) == []
