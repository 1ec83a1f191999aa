"""Dates with words, of people and of Oracle: ``28-NOV-26``, ``sam. 28 novembre 2026``."""

import re

from unisms.sms.template import fold

LONGEST = 60  # characters of a date with its hour
_FRENCH = (
    "janvier janv jan,fevrier fevr fev,mars mar,avril avr,mai,juin,juillet juil,aout aou,"
    "septembre sept sep,octobre oct,novembre nov,decembre dec"
)
_ENGLISH = (
    "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,"
    "september sep,october oct,november nov,december dec"
)
MONTHS = {
    word: number
    for names in (_FRENCH, _ENGLISH)
    for number, words in enumerate(names.split(","), 1)
    for word in words.split()
}
_DAYS = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim le",
    "monday tuesday wednesday thursday friday saturday sunday",
    "mon tue tues wed thu thur thurs fri sat sun",
)
WEEKDAYS = frozenset(word for words in _DAYS for word in words.split())
_WEEKDAY = re.compile(r"\s*([a-z]{2,9})\.?,?\s+(?=[\da-z])")
_DAY_FIRST = re.compile(
    r"\s*(\d{1,2})(?:er|st|nd|rd|th)?[\s./-]{1,3}([a-z]{3,9})[\s.,/-]{1,4}(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"\s*([a-z]{3,9})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(\d{4})(?!\d)"
)


def numeric(cell: str) -> str:
    """Return a date with words as ``28/11/2026``, what follows it kept; another text as it is."""
    if len(cell) > LONGEST:
        return cell
    told = fold(cell)
    if len(told) != len(cell):
        return cell  # a letter that folds into several is in no date
    start = _after_weekdays(told)
    if found := _DAY_FIRST.match(told, start):
        day, month, year = found[1], found[2], found[3]
    elif found := _MONTH_FIRST.match(told, start):
        month, day, year = found[1], found[2], found[3]
    else:
        return cell[start:]
    return f"{day}/{MONTHS[month]}/{year}{cell[found.end() :]}" if month in MONTHS else cell


def _after_weekdays(told: str) -> int:
    """Return where the date begins: ``sam.``, ``le samedi`` say nothing that it does not."""
    start = 0
    while (found := _WEEKDAY.match(told, start)) and found[1] in WEEKDAYS:
        start = found.end()
    return start
