"""Every page by keyboard alone:
Tab reaches and shows all that can be used, Enter does the main thing."""

import contextlib

import failing
import mail_scenes
import people_scenes
import pytest
import scenes
import scheduled_scenes
from browser.keys import tab_to_first
from browser_pages import (
    BESIDE_DASHBOARDS,
    CAMPAIGN,
    OF_DASHBOARDS,
    OPERATED,
    OWN,
    PUBLIC,
    campaigns_of,
)
from paris import OPERATOR
from served import Served

pytestmark = pytest.mark.servers

#: all that a keyboard must reach; of a group of dots, Tab reaches one
REACHABLE = """() => {
  const seen = one => one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})
  const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary'
  const all = [...document.querySelectorAll(kinds)]
    .filter(one => !one.disabled && one.tabIndex >= 0 && seen(one) && !one.matches('.skip'))
  const groups = new Set()
  return all.filter(one => {
    if (one.type !== 'radio') return true
    const group = one.form + one.name
    return !groups.has(group) && groups.add(group)
  }).length
}"""
#: where Tab has led: a mark of its own for each thing, and whether one sees it
HERE = """() => {
  const here = document.activeElement
  if (!here || here === document.body) return null
  window.walked = window.walked || new Map()
  const key = here.type === 'radio' ? here.form + here.name : here
  if (!window.walked.has(key)) window.walked.set(key, window.walked.size)
  const look = getComputedStyle(here), box = here.getBoundingClientRect()
  const shown = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 3
  return {mark: window.walked.get(key), shown, skip: here.matches('.skip'),
          what: here.outerHTML.slice(0, 120),
          inside: box.bottom > 0 && box.top < innerHeight}
}"""
MAIN = "main .button.primary >> visible=true"
PATIENCE = 4  # stops for each thing at most: a date has three, and one that opens a calendar


#: each kind of visitor, and the pages that they see
VISITORS = {
    "": PUBLIC,
    "admin": {
        **OWN,
        **OF_DASHBOARDS,
        **CAMPAIGN,
        **dict.fromkeys(("import", "aside", "register", "columns"), ""),
    },
    OPERATOR: OPERATED,
}
EVERY = [(uid, name) for uid, pages in VISITORS.items() for name in pages]
FILES = ("/me/data",)  # the ends of pages whose main button gives a file
#: pages without a main button: they are read, or lead elsewhere
WITHOUT_MAIN = {
    *("institutions", "terms", "preparing", "check-poor", "follow", "follow-uncertain"),
    *("follow-stopped", "follow-closed", "recipients", "recipient", "aside", "account", "settings"),
    *("broker-unread", "broker-new", "sender-letter", "replies", "leavings", "audit"),
    *("directory-groups", "directory-people", "approvals", "check-awaiting"),
    *(
        "rights-of",
        "rights-of-whom",
        "templates-archived",
        "search",
        "search-blank",
        "search-nothing",
    ),
    *("preferences", "not-found", "not-yours", "institution-about", "operator-preferences"),
    *("operator-audit", "replies-unclaimed", "restored", "operator-mails"),
    *("me-received", "me-conditions", "erasure-requests"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A house of its own, in which Enter may be pressed anywhere."""
    house = scenes.House(tmp_path_factory.mktemp("keyboard"), **BESIDE_DASHBOARDS)
    with Served(house) as served:
        yield served
    house.close()


@pytest.fixture(scope="module")
def addresses(served):
    """Where each page is, by name."""
    run = served.house.run
    run(scenes.shelf)
    run(scenes.themes)
    run(people_scenes.directory)
    run(failing.failed)
    run(mail_scenes.mails)
    file, register = run(scenes.imported, "admin"), run(people_scenes.compared)
    imported = {"import": f"{file}/", "aside": f"{file}/aside"}
    imported |= {"register": f"{register}/", "columns": f"{file}/register"}
    own = OWN | OF_DASHBOARDS | campaigns_of(run(scheduled_scenes.gallery))
    return PUBLIC | own | imported | OPERATED


@pytest.fixture(scope="module")
def pages(served, addresses, visits):
    """The page of each kind of visitor, signed in, and remembered as such by the house."""
    pages = {uid: visits(uid, institution="" if uid == OPERATOR else "paris1") for uid in VISITORS}
    served.house.remember()
    return pages


@pytest.mark.spread
@pytest.mark.parametrize(("uid", "name"), EVERY)
def test_every_page_is_walked_by_keyboard_alone(pages, addresses, uid, name):
    page = pages[uid]
    page.goto(addresses[name])
    page.wait_for_selector("[hx-trigger=load]", state="detached")
    assert list(walked(page)) == []


def walked(page):
    """Yield each thing of this page that Tab does not reach, or reaches unseen."""
    wanted, marks, first = page.evaluate(REACHABLE), set(), None
    for _ in range(PATIENCE * wanted):
        if len(marks) == wanted:
            break
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            continue
        if first is None:
            first = here
            if not here["skip"] and not page.evaluate(
                "document.querySelector('[autofocus], [data-focus]')"
            ):
                yield f"Tab leads first to {here['what']}"
        known = here["mark"] in marks  # the browser's own parts of it have rings of their own
        if not here["skip"]:
            marks.add(here["mark"])
        if not known and not (here["shown"] and here["inside"]):
            yield f"one does not see that Tab is at {here['what']}"
    if len(marks) < wanted:
        yield f"Tab reaches {len(marks)} things of {wanted}"


def test_settings_are_tried_and_saved_by_keyboard_alone(visit, served):
    pages = served.house.run(scenes.proposed)
    page = visit("admin")
    for name in ("proposal-smpp-exemple", "proposal-simulateur"):
        page.goto(pages[name])
        assert list(walked(page)) == []
    page.goto("/institutions/paris1/brokers/simulateur/settings")
    tab_to_first(page, "#setting-rate")
    page.keyboard.type("77")
    tab_to_first(page, "main form.stack button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/brokers/simulateur/")
    assert "enregistré" in page.inner_text("main")


@pytest.mark.spread
@pytest.mark.parametrize(("uid", "name"), EVERY)
def test_enter_does_the_main_thing_of_every_page(pages, addresses, served, tmp_path, uid, name):
    """Tab reaches the first main button, and Enter brings an answer that is no fault.

    The house begins again before each page, because Enter closes it for maintenance, among much
    else.
    """
    page, answers = pages[uid], []
    page.goto("about:blank")
    served.begin_again(tmp_path)
    served.house.run(scheduled_scenes.think_again)
    page.goto(addresses[name])
    if name in WITHOUT_MAIN:
        assert not page.locator(MAIN).count()
        return
    tab_to_first(page, "main .button.primary")
    with listened(page, answers):
        faults = list(entered(page))
    assert faults == []
    assert [answer for answer in answers if answer[0] >= 500] == []


@contextlib.contextmanager
def listened(page, answers):
    """Keep the status and the address of every answer that comes meanwhile."""

    def keep(response):
        answers.append((response.status, response.url))

    page.on("response", keep)
    yield
    page.remove_listener("response", keep)


def entered(page):
    """Press Enter, and wait for the answer; the browser itself leads to what is still empty."""
    if page.evaluate("() => document.activeElement.form?.checkValidity() ?? true"):
        with page.expect_event("download" if page.url.endswith(FILES) else "load"):
            page.keyboard.press("Enter")
    else:
        page.keyboard.press("Enter")
        if not page.evaluate("() => document.activeElement.matches(':invalid')"):
            yield "nothing says what is still empty"
