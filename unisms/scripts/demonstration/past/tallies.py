"""The daily tallies of the invented past: numbers set aside and repaired, people who have left."""

from unisms.scripts.demonstration.past.endings import LEFT, PRICES, flagged
from unisms.scripts.demonstration.universities import PEOPLE, STAFF
from unisms.sms import causes

RENEWED = 29  # days after which one more number is set aside, and another one repaired
CAUSE, MESSAGES = 9, -3  # places in a row of the facts


def numbers(weathers, facts):
    """Return the rows of ``numbers``: those that are set aside each day, and what that saved."""
    saved, rows = _saved(facts), []
    before = round(PEOPLE * flagged(0))
    for place, weather in enumerate(weathers):
        now = round(PEOPLE * flagged(weather.progress))
        new = max(0, now - before) + (place % RENEWED == 1)
        messages = saved.get(weather.day, 0)
        money = messages, messages, messages * PRICES["FR"]
        rows.append((weather.day, now, new, before + new - now, *money))
        before = now
    return rows


def _saved(facts):
    """Return for each day how many messages were not sent for nothing."""
    found = {}
    for row in facts:
        if row[CAUSE] == causes.SUSPENDED:
            found[row[0]] = found.get(row[0], 0) + row[MESSAGES]
    return found


def departures(weathers):
    """Return the rows of ``subscriptions`` of the whole university: who has left everything."""
    before, rows = 0, []
    for weather in weathers:
        now = round(PEOPLE * LEFT * weather.progress)
        rows.append((weather.day, 0, PEOPLE + len(STAFF), 0, now - before))
        before = now
    return rows
