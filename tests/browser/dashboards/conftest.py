"""The dashboards of an invented folder behind a port, in a real browser."""

import contextlib

import invented
import pytest
from browser.conftest import is_fault
from served import behind_a_port

from dashboards.app import create_app, scripts
from dashboards.exports.engine import Engine
from unisms.testing.fixtures import PATIENCE


@pytest.fixture(scope="session")
def boards(tmp_path_factory):
    """The address of dashboards with two institutions, the first of which gives loans too."""
    engine = Engine(invented.write(tmp_path_factory.mktemp("exports")))
    application = create_app(engine)
    scripts.warm_up(application)
    with behind_a_port(application.server, threads=6, connection_limit=1_000) as address:
        yield address
    engine.close()


@pytest.fixture(scope="module")
def open_board(browser, boards):
    """``open_board(path, width=…, …)`` returns a page whose chart is drawn, where it has one."""
    with contextlib.ExitStack() as opened:

        def visit(path, width=1280, dark=False, language="fr", script=True):
            context = browser.new_context(
                base_url=boards,
                viewport={"width": width, "height": 800},
                color_scheme="dark" if dark else "light",
                locale=language,
                java_script_enabled=script,
                reduced_motion="reduce",
            )
            opened.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(PATIENCE * 1000)
            page.faults, page.asked = [], []
            page.on("pageerror", lambda error: page.faults.append(str(error)))
            page.on(
                "console", lambda told: page.faults.append(told.text) if is_fault(told) else None
            )
            page.on("request", lambda request: page.asked.append(request.url))
            page.goto(path)
            if script:
                drawn(page)
            return page

        yield visit


def drawn(page):
    """Wait until Dash has drawn, if there is anything to draw."""
    if page.locator("#react-entry-point").count():
        page.wait_for_selector("#react-entry-point .main-svg", state="attached")
