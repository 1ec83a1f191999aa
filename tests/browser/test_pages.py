"""Every page in a real browser: narrow and wide, light and dark, French and English; axe has nothing to say."""

import itertools

import pytest
import scenes
from axe_playwright_python.sync_playwright import Axe

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
