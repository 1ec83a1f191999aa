"""How add-ons speak: directives, conflicts, and adapters made of a connection's settings."""

import pytest
from pyramid.exceptions import ConfigurationConflictError

from unisms import seams
from unisms.model.connections import BrokerConnection
from unisms.seams import KINDS, UnknownAdapter


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
    assert (shown["introspectable"].title, shown["introspectable"]["announced"]) == ("mine", dict)


def test_pyramids_own_registry_is_left_alone(config):
    config.add_view(lambda request: None, name="page")
    config.commit()
    assert config.registry.adapters.registered
