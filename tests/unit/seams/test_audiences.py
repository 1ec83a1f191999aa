"""Kinds of audience, as they are announced."""

import pytest
from pyramid.exceptions import ConfigurationConflictError


def one_kind(config):
    config.add_audience_kind("sympa", dict)


def another_kind(config):
    config.add_audience_kind("sympa", list)


def test_our_own_kinds_of_audience_are_announced_before_those_of_others(config):
    config.add_audience_kind("sympa", "a kind")
    config.commit()
    *ours, last = config.registry.audience_kinds
    assert {*ours} >= {"import", "group", "number", "person"}
    assert last == "sympa"
    [shown] = [
        one["introspectable"]
        for one in config.registry.introspector.get_category("unisms audience kinds")
        if one["introspectable"].title == "sympa"
    ]
    assert shown["announced"] == "a kind"


def test_two_kinds_of_audience_of_one_name_stop_the_start_and_both_are_named(config):
    config.include(one_kind)
    config.include(another_kind)
    with pytest.raises(ConfigurationConflictError) as conflict:
        config.commit()
    assert 'config.add_audience_kind("sympa", dict)' in str(conflict.value)
    assert 'config.add_audience_kind("sympa", list)' in str(conflict.value)


def test_an_add_on_takes_the_place_of_none_of_our_kinds(config):
    config.include(lambda config: config.add_audience_kind("group", dict))
    with pytest.raises(ConfigurationConflictError, match="add_audience_kind"):
        config.commit()
