"""STOP, and words that only begin so."""

import pytest

from unisms.sms.stop import says_stop


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        " stop.",
        "« Stop ! »",
        "STOP SMS",
        "stop au 36180".replace("au ", ""),
        "Stop, merci",
        "ＳＴＯＰ",
        "STOP\n",
    ],
)
def test_stop_is_stop_however_it_is_written(text):
    assert says_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Merci",
        "Stop, le cours a-t-il lieu ?",
        "Ne stop pas",
        "stopper",
        "Non stop",
        "STOP " * 9,
        "12 stop",
    ],
)
def test_anything_else_is_for_a_person_to_read(text):
    assert not says_stop(text)
