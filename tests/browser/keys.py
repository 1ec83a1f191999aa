"""Keys pressed as a person presses them: Tab until a thing has the focus, then a key there."""


def tab_to(page, selector, patience=80):
    """Press Tab until what ``selector`` names has the focus."""
    for _ in range(patience):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector}")


def press_on(page, selector, key="Enter"):
    """Reach what ``selector`` names by Tab and press ``key`` there."""
    tab_to(page, selector)
    page.keyboard.press(key)


def type_into(page, selector, text):
    """Reach a field by Tab and fill it."""
    tab_to(page, selector)
    page.keyboard.type(text)


def choose(page, words):
    """Choose the first that the field of a new message offers for these words."""
    before = page.locator("#chips .taken").count()
    page.fill("#who", words)
    page.wait_for_selector("#offered [aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#chips .taken >> nth={before}")


def tab_to_first(page, selector):
    page.evaluate("() => document.activeElement.blur()")
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector} of {page.url}")
