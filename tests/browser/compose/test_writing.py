"""Writing a message: what is typed stays, the counter follows it, and errors lead to their
field."""

import pytest
import scenes
from browser.keys import choose

from unisms.model.connections import SenderId
from unisms.model.folder import find

pytestmark = pytest.mark.servers


def test_who_goes_back_from_the_check_finds_the_draft_and_makes_no_second_one(visit, served):
    page = visit("zlefevre")
    page.click("text=Nouveau message")
    choose(page, "l3 histoire")
    page.fill("#text", "Bonjour,")
    page.select_option("#template", "cours-deplace")
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
    choose(page, "l3 histoire")
    page.select_option("#account", "scd")
    page.click("button[value=check]")
    page.wait_for_selector("form[action$='/send']")
    assert asked == ["beforeunload"]


def test_another_new_message_is_a_message_of_its_own(visit):
    page = visit("zlefevre")
    page.click("text=Nouveau message")
    choose(page, "l3 histoire")
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
    choose(page, "l2 histoire")
    page.select_option("#template", "cours-deplace")
    page.wait_for_function("() => document.querySelector('#text').value")
    page.wait_for_function("() => document.activeElement.id === 'text'")
    assert 0 <= page.locator("#text").bounding_box()["y"] < 800
    page.select_option("#account", "scd")
    page.click("button[value=check]")
    page.wait_for_url("**/check")


def test_the_counter_stays_a_counter_while_a_button_with_its_own_way_has_the_focus(visit):
    page = visit("zlefevre")
    page.goto("/institutions/paris1/campaigns/compose")
    with page.expect_response(lambda answer: answer.request.method == "POST") as asked:
        page.evaluate("document.getElementById('group-l2-histoire').click()")
        page.focus("button[value=check]")
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


def test_people_are_found_as_one_types_and_told_apart(visit):
    page = visit("zlefevre", 360)
    page.goto("/institutions/paris1/campaigns/compose")
    assert page.evaluate("document.activeElement.id") == "who"
    page.keyboard.type("marchand")
    page.wait_for_selector("#offered >> text=hmarchand")
    notes = page.locator("#offered .soft").all_inner_texts()
    assert len(notes) == len(set(notes)) > 5
    page.keyboard.type(" hugo")
    page.wait_for_function("document.querySelectorAll('#offered [role=option]').length === 1")
    page.keyboard.press("Enter")
    page.wait_for_selector("#chips >> text=Hugo Marchand")
    assert page.evaluate("document.activeElement.id") == "who"
    assert page.input_value("#who") == ""
    assert not page.is_visible("#offered")
    assert page.faults == []


def test_the_list_is_led_through_by_arrows_and_left_by_escape(visit):
    page = visit("zlefevre")
    page.goto("/institutions/paris1/campaigns/compose")
    pointed = "#offered [aria-selected=true]"
    page.keyboard.press("ArrowDown")
    first = page.inner_text(pointed)
    page.keyboard.press("ArrowDown")
    second = page.inner_text(pointed)
    page.keyboard.press("ArrowUp")
    assert page.inner_text(pointed) == first != second
    field = page.locator("#who")
    assert field.get_attribute("aria-activedescendant") == page.get_attribute(pointed, "id")
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert not page.is_visible("#offered")
    page.keyboard.press("Enter")  # it sends nothing
    assert page.url.endswith("/compose")


def test_chips_are_taken_out_by_mouse_and_by_keyboard(visit):
    page = visit("zlefevre")
    page.goto("/institutions/paris1/campaigns/compose")
    choose(page, "l3 histoire")
    choose(page, "l2 histoire")
    page.wait_for_selector("#reached >> text=personnes recevront le message")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('#chips .taken').length === 1")
    page.wait_for_function("document.activeElement.id === 'who'")
    page.click("#chips .take-out")
    page.wait_for_selector("#reached >> text=Aucun destinataire")
    assert page.locator("#chips .taken").count() == 0
    assert page.locator("input[name=audience]:checked").count() == 0
    assert page.faults == []


def test_numbers_that_are_pasted_are_numbers(visit):
    page = visit("zlefevre")
    page.goto("/institutions/paris1/campaigns/compose")
    choose(page, "06 39 98 00 03, 06 39 98 00 04")
    page.wait_for_selector("#chips >> text=2 numéros")
    choose(page, "l3 histoire")
    page.wait_for_selector("#chips >> text=2 numéros")
    page.click("#chips .take-out >> nth=1")
    page.wait_for_selector("#chips >> text=2 numéros", state="detached")
    assert page.input_value("#numbers") == ""


def test_the_phone_turns_and_the_text_stays(visit):
    page = visit("zlefevre")
    page.goto("/institutions/paris1/campaigns/compose")
    choose(page, "l3 histoire")
    page.fill("#text", "Bonjour [nom]")
    page.wait_for_selector(".bubble >> text=Bonjour")
    first = page.inner_text(".bubble")
    page.click(".turn >> nth=1")
    page.wait_for_selector("#phone >> text=2 sur")
    assert page.inner_text(".bubble") != first
    page.fill("#text", "Bonsoir [nom]")
    page.wait_for_selector(".bubble >> text=Bonsoir")
    assert "2 sur" in page.inner_text("#phone figcaption")
    page.click(".turn >> nth=0")
    page.wait_for_selector("#phone >> text=1 sur")
    assert page.faults == []
