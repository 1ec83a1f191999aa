"""The seams: the directives by which add-ons speak; that for their tasks is ``tasks.add_task``."""

import traceback
from functools import partial

from unisms.model.kinds import Kinds

KINDS = ("broker", "directory", "sign_in", "order_source")
# Their messages tell of code, not of people.
OF_CODE = (AttributeError, ImportError, NameError, TypeError)


class UnknownAdapter(LookupError):
    """A connection names an adapter that no switched-on add-on brings."""


def includeme(config):
    config.registry.factories = {}  # (kind, name) -> factory
    config.registry.evolution_steps = []
    config.registry.audience_kinds = Kinds()
    for kind in KINDS:
        config.add_directive(f"add_{kind}", partial(add_adapter, kind=kind))
    config.add_directive("add_evolution_step", add_evolution_step)
    config.add_directive("add_audience_kind", add_audience_kind)
    config.include("unisms.model.steps")
    config.include("unisms.services.audience.kinds")


def add_adapter(config, name, factory, *, kind):
    """Announce ``factory`` under ``name``.

    Two add-ons of one name stop the start-up, which names both places.
    """
    shown = config.introspectable(f"unisms {kind}s", name, name, "adapter")
    shown["factory"] = factory
    action = partial(config.registry.factories.__setitem__, (kind, name), factory)
    config.action((f"unisms.{kind}", name), action, introspectables=(shown,))


def add_evolution_step(config, step):
    """Announce a step; steps run in the order of their announcement."""
    config.action(("unisms.step", step), partial(config.registry.evolution_steps.append, step))


def add_audience_kind(config, name, kind):
    """Announce the ``AudienceKind`` called ``name``.

    Two of one name stop the start-up, both places named.
    """
    shown = config.introspectable("unisms audience kinds", name, name, "kind")
    shown["kind"] = kind
    action = partial(config.registry.audience_kinds.__setitem__, name, kind)
    config.action(("unisms.audience_kind", name), action, introspectables=(shown,))


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


def risen(trouble):
    """Return the line of a log for an exception that nobody foresaw: its kind, where it rose.

    Its message may name people, and is left out, unless it is about code.
    """
    message = f": {trouble}" if isinstance(trouble, OF_CODE) else ""
    frames = "".join(traceback.format_tb(trouble.__traceback__))
    return f"{type(trouble).__name__}{message}\n{frames}".rstrip()
