"""The messages that a person was sent, on their page: for viewers who may see those messages."""

import pytest
import scenes
from linked_message import link
from people_pages import HUGO

from unisms.model import history
from unisms.model.folder import find
from unisms.services.histories import entries


@pytest.fixture
def sent(house):
    """Send twelve messages to Hugo, which have their lines."""

    def send(root):
        for _ in range(12):
            link(root)
        campaigns = find(root, f"{scenes.PARIS}/campaigns")
        for number, one in enumerate(one for one in campaigns.values() if one.title == "Loyer"):
            one.title, one.sent_at = f"Loyer {number}", one.created_at
            history.note(one)
            entries.enter(root, one.path)

    house.run(send)


def lines(page):
    return [link.text for link in page.html.select("#history li a")]


def test_the_latest_are_shown_ten_at_a_time(house, secretary, sent):
    page = house.person("admin").get(f"{HUGO}/")
    assert lines(page) == [f"Loyer {number}" for number in range(11, 1, -1)]
    assert "Votre loyer" in page.html.select("#history .quote")[0].text
    older = page.click("Messages plus anciens")
    assert lines(older) == ["Loyer 1", "Loyer 0"]
    assert lines(older.click("Messages plus récents")) == lines(page)
    assert lines(house.person("admin").get(f"{HUGO}/?messages=9")) == []


def test_who_may_not_see_those_messages_sees_none(house, secretary, sent):
    assert lines(secretary.get(f"{HUGO}/")) == []
