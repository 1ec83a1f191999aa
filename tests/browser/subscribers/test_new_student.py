"""A new student subscribes on a phone 360 px wide, without a script; axe finds nothing wrong."""

import pytest
import scenes
from browser.looks import seen
from own_pages import ME, UID, furnish
from playwright.sync_api import expect

from unisms.model.folder import find
from unisms.services.people import consent
from unisms.services.subscribers import codes
from unisms.testing.factories import someone

pytestmark = pytest.mark.servers

PHONE, CODE = 360, "048151"


@pytest.fixture
def house(served, monkeypatch):
    """The house, where every code is the same: its message has left before anybody reads it."""
    monkeypatch.setattr(codes, "drawn", lambda: CODE)

    def begin(root):
        furnish(root)
        paris = find(root, scenes.PARIS)
        paris["people"].renumber(UID, "")
        paris["themes"]["sport"].joining = "anyone"
        if paris.conditions is None:
            consent.publish(someone(paris, "admin"), "Soyez polis.", 1_790_000_000)

    served.house.run(begin)
    return served.house


def test_a_new_student_subscribes_without_a_script(house, visit, picture):
    page = visit(UID, width=PHONE, script=False)
    page.wait_for_url(f"**{ME}")
    picture(page, "me-new")
    page.click("main a.button")
    page.fill("#own_number", "06 39 98 00 77")
    picture(page, "me-number-new")
    page.click("main button.primary")
    picture(page, "me-code")
    page.fill("#own_code", CODE)
    page.click("main button.primary")
    assert "Votre numéro est confirmé" in page.inner_text("[role=status]")
    picture(page, "me-proven")
    page.click("main a.button")
    picture(page, "me-conditions")
    page.check("#conditions-yes")
    page.click("main button.primary")
    page.click("main a.button")
    picture(page, "me-choices")
    page.check("#ticked-sport")
    page.click("main button.primary")
    picture(page, "me-choices-saved")
    page.uncheck("#ticked-sport")
    page.click("main button.primary")
    picture(page, "me-choices-left")
    page.click("form[action$='/undo'] button")
    expect(page.locator("#ticked-sport")).to_be_checked()
    for name in ("", "number", "received", "leave", "data", "unasked"):
        page.goto(f"{ME}{name}")
        picture(page, f"me-{name or 'home'}")


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_nothing_is_wrong_with_a_code_that_is_typed_and_one_that_is_wrong(house, visit, width):
    page = visit(UID, width=width)
    page.goto(f"{ME}number")
    page.fill("#own_number", "06 39 98 00 78")
    page.click("main button.primary")
    page.wait_for_selector("#own_code")
    assert [*seen(page, width)] == []
    page.fill("#own_code", "x")
    page.click("main button.primary")
    page.wait_for_selector("#own_code-error")
    assert [fault for fault in seen(page, width) if "422" not in fault] == []
