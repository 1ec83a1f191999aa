"""French and English: the language of a request, and the catalogues of both.

Catalogues are compiled in memory from their ``.po`` files.
"""

import gettext
import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import pass_context
from pyramid.events import ContextFound
from pyramid_jinja2 import IJinja2Environment

LANGUAGES = {"fr": "Français", "en": "English"}
BEFORE, AFTER = re.compile(r" (?=[?!;:»€]|%%)"), re.compile(r"(?<=«) ")
NARROW = "\N{NARROW NO-BREAK SPACE}"


def includeme(config):
    config.add_request_method(language, reify=True)
    config.add_request_method(translations, reify=True)
    config.add_subscriber(remember, ContextFound)


def remember(event):
    """A language that is asked for counts whatever the answer is, a page or the way to one."""
    if "lang=" in event.request.query_string:
        event.request.language  # noqa: B018


def language(request):
    """Return the language of the request.

    ``?lang=`` goes first and is remembered in the session. Then come the session's language, and
    the browser's preference.
    """
    asked = request.params.get("lang") if request.method == "GET" else None
    if asked in LANGUAGES:
        request.session["lang"] = asked
        return asked
    known = request.session.get("lang")
    if known in LANGUAGES:
        return known
    default = getattr(request.institution, "language", "fr")
    return (
        request.accept_language.lookup(list(LANGUAGES), default=default)
        if request.accept_language
        else default
    )


def translations(request):
    return catalogue(request.language)


class French(gettext.NullTranslations):
    """The sentences of the templates are French; they only lack their finer signs."""

    def gettext(self, message):
        return typeset(message)

    def ngettext(self, msgid1, msgid2, n):
        return typeset(msgid1 if n < 2 else msgid2)  # in French, zero is singular


@lru_cache(maxsize=4096)
def typeset(sentence):
    """French typography: « … » and the tall signs keep to their word, apostrophes are curled."""
    return AFTER.sub(NARROW, BEFORE.sub(NARROW, sentence)).replace("'", "’")


@pass_context
def addon_words(context, words):
    """Return the words of an add-on with the signs that ours have.

    Add-ons bring their languages themselves.
    """
    return typeset(words) if context["request"].language == "fr" else words


def marked(sentence):
    """Return a French sentence as it is; call this function ``_``, so that the sentence is found.

    Its English stands in a catalogue. A page puts it into words (``worded``).
    """
    return sentence


@pass_context
def worded(context, words):
    """Return announced words in the language of the page."""
    return in_words(context["request"], words)


def in_words(request, words):
    """Return announced words in the language of a request.

    They are a sentence of our catalogues, or a ``dict`` by language from an add-on.
    """
    if isinstance(words, str):
        return request.translations.gettext(words)
    told = words.get(request.language) or next(iter(words.values()), "")
    return typeset(told) if request.language == "fr" else told


@lru_cache(maxsize=8)
def catalogue(language):
    """The ``gettext`` translations of a language."""
    if language == "fr":
        return French()
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def read_catalogue(language):
    """Return every message of the files ``<language>*.po``, in any folder, as a Babel catalogue."""
    catalogue = Catalog(locale=language)
    for file in sorted(files("unisms.web").rglob(f"{language}*.po")):
        with file.open("rb") as lines:
            for message in read_po(lines, locale=language):
                if message.id:
                    catalogue[message.id] = message
    return catalogue


def macros(request, template):
    """Return the macros of a template, which hold all our words.

    The few answers that no template renders take their words from them.
    """
    environment = request.registry.getUtility(IJinja2Environment, name=".jinja2")
    return environment.get_template(template).make_module({"request": request})


class Gettext:
    """Finds the words of ``_``, ``gettext`` and ``{% trans %}`` in the request's language."""

    def __init__(self, domain):
        self.domain = domain

    @staticmethod
    @pass_context
    def gettext(context, message):
        return context["request"].translations.gettext(message)

    @staticmethod
    @pass_context
    def ngettext(context, singular, plural, n):
        return context["request"].translations.ngettext(singular, plural, n)
