"""Pages of settings, and slots in pages, as wings and add-ons announce them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from pyramid.security import NO_PERMISSION_REQUIRED

from unisms.seams import archive, audiences, permissions, verbs
from unisms.seams.announcement import LAST, announce, refuse_both, refuse_unknown

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
    also: tuple = ()  #: other addresses that belong to it
    own_rubric: bool = False  #: whether the navigation has a rubric for it beside the settings
    first: bool = False  #: whether it stands above the other lines below its heading
    last: bool = False  #: or below them: rules that are seldom changed
    shown: Callable | None = None  #: ``shown(request)``, where it decides and not the permission


class Filling(NamedTuple):
    """A fragment of a page, in one of the ``SLOTS``."""

    slot: str
    template: str
    permission: str | None


def includeme(config: Configurator) -> None:
    config.registry.settings_pages = {}  # address in the institution -> SettingsLine
    config.registry.fillings = {}  # slot and template -> Filling
    config.add_directive("add_settings_page", add_settings_page)
    config.add_directive("add_slot", add_slot)
    config.add_directive("check_pages", check_pages)


def add_settings_page(config: Configurator, name: str, **facts: Any) -> None:
    """Announce the page of settings at the address ``name`` in an institution.

    The ``facts`` are those of its ``SettingsLine``. Add-ons give ``title`` and ``sentence`` as a
    ``dict`` by language.

    :raises ConfigurationError: the heading does not exist.
    """
    line = SettingsLine(**facts)
    if line.heading not in HEADINGS:
        raise ConfigurationError(f"{name}: {line.heading} is none of the headings {HEADINGS}")
    announce(config, PAGES, name, line, config.registry.settings_pages)


def add_slot(config: Configurator, slot: str, template: str, permission: str | None = None) -> None:
    """Announce a ``template`` that fills a ``slot``, for those who have ``permission`` there.

    :raises ConfigurationError: the slot does not exist.
    """
    if slot not in SLOTS:
        raise ConfigurationError(f"{slot} is none of the slots {SLOTS}")
    filling = Filling(slot, template, permission)
    announce(config, FILLINGS, f"{slot} {template}", filling, config.registry.fillings)


def check_pages(config: Configurator) -> None:
    """Stop the start-up, at its end, if a permission or a verb is named that nothing announces.

    A permission is named by a view of ours, a settings page, a slot, a part of the archive or a
    kind of audience, a verb by a settings page. Only a service with pages knows all of them. It
    also stops if an address belongs to two settings pages.
    """
    config.action(None, _check, args=(config,), order=LAST)


def _check(config: Configurator) -> None:
    for shown, says, name in _permissions_named(config):
        if name not in (None, NO_PERMISSION_REQUIRED):
            refuse_unknown(config, shown, says, name, permissions.CATEGORY)
    for shown in _shown(config, PAGES):
        says = f"{shown.title} names the verb"
        refuse_unknown(config, shown, says, shown["announced"].verb, verbs.CATEGORY)
    _refuse_shared_addresses(config)


def _refuse_shared_addresses(config: Configurator) -> None:
    known: dict[str, Any] = {}
    for shown in _shown(config, PAGES):
        for address in (shown.title, *shown["announced"].also):
            first = known.setdefault(address, shown)
            if first is not shown:
                told = f"The address {address} is of two pages of settings"
                refuse_both(told, first.action_info, shown.action_info)


def _permissions_named(config: Configurator) -> Iterator[tuple[Any, str, Any]]:
    """Yield each place that names a permission, what it says of it, and the permission."""
    for view, permission in _views_of_ours(config):
        yield view, "A view states the permission", permission
    for shown in [*_shown(config, PAGES), *_shown(config, FILLINGS)]:
        yield shown, f"{shown.title} asks for the permission", shown["announced"].permission
    for shown in _shown(config, archive.CATEGORY):
        for permission in shown["announced"].permissions:
            yield shown, f"The archive's {shown.title} ask for the permission", permission
    for shown in _shown(config, audiences.CATEGORY):
        says = f"The kind of audience {shown.title} asks for the permission"
        yield shown, says, shown["announced"].permission


def _views_of_ours(config: Configurator) -> Iterator[tuple[Any, Any]]:
    """Yield each view of our records, with its permission.

    A host may have views and permissions of its own.
    """
    for found in config.introspector.get_category("views", ()):
        view = found["introspectable"]
        if getattr(view["context"], "__module__", "").startswith("unisms."):
            stated = [one for one in found["related"] if one.category_name == "permissions"]
            yield from ((view, one.discriminator) for one in stated)


def _shown(config: Configurator, category: str) -> list[Any]:
    return [one["introspectable"] for one in config.introspector.get_category(category, ())]
