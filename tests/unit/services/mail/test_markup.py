"""HTML of mails: made of the text alone, and nothing in a text is HTML."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.services.mail import markup

ACCENT = "#1a4f8b"


class Seen(HTMLParser):
    """The words, the tags and the links of a page."""

    def __init__(self, page):
        super().__init__()
        self.words, self.tags, self.links, self.languages = "", [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        self.languages += [value for name, value in attrs if name == "lang"]

    def handle_data(self, data):
        self.words += data


def test_a_paragraph_is_one_and_a_link_alone_is_a_button():
    seen = Seen(markup.paragraphs("Bonjour,\ncher ami\n\nhttps://univ.fr/a?b=1&c=2\n", ACCENT))
    assert seen.tags == ["p", "br", "p", "a"]
    assert seen.links == ["https://univ.fr/a?b=1&c=2"]
    assert ACCENT in markup.paragraphs("https://univ.fr/a", ACCENT)


def test_a_link_in_a_sentence_ends_before_its_stop():
    seen = Seen(markup.paragraphs("Voir https://univ.fr/a, puis (https://univ.fr/b).", ACCENT))
    assert seen.links == ["https://univ.fr/a", "https://univ.fr/b"]
    assert seen.words.strip() == "Voir https://univ.fr/a, puis (https://univ.fr/b)."


def test_both_languages_say_which_they_are():
    page = markup.page("<Titre>", "Université & Cie", ACCENT, [("fr", "Bonjour"), ("en", "Hi")])
    seen = Seen(page)
    assert seen.languages == ["fr", "fr", "en"]
    assert "<Titre>" in seen.words
    assert "Université & Cie" in seen.words
    assert seen.tags.count("hr") == 1


@given(st.text())
def test_nothing_in_a_text_is_a_tag(text):
    assert {*Seen(markup.paragraphs(text, ACCENT)).tags} <= {"p", "br", "a"}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", 'https://x/"onclick="y'])
def test_hostile_words_stay_words(text):
    seen = Seen(markup.paragraphs(text, ACCENT))
    assert "script" not in seen.tags
    assert "onclick" not in seen.links[0] if seen.links else True
    assert seen.words.strip() == text
