"""Adapters to outsiders: which factories add-ons bring, and an adapter made of settings."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pyramid.config import Configurator

from unisms.model.connections import BrokerConnection
from unisms.seams.announcement import announce_once

if TYPE_CHECKING:
    from unisms.seams.registry import Announcements


#: makes an adapter of settings
Factory = Callable[[Any], Any]
KINDS = ("broker", "directory", "sign_in", "order_source")


class UnknownAdapter(LookupError):
    """A connection names an adapter that no switched-on add-on brings."""


def includeme(config: Configurator) -> None:
    config.registry.factories = {}  # (kind, name) -> factory
    for kind in KINDS:
        config.add_directive(f"add_{kind}", partial(add_adapter, kind=kind))


def add_adapter(config: Configurator, name: str, factory: Factory, *, kind: str) -> None:
    """Announce ``factory`` under ``name``.

    Two add-ons of one name stop the start-up, which names both places.
    """
    keep = partial(config.registry.factories.__setitem__, (kind, name), factory)
    announce_once(config, f"unisms {kind}s", name, factory, keep)


def adapter(registry: "Announcements", connection: BrokerConnection, kind: str = "broker") -> Any:
    """A new adapter for what this connection is made with: pages and workers give it the same.

    :raises UnknownAdapter: no add-on of that name is switched on.
    """
    return make_adapter(registry, *connection.made_with(), kind)


def make_adapter(
    registry: "Announcements", name: str, settings: Mapping[str, Any], kind: str = "broker"
) -> Any:
    """A new adapter called ``name`` for these settings.

    :raises UnknownAdapter: no add-on of that name is switched on.
    """
    try:
        factory = registry.factories[kind, name]
    except KeyError:
        raise UnknownAdapter(f"no add-on that is switched on brings the {kind} {name}") from None
    return factory(settings)
