"""Steps of evolution, as they are announced."""

import pytest
from pyramid.exceptions import ConfigurationConflictError


def step_one(root):
    """Nothing."""


def step_two(root):
    """Nothing."""


def test_evolution_steps_run_in_the_order_they_were_announced(config):
    config.add_evolution_step(step_two)
    config.add_evolution_step(step_one)
    config.commit()
    assert config.registry.evolution_steps[-2:] == [step_two, step_one]


def test_an_evolution_step_announced_twice_stops_the_start(config):
    def one_addon(config):
        config.add_evolution_step(step_one)

    def another_addon(config):
        config.add_evolution_step(step_one)

    config.include(one_addon)
    config.include(another_addon)
    with pytest.raises(ConfigurationConflictError):
        config.commit()
