"""Credit that is asked about once more, as a browser has it."""

import pytest
import scenes
from playwright.sync_api import expect

SPORT = f"{scenes.PARIS}/accounts/sport/"

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (False, 360)])
def test_so_much_credit_that_it_may_be_a_slip_is_asked_about_with_its_figure(visit, script, width):
    page = visit("mcomptes", width=width, script=script)
    page.goto(SPORT)
    page.click("details.more summary")
    page.fill("#segments", "60000")
    page.fill("#note", "dotation 2027")
    page.click("form[action$='/grant'] button")
    told = page.locator(".notice.uncertain")
    expect(told).to_contain_text("60\u202f000 SMS seront ajoutés")
    told.get_by_role("link", name="Annuler").click()
    expect(page.locator(".notice.uncertain")).to_have_count(0)
    assert page.locator(".figure-value").inner_text() == "12"
    assert page.faults == []
