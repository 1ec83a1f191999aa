"""An exception that nobody foresaw, as a log tells it."""

import pytest

from unisms import seams


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
