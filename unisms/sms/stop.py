"""The word of a reply: STOP, START, or something that a person must read.

Operators and the charter of French short codes (af2m.org) ask that STOP be heard however a handset
writes it. Nothing is guessed: a sentence that only begins so is for a person.
"""

import re
import unicodedata
from typing import NamedTuple

from unisms.sms.names import words
from unisms.sms.visible import shown

STOP, START, YES = "stop", "start", "yes"
FOR_A_PERSON = ""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STOPS = _set(
    "stop stopp stopsms stoppub stopall arret arrete arretes arreter arretez arretsms desabonne "
    "desabonner desabonnez desabonnement desinscrire desinscris desinscrivez desinscription "
    "unsubscribe"
)
_STARTS = _set("start unstop reprendre reprise reprenez reabonner reabonnez reabonnement")
_YESES = _set("oui yes")
#: Words beside it that change nothing.
_BESIDE = _set(
    "sms texto textos message messages pub pubs publicite envoi envois all tout tous "
    "toute toutes bonjour bonsoir merci beaucoup svp stp s il vous te plait cordialement please "
    "thanks thank you de d des du le la les l a au aux ces cet cette ce vos votre ton tes me m moi "
    "envoyer ecrire recevoir the it ok"
)
#: Words that may stand before it.
_POLITE = _set("bonjour bonsoir merci svp stp please s il vous te plait de d ok")
_MYSELF = (["je", "me"], _set("desabonne desinscris"))  #: words that say of oneself what they are
_NO_MORE = "plus"  #: changes nothing beside a STOP alone
_NEGATED = _set("ne n pas non jamais")
_READ = 160  # characters
_MOST = 9  # words
_ABOUT = 5  # words that may name a theme
_FAR = 5  # digits of a number that an advert names; a smaller one may be a day, a room, an age
_WITH_NUMBER = re.compile(rf"(stop|arret)\d{{{_FAR},}}")
#: a number written with blanks: of a handset, or a short code
_APART = re.compile(r"(?<!\w)(?:(?:0|\+?33 ?|0033 ?)[1-9](?:[ .-]?\d\d){4}|[3-8]\d \d{3})(?!\w)")
#: what a handset, or a program of mails, adds by itself
_SIGNATURE = re.compile(
    r"(?:^|[\n.!*–—-])[ \t]*(?:--+[ \t]*(?:\n|$)"
    r"|envoy[eé]e? (?:de|depuis|avec|à partir de) (?:mon|ma)\b|sent from my\b)",
    re.IGNORECASE,
)
_QUESTIONS = frozenset("?؟❓❔")
#: letters in black circles and squares: Unicode calls them signs
_DRAWN = {
    first + place: chr(ord("a") + place) for first in (0x1F150, 0x1F170) for place in range(26)
}


class Said(NamedTuple):
    """The meaning of a reply."""

    word: str  #: ``STOP``, ``START``, ``YES`` or ``FOR_A_PERSON``
    #: folded words that are no part of it: they name a theme, or make it a sentence for a person
    about: tuple[str, ...] = ()


FOR_SOMEBODY = Said(FOR_A_PERSON)


def read(text: str) -> Said:
    """Return what a reply says.

    Case, accents, signs, characters that nobody sees and letters of other scripts that look alike
    make no difference, nor do a few polite words, a signature, or the number that an advert names.
    A question is for a person.
    """
    plain = unicodedata.normalize("NFKC", text[:_READ].translate(_DRAWN))
    told = _words(_SIGNATURE.split(plain, maxsplit=1)[0])
    place = next((place for place, word in enumerate(told) if word not in _POLITE), len(told))
    if told[place : place + 2] == _MYSELF[0] and not _MYSELF[1].isdisjoint(told[place + 2 :][:1]):
        place += 2
    word, rest = _word_of(told[place : place + 1]), told[place + 1 :]
    if (
        not word
        or not _QUESTIONS.isdisjoint(plain)
        or len(told) > _MOST
        or not _NEGATED.isdisjoint(rest)
    ):
        return FOR_SOMEBODY
    about = tuple(one for one in rest if not _is_beside(one, word))
    if about:  # figures beside words may belong to a title
        about = tuple(one for one in rest if one.isdecimal() or not _is_beside(one, word))
    if len(about) > _ABOUT or (about and word == YES):
        return FOR_SOMEBODY
    return Said(word, about)


def says_stop(text: str) -> bool:
    """Tell whether ``text`` is STOP to everything: alone, polite, or with a number."""
    return read(text) == (STOP, ())


def names(about: tuple[str, ...], title: str) -> bool:
    """Whether these words of a reply are a ``title``.

    Words that change nothing may be left out, and a number that is none of the title's be added.
    """
    wanted, told = _bare(words(title)), _bare(about)
    without = [one for one in told if not one.isdecimal()]
    return bool(wanted) and wanted in (told, without)


def _words(text: str) -> list[str]:
    """Return the folded words of a text; S.T.O.P is one."""
    told = words(_APART.sub(lambda found: re.sub(r"\D", "", found[0]), shown(text)))
    spelled = "".join(told)
    told = [spelled] if len(told) > 1 and all(len(one) == 1 for one in told) else told
    return [_WITH_NUMBER.sub(r"\1", one).replace("st0p", STOP) for one in told]


def _word_of(first: list[str]) -> str:
    kinds = ((STOP, _STOPS), (START, _STARTS), (YES, _YESES))
    return next((word for word, known in kinds if not known.isdisjoint(first)), FOR_A_PERSON)


def _is_beside(one: str, word: str) -> bool:
    is_number = one.isdecimal() and len(one) >= _FAR
    is_no_more = one == _NO_MORE and word == STOP
    return one in _BESIDE or is_number or is_no_more or _word_of([one]) == word


def _bare(told: tuple[str, ...] | list[str]) -> list[str]:
    return [one for one in told if one not in _BESIDE] or list(told)
