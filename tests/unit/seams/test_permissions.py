"""Permissions, as they are announced."""

import pytest
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError

from unisms.model import acl
from unisms.model.acl import HELD_BY, ROLES, Permission


@pytest.fixture(autouse=True)
def permissions_as_they_were(monkeypatch):
    monkeypatch.setattr(acl, "GIVEN", [*acl.GIVEN])
    for role in ROLES:
        monkeypatch.setitem(ROLES, role, ROLES[role])


def an_addon(config):
    config.add_role_permission("timetable:change", ["sender"], {"fr": "Changer."})


def another_addon(config):
    config.add_role_permission("timetable:change", ["approver"])


def a_thief(config):
    config.add_role_permission("number:view", ["subscriber"])


def test_all_of_ours_are_announced_and_change_nothing(config):
    before = dict(ROLES)
    config.commit()
    assert before == ROLES
    told = config.registry.permissions
    assert [*told] == [*Permission]
    assert {name: told[name].roles for name in HELD_BY} == HELD_BY


def test_a_permission_of_an_add_on_belongs_to_the_roles_that_it_names_and_to_no_other(config):
    config.include(an_addon)
    config.commit()
    assert [role for role in ROLES if "timetable:change" in ROLES[role]] == ["sender"]
    assert acl.GIVEN[-1] == "timetable:change"
    assert config.registry.permissions["timetable:change"].words == {"fr": "Changer."}


@pytest.mark.parametrize("second", [another_addon, a_thief])
def test_what_another_has_announced_stops_the_start_and_both_places_are_named(config, second):
    config.include(an_addon)
    config.include(second)
    with pytest.raises(ConfigurationConflictError) as conflict:
        config.commit()
    assert str(conflict.value).count("config.add_role_permission(") == 2


def test_a_role_that_does_not_exist_is_named(config):
    with pytest.raises(ConfigurationError, match="no built-in role dean"):
        config.add_role_permission("timetable:change", ["sender", "dean"])
