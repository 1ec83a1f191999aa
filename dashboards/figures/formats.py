"""Numbers, amounts, days and durations as the reader's language writes them."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

LATELY = 4096  # answers that are remembered
MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds
PATTERNS = {"day": "d MMM", "month": "MMM y", "bare_month": "MMM"}


@lru_cache(maxsize=LATELY)
def number(value: float, language: str, digits: int = 0) -> str:
    """Return ``4 210``, or ``4,2`` with one digit."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_locale(language)).replace("-", "−")


def share(value: float, language: str, digits: int = 1) -> str:
    """Return ``97,2 %`` of 0.972. Only a whole is 100 %: 0.9999 is rounded down."""
    percent = value * 100
    step = 10**-digits
    if 100 - step < percent < 100:
        percent = 100 - step
    told = number(percent, language, digits)
    return f"{told}%" if language == "en" else f"{told}\u00a0%"


def points(difference: float, language: str) -> str:
    """Return ``−3,1 pt`` of -0.031: a difference of two shares."""
    told = number(abs(difference) * 100, language, 1)
    sign = "" if not float(f"{difference * 100:.1f}") else "+" if difference > 0 else "−"
    return f"{sign}{told}\u00a0pt"


def money(thousandths: float, language: str, digits: int = 2) -> str:
    """Return ``8,80 €`` of 8 800 thousandths."""
    told = number(thousandths / 1000, language, digits)
    return f"€{told}" if language == "en" else f"{told}\u00a0€"


@lru_cache(maxsize=LATELY)
def day(moment: date, language: str, pattern: str = "day") -> str:
    """Return a day by one of the ``PATTERNS``: ``3 nov.``, ``nov. 2026``."""
    return format_date(moment, PATTERNS[pattern], locale=_locale(language))


def duration(seconds: float, language: str) -> str:
    """Return ``20 s``, ``5 min``, ``2 h`` or ``1 j``: the largest unit that fits."""
    for size, fr, en in ((DAY, "j", "d"), (HOUR, "h", "h"), (MINUTE, "min", "min"), (1, "s", "s")):
        if seconds >= size or size == 1:
            count = seconds / size
            digits = 0 if count >= 10 or count == int(count) else 1
            return f"{number(count, language, digits)}\u00a0{en if language == 'en' else fr}"
    raise AssertionError


def _locale(language: str) -> str:
    return "en_GB" if language == "en" else "fr"
