"""The texts that people send to themselves are one SMS long, and bound to their page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.services.subscribers import texts
from unisms.sms.encoding import encode

LANGUAGES = ["fr", "en", "de"]


@pytest.mark.parametrize("language", LANGUAGES)
@given(title=st.text(min_size=1, max_size=80), code=st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_a_code_is_one_sms_whatever_the_institution_is_called(language, title, code):
    text = texts.of_code(title, code, "sms.univ.example", language)
    assert encode(text).segments == 1
    assert text.endswith(f"\n@sms.univ.example #{code}")


@pytest.mark.parametrize("language", LANGUAGES)
@given(title=st.text(min_size=1, max_size=200))
def test_a_sample_is_one_sms(language, title):
    assert encode(texts.of_sample(title, language)).segments == 1


def test_a_title_is_told_whole_where_there_is_room():
    assert texts.of_sample("Université Côte d'Azur", "fr").startswith("Université Cote d'Azur :")
    assert texts.of_sample("Nice", "en").startswith("Nice: ")
