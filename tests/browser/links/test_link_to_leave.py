"""A link of a message on a phone, without scripts: opened, pressed, taken back by keyboard."""

import linked_message
import pytest
from playwright.sync_api import expect

from unisms.model.folder import find

pytestmark = pytest.mark.servers


@pytest.fixture
def address(served):
    return served.house.run(linked_message.link)


def word(served):
    return served.house.run(
        lambda root: find(root, "/institutions/paris1/people").word("hmarchand")
    )


def test_somebody_leaves_and_comes_back_by_keyboard_without_scripts(visit, served, address):
    page = visit("", 360, script=False)
    page.goto(address)
    assert word(served) == ""
    for heading, said in (("C’est fait", "no"), ("C’est annulé", "yes")):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text(heading)
        assert word(served) == said
    assert page.context.cookies() == []
    assert page.faults == []
