"""Verbs of the journal, as they are announced."""

import pytest
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError

from unisms.seams import verbs

WORDS = {"fr": "a ajouté une salle", "en": "added a room"}


def rooms(config):
    config.add_verbs("settings", {"room.added": WORDS})


def more_rooms(config):
    config.add_verbs("settings", {"room.added": "a ajouté une salle"})


def rooms_of_people(config):
    config.add_verbs("people", {"room.left": WORDS})


def test_a_kind_has_the_nouns_of_its_verbs(config):
    config.include(rooms)
    config.add_verbs("settings", {"key.lent": WORDS})
    config.commit()
    nouns = verbs.nouns(config.registry.verbs)
    assert [*nouns] == [*verbs.KINDS]
    assert nouns["settings"] == {"room", "key"}
    assert nouns["people"] == frozenset()


def test_a_verb_that_is_announced_twice_stops_the_start_and_both_places_are_named(config):
    config.include(rooms)
    config.include(more_rooms)
    with pytest.raises(ConfigurationConflictError) as conflict:
        config.commit()
    assert str(conflict.value).count("test_verbs.py") == 2


def test_a_noun_of_two_kinds_stops_the_start_and_both_places_are_named(config):
    config.include(rooms)
    config.include(rooms_of_people)
    with pytest.raises(ConfigurationError) as stopped:
        config.commit()
    told = str(stopped.value)
    assert "room.added is of the kind settings, room.left of people:" in told
    assert told.count("\nLine ") == 2


def test_a_kind_that_the_journal_does_not_know_is_named(config):
    with pytest.raises(ConfigurationError, match="furniture is no kind of acts"):
        config.add_verbs("furniture", {"room.added": WORDS})
