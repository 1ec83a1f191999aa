"""Reading what became of a message: on a phone, by its figures, with and without a script."""

import pytest
import scenes
from playwright.sync_api import expect

from unisms.sms.template import fold

pytestmark = pytest.mark.servers


@pytest.fixture
def path(served):
    return served.house.run(lambda root: scenes.closed(root, author="zlefevre", account="scd"))


@pytest.mark.parametrize("script", [True, False])
def test_a_figure_leads_to_its_messages_and_a_title_sorts_them(visit, path, script):
    page = visit("zlefevre", script=script)
    page.goto(f"{path}/")
    failed = int(page.inner_text(".figure.failed .figure-value"))
    page.click("a.figure-link:has(.figure.failed)")
    page.wait_for_url("**state=failed#list")
    expect(page.locator("#rows tbody tr")).to_have_count(failed)
    page.click("#rows thead >> text=Destinataire")
    page.wait_for_url("**sort=who**")
    assert "state=failed" in page.url
    names = page.locator("#rows tbody th").all_inner_texts()
    assert len(names) == failed
    assert names == sorted(names, key=fold)
    page.click("#rows nav >> text=Tous")
    page.wait_for_selector(f"#rows tbody tr >> nth={failed}")


def test_on_a_phone_a_person_takes_two_lines_and_a_failure_three(visit, path):
    page = visit("zlefevre", 360)
    page.goto(f"{path}/")
    heights = page.locator("#rows tbody tr").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().height)"
    )
    assert max(heights) <= 94
    assert heights[-1] <= 68
    received = page.locator("#rows tbody tr").last
    name, time = received.locator("th").bounding_box(), received.locator(".at").bounding_box()
    assert abs(time["x"] + time["width"] - 344) < 2
    assert name["y"] < time["y"]


def test_a_box_that_asks_is_seen_whole_and_has_a_way_back(visit, served):
    path = served.house.run(lambda root: scenes.checked(root, author="zlefevre"))
    page = visit("zlefevre", 360)
    page.goto(f"{path}/check")
    asked = page.locator("details.ask", has_text="Supprimer ce message")
    asked.locator("summary").click()
    box = asked.locator(".ask-box")
    page.wait_for_function(
        "box => box.getBoundingClientRect().bottom <= innerHeight",
        arg=box.element_handle(),
    )
    box.get_by_text("Annuler").click()
    assert not box.is_visible()
    assert asked.locator("summary").evaluate("one => one === document.activeElement")
    assert page.url.endswith("/check")
    assert page.faults == []


def test_without_a_script_the_way_back_is_the_page_again(visit, served):
    path = served.house.run(lambda root: scenes.checked(root, author="zlefevre"))
    page = visit("zlefevre", script=False)
    page.goto(f"{path}/check")
    page.click("summary >> text=Supprimer ce message")
    page.click("text=Annuler")
    page.wait_for_url("**/check")
    expect(page.locator(".ask-box").first).to_be_hidden()
