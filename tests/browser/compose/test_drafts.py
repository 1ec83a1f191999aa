"""Nothing typed is ever lost: drafts save themselves, and a session that ends while one types is
told in place."""

import pytest
import scenes
from browser.keys import choose
from browser.looks import seen

from unisms.model.folder import find
from unisms.services.door import sessions
from unisms.services.people import unsent_forms
from unisms.testing.fixtures import eventually

pytestmark = pytest.mark.servers
COMPOSE = "/institutions/paris1/campaigns/compose"


@pytest.fixture(autouse=True)
def no_drafts(served):
    """Nobody has any when a test begins."""
    served.house.run(lambda root: unsent_forms.forget_person(find(root, scenes.PARIS), "zlefevre"))


@pytest.fixture
def end_sessions(served):
    """End all of somebody's, from elsewhere."""

    def end(uid="zlefevre"):
        served.house.run(lambda root: sessions.end_all(find(root, scenes.PARIS), uid, 0) and None)

    return end


def texts(served, uid="zlefevre"):
    """The texts of somebody's drafts, the latest first."""

    def look(root):
        drafts = unsent_forms.drafts(find(root, scenes.PARIS), uid)
        return [form.value("text") for _, form in drafts]

    return served.house.run(look)


def sign_in(page, uid="zlefevre"):
    page.fill("#uid", uid)
    page.fill("#password", scenes.PASSWORD)
    page.click("form.sheet button")


def let_pass(page):
    """Let more time pass than the page waits before it saves itself."""
    page.wait_for_timeout(1_500)


def real_faults(page):
    """Those that are not the 401 which the test brings about."""
    return [told for told in page.faults if "401" not in told]


def test_a_draft_saves_itself_from_the_first_words_on_and_asks_nobody(visit, served):
    page, asked = visit("zlefevre"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(COMPOSE)
    page.locator("#text").press_sequentially("Bonjour")
    page.wait_for_selector("#saved >> text=Enregistré à")
    page.locator("#text").press_sequentially(" à tous")
    page.wait_for_function("() => document.querySelector('[name=saved]').value === '2'")
    page.reload()
    assert page.input_value("#text") == "Bonjour à tous"
    page.click("nav >> text=Messages")
    page.click("main a >> text=Bonjour à tous")
    assert page.input_value("#text") == "Bonjour à tous"
    assert (texts(served), asked, page.faults) == (["Bonjour à tous"], [], [])


def test_a_page_with_something_to_correct_saves_itself_too_and_asks_nobody(visit, served):
    page, asked = visit("zlefevre"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(COMPOSE)
    page.fill("#text", "À demain")
    page.select_option("#account", "scolarite")
    page.click("button[value=check]")
    page.wait_for_selector("#problems")
    page.wait_for_selector("[data-saved]")
    page.click("nav >> text=Messages")
    page.wait_for_url("**/campaigns/")
    assert (texts(served), asked) == (["À demain"], [])


def test_three_tabs_with_one_draft_overwrite_nothing(visit, served):
    first = visit("zlefevre")
    first.goto(COMPOSE)
    first.fill("#text", "Le premier")
    first.wait_for_selector("[data-saved]")
    others = [first.context.new_page() for _ in range(2)]
    for other in others:
        other.goto(first.url)
    first.fill("#text", "Le premier, changé")
    first.wait_for_function("() => document.querySelector('[name=saved]').value === '2'")
    for other, text in zip(others, ("Le second", "Le troisième"), strict=True):
        other.fill("#text", text)
        other.wait_for_selector("#saved >> text=enregistré à part")
        other.fill("#text", f"{text}, encore")
        other.wait_for_function("() => document.querySelector('[name=saved]').value === '2'")
    assert sorted(texts(served)) == [
        "Le premier, changé",
        "Le second, encore",
        "Le troisième, encore",
    ]


def test_a_session_that_ends_while_one_types_is_told_in_place_and_the_page_goes_on(
    visit, served, end_sessions, picture
):
    page, asked = visit("zlefevre"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(f"{COMPOSE}?group=l2-histoire")
    page.fill("#text", "Bonjour")
    page.wait_for_selector("[data-saved]")
    end_sessions()
    page.locator("#text").press_sequentially(", le cours est déplacé")
    page.wait_for_selector("#preview >> text=Vous êtes déconnecté")
    picture(page, "compose-signed-out")
    page.locator("#text").press_sequentially(" en B 204")
    let_pass(page)
    assert asked == []
    with page.context.expect_page() as opened:
        page.click("#preview >> text=Se reconnecter")
    sign_in(opened.value)
    opened.value.wait_for_selector("h1 >> text=Bonjour")
    page.bring_to_front()
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("#preview >> text=43 personnes")
    page.wait_for_function("() => document.querySelector('[name=saved]').value >= '2'")
    assert texts(served) == ["Bonjour, le cours est déplacé en B 204"]
    page.select_option("#account", "scolarite")
    page.click("button[value=check]")
    page.wait_for_selector("form[action$='/send']")
    assert (asked, real_faults(page), texts(served)) == ([], [], [])


def test_another_person_who_signs_in_meanwhile_gets_nothing(visit, served, end_sessions):
    page = visit("zlefevre")
    page.goto(COMPOSE)
    end_sessions()
    page.fill("#text", "C'est à moi")
    page.wait_for_selector("#preview >> text=Vous êtes déconnecté")
    with page.context.expect_page() as opened:
        page.click("#preview >> text=Se reconnecter")
    sign_in(opened.value, "abenali")
    opened.value.wait_for_selector("h1 >> text=Bonjour")
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("#preview >> text=Une autre personne")
    page.locator("#text").press_sequentially(" seule")
    let_pass(page)
    assert page.input_value("#text") == "C'est à moi seule"
    assert texts(served) == texts(served, "abenali") == []


@pytest.mark.parametrize("script", [True, False])
def test_who_checks_when_the_session_is_over_signs_in_and_finds_the_message_filled(
    visit, served, end_sessions, script
):
    page = visit("zlefevre", script=script)
    page.goto(f"{COMPOSE}?group=l3-histoire")
    end_sessions()
    page.fill("#text", "Bonjour")
    page.select_option("#account", "scolarite")
    page.click("button[value=check]")
    assert page.input_value("#uid") == "zlefevre"
    page.fill("#password", scenes.PASSWORD)
    page.click("form.sheet button")
    assert page.input_value("#text") == "Bonjour"
    assert page.is_checked("#group-l3-histoire")
    page.select_option("#account", "scolarite")
    page.click("button[value=check]")
    page.wait_for_url("**/check")
    assert texts(served) == []


def test_without_script_a_button_saves_the_draft_and_another_deletes_it(visit, served):
    page = visit("zlefevre", 360, script=False)
    page.goto(COMPOSE)
    page.fill("#text", "Bonjour")
    page.click("button[value=keep]")
    assert page.input_value("#text") == "Bonjour"
    assert texts(served) == ["Bonjour"]
    page.click("text=Supprimer ce brouillon")
    page.click(".ask-box button >> visible=true")
    assert "supprimé" in page.inner_text(".notice")
    assert texts(served) == []


def may_be_sent(served, page):
    """Let the check be done; return whether the page offers to send by now."""
    served.house.worker.drain()
    page.reload()
    return page.query_selector("form[action$='/send'] button") is not None


@pytest.mark.parametrize("script", [True, False])
def test_each_step_from_home_to_following_may_be_cut(visit, served, end_sessions, script):
    """The session ends before each step:
    one signs in, finds what was there, and does it once more."""
    page = visit("zlefevre", script=script)

    def cut(press, comes_to):
        end_sessions()
        press()
        page.wait_for_selector("#password")
        if page.input_value("#uid") == "":
            page.fill("#uid", "zlefevre")
        page.fill("#password", scenes.PASSWORD)
        page.click("form.sheet button")
        page.wait_for_url(comes_to)

    cut(lambda: page.click("text=Nouveau message"), "**/compose")
    if script:
        choose(page, "l3 histoire")
    else:
        page.click("text=Parcourir la liste")
        page.check("input[value='group:l3-histoire']")
    page.fill("#text", "Bonjour [nom], à 14 h")
    page.select_option("#account", "scolarite")
    cut(lambda: page.click("button[value=check]"), "**/compose?draft=*")
    assert page.is_checked("input[value='group:l3-histoire']")
    assert page.input_value("#text") == "Bonjour [nom], à 14 h"
    page.select_option("#account", "scolarite")
    page.click("button[value=check]")
    page.wait_for_url("**/check")
    eventually(lambda: may_be_sent(served, page), told=lambda: page.inner_text("main"))
    cut(lambda: page.click("form[action$='/send'] button"), "**/check")
    assert "rien n’a été enregistré" in page.inner_text("main > .notice")
    page.click("form[action$='/send'] button")
    page.wait_for_selector("#live")
    end_sessions()
    page.reload()
    page.fill("#uid", "zlefevre")
    page.fill("#password", scenes.PASSWORD)
    page.click("form.sheet button")
    page.wait_for_selector("#live")
    assert real_faults(page) == []


def test_a_form_of_settings_is_filled_again(visit, end_sessions):
    page = visit("admin")
    page.goto("/institutions/paris1/people/new")
    page.fill("#uid", "nouveau")
    page.fill("#name", "Nina Nouvelle")
    end_sessions("admin")
    page.click("main form button.primary")
    assert page.input_value("#uid") == "admin"
    sign_in(page, "admin")
    assert (page.input_value("#uid"), page.input_value("#name")) == ("nouveau", "Nina Nouvelle")
    assert "pas encore envoyé" in page.inner_text("main > .notice")
    assert page.faults == []


def test_the_counter_of_a_template_tells_it_too(visit, end_sessions):
    page = visit("admin")
    page.goto("/institutions/paris1/templates/new")
    page.fill("#title", "Cours")
    end_sessions("admin")
    page.fill("#text", "Bonjour")
    page.wait_for_selector("#preview >> text=Vous êtes déconnecté")
    assert page.input_value("#text") == "Bonjour"
    assert page.url.endswith("/templates/new")


def test_what_could_not_be_saved_is_told_and_saved_once_it_can_be(visit, served):
    page, asked = visit("zlefevre"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(COMPOSE)
    page.fill("#text", "Bonjour")
    page.wait_for_selector("[data-saved]")
    page.context.set_offline(True)
    page.fill("#text", "Bonjour à tous")
    page.wait_for_selector("#unsaved >> text=Pas encore enregistré")
    page.context.set_offline(False)
    page.click("nav >> text=Messages", no_wait_after=True)
    page.wait_for_function("() => document.querySelector('#text').value === 'Bonjour à tous'")
    assert asked == ["beforeunload"]
    page.fill("#text", "Bonjour à vous tous")
    page.wait_for_function("() => document.querySelector('[name=saved]').value === '2'")
    assert not page.is_visible("#unsaved")
    assert texts(served) == ["Bonjour à vous tous"]


@pytest.mark.parametrize(("width", "dark", "language"), [(360, False, "en"), (1280, True, "fr")])
def test_what_is_told_of_a_draft_and_of_a_session_is_accessible_and_fits(
    visit, served, end_sessions, width, dark, language
):
    page, faults = visit("zlefevre", width, dark, language), []

    def look(name):
        faults.extend(f"{name}: {fault}" for fault in seen(page, width) if "401" not in fault)

    page.goto(COMPOSE)
    page.fill("#text", "Bonjour")
    page.wait_for_selector("[data-saved]")
    page.click("#saved summary")
    look("saved")
    address = page.url
    other = page.context.new_page()
    other.goto(address)
    other.fill("#text", "Bonsoir")
    other.wait_for_function("() => document.querySelector('[name=saved]').value === '2'")
    page.fill("#text", "Bonne nuit")
    page.wait_for_selector("#saved .uncertain-ink >> visible=true")
    look("apart")
    page.goto(f"{scenes.PARIS}/campaigns/")
    look("list")
    page.goto(address)
    look("begun")
    end_sessions()
    page.locator("#text").press_sequentially(", et à demain")
    page.wait_for_selector("#signed-out")
    look("signed out")
    page.select_option("#account", "scolarite")
    page.click("button[value=check]")
    look("sign in")
    sign_in(page)
    look("back")
    assert faults == []
