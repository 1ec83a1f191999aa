"""The page of the monthly report: one's own choice, off by default, in both languages."""

import pytest
import scenes

from unisms.model.folder import find

PAGE = f"{scenes.PARIS}/monthly-report"


@pytest.fixture
def house(house):
    settings = house.registry.settings
    settings["unisms.dashboards_url"] = "http://127.0.0.1:6544"
    house.run(lambda root: people(root).readdress("mcomptes", "m.comptes@univ.example"))
    yield house
    del settings["unisms.dashboards_url"]


def people(root):
    return find(root, scenes.PARIS)["people"]


def told(house, uid="mcomptes"):
    return house.run(lambda root: people(root).report_told(uid))


def words(page):
    return " ".join(page.html.select_one("main").get_text().split())


def test_a_manager_asks_for_the_report_and_takes_that_back(house):
    app = house.person("mcomptes")
    page = app.get(PAGE)
    assert told(house) == ""
    assert "Il va à votre adresse, m.comptes@univ.example." in words(page)
    page = submit(page)
    assert "Vous recevez ce rapport" in words(page)
    assert told(house)
    page = submit(page)
    assert "Vous recevez ce rapport" not in words(page)
    assert told(house) == ""


def submit(page):
    """Press the only button of the page; return the page after it."""
    [form] = [one for one in page.forms.values() if "wanted" in one.fields]
    return form.submit(status=303).follow()


def test_the_page_is_told_in_english(house):
    app = house.person("mcomptes")
    page = app.get(f"{PAGE}?lang=en")
    assert "Monthly report by mail" in words(page)
    assert "It goes to your address, m.comptes@univ.example." in words(page)
    assert "You receive this report" in words(submit(page))


def test_somebody_without_an_address_is_told_that_nothing_leaves(house):
    house.run(lambda root: people(root).readdress("mcomptes", ""))
    page = house.person("mcomptes").get(PAGE)
    assert "Votre fiche n'a pas d'adresse" in words(page).replace("’", "'")


def test_an_address_that_mails_came_back_from_is_told(house):
    house.run(lambda root: setattr(people(root)["mcomptes"], "mail_trouble", (1, "5.1.1")))
    page = house.person("mcomptes").get(PAGE)
    assert "Aucun rapport ne part à m.comptes@univ.example" in words(page)


def test_whoever_sees_no_account_is_refused(house):
    app = house.person("zlefevre")
    app.get(PAGE, status=403)


def test_pages_of_accounts_lead_to_it_where_there_are_dashboards(house):
    app = house.person("mcomptes")
    assert "monthly-report" in app.get(f"{scenes.PARIS}/accounts/")
    house.registry.settings["unisms.dashboards_url"] = ""
    assert "monthly-report" not in app.get(f"{scenes.PARIS}/accounts/")
    app.get(PAGE, status=404)
