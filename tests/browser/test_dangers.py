"""A dangerous action asks first:
in a box that is seen whole, that fits the window, and that can be left."""

import pytest
import scenes

from unisms.model.connections import SenderId
from unisms.model.folder import find

pytestmark = pytest.mark.servers


PARIS = "/institutions/paris1"


@pytest.mark.parametrize("width", [360, 1280])
def test_what_a_dangerous_action_asks_is_in_the_window_and_can_be_left(visit, width):
    page = visit("admin", width=width)
    for path, at in (
        ("people/hmarchand/", -1),
        ("groups/l2-histoire/", -1),
        ("roles/guichet-bu/", -1),
        ("rights", -1),
    ):
        page.goto(f"{PARIS}/{path}")
        asked = page.locator("main details.ask").nth(at)
        asked.locator("summary").click()
        box = asked.locator(".ask-box")
        page.wait_for_function(
            "box => box.getBoundingClientRect().bottom < innerHeight + 1", arg=box.element_handle()
        )
        box.locator("text=Annuler").click()
        box.wait_for(state="hidden")
        assert asked.locator("summary").evaluate("one => one === document.activeElement")
        assert page.url.endswith(path)
    assert page.faults == []


def test_what_a_dangerous_action_asks_can_be_left_without_script(visit):
    page = visit("admin", script=False)
    page.goto(f"{PARIS}/groups/l2-histoire/?member=mar")
    page.locator("main details.ask summary").click()
    page.click("main .ask-box >> text=Annuler")
    page.wait_for_url("**/groups/l2-histoire/?member=mar")
    assert not page.locator("main .ask-box").is_visible()


@pytest.mark.parametrize(
    "path", ["people/hmarchand/", "groups/l2-histoire/", "roles/guichet-bu/", "rights-give"]
)
def test_the_way_back_is_tall_enough_for_a_thumb(visit, path):
    page = visit("admin", width=360)
    page.goto(f"{PARIS}/{path}")
    assert page.locator("main > p > a >> nth=0").bounding_box()["height"] >= 44


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
