"""How dates, hours and amounts of money are written in each language, in signs that cost nothing.

Blanks are those of an SMS: the narrow and unbreakable ones of typography would make it dearer.
"""

from datetime import date
from typing import NamedTuple

FRENCH, ENGLISH = LANGUAGES = ("fr", "en")
#: the kinds of columns whose values are written in the reader's language
DATE, AMOUNT = "date", "amount"
ISO = "iso"  #: dates as programs write them; another text in such a column is no date

_FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_ENGLISH = "January February March April May June July August September October November December"
_MONTHS = dict(zip(LANGUAGES, (tuple(_FRENCH.split(" ")), tuple(_ENGLISH.split(" "))), strict=True))
_AT = {FRENCH: "à", ENGLISH: "at"}
_EURO = "€"


class Amount(NamedTuple):
    """An amount of euros."""

    cents: int
    whole: bool = False  #: whether it is told without cents


def other_than(language: str) -> str:
    """Return the other of the two languages."""
    return FRENCH if language == ENGLISH else ENGLISH


def written_date(day: date, language: str, clock: str = "") -> str:
    """Return ``3 décembre 2026``, or ``3 December 2026``; with a ``clock``, and its hour."""
    number = "1er" if language == FRENCH and day.day == 1 else str(day.day)
    told = f"{number} {_MONTHS[language][day.month - 1]} {day.year}"
    return f"{told} {_AT[language]} {clock}" if clock else told


def written_amount(amount: Amount, language: str) -> str:
    """Return ``12,50 €``, or ``€12.50``."""
    euros, cents = divmod(abs(amount.cents), 100)
    sign = "-" if amount.cents < 0 else ""
    if language == FRENCH:
        told = f"{euros:,}".replace(",", " ") + ("" if amount.whole else f",{cents:02d}")
        return f"{sign}{told} {_EURO}"
    return f"{sign}{_EURO}{euros:,}" + ("" if amount.whole else f".{cents:02d}")
