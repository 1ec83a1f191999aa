"""Whether an answer says that nothing more is wanted: STOP, as handsets write it."""

import re

from unisms.sms.template import fold

#: Words behind STOP that change nothing; a sentence that only begins so asks for a person
#: to read it
_BESIDE = frozenset({"stop", "sms", "pub", "all", "merci", "svp", "please", "thanks"})
_MOST = 4  # words
_WORD = re.compile(r"\w+")


def says_stop(text: str) -> bool:
    """Tell whether ``text`` is STOP: alone, polite, or with the number that an advert names."""
    words = _WORD.findall(fold(text[:160]))
    beside = all(word in _BESIDE or word.isdecimal() for word in words)
    return words[:1] == ["stop"] and beside and len(words) <= _MOST
