"""A real server and a real browser."""

import contextlib
import os
from pathlib import Path
from urllib.parse import urlsplit

import chromium
import pytest
import scenes
import scheduled_scenes
from browser_pages import BESIDE_DASHBOARDS
from playwright.sync_api import expect, sync_playwright
from served import Served

from unisms.testing.fixtures import PATIENCE

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    house = scenes.House(tmp_path_factory.mktemp("var"), **BESIDE_DASHBOARDS)
    with Served(house) as served:
        yield served
    house.close()


@pytest.fixture(scope="session")
def gallery(served):
    """A campaign in every state: ``{state: path}``."""
    return served.house.run(scheduled_scenes.gallery)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, served):
    """Open a context: ``visit(uid, width=…, dark=…, language=…, script=…)`` returns its page,
    signed in.

    Where ``institution`` is empty, ``uid`` signs in as somebody who runs the installation.
    """
    with contextlib.closing(Visits(browser, served)) as visits:
        yield visits.open


@pytest.fixture(scope="module")
def visits(browser, served):
    """Visit likewise, for all tests of a module."""
    with contextlib.closing(Visits(browser, served)) as visits:
        yield visits.open


class Visits:
    """The contexts that a test has opened."""

    def __init__(self, browser, served):
        self.browser, self.served, self.contexts = browser, served, []

    def open(
        self, uid="", width=1280, dark=False, language="fr", script=True, institution="paris1"
    ):
        context = self.browser.new_context(
            base_url=self.served.address,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            locale=language,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda told: page.faults.append(told.text) if is_fault(told) else None)
        if uid:
            page.goto(self._sign_in(context, uid, institution))
        return page

    def _sign_in(self, context, uid, institution):
        """Give a context the session of ``uid`` without a form; return the first page's path."""
        app, location = self.served.house.sign_in(uid, institution)
        address = self.served.address
        context.add_cookies(
            [{"name": c.name, "value": c.value, "url": address} for c in app.cookiejar]
        )
        return urlsplit(location).path

    def close(self):
        while self.contexts:
            self.contexts.pop().close()


@pytest.fixture
def picture():
    """``picture(page, name)`` keeps a screenshot in the folder that ``UNISMS_SCREENSHOTS`` names,
    if it does."""
    folder = os.environ.get("UNISMS_SCREENSHOTS")

    def take(page, name):
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    return take


def is_fault(told):
    """Whether the console tells of a fault.

    It is none that htmx gave up a request because the page moved on.
    """
    return told.type == "error" and not told.text.startswith(
        ("htmx:afterRequest", "htmx:sendError", "htmx:sendAbort")
    )
