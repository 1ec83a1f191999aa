"""Writing a message: what is typed stays, the counter follows it, and errors lead to their
field."""

import pytest
import scenes
from browser.keys import tab_to

from unisms.model.connections import SenderId
from unisms.model.folder import find

pytestmark = pytest.mark.servers


def test_who_goes_back_from_the_check_finds_the_draft_and_makes_no_second_one(visit, served):
    page = visit("zlefevre")
    page.click("text=Nouveau message")
    page.check("input[value='group:l3-histoire']")
    page.fill("#text", "Bonjour,")
    page.select_option("#template", "cours-deplace")
    page.click("#insert")
    page.wait_for_function("() => document.querySelector('#text').value.includes('Planning')")
    assert page.input_value("#text").startswith("Bonjour,")
    assert not page.is_visible("button[value=count]")
    page.wait_for_function(
        "() => document.querySelector('#phone').textContent.includes('Planning')"
    )
    assert page.url.endswith("/compose")
    page.select_option("#account", "scd")
    page.click("button[value=check]")
    page.wait_for_selector("form[action$='/send']")
    checked = page.url
    page.go_back()
    page.wait_for_url("**/edit")
    assert page.input_value("#text").startswith("Bonjour,")
    page.fill("#text", "Bonsoir,")
    page.click("button[value=check]")
    page.wait_for_selector("form[action$='/send']")
    assert page.url == checked
    assert page.faults == []


def test_who_leaves_a_message_that_nothing_keeps_yet_is_asked_first(visit):
    page = visit("zlefevre")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.click("text=Nouveau message")
    page.click("nav >> text=Groupes")
    assert asked == []  # nothing is lost
    page.go_back()
    page.locator("#text").press_sequentially("Bonjour")
    page.click("nav >> text=Messages", no_wait_after=True)
    page.wait_for_function("() => document.querySelector('#text').value === 'Bonjour'")
    assert asked == ["beforeunload"]
    page.check("input[value='group:l3-histoire']")
    page.select_option("#account", "scd")
    page.click("button[value=check]")
    page.wait_for_selector("form[action$='/send']")
    assert asked == ["beforeunload"]


def test_another_new_message_is_a_message_of_its_own(visit):
    page = visit("zlefevre")
    page.click("text=Nouveau message")
    page.check("input[value='group:l3-histoire']")
    page.fill("#text", "Le premier")
    page.select_option("#account", "scd")
    page.click("button[value=check]")
    page.wait_for_url("**/check")
    page.click("text=Messages")
    page.click("text=Nouveau message")
    page.fill("#text", "Le second")
    page.click("header a[href$='/groups/']")
    page.go_back()
    page.wait_for_url("**/compose")
    assert page.input_value("#text") == "Le second"


def test_errors_are_summed_up_and_lead_to_their_field(visit):
    page = visit("zlefevre")
    page.goto("/institutions/paris1/campaigns/compose")
    page.fill("#text", "À demain")
    page.click("button[value=check]")
    page.wait_for_function("document.activeElement.id === 'problems'")
    page.click("#problems a")
    page.wait_for_url("**#audience")
    assert page.input_value("#text") == "À demain"


def test_the_counter_follows_what_is_typed_and_simplifies(visit, picture):
    page = visit("zlefevre")
    page.goto("/institutions/paris1/campaigns/compose?group=l2-histoire")
    page.fill("#text", "Ne tardez pas : « la fête » " * 4)
    page.wait_for_selector("button[value=simplify]")
    picture(page, "compose-dear-1280")
    page.click("button[value=simplify]")
    page.wait_for_function("() => !document.querySelector('#text').value.includes('ê')")
    page.wait_for_selector("output >> text=1 SMS")
    page.click(".chip >> text=[nom]")
    assert "[nom]" in page.input_value("#text")
    page.wait_for_selector(".bubble >> text=Ne tardez pas")
    assert page.faults == []


def test_after_inserting_a_template_one_is_at_the_text(visit):
    page = visit("zlefevre", 360)
    page.goto("/institutions/paris1/campaigns/compose")
    page.check("input[value='group:l2-histoire']")
    page.select_option("#template", "cours-deplace")
    page.click("button[value=template]")
    page.wait_for_function("() => document.querySelector('#text').value")
    assert 0 <= page.locator("#text").bounding_box()["y"] < 800
    tab_to(page, "#text", patience=3)
    page.select_option("#account", "scd")
    page.click("button[value=check]")
    page.wait_for_url("**/check")


def test_the_counter_stays_a_counter_while_a_button_with_its_own_way_has_the_focus(visit):
    page = visit("zlefevre")
    page.goto("/institutions/paris1/campaigns/compose")
    with page.expect_response(lambda answer: answer.request.method == "POST") as asked:
        page.evaluate("document.getElementById('group-l2-histoire').click()")
        page.focus("button[value=template]")
    assert asked.value.url.endswith("/compose-preview")
    page.wait_for_selector("#preview >> text=43 personnes")
    assert page.locator("h1").count() == 1
    assert page.faults == []


def test_the_senders_follow_the_contract_and_the_focus_stays(visit, served):
    served.house.run(
        lambda root: find(root, scenes.BROKER).put_sender(SenderId("BU", "paris1", "accepted"))
    )
    page = visit("zlefevre")
    page.goto("/institutions/paris1/campaigns/compose")
    page.click("text=Autres réglages")
    page.select_option("#connection", "/brokers/commun")
    own = "#sender_id option[value=BU]"  # others may have been accepted by both
    page.wait_for_selector(own, state="detached")
    page.select_option("#connection", scenes.BROKER)
    page.wait_for_selector(own, state="attached")
    page.focus("#sender_id")
    page.select_option("#sender_id", "BU")
    page.wait_for_selector(".phone-from >> text=BU")
    page.wait_for_function("document.activeElement.id === 'sender_id'")
    assert page.input_value("#sender_id") == "BU"
    assert page.faults == []


def test_people_found_stand_under_the_field_that_searched(visit):
    page = visit("zlefevre", 360)
    page.goto("/institutions/paris1/campaigns/compose")
    page.fill("#who", "marchand")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found input")
    field, found = (page.locator(one).bounding_box() for one in ("#who", "#found label >> nth=0"))
    assert 0 < found["y"] - field["y"] < 100
    page.wait_for_function("document.activeElement.id === 'who'")
    page.keyboard.press("Tab")
    tab_to(page, "#found input", patience=1)
    assert page.faults == []
