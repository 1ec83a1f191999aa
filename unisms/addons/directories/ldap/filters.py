"""Filters (RFC 4515), made of what people type: nothing typed is ever a part of their form."""

from collections.abc import Iterable, Sequence
from itertools import islice, product

from unisms.sms.names import words

_ESCAPED = {"\\": "\\5c", "*": "\\2a", "(": "\\28", ")": "\\29", "\0": "\\00"}
#: letters that may bear an accent in a name, or be one letter of two (œ, ß)
_ACCENTED = frozenset("aceinosuyz")
#: how those of a short word are written in French
_WRITTEN = {"a": "aàâä", "c": "cç", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü", "n": "nñ"}
FEWEST = 2  # letters that never bear one, in a word of which the others are wildcards
MOST_SPELLINGS = 64


def escaped(value: str) -> str:
    """Return a value as it stands in a filter (RFC 4515, section 3)."""
    return "".join(_ESCAPED.get(sign, sign) for sign in value)


def equal(name: str, value: str) -> str:
    return f"({name}={escaped(value)})"


def both(*filters: str) -> str:
    """Return the filter that takes what all of these take."""
    return f"(&{''.join(map(enclosed, filter(None, filters)))})"


def any_of(filters: Iterable[str]) -> str:
    return f"(|{''.join(filters)})"


def enclosed(chosen: str) -> str:
    """Return a filter in its parentheses, which people forget."""
    chosen = chosen.strip()
    return chosen if chosen.startswith("(") else f"({chosen})"


def with_words(text: str, names: Sequence[str]) -> str:
    """Return the filter of whatever has each word of ``text`` in one of the fields ``names``.

    A letter may have an accent there that it has not here, and the other way round: each one that
    might is a wildcard, so what is found must be looked at again (``has_words``).
    """
    return both(*(_with_word(word, names) for word in words(text)))


def _with_word(word: str, names: Sequence[str]) -> str:
    return any_of(f"({name}=*{inside}*)" for inside in _spellings(word) for name in names)


def _spellings(word: str) -> list[str]:
    """Return the patterns of a word: one with wildcards, or each accent of a short one."""
    if sum(letter not in _ACCENTED for letter in word) >= FEWEST:
        loose = "".join("*" if letter in _ACCENTED else letter for letter in word)
        return ["*".join(filter(None, loose.split("*")))]
    spelled = product(*(_WRITTEN.get(letter, letter) for letter in word))
    return ["".join(letters) for letters in islice(spelled, MOST_SPELLINGS)]


def has_words(text: str, values: Iterable[str]) -> bool:
    """Whether each word of ``text`` is in one of the ``values``, whatever the accents."""
    folded = [" ".join(words(value)) for value in values]
    return all(any(word in value for value in folded) for word in words(text))
