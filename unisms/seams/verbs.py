"""Verbs of the audit journal, as they are announced: the words and the kind of each."""

from collections.abc import Mapping
from typing import NamedTuple

from pyramid.config import Configurator
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
    fields: Mapping[str, str | Mapping[str, str]]  #: the words for what is told of it, likewise


def includeme(config: Configurator) -> None:
    config.registry.verbs = {}  # name -> Verb
    config.add_directive("add_verbs", add_verbs)
    config.action(None, _check, args=(config,), order=LAST)


def add_verbs(
    config: Configurator,
    kind: str,
    verbs: Mapping[str, str | Mapping[str, str]],
    fields: Mapping[str, str | Mapping[str, str]] | None = None,
) -> None:
    """Announce ``verbs``, ``{verb: words}``, all of one of the ``KINDS``.

    ``fields`` are the words for the fields that their entries tell of, where the journal has none.

    A verb is a noun, a point and what was done: ``timetable.changed``. All verbs of a noun are of
    one kind. Add-ons give the words as a ``dict`` by language, ``fr`` and ``en``.
    """
    if kind not in KINDS:
        raise ConfigurationError(f"{kind} is no kind of acts; there are {', '.join(KINDS)}")
    for verb, words in verbs.items():
        announce(config, CATEGORY, verb, Verb(kind, words, fields or {}), config.registry.verbs)


def nouns(verbs: Mapping[str, Verb]) -> dict[str, frozenset[str]]:
    """Return ``{kind: nouns}`` of verbs, in the order of ``KINDS``."""
    return {
        kind: frozenset(noun_of(name) for name, verb in verbs.items() if verb.kind == kind)
        for kind in KINDS
    }


def noun_of(verb: str) -> str:
    """Return what a verb is about."""
    return verb.partition(".")[0]


def _check(config: Configurator) -> None:
    """Stop the start-up where a noun is of two kinds, both places named."""
    verbs: dict[str, Verb] = config.registry.verbs
    first: dict[str, str] = {}  # noun -> the first verb of it
    for name, verb in verbs.items():
        other = first.setdefault(noun_of(name), name)
        if verbs[other].kind != verb.kind:
            told = f"{other} is of the kind {verbs[other].kind}, {name} of {verb.kind}"
            refuse_both(told, *(place_of(config, CATEGORY, one) for one in (other, name)))
