"""Lookalikes: they have the digits of a number and are none, as dates, identifiers, amounts.

The shapes of identifiers are those of the INE (ten digits and a letter, nine and two, or eleven
signs) and of the number of social security.
"""

_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"  # a month is one too: their order tells nothing
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)[0-9]{2}"
_HOUR = r"(?:[01]?[0-9]|2[0-3])"
_START, _END = r"(?<![0-9+])(?<![0-9][/.-])", r"(?![0-9])(?![/.-][0-9])"


def _with_each_sign(shape: str, signs: str = "/.-") -> str:
    """Return a date with the same sign at both places: 19/11/2026, 19.11.2026, 19-11-2026."""
    return "|".join(shape.replace("~", rf"\s?[{sign}]\s?") for sign in signs)


_LONG = _with_each_sign(f"{_DAY}~{_DAY}~{_YEAR}|{_YEAR}~{_MONTH}~{_DAY}")
_SHORT = f"{_DAY}~{_DAY}~[0-9]{{2}}"
_BACKWARDS = f"[0-9]{{2}}/{_MONTH}/{_DAY}"
_AT = r"(?:\s*[,T]\s*|\s+(?:à|at|a)\s+|\s+)"
_TIME = rf"{_HOUR}\s?[:hH](?:\s?[0-9]{{2}}(?::[0-9]{{2}})?)?"
_DATES = (
    rf"{_START}(?:{_LONG})(?:{_AT}(?:{_TIME}|{_HOUR}(?!\s[0-9])))?{_END}",
    rf"{_START}(?:{_with_each_sign(_SHORT)}){_AT}{_TIME}{_END}",
)
# Where numbers have six or eight digits, so have dates. Those of Nouméa are written with dots, and
# no mobile there begins as the day of a month.
_LOCAL_DATES = (rf"{_START}(?:{_with_each_sign(_SHORT, '/-')}|{_BACKWARDS}){_END}",)
_DOTTED_DATES = (rf"{_START}(?:{_with_each_sign(_SHORT, '.')}){_END}",)
_PAIRS = r"[12](?:[\s.-][0-9]{2}){2}[\s.-][0-9][0-9AB]"
_NIR = rf"{_START}{_PAIRS}(?:[\s.-][0-9]{{3}}){{2}}(?:\W{{1,3}}[0-9]{{2}})?{_END}"
_SIX = r"(?=(?:[\s.-]?[0-9]){6})"
_ATTACHED = rf"{_START}(?!00){_SIX}[0-9]{{1,10}}(?:[\s.-][0-9]{{1,4}}){{0,5}}[A-Za-z]{{1,2}}(?!\w)"
_BEFORE = r"(?<![\w+])(?![Oo][0-9])[A-Za-z]{1,2}[1-9][0-9]{5,}(?!\w)"
_ELEVEN = (  # but for a label: T0639980001, GSM87123456
    r"(?<![\w+])(?=[0-9A-Za-z]{11}(?!\w))(?=[0-9A-Za-z]{0,5}[0-9]{6})"
    r"(?![A-Za-z]0[67]|[A-Za-z]{3}|[0-9]{8}[A-Za-z]{3})[0-9A-Za-z]*[A-Za-z][0-9A-Za-z]*"
)
#: Words before the digits of an identifier.
IDENTIFIERS = r"(?i:INE|NNI|NIR|SIREN|SIRET|IBAN|ISBN|ISSN|EAN)"
_NAMED = rf"\b{IDENTIFIERS}\b\W{{0,3}}[0-9][0-9\s.-]*(?:[A-Za-z]{{1,2}}\b)?"
_FIGURE = r"[1-9][0-9]{0,2}(?:[\s.,'’]?[0-9]{3}){1,4}(?:[.,][0-9]{1,2})?"
_ALONE = r"(?<![0-9+])(?<![0-9][ \u00a0\u202f.,'’])"
_AMOUNT = (
    rf"{_ALONE}{_FIGURE}\s?(?:[€$£¥]|(?i:eur|euros?|fcfa|cfp|xpf|francs?)\b)"
    rf"|{_ALONE}[1-9][0-9]{{0,2}}(?:[\s.,'’][0-9]{{3}}){{1,4}}\s?F\b"
    rf"|[€$£¥]\s?{_FIGURE}"
)
#: Where they stand in any text, and in one of a home with short numbers: Saint-Pierre, or others.
ANYWHERE = "|".join((*_DATES, _NIR, _NAMED, _ELEVEN, _ATTACHED, _BEFORE, _AMOUNT))
LOCALLY = "|".join((*_DATES, *_LOCAL_DATES, ANYWHERE))
IN_SAINT_PIERRE = "|".join((*_DATES, *_DOTTED_DATES, LOCALLY))
