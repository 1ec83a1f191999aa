"""French and English: how pages say things, and how they write figures.

The sentences in the code are French. Their English stands in ``en.po``, compiled in memory.
"""

import gettext
import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"fr": "Français", "en": "English"}
BEFORE, AFTER = re.compile(r" (?=[?!;:»€]|%%|%$|% )"), re.compile(r"(?<=«) ")
NARROW = "\N{NARROW NO-BREAK SPACE}"


class French(gettext.NullTranslations):
    """The sentences are French already; they only lack their finer signs."""

    def gettext(self, message):
        return typeset(message)

    def ngettext(self, msgid1, msgid2, n):
        return typeset(msgid1 if n < 2 else msgid2)  # in French, zero is singular


@lru_cache(maxsize=4096)
def typeset(sentence):
    """French typography: « … » and the tall signs keep to their word, apostrophes are curled."""
    return AFTER.sub(NARROW, BEFORE.sub(NARROW, sentence)).replace("'", "’")


@lru_cache(maxsize=8)
def catalogue(language):
    """Return the ``gettext`` translations of a language."""
    if language == "fr":
        return French()
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def read_catalogue(language):
    """Return every message of our catalogue of this language, as Babel reads it."""
    read = Catalog(locale=language)
    with files("dashboards.pages").joinpath(f"{language}.po").open("rb") as lines:
        for message in read_po(lines, locale=language):
            if message.id:
                read[message.id] = message
    return read


def marked(sentence):
    """Return a French sentence as it is: it is translated where a page says it."""
    return sentence


def language_of(asked, known, accepted):
    """Return the language of an answer.

    The one of the address goes first, then that of the session, then the browser's preference,
    which ``accepted`` finds among ours.
    """
    for code in (asked, known):
        if code in LANGUAGES:
            return code
    return accepted or "fr"
