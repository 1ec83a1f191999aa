"""Credit that is asked about once more, and the colour of an institution, as a browser has them."""

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


def test_a_colour_is_picked_beside_the_field_that_keeps_it_and_seen_on_a_button(visit):
    page = visit("admin")
    page.goto(f"{scenes.PARIS}/identity")
    picker, sample = page.locator("input[type=color]"), page.locator("#accent-sample")
    expect(picker).to_have_value(page.input_value("#accent"))
    picker.fill("#ffd500")
    expect(page.locator("#accent")).to_have_value("#ffd500")
    expect(sample).to_have_css("background-color", "rgb(255, 213, 0)")
    expect(sample).to_have_css("color", "rgb(0, 0, 0)")
    page.fill("#accent", "#1a4f8b")
    expect(picker).to_have_value("#1a4f8b")
    expect(sample).to_have_css("color", "rgb(255, 255, 255)")
    page.fill("#accent", "#1a")
    expect(picker).to_have_value("#1a4f8b")
    assert page.faults == []


def test_without_script_the_colour_is_typed(visit):
    page = visit("admin", script=False)
    page.goto(f"{scenes.PARIS}/identity")
    assert page.is_visible("#accent")
    assert not page.is_visible("input[type=color]")
    assert not page.is_visible("#accent-sample")
