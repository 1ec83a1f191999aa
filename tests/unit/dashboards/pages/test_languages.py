"""Every sentence of the pages has its English."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from jinja2.ext import babel_extract

from dashboards import pages
from dashboards.pages.languages import catalogue, language_of, read_catalogue, typeset

FOLDER = Path(pages.__file__).parent
KEYWORDS = {"_": None, "say": None, "some": (1, 2)}
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def sentences():
    """Return every sentence of the code and the templates; a plural is a pair."""
    found = set()
    for file in FOLDER.rglob("*.py"):
        told = extract("python", BytesIO(file.read_bytes()), keywords=KEYWORDS)
        found |= {message for _line, message, _comments, _context in told}
    for file in FOLDER.rglob("*.jinja2"):
        for _line, name, told, _comments in babel_extract(
            BytesIO(file.read_bytes()), ("say", "some"), (), OPTIONS
        ):
            parts = told if isinstance(told, tuple) else (told,)
            found.add(tuple(parts[:2]) if name == "some" else parts[0])
    return found


def test_many_sentences_were_looked_at():
    assert len(sentences()) > 300


def test_every_sentence_is_translated():
    english = read_catalogue("en")
    assert [
        one for one in sentences() if one not in english or not _whole(english[one].string)
    ] == []


def _whole(string):
    return all(string) if isinstance(string, tuple | list) else bool(string)


def test_every_placeholder_of_a_sentence_is_in_its_translation():
    english = read_catalogue("en")
    assert [message.id for message in english if message.id and list(message.check())] == []


def test_no_translation_is_left_over():
    known = {one if isinstance(one, str) else one[0] for one in sentences()}
    kept = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in read_catalogue("en")
    }
    assert kept - known - {""} == set()


def test_nought_is_singular_in_french_only():
    told = [
        catalogue(language).ngettext("%(count)s établissement", "%(count)s établissements", 0)
        for language in ("fr", "en")
    ]
    assert told == ["%(count)s établissement", "%(count)s institutions"]


def test_french_signs_keep_to_their_word():
    assert typeset("C'est « ici » : 100 %%") == "C’est «\u202fici\u202f»\u202f: 100\u202f%%"


@pytest.mark.parametrize(
    ("asked", "known", "accepted", "language"),
    [
        ("en", "fr", "fr", "en"),
        ("", "en", "fr", "en"),
        ("de", "", "en", "en"),
        ("", "", None, "fr"),
    ],
)
def test_the_address_goes_before_the_session_and_the_browser(asked, known, accepted, language):
    assert language_of(asked, known, accepted) == language
