"""From composing to following: with the keyboard alone, without any script, and live."""

import contextlib

import pytest
from browser.keys import tab_to
from factories import eventually
from playwright.sync_api import Error

pytestmark = pytest.mark.servers


def test_from_home_to_following_by_keyboard_alone(visit, served):
    page = visit("zlefevre")
    tab_to(page, "a.button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compose")
    page.keyboard.type("l3 histoire")
    page.keyboard.press("Enter")
    page.wait_for_selector("#chips .taken")
    tab_to(page, "#text")
    page.keyboard.type("Bonjour, votre cours est en salle 12.")
    tab_to(page, "#account")
    page.keyboard.type("Scol")
    tab_to(page, "button[value=check]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check")
    page.wait_for_selector("form[action$='/send'] button")
    tab_to(page, "form[action$='/send'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#live")
    page.wait_for_function(
        "() => document.querySelector('.figure.delivered .figure-value').textContent >= '20'"
    )
    assert page.faults == []


def test_from_home_to_following_without_script(visit, served):
    page = visit("zlefevre", script=False)
    page.click("text=Nouveau message")
    page.fill("#who", "marchand")
    page.click("#search")
    page.locator("#found input[type=checkbox]").first.check()
    page.fill("#text", "Bonjour [nom], votre rendez-vous est à 14 h… À bientôt")
    page.select_option("#account", "scd")
    page.click("button[value=check] >> visible=true")
    page.wait_for_url("**/check")
    seen(page, lambda: page.query_selector("form[action$='/send']"))
    page.click("form[action$='/send'] button")
    seen(page, lambda: page.inner_text(".figure.delivered .figure-value") == "1")
    page.click("text=Historique")
    assert "a envoyé" in page.inner_text(".history")


def seen(page, look):
    """Load the page again until ``look()`` is true; a refresh of its own may come between."""

    def reloaded():
        with contextlib.suppress(Error):
            page.reload()
            return look()

    return eventually(reloaded)


def test_on_a_handset_the_rubric_that_is_open_is_seen(visit):
    page = visit("admin", width=360)
    page.goto("/institutions/paris1/people/")
    box = page.locator(".nav [aria-current]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert page.faults == []
