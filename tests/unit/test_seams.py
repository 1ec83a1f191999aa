"""How add-ons speak: directives, conflicts, and adapters made of a connection's settings."""

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError

from unisms import seams
from unisms.model.connections import BrokerConnection
from unisms.seams import KINDS, UnknownAdapter


@pytest.fixture
def config():
    config = Configurator()
    config.include("unisms.seams")
    return config


def first_addon(config):
    config.add_broker("same", dict)


def second_addon(config):
    config.add_broker("same", list)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_outsider_has_its_directive(config, kind):
    getattr(config, f"add_{kind}")("mine", dict)
    config.commit()
    assert seams.make_adapter(config.registry, "mine", {"host": "a"}, kind) == {"host": "a"}


def test_kinds_do_not_mix(config):
    config.add_directory("mine", dict)
    config.commit()
    with pytest.raises(UnknownAdapter):
        seams.make_adapter(config.registry, "mine", {})


def test_a_broker_is_made_of_a_copy_of_its_connections_settings(config):
    config.add_broker("mine", lambda settings: settings)
    config.commit()
    connection = BrokerConnection("Mine", "mine", {"host": "a"})
    made = seams.adapter(config.registry, connection)
    assert made == {"host": "a", "alphabet": "gsm"}  # as a worker makes it
    assert made == connection.made_with()[1]
    assert type(made) is dict
    made["host"] = "b"
    assert connection.settings["host"] == "a"


def test_an_adapter_that_no_add_on_brings_is_named(config):
    config.commit()
    with pytest.raises(UnknownAdapter, match="broker unheard-of"):
        seams.make_adapter(config.registry, "unheard-of", {})


def test_two_add_ons_of_one_name_stop_the_start_and_both_are_named(config):
    config.include(first_addon)
    config.include(second_addon)
    with pytest.raises(ConfigurationConflictError) as conflict:
        config.commit()
    assert 'config.add_broker("same", dict)' in str(conflict.value)
    assert 'config.add_broker("same", list)' in str(conflict.value)


def test_what_is_switched_on_is_listed_for_people(config):
    config.add_broker("mine", dict)
    config.commit()
    [shown] = config.registry.introspector.get_category("unisms brokers")
    assert (shown["introspectable"].title, shown["introspectable"]["factory"]) == ("mine", dict)


def one_kind(config):
    config.add_audience_kind("theme", dict)


def another_kind(config):
    config.add_audience_kind("theme", list)


def test_our_own_kinds_of_audience_are_announced_in_the_order_of_the_page(config):
    config.add_audience_kind("theme", "a kind")
    config.commit()
    assert [*config.registry.audience_kinds] == ["import", "group", "person", "number", "theme"]
    [shown] = [
        one["introspectable"]
        for one in config.registry.introspector.get_category("unisms audience kinds")
        if one["introspectable"].title == "theme"
    ]
    assert shown["kind"] == "a kind"


def test_two_kinds_of_audience_of_one_name_stop_the_start_and_both_are_named(config):
    config.include(one_kind)
    config.include(another_kind)
    with pytest.raises(ConfigurationConflictError) as conflict:
        config.commit()
    assert 'config.add_audience_kind("theme", dict)' in str(conflict.value)
    assert 'config.add_audience_kind("theme", list)' in str(conflict.value)


def test_an_add_on_takes_the_place_of_none_of_our_kinds(config):
    config.include(lambda config: config.add_audience_kind("group", dict))
    with pytest.raises(ConfigurationConflictError, match="add_audience_kind"):
        config.commit()


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


def test_pyramids_own_registry_is_left_alone(config):
    config.add_view(lambda request: None, name="page")
    config.commit()
    assert config.registry.adapters.registered


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (KeyError("+33639980001"), "KeyError\n"),
        (TypeError("it takes two"), "TypeError: it takes two\n"),
    ],
)
def test_what_rose_is_told_by_its_kind_and_place_and_in_its_words_only_where_they_are_about_code(
    raised, told
):
    def stumble():
        raise raised

    with pytest.raises(type(raised)) as caught:
        stumble()
    shown = seams.risen(caught.value)
    assert shown.startswith(told)
    assert "in stumble" in shown
    assert "+33" not in shown
