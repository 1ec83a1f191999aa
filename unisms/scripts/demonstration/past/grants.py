"""The credit of the invented past: given at the begin of each university year, and spent."""

from collections import Counter

SEPTEMBER, ROUND, SPARE = 9, 100, 1.12  # a month; segments; so many times what will be spent


def credit(facts, days):
    """Return the rows of ``credits`` and those of ``balances``, of the rows of ``facts``.

    The accountant gave at the begin of each year a little more than was spent in it.
    """
    spent = Counter()
    for row in facts:
        spent[row[1], row[0]] += row[-2]
    given, evenings = [], []
    for account in sorted({account for account, _ in spent}):
        grants = _grants(account, spent, days)
        given += [(account, day, segments, 0) for day, segments in sorted(grants.items())]
        evenings += _evenings(account, grants, spent, days)
    return given, evenings


def _grants(account, spent, days):
    """Return what is given on the first day of each university year."""
    firsts, grants = {}, Counter()
    for day in days:
        first = firsts.setdefault(_year(day), day)
        grants[first] += spent[account, day]
    return {day: -int(-SPARE * segments // ROUND) * ROUND for day, segments in grants.items()}


def _year(day):
    """Return the calendar year in which the university year of a day begins."""
    return day.year - (day.month < SEPTEMBER)


def _evenings(account, grants, spent, days):
    available = 0
    for day in days:
        available += grants.get(day, 0) - spent[account, day]
        yield day, account, available, 0
