"""Every sentence of the pages has its English."""

from collections import defaultdict
from io import BytesIO
from itertools import pairwise

import places
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from unisms.web.edge.languages import catalogue, read_catalogue, typeset

OPTIONS = {
    "newstyle_gettext": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}

KEYWORDS = {"_": None, "Sentence": (1,), "Counted": (1, 2)}


def speaking():
    """Every file that says something to people: a template, or Python that calls ``_`` or holds a
    ``Sentence``."""
    return [
        *places.templates(),
        *places.modules("web", at_least=68),
        *places.modules("services", at_least=110),
    ]


def sentences():
    """Every sentence of those; a plural is a pair."""
    for file in speaking():
        yield from sentences_of(file)


def sentences_of(file):
    if file.suffix == ".jinja2":
        source, keywords = BytesIO(file.read_bytes()), ("_", "gettext", "ngettext")
        return [_key(told) for _, _, told, _ in babel_extract(source, keywords, (), OPTIONS)]
    source = BytesIO(file.read_bytes())
    return [_key(told) for _, told, _, _ in extract("python", source, keywords=KEYWORDS)]


def _key(told):
    told = tuple(part for part in told if part) if isinstance(told, tuple) else told
    return told[0] if isinstance(told, tuple) and len(told) == 1 else told


def test_many_sentences_were_looked_at():
    assert len([*sentences()]) > 2_200
    assert len(read_catalogue("en")) > 1_400


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


def test_no_sentence_is_translated_twice():
    lines = [line for file in places.catalogues() for line in _ids_and_strings(file)]
    assert len(lines) > 3_800
    ids = [line for line in lines if line.startswith("msgid ") and line != 'msgid ""']
    assert sorted({one for one in ids if ids.count(one) > 1}) == []
    assert [
        two
        for one, two in pairwise(lines)
        if one.startswith("msgstr ") and two.startswith("msgstr ")
    ] == []


def _ids_and_strings(file):
    return [line for line in file.read_text().splitlines() if line.startswith("msg")]


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [(0, "0 personne", "0 people"), (1, "1 personne", "1 person"), (2, "2 personnes", "2 people")],
)
def test_nought_is_singular_in_french_only(count, french, english):
    told = [
        catalogue(language).ngettext("%(shown)s personne", "%(shown)s personnes", count)
        % {"shown": count}
        for language in ("fr", "en")
    ]
    assert told == [french, english]


def test_french_signs_keep_to_their_word():
    assert (
        typeset("C'est « ici » : où ? 100 %%")
        == "C’est «\u202fici\u202f»\u202f: où\u202f? 100\u202f%%"
    )


def test_the_english_of_a_sentence_stands_in_its_own_wing_or_in_the_frame_where_several_say_it():
    said = defaultdict(set)
    for file in speaking():
        wing = file.relative_to(places.PACKAGE).parts[1]
        for one in sentences_of(file):
            said[one if isinstance(one, str) else one[0]].add(wing)
    astray = []
    for file in places.catalogues():
        with file.open("rb") as lines:
            ids = [message.id for message in read_po(lines, locale="en") if message.id]
        for one in ids:
            wings = said[one if isinstance(one, str) else one[0]]
            home = wings.copy().pop() if len(wings) == 1 else "frame"
            home = home if (places.PACKAGE / "web" / home).is_dir() else "frame"
            if home != file.parent.name:
                astray.append((file.parent.name, home, one))
    assert astray == []
