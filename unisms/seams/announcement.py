"""An announcement, kept under its name at the end of the start-up, and the place that made it."""

from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from typing import Any

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError

LAST = 9_999  # of all actions of the start-up: everything is announced


def announce(
    config: Configurator,
    category: str,
    name: str,
    thing: Any,
    table: dict[str, Any],
    then: Callable[[], None] | None = None,
) -> None:
    """Keep ``thing`` in ``table`` under ``name`` at the end of the start-up, and call ``then()``.

    A second announcement of ``name`` in ``category`` stops the start-up, both places named.
    """
    announce_once(config, category, name, thing, partial(_keep, table, name, thing, then))


def _keep(table: dict[str, Any], name: str, thing: Any, then: Callable[[], None] | None) -> None:
    table[name] = thing
    if then is not None:
        then()


def announce_once(
    config: Configurator, category: str, name: str, thing: Any, keep: Callable[[], None]
) -> None:
    """Call ``keep()``, which takes in ``thing``, at the end of the start-up; else as ``announce``.

    Pyramid alone lets whoever includes a module overrule it in silence.
    """
    shown = config.introspectable(category, name, str(name), category)
    shown["announced"] = thing
    config.action((category, name), keep, introspectables=(shown,))
    check = partial(_refuse_overruled, config, shown, str(config.action_info))
    config.action(None, check, order=LAST)


def _refuse_overruled(config: Configurator, shown: Any, here: str) -> None:
    kept = config.introspector.get(shown.category_name, shown.discriminator)
    if kept is not shown:
        told = f"{shown.title} is announced twice ({shown.category_name})"
        refuse_both(told, here, kept.action_info)


def refuse_both(what: str, *places: object) -> None:
    """Stop the start-up because of one thing that is announced at two ``places``.

    :raises ConfigurationError: always.
    """
    raise ConfigurationError("\n".join([f"{what}:", *map(str, places)]))


def refuse_unknown(config: Configurator, shown: Any, says: str, name: str, category: str) -> None:
    """Stop the start-up if an announcement ``shown`` says something about an unknown ``name``.

    Nothing announces that name in ``category``. The error tells the place, and that of the nearest
    known name.

    :raises ConfigurationError: the name is unknown.
    """
    known = [one["introspectable"].title for one in config.introspector.get_category(category, ())]
    if name in known:
        return
    told = [f"{says} {name}, which nothing announces:", str(shown.action_info)]
    for one in get_close_matches(name, known, 1, 0):
        told += [f"The nearest that is announced is {one}:", place_of(config, category, one)]
    raise ConfigurationError("\n".join(told))


def place_of(config: Configurator, category: str, name: str) -> str:
    """Return where ``name`` was announced: the file, the line and its source."""
    return str(config.introspector.get(category, name).action_info)
