"""The origin that a handset may show: a word, or a number.

Two rules stand side by side. 3GPP says what a message can carry: TS 23.040 §9.1.2.5 gives an
originating address ten octets, which hold a word of the GSM 7-bit default alphabet (TS 23.038
§6.2.1) of eleven septets, or twenty digits of half an octet each, with a plus before an
international number. Operators say what they let through to the handsets of their country
(``sms.sender_rules``): that is less.
"""

import re
import unicodedata
from typing import NamedTuple

from unisms.sms import msisdn, sender_rules
from unisms.sms.encoding import ALPHABETS

LONGEST_WORD = 11  # septets
LONGEST_NUMBER = 20  # digits
SHORT_CODES, PREFIXES = range(3, 7), range(1, 4)  # digits of a short code, and before one
# Problems that no operator of the country overlooks: what has them is not asked for.
EMPTY, SIGNS, LONG, DIGITS, MOBILE = "empty", "signs", "long", "digits", "mobile"
PLAIN = "plain"  # an accent, a blank or a sign where only plain letters and digits pass
# These are told, and may be asked for all the same.
SHORT, GENERIC = "short", "generic"
REPLACED, REGISTERED = "replaced", "registered"  # not shown there; only if registered there
WARNINGS = (SHORT, GENERIC, REPLACED, REGISTERED)
_DIALLED = re.compile(r"0[1-9][0-9]{8}")
_NUMBER = re.compile(r"\+?[0-9]+")
_LETTERS = {sign for sign in ALPHABETS["gsm"].basic if sign.isalnum()}
_PLAIN = re.compile(r"[A-Za-z0-9]+")
#: Signs that look alike become one letter: V3RIFY, 1NFO, A1ERTE, lnfo, 8ank.
_LOOK_ALIKE = str.maketrans("0134578i", "oleastbl")


class Verdict(NamedTuple):
    """The view that the operators of a country take of a sender ID."""

    code: str = ""  #: empty: nothing stands against it
    source: str = ""  #: its source and date

    @property
    def is_refusal(self) -> bool:
        """Whether nobody need ask: it would not be carried."""
        return bool(self.code) and self.code not in WARNINGS


FINE = Verdict()


def problem_of(sender_id: str) -> str:
    """Return why no message can carry this (``empty``, ``signs``, ``long``), or nothing."""
    if not sender_id:
        return EMPTY
    if is_number(sender_id):
        return LONG if len(sender_id.removeprefix("+")) > LONGEST_NUMBER else ""
    if not all(set(word) <= _LETTERS and word for word in sender_id.split(" ")):
        return SIGNS
    return LONG if len(sender_id) > LONGEST_WORD else ""


def is_number(sender_id: str) -> bool:
    """Whether it is a number, which a handset can answer, and no word."""
    return _NUMBER.fullmatch(sender_id) is not None


def verdict(sender_id: str, country: str, *, listed: bool = False) -> Verdict:
    """Return what the operators of a country make of a sender ID that a message can carry.

    ``country`` is its ISO 3166 code. ``listed`` says of a number that the contract has it: digits
    alone pass nowhere else.
    """
    rule = sender_rules.of(country)
    if is_number(sender_id):
        return _of_number(sender_id, rule, listed)
    if not rule.shows_words:
        return Verdict(REPLACED, rule.source)
    if rule.plain_only and not _PLAIN.fullmatch(sender_id):
        return Verdict(PLAIN, rule.source)
    if rule.generic and (source := generic(sender_id)):
        return Verdict(GENERIC, source)
    if rule.registers:
        return Verdict(REGISTERED, rule.source)
    short = len(sender_id) < sender_rules.SHORTEST
    return Verdict(SHORT, sender_rules.TOO_SHORT) if short else FINE


def _of_number(sender_id: str, rule: sender_rules.Rule, listed: bool) -> Verdict:
    digits = sender_id.removeprefix("+")
    if rule.mobiles and re.fullmatch(rule.mobiles, digits):
        return Verdict(MOBILE, sender_rules.NO_MOBILES)
    return FINE if listed else Verdict(DIGITS, rule.source)


def generic(word: str) -> str:
    """Return the source that says that a word names nobody, or nothing.

    Operators replace or refuse such a word.

    Accents, capitals, digits around it, what looks like another letter, a plural, and a second such
    word do not make it another word: ``ALERTE2``, ``V3RIFY``, ``lnfo``, ``Infos``, ``InfoSMS``.
    """
    bare = _bare(word)
    drawn = {bare.translate(_LOOK_ALIKE), bare.strip("0123456789").translate(_LOOK_ALIKE)}
    pairs = {(one[:place], one[place:]) for one in drawn for place in range(1, len(one))}
    for words in {(one,) for one in drawn} | pairs:
        if all(map(_source, words)):
            return _source(words[0])
    return ""


def looks_like(word: str, other: str) -> bool:
    """Whether two look alike on a handset: ``UnivParis``, ``UN1VPARIS``."""
    return _bare(word).translate(_LOOK_ALIKE) == _bare(other).translate(_LOOK_ALIKE)


def _bare(word: str) -> str:
    """Return a word in small plain letters."""
    signs = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in signs if sign.isalnum()).casefold()


def _source(drawn: str) -> str:
    """Return the source that calls a word generic, if it names such words; it is as it looks."""
    return _GENERIC.get(drawn) or _GENERIC.get(drawn.removesuffix("s"), "")


_GENERIC = {word.translate(_LOOK_ALIKE): source for word, source in sender_rules.GENERIC.items()}


def is_same(one: str, other: str) -> bool:
    """Whether two are one sender, however each is written: 36222 is 36 222, +3336222 and 036222.

    SMSCs put the prefix of a country, or of calls within it, before a short code too.
    """
    short, long = sorted((_told(one), _told(other)), key=len)
    if short == long or not (short.isdecimal() and long.isdecimal()):
        return short == long
    prefix = len(long) - len(short)
    return len(short) in SHORT_CODES and prefix in PREFIXES and long.endswith(short)


def _told(word: str) -> str:
    digits = "".join(word.split())
    return spelled(digits if is_number(digits) else word)


def spelled(word: str) -> str:
    """Return a number in one spelling, however it was written; a word as it is.

    It is without its plus or 00, or the 0 dialled in France.
    """
    word = (msisdn.read(word).msisdn or word.strip()).removeprefix("+").removeprefix("00")
    return f"33{word[1:]}" if _DIALLED.fullmatch(word) else word
