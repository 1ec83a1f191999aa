"""The word in front of every text of an exercise."""

import pytest

from unisms.sms.encoding import encode
from unisms.sms.exercises import marked


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Évacuez.", "fr", "EXERCICE - Évacuez."),
        ("Leave.", "en", "EXERCISE - Leave."),
        ("Salid.", "es", "EXERCICE - Salid."),
        ("EXERCICE - Évacuez.", "fr", "EXERCICE - Évacuez."),
    ],
)
def test_a_text_of_an_exercise_begins_with_the_word_once(text, language, told):
    assert marked(text, language) == told


def test_the_word_is_counted_and_keeps_the_alphabet():
    assert encode(marked("a" * 150, "fr")).segments == 2
    assert encode(marked("a", "fr")).alphabet == "gsm7"
