"""How busy a university is: its terms, its holidays, the years in which it grows."""

from datetime import date, timedelta

SATURDAY = 5
YEARS = 2
#: the first and the last day, each as month and day, on which hardly anybody writes; how busy it is
HOLIDAYS = (
    ((1, 1), (1, 4), 0.0),
    ((2, 15), (2, 22), 0.25),
    ((4, 12), (4, 26), 0.15),
    ((5, 1), (5, 1), 0.0),
    ((5, 8), (5, 8), 0.0),
    ((7, 14), (8, 23), 0.0),
    ((10, 26), (11, 1), 0.2),
    ((12, 20), (12, 31), 0.0),
)
#: a month -> how busy its other weekdays are
MONTHS = {1: 1.1, 5: 0.9, 6: 0.75, 7: 0.35, 8: 0.6, 9: 1.35, 10: 1.1, 12: 0.9}
FIRST = 0.55  # so busy, beside the last day, was the first one


def begin(end):
    """Return the first day of the past that ends on ``end``: of a month, two years before."""
    return end.replace(year=end.year - YEARS, day=1)


def days(end):
    """Yield each day of the past that ends on ``end``, with how busy it is."""
    first = begin(end)
    length = (end - first).days
    for passed in range(length + 1):
        day = first + timedelta(days=passed)
        yield day, business(day) * (FIRST + (1 - FIRST) * passed / length)


def business(day):
    """Return how busy a day is: 1 on a weekday of a usual week, 0 when nobody works."""
    if day.weekday() >= SATURDAY:
        return 0.0
    of_month = MONTHS.get(day.month, 1.0)
    return next((busy for first, last, busy in HOLIDAYS if _within(day, first, last)), of_month)


def _within(day, first, last):
    return date(day.year, *first) <= day <= date(day.year, *last)
