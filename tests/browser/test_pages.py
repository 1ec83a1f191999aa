"""Every page in a real browser: narrow and wide, light and dark, French and English.

Axe finds nothing wrong with any of them.
"""

import contextlib
import struct
import zlib

import failing
import linked_message
import mail_scenes
import people_scenes
import plenty
import pytest
import scenes
from browser.conftest import Visits
from browser.looks import LOOKS, axe_looks, looks_of, seen
from browser_pages import (
    CAMPAIGN,
    COMPOSE,
    OF_DASHBOARDS,
    OPERATED,
    OWN,
    PUBLIC,
    TEMPLATES,
    campaigns_of,
)
from paris import OPERATOR

from unisms.model.folder import find
from unisms.services.institution.logos import show_logo

pytestmark = pytest.mark.servers

FILES = ("import", "import-aside", "compose-file", "register-columns", "register", "register-new")
PROPOSALS = ("proposal-new", "proposal-smpp-exemple", "proposal-simulateur")
AMOUNTS = [f"plenty-{name}" for name in (*plenty.OF_PLENTY, "follow", "recipients")]
AMOUNTS += [f"empty-{name}" for name in plenty.OF_EMPTY]
EVERY = [*PUBLIC, "leave", *OPERATED, *OWN, *OF_DASHBOARDS, *CAMPAIGN, *FILES, *PROPOSALS, *AMOUNTS]


@pytest.fixture(scope="module")
def addresses(served, gallery):
    """Return who visits each page, and where it is: ``{name: (uid, institution, path)}``."""
    run = served.house.run
    run(scenes.shelf)
    run(scenes.themes)
    run(people_scenes.directory)
    run(failing.failed)
    run(mail_scenes.mails)
    file, register = run(scenes.imported, "admin"), run(people_scenes.compared)
    own = OWN | OF_DASHBOARDS | campaigns_of(gallery) | run(scenes.proposed)
    own |= {
        "import": f"{file}/",
        "import-aside": f"{file}/aside",
        "compose-file": f"{COMPOSE}?import={file[-13:]}",
        "register-columns": f"{file}/register",
        "register": f"{register}/",
        "register-new": f"{register}/people?kind=new",
    }
    found = {name: ("", "", path) for name, path in PUBLIC.items()}
    found |= {name: (OPERATOR, "", path) for name, path in OPERATED.items()}
    found |= {name: ("admin", "paris1", path) for name, path in own.items()}
    found["leave"] = ("", "", run(linked_message.link))
    return found | {
        name: ("admin", path.split("/")[2], path) for name, path in run(plenty.furnish).items()
    }


@pytest.fixture(scope="module")
def seat(browser, served):
    """Visit as before: whoever has signed in stays so for the pages that follow in the same
    look."""
    with contextlib.closing(Seats(Visits(browser, served))) as seats:
        yield seats.page


class Seats:
    """The pages of everybody who has signed in, in one look; another look closes them."""

    def __init__(self, visits):
        self.visits, self.look, self.pages = visits, None, {}

    def page(self, uid, institution, look):
        if look != self.look:
            self.close()
            self.look = look
        if (uid, institution) not in self.pages:
            page = self.visits.open(uid, *look, institution=institution)
            self.pages[uid, institution] = page
        return self.pages[uid, institution]

    def close(self):
        self.visits.close()
        self.pages.clear()


def in_looks(names):
    """Yield every page in every look of its own, look by look: a look stays in one process."""
    for look in LOOKS:
        group = pytest.mark.xdist_group(f"pages in {look}")
        for name in names:
            if look in looks_of(name):
                told = f"{name}-{told_of(look)}"
                yield pytest.param(name, look, marks=group, id=told)


def told_of(look):
    width, dark, language = look
    return f"{width}-{'dark' if dark else 'light'}-{language}"


@pytest.mark.parametrize(("name", "look"), [*in_looks(EVERY)])
def test_every_page_is_accessible_and_fits(name, look, addresses, seat, picture):
    uid, institution, path = addresses[name]
    page = seat(uid, institution, look)
    page.faults.clear()
    page.goto(path)
    picture(page, f"{name}-{told_of(look)}")
    assert [*seen(page, width=look[0], asks_axe=look in axe_looks(name))] == []


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
