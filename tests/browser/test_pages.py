"""Every page in a real browser: narrow and wide, light and dark, French and English; axe has nothing to say."""

import struct
import zlib

import pytest
import scenes
from axe_playwright_python.sync_playwright import Axe
from browser_pages import COMPOSE, OPERATED, OWN, PUBLIC, TEMPLATES, campaigns_of
from tiers import in_all

from unisms.model.folder import find
from unisms.scripts.demo_data import OPERATOR
from unisms.web.identity import show_logo

pytestmark = pytest.mark.servers

# Both languages at both widths; light and dark at each of them: what a language changes is not what the dark does.
LOOKS = [(360, False, "fr"), (360, True, "en"), (1280, True, "fr"), (1280, False, "en")]
# Then the other pairs, the narrowest that WCAG 2.2 asks for (1.4.10), and 1280 at a zoom of 200 % (1.4.4).
LOOKS += in_all((360, False, "en"), (360, True, "fr"), (1280, True, "en"), (1280, False, "fr"))
LOOKS += in_all((320, False, "fr"), (320, True, "en"), (640, False, "fr"), (640, True, "en"))


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_is_accessible_and_fits(visit, served, gallery, picture, width, dark, language):
    page = visit("admin", width, dark, language)
    stranger = visit("", width, dark, language)
    own = OWN | campaigns_of(gallery)
    served.house.run(scenes.shelf)
    file = served.house.run(lambda root: scenes.imported(root, "admin"))
    own |= {"import": f"{file}/", "import-aside": f"{file}/aside", "compose-file": f"{COMPOSE}?import={file[-13:]}"}
    own |= served.house.run(scenes.proposed)
    faults = []
    operator = visit(OPERATOR, width, dark, language, institution="")
    for visitor, pages in ((stranger, PUBLIC), (page, own), (operator, OPERATED)):
        for name, path in pages.items():
            visitor.goto(path)
            picture(visitor, f"{name}-{width}-{'dark' if dark else 'light'}-{language}")
            faults += [f"{name}: {fault}" for fault in seen(visitor, width)]
    assert faults == []


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        (TEMPLATES, ".head h1", ".head .button >> nth=1"),
        ("/institutions/paris1/brokers/new?adapter=simulator", "#prefix-1", "#price-1"),
        ("/institutions/paris1/policies", "#quiet-from", "#quiet-to"),
        ("/institutions/paris1/audit", "#person", "#until"),
    ],
)
def test_on_a_wide_screen_it_stands_on_one_line(visit, path, one, other):
    page = visit("admin")
    page.goto(path)
    boxes = [page.locator(selector).bounding_box() for selector in (one, other)]
    first, second = (box["y"] + box["height"] / 2 for box in boxes)
    assert abs(first - second) < 4


def test_a_wide_logo_leaves_room_for_the_name_on_a_phone(visit, served):
    page = visit("admin", 360)
    page.wait_for_selector(".me")
    served.house.run(lambda root: show_logo(find(root, "/institutions/paris1"), wide_png()))
    page.goto(OWN["search"])
    page.wait_for_function("document.querySelector('.logo').naturalWidth === 240")
    served.house.run(lambda root: show_logo(find(root, "/institutions/paris1"), b""))
    needed, given = page.locator(".brand").evaluate("brand => [brand.scrollWidth, brand.clientWidth]")
    assert needed <= given


def wide_png():
    """An empty picture of 240 by 80."""
    chunks = (b"IHDR", struct.pack(">2I5B", 240, 80, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(241 * 80)))
    told = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(told) + b"\0\0\0\0IEND\xaeB\x60\x82"


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
