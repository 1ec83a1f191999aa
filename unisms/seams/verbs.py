"""Verbs of the audit journal, as they are announced: the words and the kind of each."""

from collections.abc import Mapping
from typing import NamedTuple

from pyramid.exceptions import ConfigurationError

from unisms.seams.announcement import LAST, announce, place_of, refuse_both

CATEGORY = "unisms verbs"
#: kinds of acts, in the order of the journal's form
KINDS = (
    "messages",
    "people",
    "rights",
    "templates",
    "accounts",
    "connections",
    "settings",
    "service",
)


class Verb(NamedTuple):
    """An act, as the audit journal tells it."""

    kind: str
    words: str | Mapping[str, str]  #: a French sentence of the catalogues, or one by language


def includeme(config):
    config.registry.verbs = {}  # name -> Verb
    config.add_directive("add_verbs", add_verbs)
    config.action(None, _check, args=(config,), order=LAST)


def add_verbs(config, kind, verbs):
    """Announce ``verbs``, ``{verb: words}``, all of one of the ``KINDS``.

    A verb is a noun, a point and what was done: ``timetable.changed``. All verbs of a noun are of
    one kind. Add-ons give the words as a ``dict`` by language, ``fr`` and ``en``.
    """
    if kind not in KINDS:
        raise ConfigurationError(f"{kind} is no kind of acts; there are {', '.join(KINDS)}")
    for verb, words in verbs.items():
        announce(config, CATEGORY, verb, Verb(kind, words), config.registry.verbs)


def nouns(verbs):
    """Return ``{kind: nouns}`` of verbs, in the order of ``KINDS``."""
    return {
        kind: frozenset(noun_of(name) for name, verb in verbs.items() if verb.kind == kind)
        for kind in KINDS
    }


def noun_of(verb):
    """Return what a verb is about."""
    return verb.partition(".")[0]


def _check(config):
    """Stop the start-up where a noun is of two kinds, both places named."""
    verbs, first = config.registry.verbs, {}
    for name, verb in verbs.items():
        other = first.setdefault(noun_of(name), name)
        if verbs[other].kind != verb.kind:
            told = f"{other} is of the kind {verbs[other].kind}, {name} of {verb.kind}"
            refuse_both(told, *(place_of(config, CATEGORY, one) for one in (other, name)))
