"""Every page in a real browser: narrow and wide, light and dark, French and English; axe has nothing to say."""

import itertools

import pytest
import scenes
from axe_playwright_python.sync_playwright import Axe
from browser_pages import COMPOSE, OPERATED, OWN, PUBLIC, campaigns_of

from unisms.scripts.demo_data import OPERATOR

pytestmark = pytest.mark.servers

LOOKS = list(itertools.product((360, 1280), (False, True), ("fr", "en")))


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_is_accessible_and_fits(visit, served, gallery, picture, width, dark, language):
    page = visit("admin", width, dark, language)
    stranger = visit("", width, dark, language)
    own = OWN | campaigns_of(gallery)
    served.house.run(scenes.shelf)
    file = served.house.run(lambda root: scenes.imported(root, "admin"))
    own |= {"import": f"{file}/", "import-aside": f"{file}/aside", "compose-file": f"{COMPOSE}?import={file[-13:]}"}
    faults = []
    operator = visit(OPERATOR, width, dark, language, institution="")
    for visitor, pages in ((stranger, PUBLIC), (page, own), (operator, OPERATED)):
        for name, path in pages.items():
            visitor.goto(path)
            picture(visitor, f"{name}-{width}-{'dark' if dark else 'light'}-{language}")
            faults += [f"{name}: {fault}" for fault in seen(visitor, width)]
    assert faults == []


def seen(page, width):
    """What is wrong with the page as it stands: axe's violations, and what does not fit the window."""
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        yield f"{wide} px wide"
    missing = {"404", "403"}
    yield from (fault for fault in page.faults if not any(code in fault for code in missing))
    page.faults.clear()
