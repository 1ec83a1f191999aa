"""A second announcement of one thing, by whomever it is made."""

import pytest
from pyramid.exceptions import ConfigurationError


def step(number):
    """Return a step that has the dotted name of every other."""

    def renumber(root):
        return number

    return renumber


ANNOUNCED = {
    "unisms brokers": lambda config, thing: config.add_broker("same", thing),
    "unisms evolution steps": lambda config, thing: config.add_evolution_step(thing),
    "unisms audience kinds": lambda config, thing: config.add_audience_kind("same", thing),
    "unisms nightly jobs": lambda config, thing: config.add_nightly_job("same", thing),
    "unisms permissions": lambda config, _: config.add_role_permission("same:view"),
}


@pytest.mark.parametrize("category", ANNOUNCED)
def test_whoever_includes_a_module_overrules_nothing_that_it_announces(config, category):
    announce = ANNOUNCED[category]
    config.include(lambda inner: announce(inner, step(1)))
    announce(config, step(2))
    with pytest.raises(ConfigurationError, match="is announced twice") as stopped:
        config.commit()
    assert category in str(stopped.value)
    assert str(stopped.value).count("test_announcement.py") >= 2
