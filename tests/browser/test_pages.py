"""Every page in a real browser: narrow and wide, light and dark, French and English; axe has nothing to say."""

import itertools
import struct
import zlib

import pytest
import scenes
from axe_playwright_python.sync_playwright import Axe

from unisms.model.folder import find
from unisms.web.identity import show_logo

pytestmark = pytest.mark.servers

LOOKS = list(itertools.product((360, 1280), (False, True), ("fr", "en")))
PUBLIC = {
    "institutions": "/sign-in",
    "sign-in": "/institutions/paris1/sign-in",
    "terms": "/institutions/paris1/terms",
}
COMPOSE = "/institutions/paris1/campaigns/compose"
RIGHTS = "/institutions/paris1/rights"
PEOPLE, GROUPS, TEMPLATES = (f"/institutions/paris1/{folder}/" for folder in ("people", "groups", "templates"))
OWN = {
    "home": "/institutions/paris1/",
    "campaigns": "/institutions/paris1/campaigns/",
    "compose": f"{COMPOSE}?group=l2-histoire&template=cours-deplace",
    "compose-new": COMPOSE,
    "imports": "/institutions/paris1/imports/",
    "accounts": "/institutions/paris1/accounts/",
    "account": "/institutions/paris1/accounts/scd/",
    "identity": "/institutions/paris1/identity",
    "policies": "/institutions/paris1/policies",
    "conditions": "/institutions/paris1/conditions?version=1",
    "rights": RIGHTS,
    "rights-search": f"{RIGHTS}?search=histoire",
    "rights-give": f"{RIGHTS}-give?holder=person:zlefevre&role=guichet-bu",
    "rights-of": f"{RIGHTS}-of?uid=abenali",
    "rights-of-whom": f"{RIGHTS}-of?search=lefevre",
    "roles": "/institutions/paris1/roles/",
    "role-new": "/institutions/paris1/roles/new?copy=group_sender",
    "role": "/institutions/paris1/roles/guichet-bu/",
    "people": PEOPLE,
    "people-search": f"{PEOPLE}?search=mar",
    "person": f"{PEOPLE}hmarchand/",
    "person-new": f"{PEOPLE}new",
    "person-settings": f"{PEOPLE}hmarchand/settings",
    "groups": GROUPS,
    "group": f"{GROUPS}l2-histoire/?search=his",
    "group-new": f"{GROUPS}new",
    "group-settings": f"{GROUPS}l2-histoire/settings",
    "templates": TEMPLATES,
    "templates-folder": f"{TEMPLATES}scd/",
    "templates-archived": f"{TEMPLATES}scd/?archived=yes",
    "templates-folder-new": f"{TEMPLATES}new-folder",
    "template": f"{TEMPLATES}scd/retard/",
    "template-new": f"{TEMPLATES}new",
    "template-settings": f"{TEMPLATES}scd/retard/settings",
    "search": "/institutions/paris1/search?q=histoire",
    "search-nothing": "/institutions/paris1/search?q=xyz",
    "preferences": "/institutions/paris1/preferences",
    "second-factor-add": "/institutions/paris1/second-factor-add",
    "not-found": "/institutions/paris1/nowhere",
    "not-yours": "/institutions/nice/",
}
CAMPAIGN = {
    "edit": ("draft", "edit"),
    "preparing": ("preparing", "check"),
    "check": ("checked", "check"),
    "check-poor": ("poor", "check"),
    "follow": ("sending", ""),
    "follow-paused": ("paused", ""),
    "follow-uncertain": ("uncertain", ""),
    "follow-stopped": ("stopped", ""),
    "follow-closed": ("closed", ""),
    "recipients": ("sending", "recipients?state=failed"),
}


@pytest.mark.parametrize(("width", "dark", "language"), LOOKS)
def test_every_page_is_accessible_and_fits(visit, served, gallery, picture, width, dark, language):
    page = visit("admin", width, dark, language)
    stranger = visit("", width, dark, language)
    own = OWN | {name: f"{gallery[state]}/{view}" for name, (state, view) in CAMPAIGN.items()}
    served.house.run(scenes.shelf)
    file = served.house.run(lambda root: scenes.imported(root, "admin"))
    own |= {"import": f"{file}/", "import-aside": f"{file}/aside", "compose-file": f"{COMPOSE}?import={file[-13:]}"}
    faults = []
    for visitor, pages in ((stranger, PUBLIC), (page, own)):
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
