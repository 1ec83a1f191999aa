"""Kinds of mails, as they are announced."""

import pytest
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError

TEXTS = {"fr": ("Bonjour {name}", "Voici {link}"), "en": ("Hello {name}", "Here is {link}")}


def an_addon(config):
    config.add_mail("timetable.moved", TEXTS)


def another_addon(config):
    config.add_mail("timetable.moved", TEXTS)


def test_a_kind_has_its_texts_by_language(config):
    config.include(an_addon)
    config.commit()
    texts = config.registry.mails["timetable.moved"]
    assert texts["en"].subject == "Hello {name}"
    assert texts["fr"].placeholders == {"name", "link"}


def test_a_kind_that_is_announced_twice_stops_the_start_and_both_places_are_named(config):
    config.include(an_addon)
    config.include(another_addon)
    with pytest.raises(ConfigurationConflictError) as conflict:
        config.commit()
    assert str(conflict.value).count("test_mails.py") == 2


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"fr": TEXTS["fr"]}, "its text in en is missing"),
        ({**TEXTS, "fr": ("", "Bonjour")}, "its text in fr is missing"),
        ({**TEXTS, "fr": ("Bonjour", " ")}, "its text in fr is missing"),
        ({**TEXTS, "en": ("Hello\nBcc: x", "Hi")}, "its subject in en has several lines"),
        ({**TEXTS, "en": ("Hello", "Here is {link}")}, "one language alone has name"),
    ],
)
def test_texts_that_cannot_be_sent_stop_the_start(config, texts, told):
    with pytest.raises(ConfigurationError, match=f"timetable.moved: {told}"):
        config.add_mail("timetable.moved", texts)
