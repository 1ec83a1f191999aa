"""From composing to following: with the keyboard alone, without any script, and live."""

import time

import pytest
import scenes
from playwright.sync_api import Error

from unisms.model.connections import SenderId
from unisms.model.folder import find

pytestmark = pytest.mark.servers


def tab_to(page, selector, patience=80):
    """Press Tab until what ``selector`` names has the focus."""
    for _ in range(patience):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector}")


def test_from_home_to_following_by_keyboard_alone(visit, served):
    page = visit("zlefevre")
    tab_to(page, "a.button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compose")
    tab_to(page, "input[value='group:l3-histoire']")
    page.keyboard.press("Space")
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
    eventually(lambda: page.reload() and page.query_selector("form[action$='/send']"))
    page.click("form[action$='/send'] button")
    eventually(lambda: page.reload() and page.inner_text(".figure.delivered .figure-value") == "1")
    page.click("text=Historique")
    assert "a envoyé" in page.inner_text(".history")


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
    assert page.url.endswith("/compose")
    assert page.input_value("#text") == "Le second"


def test_errors_are_summed_up_and_lead_to_their_field(visit):
    page = visit("zlefevre")
    page.goto("/institutions/paris1/campaigns/compose")
    page.fill("#text", "À demain")
    page.click("button[value=check]")
    page.wait_for_function("document.activeElement.id === 'problems'")
    page.click("#problems a")
    assert page.url.endswith("#audience")
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


def test_following_is_live_and_stops_with_one_confirmation(visit, served, picture):
    path = served.house.run(lambda root: scenes.under_way(root, author="zlefevre", account="scd"))
    page = visit("zlefevre")
    page.goto(f"{path}/")
    before = page.inner_text(".figure.delivered .figure-value")
    page.click("summary >> text=numéro inconnu")
    served.house.run(lambda root: deliver_some(find(root, path)))
    page.wait_for_function(
        "old => document.querySelector('.figure.delivered .figure-value').textContent !== old",
        arg=before,
    )
    assert page.get_attribute("#cause-number_invalid", "open") is not None
    page.click("summary >> text=Arrêter")
    picture(page, "follow-stopping-1280")
    page.click("text=Arrêter l’envoi")
    page.wait_for_selector(".state.stopped")
    assert page.faults == []


@pytest.mark.parametrize("width", [360, 700, 1280])
def test_what_a_dangerous_action_asks_is_read_whole(visit, served, gallery, width):
    served.house.run(
        lambda root: find(root, scenes.BROKER).put_sender(SenderId("BU", "paris1", "requested"))
    )
    file = served.house.run(lambda root: scenes.imported(root, "admin"))
    page = visit("admin", width)
    cut = []
    for path in (
        gallery["uncertain"],
        gallery["sending"],
        file,
        scenes.BROKER,
        f"{scenes.PARIS}/rights",
        f"{scenes.PARIS}/people/hmarchand",
    ):
        page.goto(path if path.endswith("rights") else f"{path}/")
        for asked in page.locator("main details.ask").all():
            asked.locator("summary").click()
            if not asked.locator(".ask-box").evaluate(SHOWS_WHOLE):
                cut.append((path, asked.inner_text()))
            page.keyboard.press("Escape")
    assert cut == []


SHOWS_WHOLE = """box => {
  const place = box.getBoundingClientRect(), table = box.closest(".table-box");
  const clips = table && getComputedStyle(table).overflowY !== "visible";
  const cut = clips && place.bottom > table.getBoundingClientRect().bottom;
  return !cut && place.left >= 0 && place.right <= document.documentElement.clientWidth;
}"""


def deliver_some(campaign):
    for number, row in list(campaign.stored_rows()):
        if row[1] == "accepted":
            campaign.write(number, (row[0], "delivered", *row[2:]))


def test_a_page_whose_state_has_changed_comes_anew(visit, served):
    path = served.house.run(lambda root: scenes.under_way(root, author="zlefevre", account="scd"))
    page = visit("zlefevre")
    page.goto(f"{path}/")
    other = visit("admin")
    other.goto(f"{path}/")
    other.click("form[action$='/pause'] button")
    page.wait_for_selector("form[action$='/resume'] button")


def eventually(question, patience=10):
    """Wait until ``question()`` is true; return it."""
    deadline = time.monotonic() + patience
    while not (answer := _asked(question)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return answer


def _asked(question):
    """The answer, or ``None`` where the page itself was just moving on, as a refresh makes it."""
    try:
        return question()
    except Error:
        return None


def test_on_a_handset_the_rubric_that_is_open_is_seen(visit):
    page = visit("admin", width=360)
    page.goto("/institutions/paris1/people/")
    box = page.locator(".nav [aria-current]").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert page.faults == []
