"""Settings that are tried before they are saved:
what works is saved by itself, what does not waits for its author."""

import pytest
from playwright.sync_api import expect

from tests.peers.smsc import Smsc
from unisms.addons.brokers.smpp import SmppBroker
from unisms.model.folder import find

pytestmark = pytest.mark.servers
SETTINGS = "/institutions/paris1/brokers/smpp-exemple/settings"
SAVE = "main form.stack button.primary"


@pytest.fixture
def smsc():
    with Smsc(password="another") as smsc:
        yield smsc


@pytest.fixture
def host(served, monkeypatch):
    """``host()`` is what is saved; the add-on of the example is switched on."""
    monkeypatch.setitem(served.house.registry.factories, ("broker", "smpp"), SmppBroker)
    path = SETTINGS.removesuffix("/settings")
    before = served.house.run(lambda root: dict(find(root, path).settings))
    yield lambda: served.house.run(lambda root: dict(find(root, path).settings))
    served.house.run(lambda root: find(root, path).settings.update(before))


@pytest.fixture
def page_of(visit):
    def open_page(**options):
        page = visit("admin", **options)
        page.goto(SETTINGS)
        return page

    return open_page


@pytest.mark.parametrize("width", [360, 1280])
def test_what_does_not_work_is_corrected_and_then_saved_by_itself(
    page_of, smsc, host, picture, width
):
    before = host()
    page = page_of(width=width)
    page.fill("#setting-port", "1")
    page.fill("#setting-password", "another")
    page.click(SAVE)
    expect(page.locator("#proposal [role=alert]")).to_contain_text("rien n’est enregistré")
    picture(page, f"proposal-failed-{width}")
    assert host() == before
    page.fill("#setting-port", str(smsc.port))
    page.click(SAVE)
    page.wait_for_url("**/smpp-exemple/")
    expect(page.locator("main")).to_contain_text("C’est enregistré")
    expect(page.locator("#state")).to_contain_text("Fonctionne")
    assert host()["port"] == str(smsc.port)
    page.go_back()
    assert page.faults == []


def test_what_does_not_work_is_saved_all_the_same_without_script(page_of, host):
    page = page_of(width=360, script=False)
    page.fill("#setting-port", "1")
    page.fill("#setting-password", "another")
    page.click(SAVE)
    expect(page.locator("#proposal [role=alert]")).to_be_visible()
    page.click("text=Enregistrer quand même")
    expect(page.locator("#state")).to_contain_text("L’essai a échoué")
    assert host()["port"] == "1"
