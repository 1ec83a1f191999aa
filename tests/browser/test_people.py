"""People, groups, templates and the search: with the keyboard alone, and without any script."""

import pytest
import scenes
from browser.test_rights import press_on
from browser.test_ways_of_working import tab_to

pytestmark = pytest.mark.servers

PARIS = "/institutions/paris1"


def type_into(page, selector, text):
    """Reach a field by Tab and fill it."""
    tab_to(page, selector)
    page.keyboard.type(text)


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


def test_a_template_is_written_with_its_counter_and_taken_up_again_by_keyboard_alone(visit):
    page = visit("admin")
    page.goto(f"{PARIS}/templates/")
    press_on(page, "a.button.primary")
    page.wait_for_url("**/templates/new")
    type_into(page, "#title", "Retour")
    type_into(page, "#text", "Bonjour [nom], à bientôt")
    page.wait_for_selector("#preview kbd >> text=[nom]")
    page.wait_for_selector("#preview .notice.uncertain")
    press_on(page, "main button.primary")
    page.wait_for_url("**/templates/retour/")
    press_on(page, "main a[href$='/settings']")
    page.wait_for_url("**/settings")
    tab_to(page, "#text")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Bonsoir")
    press_on(page, "main button.primary")
    page.wait_for_url("**/templates/retour/")
    press_on(page, "details.reason summary")
    press_on(page, "form[action$='/restore'] button")
    page.wait_for_selector(".quote >> text=Bonjour [nom]")
    press_on(page, "summary.danger")
    press_on(page, "form[action$='/archive'] button")
    page.wait_for_selector("form[action$='/take-back']")
    assert page.faults == []


@pytest.mark.parametrize("width", [360, 1280])
def test_everything_is_searched_without_script(visit, width):
    page = visit("admin", width=width, script=False)
    if width == 360:
        page.click("nav >> text=Chercher")
        page.fill("#q", "marchand")
        page.click("main form button")
    else:
        page.fill(".find input", "marchand")
        page.press(".find input", "Enter")
    page.click("main a.line-main[href*='/people/'] >> nth=0")
    assert "/people/" in page.url
    assert page.is_visible("#msisdn")


@pytest.mark.parametrize("width", [360, 1280])
def test_what_a_dangerous_action_asks_is_in_the_window_and_can_be_left(visit, width):
    page = visit("admin", width=width)
    for path, at in (
        ("people/hmarchand/", -1),
        ("groups/l2-histoire/", -1),
        ("roles/guichet-bu/", -1),
        ("rights", -1),
    ):
        page.goto(f"{PARIS}/{path}")
        asked = page.locator("main details.ask").nth(at)
        asked.locator("summary").click()
        box = asked.locator(".ask-box")
        page.wait_for_function(
            "box => box.getBoundingClientRect().bottom <= innerHeight", arg=box.element_handle()
        )
        box.locator("text=Annuler").click()
        box.wait_for(state="hidden")
        assert asked.locator("summary").evaluate("one => one === document.activeElement")
        assert page.url.endswith(path)
    assert page.faults == []


def test_what_a_dangerous_action_asks_can_be_left_without_script(visit):
    page = visit("admin", script=False)
    page.goto(f"{PARIS}/groups/l2-histoire/?member=mar")
    page.locator("main details.ask summary").click()
    page.click("main .ask-box >> text=Annuler")
    page.wait_for_url("**/groups/l2-histoire/?member=mar")
    assert not page.locator("main .ask-box").is_visible()


@pytest.mark.parametrize(
    "path", ["people/hmarchand/", "groups/l2-histoire/", "roles/guichet-bu/", "rights-give"]
)
def test_the_way_back_is_tall_enough_for_a_thumb(visit, path):
    page = visit("admin", width=360)
    page.goto(f"{PARIS}/{path}")
    assert page.locator("main > p > a >> nth=0").bounding_box()["height"] >= 44


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
