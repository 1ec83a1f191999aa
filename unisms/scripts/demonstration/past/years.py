"""The two invented years as a whole: lived day by day, told as the tables of the exports."""

import random
from datetime import timedelta
from typing import NamedTuple

from unisms.scripts.demonstration.past import customs, endings, grants, lending, seasons, tallies
from unisms.scripts.demonstration.past.books import Book

WEEKDAYS = 22  # of a usual month
LEAST = 0.08  # of the loans of a usual month, in the quietest


class Years(NamedTuple):
    """The days of the past, and the conditions of each."""

    days: tuple  #: pairs of a day and how busy it is
    weathers: tuple

    @property
    def first(self):
        """The first day."""
        return self.days[0][0]

    @property
    def last(self):
        """The last day."""
        return self.days[-1][0]

    def months(self):
        """Return the first day of each month that is over, with how busy it was beside others."""
        found = {}
        for day, _ in self.days:
            found.setdefault(day.replace(day=1), []).append(seasons.business(day))
        over = [one for one in found if (one + timedelta(days=31)).replace(day=1) <= self.last]
        return [(one, max(LEAST, sum(found[one]) / WEEKDAYS)) for one in over]


def before(end):
    """Return the ``Years`` that end on ``end``."""
    days = tuple(seasons.days(end))
    length = len(days) - 1
    weathers = tuple(
        endings.Weather(day, place / length, length - place) for place, (day, _) in enumerate(days)
    )
    return Years(days, weathers)


def tables(university, lived, keys):
    """Return the rows of each table of a university, by the name of the table."""
    book = Book(keys)
    for (day, busy), weather in zip(lived.days, lived.weathers, strict=True):
        chance = random.Random(f"{university} {day}")  # noqa: S311
        for campaign in customs.of_day(university, day, busy, chance):
            book.enter(campaign, endings.messages(campaign, weather, chance))
    found = book.tables()
    found["numbers"] = tallies.numbers(lived.weathers, found["facts"])
    found["subscriptions"] = tallies.departures(lived.weathers)
    found["credits"], found["balances"] = grants.credit(
        found["facts"], [day for day, _ in lived.days]
    )
    return found


def lend(file, university, lived):
    """Write the file of loans that the library of a university gives."""
    lending.write(file, university, lived.months())
