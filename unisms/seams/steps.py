"""Steps of the store's evolution, as wings and add-ons announce them."""

from functools import partial

from pyramid.config import Configurator

from unisms.model.evolve import Step, name_of
from unisms.seams.announcement import announce_once


def includeme(config: Configurator) -> None:
    config.registry.evolution_steps = []
    config.add_directive("add_evolution_step", add_evolution_step)


def add_evolution_step(config: Configurator, step: Step) -> None:
    """Announce a step; steps run in the order of their announcement.

    The store keeps the dotted names of the steps that are done: no two may have one.
    """
    keep = partial(config.registry.evolution_steps.append, step)
    announce_once(config, "unisms evolution steps", name_of(step), step, keep)
