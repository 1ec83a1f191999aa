"""Whether the title of a campaign says what goes with age: its text, or of whom it told."""

import re
from collections import Counter
from collections.abc import Sequence

from unisms.model.campaigns import Campaign
from unisms.sms.template import fold

RUN = 3  # words that follow each other in the title as in the text: it repeats the text
FEW = 5  # messages that have the same value: it tells about somebody
SHORT = 3  # letters of a word that may be anything
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"(?:\d[\s().·+/-]*){8,}\d")  # nine digits, however they are written


def tells(campaign: Campaign) -> bool:
    """Whether the title repeats the campaign's text, or names a number or a recipient."""
    title, tail = _words(campaign.title), _tail(campaign.title)
    texts = map(_words, campaign.texts)
    repeats = any(_repeats(title, text) or _repeats(tail, text) for text in texts)
    return bool(repeats or _NUMBER.search(campaign.title) or _names(title, campaign))


def _repeats(title: Sequence[str], text: Sequence[str]) -> bool:
    """Whether the text begins as the title, perhaps cut within a word, or has a few words of it."""
    if not title or not text:
        return False
    run = min(RUN, len(text))
    begins = " ".join(text).startswith(" ".join(title))
    return begins or bool(_runs(text, run) & _runs(title, run))


def _tail(title: str) -> list[str]:
    """Return the words after the first colon: ``Retard`` of ``Essai : Retard``."""
    return _words(title.partition(":")[2])


def _names(title: Sequence[str], campaign: Campaign) -> bool:
    """Whether the title has all words of a recipient's name, or those of a value that few have."""
    known = {word for word in title if len(word) >= SHORT}
    values: Counter[str] = Counter()
    if not known:
        return False
    runs = {run for length in range(1, len(title) + 1) for run in _runs(title, length)}
    for _, (who, _source, *of_row) in campaign.stored_values():
        if _is_named(who, known):
            return True
        values.update(value for value in {*of_row} if len(value) >= SHORT)
    return any(count <= FEW and tuple(_words(value)) in runs for value, count in values.items())


def _is_named(who: str, known: set[str]) -> bool:
    """Whether the title has each word of a name that is a word and no initial."""
    words = [word for word in _words(who) if len(word) >= SHORT]
    return bool(words) and known.issuperset(words)


def _runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
