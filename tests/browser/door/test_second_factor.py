"""A second factor, from adding it to signing in with it:
with the keyboard alone, and on every kind of screen."""

import time

import pyotp
import pytest
import scenes
from browser.keys import tab_to
from browser.looks import LOOKS, seen

from unisms.model.folder import find
from unisms.services.door import second_factor

pytestmark = pytest.mark.servers

HOME = "/institutions/nice/"


def code(secret, later=0):
    return pyotp.TOTP(secret).at(time.time() + 30 * later)


def sign_in(page, uid):
    page.goto(f"{HOME}sign-in")
    tab_to(page, "#uid")
    page.keyboard.type(uid)
    tab_to(page, "#password")
    page.keyboard.type(scenes.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/second-factor")


def sign_out(page):
    tab_to(page, ".me summary")
    page.keyboard.press("Enter")
    tab_to(page, ".me button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")


def test_it_is_added_and_asked_for_by_keyboard_alone(visit):
    page = visit("mcomptes", institution="nice")
    page.wait_for_url(f"**{HOME}")
    tab_to(page, ".me summary")
    page.keyboard.press("Enter")
    tab_to(page, ".me a[href$='preferences']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/preferences")
    tab_to(page, "a[href$='second-factor-add']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/second-factor-add")
    secret = page.inner_text("#secret").replace(" ", "")
    tab_to(page, "#code")
    page.keyboard.type(code(secret))
    tab_to(page, "#proof")
    page.keyboard.type(scenes.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")
    recovery = page.inner_text(".codes li:nth-child(3)").strip()
    tab_to(page, "main a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/preferences")
    sign_out(page)

    sign_in(page, "mcomptes")
    page.wait_for_function(
        "document.activeElement.id === 'code'"
    )  # the field has the focus, nobody goes to it
    page.keyboard.type(code(secret, later=1))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOME}")
    sign_out(page)

    sign_in(page, "mcomptes")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, "#recovery")
    page.keyboard.type(recovery)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOME}")
    assert page.faults == []


def enrolled(root, box):
    """The secret of somebody who has a second factor."""
    nice, now = find(root, HOME.rstrip("/")), int(time.time()) - 600
    sealed = second_factor.begin(box, nice, "abenali")
    secret = second_factor.secret_in(box, nice, "abenali", sealed)
    second_factor.enrol(box, nice, "abenali", sealed, pyotp.TOTP(secret).at(now), now)
    return secret


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_its_pages_are_accessible_and_fit(visit, served, picture, width, dark, language):
    box = second_factor.box_of(served.house.registry.settings["unisms.secret"])
    secret = served.house.run(enrolled, box)
    look = f"{width}-{'dark' if dark else 'light'}-{language}"
    page = visit("abenali", width, dark, language, institution="nice")
    page.click("summary")
    faults = [*seen(page, width)]
    picture(page, f"second-factor-{look}")
    page.fill("#code", "000000")
    page.click("form.sheet button")
    page.wait_for_selector(".notice.failed")
    page.faults.clear()  # the browser tells of a 422
    faults += seen(page, width)
    page.fill("#code", code(secret))
    page.click("form.sheet button")
    page.goto(f"{HOME}preferences")
    faults += seen(page, width)
    picture(page, f"preferences-with-{look}")
    served.house.run(lambda root: second_factor.remove(find(root, HOME.rstrip("/")), "abenali"))
    page.goto(f"{HOME}second-factor-add")
    page.fill("#code", code(page.inner_text("#secret").replace(" ", "")))
    page.fill("#proof", scenes.PASSWORD)
    page.click("form.sheet button")
    page.wait_for_selector(".codes")
    faults += seen(page, width)
    picture(page, f"second-factor-codes-{look}")
    served.house.run(lambda root: second_factor.remove(find(root, HOME.rstrip("/")), "abenali"))
    assert faults == []
