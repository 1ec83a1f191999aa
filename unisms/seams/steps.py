"""Steps of the store's evolution, as wings and add-ons announce them."""

from functools import partial


def includeme(config):
    config.registry.evolution_steps = []
    config.add_directive("add_evolution_step", add_evolution_step)


def add_evolution_step(config, step):
    """Announce a step; steps run in the order of their announcement."""
    config.action(("unisms.step", step), partial(config.registry.evolution_steps.append, step))
