"""Every look that a page may have, and whatever is wrong with a page as it stands."""

from itertools import product

from axe_playwright_python.base import AXE_SCRIPT
from tiers import ALL

# The narrowest that WCAG 2.2 asks for (1.4.10), phones, 1280 at a zoom of 200 % (1.4.4), desks.
WIDTHS = (320, 360, 640, 1280) if ALL else (360, 1280)


#: (width, dark, language)
LOOKS = list(product(WIDTHS, (False, True), ("fr", "en")))


#: axe asks for the size of targets (WCAG 2.2) only if told to; what else it finds takes most of
#: its time
OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
VIOLATIONS = "options => axe.run(options).then(found => found.violations)"


def axe_looks(name):
    """Return the looks in which axe is asked of a page: one of them, in ``make test-all`` all."""
    return LOOKS if ALL else looks_of(name)[sum(name.encode()) // 4 % 2 :][:1]


def looks_of(name):
    """Return the looks to take of a page.

    ``make test-all`` takes all; else the name of the page chooses one on a phone, and the opposite
    one at a desk.
    """
    if ALL:
        return LOOKS
    turn = sum(name.encode()) % 4
    return [LOOKS[turn], LOOKS[4 + (3 - turn)]]


def seen(page, width, *, asks_axe=True):
    """Yield the faults of the page as it is: what axe finds, what is too wide, what overlaps."""
    yield from found_by_axe(page) if asks_axe else ()
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        yield f"{wide} px wide"
    yield from page.evaluate(OVERLAPPING)
    missing = {"404", "403"}
    yield from (fault for fault in page.faults if not any(code in fault for code in missing))
    page.faults.clear()


def found_by_axe(page):
    """Yield what axe finds, which takes most of the time that a page is looked at."""
    page.evaluate(AXE_SCRIPT)
    for violation in page.evaluate(VIOLATIONS, OPTIONS):
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"


#: things that can be pressed or filled in, and lie on top of another
OVERLAPPING = """() => {
  const kinds = "a, button, input:not([type=hidden]), select, textarea, summary, h1, h2";
  const all = Array.from(document.querySelectorAll(kinds))
    .filter(one => one.checkVisibility({visibilityProperty: true}))
    .filter(one => !one.closest(".unseen, .skip, .scroll"))
    .filter(one => getComputedStyle(one).display !== "inline")
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && box.height > 1);
  const told = one => `${one.tagName} ${one.textContent.trim().slice(0, 30)}`;
  const faults = [];
  for (const [place, [one, a]] of all.entries()) for (const [other, b] of all.slice(place + 1)) {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    // A box that asks lies on the page.
    const apart = one.closest(".ask-box") === other.closest(".ask-box");
    if (across > 2 && down > 2 && apart && !one.contains(other) && !other.contains(one))
      faults.push(`${told(one)} lies on ${told(other)}`);
  }
  return faults;
}"""
