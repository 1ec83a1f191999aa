"""Every page by keyboard alone: Tab reaches all that can be used, shows where one is, and Enter does the main thing."""

import pytest
import scenes
from browser_pages import OPERATED, OWN, PUBLIC, campaigns_of
from paris import OPERATOR
from served import Served

pytestmark = pytest.mark.servers

#: all that a keyboard must reach; of a group of dots, Tab reaches one
REACHABLE = """() => {
  const seen = one => one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
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
  return {mark: window.walked.get(key), shown, skip: here.matches('.skip'), what: here.outerHTML.slice(0, 120),
          inside: box.bottom > 0 && box.top < innerHeight}
}"""
PATIENCE = 4  # stops for each thing at most: a date has three, and one that opens a calendar


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A house of its own: what Enter does here, no other test sees."""
    house = scenes.House(tmp_path_factory.mktemp("keyboard"))
    with Served(house) as served:
        yield served
    house.close()


@pytest.fixture(scope="module")
def gallery(served):
    return served.house.run(scenes.gallery)


@pytest.fixture(scope="module")
def pages(served, gallery):
    """``(who, path)`` of every page."""
    served.house.run(scenes.shelf)
    file = served.house.run(lambda root: scenes.imported(root, "admin"))
    own = OWN | campaigns_of(gallery) | {"import": f"{file}/", "aside": f"{file}/aside"}
    return [("", PUBLIC), ("admin", own), (OPERATOR, OPERATED)]


def test_every_page_is_walked_by_keyboard_alone(visit, pages):
    faults = []
    for who, some in pages:
        page = visit(who, institution="" if who == OPERATOR else "paris1")
        for name, path in some.items():
            page.goto(path)
            faults += [f"{name}: {fault}" for fault in walked(page)]
    assert faults == []


def walked(page):
    """What Tab does not reach on this page, or reaches unseen."""
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


def test_enter_does_the_main_thing_of_every_page(visit, pages):
    """The first main button, reached by Tab: an answer comes that is no fault, whatever it says of an empty form.

    The last test of this file: Enter closes the house for maintenance, among much else.
    """
    pressed, faults = 0, []
    for who, some in pages:
        page = visit(who, institution="" if who == OPERATOR else "paris1")
        answers = []
        page.on(
            "response", lambda answer, answers=answers: answers.append((answer.status, answer.url))
        )
        for name, path in some.items():
            page.goto(path)
            if not page.locator("main .button.primary >> visible=true").count():
                continue
            answers.clear()
            tab_to_first(page, "main .button.primary")
            faults += [(name, fault) for fault in entered(page)]
            pressed += 1
            faults += [(name, *answer) for answer in answers if answer[0] >= 500]
    assert faults == []
    assert pressed > 25


def entered(page):
    """Press Enter, and wait for the answer; the browser itself leads to what is still empty."""
    if page.evaluate("() => document.activeElement.form?.checkValidity() ?? true"):
        with page.expect_event("load"):
            page.keyboard.press("Enter")
    else:
        page.keyboard.press("Enter")
        if not page.evaluate("() => document.activeElement.matches(':invalid')"):
            yield "nothing says what is still empty"


def tab_to_first(page, selector):
    page.evaluate("() => document.activeElement.blur()")
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector} of {page.url}")
