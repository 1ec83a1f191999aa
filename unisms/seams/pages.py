"""Pages of settings, and slots in pages, as wings and add-ons announce them."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pyramid.exceptions import ConfigurationError
from pyramid.security import NO_PERMISSION_REQUIRED

from unisms.seams import permissions, verbs
from unisms.seams.announcement import announce, refuse_unknown

PAGES, FILLINGS = "unisms settings pages", "unisms slots"
#: the headings of the page of settings, in its order
HEADINGS = ("people", "texts", "institution")
#: the places in pages that add-ons may fill
SLOTS = ("home", "settings", "campaign", "person")


class SettingsLine(NamedTuple):
    """The line of one page on the page of settings."""

    title: str | Mapping[str, str]  #: a French sentence of the catalogues, or one by language
    sentence: str | Mapping[str, str]
    heading: str
    permission: str
    verb: str  #: by which the journal tells what is changed there
    also: tuple  #: other addresses under which it is found
    own_rubric: bool  #: whether the navigation has a rubric for it beside that of the settings
    shown: Callable | None  #: ``shown(request)``, where the permission alone does not decide


class Filling(NamedTuple):
    """A fragment of a page, in one of the ``SLOTS``."""

    slot: str
    template: str
    permission: str | None


def includeme(config):
    config.registry.settings_pages = {}  # address in the institution -> SettingsLine
    config.registry.fillings = {}  # (slot, template) -> Filling
    config.add_directive("add_settings_page", add_settings_page)
    config.add_directive("add_slot", add_slot)
    config.add_directive("check_pages", check_pages)


def add_settings_page(
    config,
    name,
    *,
    title,
    sentence,
    heading,
    permission,
    verb,
    also=(),
    own_rubric=False,
    shown=None,
):
    """Announce the page at the address ``name`` in an institution, for those with ``permission``.

    ``verb`` is the journal's, for what is changed there. Add-ons give ``title`` and ``sentence`` as
    a ``dict`` by language, ``fr`` and ``en``.
    """
    if heading not in HEADINGS:
        raise ConfigurationError(f"{name}: {heading} is none of the headings {', '.join(HEADINGS)}")
    line = SettingsLine(
        title, sentence, heading, str(permission), verb, tuple(also), own_rubric, shown
    )
    announce(config, PAGES, name, line, config.registry.settings_pages)


def add_slot(config, slot, template, permission=None):
    """Announce a ``template`` that fills a ``slot``, for those who have ``permission`` there."""
    if slot not in SLOTS:
        raise ConfigurationError(f"{slot} is none of the slots {', '.join(SLOTS)}")
    filling = Filling(slot, template, permission and str(permission))
    announce(config, FILLINGS, f"{slot} {template}", filling, config.registry.fillings)


def check_pages(config):
    """Have the start-up stopped where a view, a settings page or a slot names a permission, or a
    settings page a verb, that nothing announces. Only a service with pages knows all of them."""
    config.action(None, _check, args=(config,), order=verbs.LAST)


def _check(config):
    for one in _shown(config, "permissions"):  # Pyramid's, of views
        if one["value"] != NO_PERMISSION_REQUIRED:
            _check_permission(config, one, "A view states the permission", one["value"])
    for one in [*_shown(config, PAGES), *_shown(config, FILLINGS)]:
        if one["announced"].permission is not None:
            asks = f"{one.title} asks for the permission"
            _check_permission(config, one, asks, one["announced"].permission)
    for one in _shown(config, PAGES):
        names = f"{one.title} names the verb"
        refuse_unknown(config, one, names, one["announced"].verb, verbs.CATEGORY)


def _shown(config, category):
    return [one["introspectable"] for one in config.introspector.get_category(category, ())]


def _check_permission(config, shown, says, name):
    refuse_unknown(config, shown, says, str(name), permissions.CATEGORY)
