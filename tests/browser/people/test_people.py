"""People, groups, templates and the search: with the keyboard alone, and without any script."""

import pytest
import scenes
from browser.keys import press_on, type_into

pytestmark = pytest.mark.servers

PARIS = "/institutions/paris1"


def test_somebody_is_added_given_a_password_and_taken_out_by_keyboard_alone(visit):
    page = visit("admin")
    page.goto(f"{PARIS}/people/")
    press_on(page, "a.button.primary")
    page.wait_for_url("**/people/new")
    type_into(page, "#uid", "bmartin")
    type_into(page, "#name", "Bob Martin")
    type_into(page, "#msisdn", "01 44 07 80 00")
    press_on(page, "main button.primary")
    page.wait_for_selector("#msisdn-error")
    press_on(page, "#problems a")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("06 39 98 77 70")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/bmartin/")
    press_on(page, ".notice.delivered a[href='#give-password']")
    type_into(page, "#proof-password", scenes.PASSWORD)
    press_on(page, "button[value=draw]")
    assert len(page.inner_text("#drawn")) == 14
    press_on(page, "details.ask:has(form[action$='/remove']) summary")
    press_on(page, "form[action$='/remove'] .sure")
    page.wait_for_url("**/people/")
    assert [fault for fault in page.faults if "422" not in fault] == []


def test_a_group_is_made_and_filled_by_keyboard_alone(visit):
    page = visit("admin")
    page.goto(f"{PARIS}/groups/")
    press_on(page, "a.button.primary")
    page.wait_for_url("**/groups/new")
    type_into(page, "#title", "Comité")
    page.keyboard.press("Enter")
    page.wait_for_url("**/groups/comite/")
    type_into(page, "#search", "fontaine")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[value=admin]")
    press_on(page, "input[value=admin]", "Space")
    press_on(page, "form[action$='/add'] button")
    page.wait_for_selector(".notice.delivered")
    press_on(page, "details.more summary")
    type_into(page, "#pasted", "zlefevre nobody")
    press_on(page, "details form button")
    page.wait_for_selector(".notice.uncertain >> text=nobody")
    press_on(page, "#member-admin", "Space")
    press_on(page, "form[action$='/take-out'] button")
    page.wait_for_selector(".notice >> text=1 personne retirée")
    assert page.locator("main .framed").inner_text().split("\n")[0].startswith("Zoé Lefèvre")
    press_on(page, "main details.ask summary")
    press_on(page, ".danger.sure")
    page.wait_for_url("**/groups/")
    assert page.faults == []


def test_each_member_has_a_box_and_a_way_tall_enough_for_a_thumb(visit):
    page = visit("admin", width=360)
    page.goto(f"{PARIS}/groups/l2-histoire/")
    row = page.locator("main .tick >> nth=0")
    for part in ("label", "a"):
        assert row.locator(part).bounding_box()["height"] >= 44
    row.locator("label").click()
    assert row.locator("input").is_checked()


def test_hidden_fields_leave_no_gap_before_the_first_that_is_seen(visit):
    page = visit("admin")
    page.goto(f"{PARIS}/people/hmarchand/")
    first = page.locator("form[action$='/password'] > :not([type=hidden])").first
    assert first.evaluate("field => getComputedStyle(field).marginTop") == "0px"
