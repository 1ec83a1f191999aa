"""Steps of the store's evolution, as wings and add-ons announce them."""

from functools import partial

from pyramid.config import Configurator

from unisms.model.evolve import Step


def includeme(config: Configurator) -> None:
    config.registry.evolution_steps = []
    config.add_directive("add_evolution_step", add_evolution_step)


def add_evolution_step(config: Configurator, step: Step) -> None:
    """Announce a step; steps run in the order of their announcement."""
    config.action(("unisms.step", step), partial(config.registry.evolution_steps.append, step))
