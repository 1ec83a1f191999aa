"""The shapes of numbers of the Republic without separators: with a code, nationally, mistyped."""

import re

from unisms.sms.homes import COMMON, HOMES
from unisms.sms.lookalikes import IDENTIFIERS
from unisms.sms.plan import of_common_plan, of_local_plan
from unisms.sms.reading import Reading
from unisms.sms.visible import BLANKS, UNSEEN

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_DOTS = ".\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\uff0e"
_BRACKETS = "()[]{}<>\uff08\uff09"
_QUOTES = "'\"’‘‚“”„«»‹›`´"
_OTHERS = ",/_:*=\\~ \n\r\f\v°º\u2044\u2215\uff0f\ufffc"
_SIGNS = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
_UNSEEN = re.findall(f"[{BLANKS}{UNSEEN}]", _SIGNS)
#: For ``str.translate``: takes away whatever people write between digits, or cannot see there.
SEPARATORS = dict.fromkeys(map(ord, (*_DASHES + _DOTS + _BRACKETS + _QUOTES + _OTHERS, *_UNSEEN)))

_LETTERS = r"[^\W\d_]*"  # "tél. 06…", "Mme 06…"
_CODES = "|".join(COMMON)
# A code may stand twice, or behind the mainland's: +33 (0)262 692 12 34 56, +33 0033 6 39 98 00 01.
_CODE = rf"(?:330{{0,2}})?({_CODES})0?"
_FROM_FRANCE = re.compile(
    rf"{_LETTERS}(?:(?:\+?00|\+?0|\+)?{_CODE}|\+?0|)([1-9][0-9]{{8}}){_LETTERS}"
)
_FROM_ABROAD = re.compile(rf"{_LETTERS}(?:\+?00|\+0?){_CODE}([1-9][0-9]{{8}}){_LETTERS}")
_LOCAL = {
    country: re.compile(
        rf"{_LETTERS}(?:(?:\+?00|\+)?{home.code})?([0-9]{{{home.digits}}}){_LETTERS}",
    )
    for country, home in HOMES.items()
    if home.digits < 9
}
# A bare number of nine digits begins as a mobile, where one of eight may have one too many.
_FROM_ISLANDS = re.compile(
    rf"{_LETTERS}(?:(?:\+?00|\+?0|\+)?{_CODE}|\+?0|(?=[67]))([1-9][0-9]{{8}}){_LETTERS}"
)
# +33 before the code of a territory with its own plan; that code before a French national form.
_BEHIND_FRANCE = re.compile(
    r"(?:\+?00|\+)?33(?:0{0,2}(?:689([0-9]{8})|508([0-9]{6}))|00(?:687([0-9]{6})|681([0-9]{6})))"
)
_BEFORE_NATIONAL = re.compile(r"(?:\+?00|\+)(?:681|687|689)0([1-9][0-9]{8})")
# A code typed twice, or before the prefix of calls abroad: +590 590 690…, +33 00 6 39….
_TWICE = re.compile(rf"(?:\+?00|\+)({_CODES})(?:0{{0,2}}\1)?0{{0,2}}([1-9][0-9]{{8}})")
_BLANKS = " \u00a0\u202f"
#: Whether a cell has nothing but digits, or a whole number with blanks: most do.
is_plain = re.compile(r"[0-9]+|(?:0[1-9]|\+[1-9])[0-9 ]{8,}").fullmatch
# The beginnings of a number that is read quickly: a word, or +33 (0).
_LABEL = rf"\s*(?:(?!{IDENTIFIERS}\b)[^\W\d_]{{2,}}\.?[\s:]{{0,3}}|\+?[0-9]{{2,5}} ?\(0\) ?)?"
# 376 312345 is of Andorra, unless it lacks its 0.
_SURE = re.compile(
    rf"(?![1-589][0-9]{{2}}[^0-9]){_LABEL}\+?(?:[0-9{_BLANKS}]++|[0-9.]+|[0-9-]+|[0-9/]+)\s*"
)
_GROUPS = "[0-9]{{2,}}(?:{}[0-9]{{2,}})*"
_SURE_LOCALLY = re.compile(
    rf"\s*\+?(?:{_GROUPS.format(f'[{_BLANKS}]')}"
    rf"|(?![0-3])(?:{_GROUPS.format('[.]')}|{_GROUPS.format('-')}))\s*"
)
#: Frequent in files, so read quickly.
PAIR = re.compile(
    r"\s*(0[1-9](?:[ .-]?[0-9]{2}){4})(?:\s?[/,;-]\s?|\s)(0[1-9](?:[ .-]?[0-9]{2}){4})\s*"
)
SHORT = re.compile("0[0-9]{5,8}")


def plainly(compact: str, home: str) -> Reading | None:
    """Read one number of the Republic without separators; ``None`` if it is not exactly that."""
    local = _LOCAL.get(home)
    if local:
        if found := local.fullmatch(compact):
            return of_local_plan(HOMES[home].code, found[1])
        found = _FROM_ISLANDS.fullmatch(compact)
    else:
        found = (_FROM_FRANCE if home in HOMES else _FROM_ABROAD).fullmatch(compact)
    return of_common_plan(found[1], found[2]) if found else None


def is_sure(cell: str, home: str) -> bool:
    """Whether the signs of a cell tell nothing else than that its digits are one number."""
    return (_SURE_LOCALLY if home in _LOCAL else _SURE).fullmatch(cell) is not None


def mistyped(compact: str) -> Reading | None:
    """Read a number whose code stands before another code, or before a national form."""
    if found := _BEHIND_FRANCE.fullmatch(compact):
        codes = ("689", "508", "687", "681")
        return next(
            of_local_plan(code, found[place]) for place, code in enumerate(codes, 1) if found[place]
        )
    if found := _BEFORE_NATIONAL.fullmatch(compact):
        return of_common_plan(None, found[1])
    found = _TWICE.fullmatch(compact)
    return of_common_plan(found[1], found[2]) if found else None


#: Home countries whose numbers have the nine digits of the common plan.
COMMON_HOMES = frozenset(HOMES.keys() - _LOCAL.keys())


def is_common(home: str) -> bool:
    """Whether numbers of this home country have the nine digits of the common plan."""
    return home in COMMON_HOMES


def is_short(home: str) -> bool:
    """Whether this home country has shorter numbers of its own."""
    return home in _LOCAL


def digits_of(text: str) -> str:
    """Return the digits of a text, and nothing else."""
    return "".join(re.findall("[0-9]+", text))
