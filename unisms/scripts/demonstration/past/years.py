"""The two invented years as a whole: lived day by day, told as the tables of the exports."""

import random
from datetime import timedelta
from typing import NamedTuple

from unisms.scripts.demonstration.past import customs, endings, grants, lending, seasons, tallies
from unisms.scripts.demonstration.past.books import Book

ENOUGH = 1_000  # keys of campaigns that are kept for the past of a university


class Year(NamedTuple):
    """The days of the past, each with how busy it is, and the conditions of each."""

    days: tuple  #: pairs of a day and how busy it is
    weathers: tuple

    @property
    def span(self):
        """The first and the last day."""
        return self.days[0][0], self.days[-1][0]

    def months(self):
        """Return the first day of each month that is over, with how busy it was beside others."""
        found = {}
        for day, _ in self.days:
            busy = found.setdefault(day.replace(day=1), [])
            busy.append(seasons.business(day))
        over = [month for month in found if (month + timedelta(32)).replace(day=1) <= self.span[1]]
        return [(month, max(0.08, sum(found[month]) / 22)) for month in over]


def before(end):
    """Return the ``Year``s that end on ``end``."""
    days = tuple(seasons.days(end))
    length = len(days) - 1
    weathers = tuple(
        endings.Weather(day, place / length, length - place)
        for place, (day, _) in enumerate(days)
    )
    return Year(days, weathers)


def tables(university, years, keys):
    """Return the rows of each table of a university, by the name of the table."""
    book = Book(keys)
    for (day, busy), weather in zip(years.days, years.weathers, strict=True):
        chance = random.Random(f"{university} {day}")  # noqa: S311
        for campaign in customs.of_day(university, day, busy, chance):
            book.enter(campaign, endings.messages(campaign, weather, chance))
    found = book.tables()
    found["numbers"] = tallies.numbers(years.weathers, found["facts"])
    found["subscriptions"] = tallies.departures(years.weathers)
    found["credits"], found["balances"] = grants.credit(
        found["facts"], [day for day, _ in years.days]
    )
    return found


def lend(file, university, years):
    """Write the file of loans that the library of a university gives."""
    lending.write(file, university, years.months())
