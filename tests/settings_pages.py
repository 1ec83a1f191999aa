"""The pages of settings of an institution that are announced with their class, by address."""

import places
import scenes

from unisms.web.forms.settings_page import SettingsPage


def announced():
    """Return ``{name: class}`` of every page below the decorator ``settings_page``."""
    places.imported("web", at_least=68)
    waiting, found = [SettingsPage], {}
    while waiting:
        page = waiting.pop()
        waiting.extend(page.__subclasses__())
        if page.name and page.__module__.startswith("unisms."):
            found[page.name] = page
    assert len(found) >= 4
    return found


def addresses():
    """Return ``{name: path}`` of them in the demonstration."""
    return {name: f"{scenes.PARIS}/{name}" for name in sorted(announced())}
