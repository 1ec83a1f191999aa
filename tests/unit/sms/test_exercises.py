"""Texts of exercises say so, once, in the language of the text."""

import pytest

from unisms.sms.exercises import marked


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Sortez.", "fr", "EXERCICE : Sortez."),
        ("Leave.", "en", "EXERCISE : Leave."),
        ("Raus.", "de", "EXERCICE : Raus."),
        ("EXERCICE : Sortez.", "fr", "EXERCICE : Sortez."),
    ],
)
def test_an_exercise_says_so_once(text, language, told):
    assert marked(text, language) == told
