"""Every page in a real browser: narrow and wide, light and dark, French and English; axe has nothing to say."""

import struct
import zlib
from itertools import product

import plenty
import pytest
import scenes
from axe_playwright_python.sync_playwright import Axe
from browser_pages import CAMPAIGN, COMPOSE, OPERATED, OWN, PUBLIC, TEMPLATES, campaigns_of
from paris import OPERATOR
from tiers import ALL

from unisms.model.folder import find
from unisms.services.institution.logos import show_logo

pytestmark = pytest.mark.servers

FILES = ("import", "import-aside", "compose-file")
PROPOSALS = ("proposal-new", "proposal-smpp-exemple", "proposal-simulateur")
AMOUNTS = [f"plenty-{name}" for name in (*plenty.OF_PLENTY, "follow", "recipients")]
AMOUNTS += [f"empty-{name}" for name in plenty.OF_EMPTY]
EVERY = [*PUBLIC, *OPERATED, *OWN, *CAMPAIGN, *FILES, *PROPOSALS, *AMOUNTS]
# The narrowest that WCAG 2.2 asks for (1.4.10), phones, 1280 at a zoom of 200 % (1.4.4), desks.
WIDTHS = (320, 360, 640, 1280) if ALL else (360, 1280)
#: (width, dark, language)
LOOKS = list(product(WIDTHS, (False, True), ("fr", "en")))
RULES = {"rules": {"target-size": {"enabled": True}}}  # of WCAG 2.2: axe asks it only if told to


def looks_of(name):
    """Return all looks in ``make test-all``. Else one on a phone and the opposite one at a desk, by the page's name."""
    if ALL:
        return LOOKS
    turn = sum(name.encode()) % 4
    return [LOOKS[turn], LOOKS[4 + (3 - turn)]]


@pytest.fixture(scope="module")
def addresses(served, gallery):
    """Who visits each page, and where it is: ``{name: (uid, institution, path)}``."""
    run = served.house.run
    run(scenes.shelf)
    file = run(scenes.imported, "admin")
    own = OWN | campaigns_of(gallery) | run(scenes.proposed)
    own |= {
        "import": f"{file}/",
        "import-aside": f"{file}/aside",
        "compose-file": f"{COMPOSE}?import={file[-13:]}",
    }
    found = {name: ("", "", path) for name, path in PUBLIC.items()}
    found |= {name: (OPERATOR, "", path) for name, path in OPERATED.items()}
    found |= {name: ("admin", "paris1", path) for name, path in own.items()}
    return found | {
        name: ("admin", path.split("/")[2], path) for name, path in run(plenty.furnish).items()
    }


@pytest.fixture(scope="module")
def seat(visits):
    """Visit as before: whoever has signed in with one look stays so for the pages that follow."""
    seats = {}

    def sit(uid, institution, look):
        if (uid, institution, look) not in seats:
            width, dark, language = look
            seats[uid, institution, look] = visits(
                uid, width, dark, language, institution=institution
            )
        return seats[uid, institution, look]

    return sit


@pytest.mark.parametrize(
    ("name", "look"), [(name, look) for name in EVERY for look in looks_of(name)]
)
def test_every_page_is_accessible_and_fits(name, look, addresses, seat, picture):
    uid, institution, path = addresses[name]
    page, (width, dark, language) = seat(uid, institution, look), look
    page.faults.clear()
    page.goto(path)
    picture(page, f"{name}-{width}-{'dark' if dark else 'light'}-{language}")
    assert [*seen(page, width)] == []


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
    needed, given = page.locator(".brand").evaluate(
        "brand => [brand.scrollWidth, brand.clientWidth]"
    )
    assert needed <= given


def wide_png():
    """An empty picture of 240 by 80."""
    chunks = (
        (b"IHDR", struct.pack(">2I5B", 240, 80, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(241 * 80))),
    )
    told = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(told) + b"\0\0\0\0IEND\xaeB\x60\x82"


def seen(page, width):
    """What is wrong with the page as it stands: axe's violations, what does not fit the window, what overlaps."""
    for violation in Axe().run(page, options=RULES).response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        yield f"{wide} px wide"
    yield from page.evaluate(OVERLAPPING)
    missing = {"404", "403"}
    yield from (fault for fault in page.faults if not any(code in fault for code in missing))
    page.faults.clear()


#: What can be pressed or filled in, one on top of another.
OVERLAPPING = """() => {
  const kinds = "a, button, input:not([type=hidden]), select, textarea, summary, h1, h2";
  const all = Array.from(document.querySelectorAll(kinds))
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest(".unseen, .skip, .scroll, .nav"))
    .filter(one => getComputedStyle(one).display !== "inline")
    .map(one => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 1 && box.height > 1);
  const told = one => `${one.tagName} ${one.textContent.trim().slice(0, 30)}`;
  const faults = [];
  for (const [place, [one, a]] of all.entries()) for (const [other, b] of all.slice(place + 1)) {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    const apart = one.closest(".ask-box") === other.closest(".ask-box");  // such a box lies on the page
    if (across > 2 && down > 2 && apart && !one.contains(other) && !other.contains(one))
      faults.push(`${told(one)} lies on ${told(other)}`);
  }
  return faults;
}"""
