"""Templates: written and taken up again with the keyboard alone."""

import pytest
from browser.keys import press_on, tab_to, type_into

pytestmark = pytest.mark.servers


PARIS = "/institutions/paris1"


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
