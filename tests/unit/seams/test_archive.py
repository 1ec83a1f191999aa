"""Files of an institution's archive, as they are announced."""

import pytest
from pyramid.exceptions import ConfigurationConflictError


def timetables(institution):
    yield {"room": "C"}


def an_addon(config):
    config.add_archive_part("timetables", timetables, permissions=["timetable:view"])


def another_addon(config):
    config.add_archive_part("people", timetables)


def test_the_file_of_an_add_on_comes_after_ours(config):
    config.include(an_addon)
    config.commit()
    name, part = [*config.registry.archive_parts.items()][-1]
    assert (name, *part) == ("timetables", timetables, ("timetable:view",), False)


def test_two_files_of_one_name_stop_the_start_and_both_places_are_named(config):
    config.include(another_addon)
    with pytest.raises(ConfigurationConflictError) as conflict:
        config.commit()
    assert 'config.add_archive_part("people", archive.people, permissions=seen)' in str(
        conflict.value
    )
    assert 'config.add_archive_part("people", timetables)' in str(conflict.value)
