"""Adapters to outsiders: which factories add-ons bring, and an adapter made of settings."""

from functools import partial

from unisms.seams.announcement import announce_once

KINDS = ("broker", "directory", "sign_in", "order_source")


class UnknownAdapter(LookupError):
    """A connection names an adapter that no switched-on add-on brings."""


def includeme(config):
    config.registry.factories = {}  # (kind, name) -> factory
    for kind in KINDS:
        config.add_directive(f"add_{kind}", partial(add_adapter, kind=kind))


def add_adapter(config, name, factory, *, kind):
    """Announce ``factory`` under ``name``.

    Two add-ons of one name stop the start-up, which names both places.
    """
    keep = partial(config.registry.factories.__setitem__, (kind, name), factory)
    announce_once(config, f"unisms {kind}s", name, factory, keep)


def adapter(registry, connection, kind="broker"):
    """A new adapter for what this connection is made with: pages and workers give it the same.

    :raises UnknownAdapter: no add-on of that name is switched on.
    """
    return make_adapter(registry, *connection.made_with(), kind)


def make_adapter(registry, name, settings, kind="broker"):
    """A new adapter called ``name`` for these settings.

    :raises UnknownAdapter: no add-on of that name is switched on.
    """
    try:
        factory = registry.factories[kind, name]
    except KeyError:
        raise UnknownAdapter(f"no add-on that is switched on brings the {kind} {name}") from None
    return factory(settings)
