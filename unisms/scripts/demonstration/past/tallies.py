"""The daily tallies of the invented past: numbers set aside, themes, and what accounts have left."""

from unisms.scripts.demonstration.past.endings import flagged
from unisms.scripts.demonstration.universities import PEOPLE
from unisms.sms import causes

FIRST, LEFT_EACH_YEAR = 0.3, 0.06  # parts of a theme's last members
REPAIRED = 0.02  # the part of the numbers set aside of which one is put right, a day


def numbers(weathers, facts):
    """Return the rows of ``numbers``: what is set aside each day, and what that saved."""
    saved, before, rows = _saved(facts), 0, []
    for weather in weathers:
        now = round(PEOPLE * flagged(weather.progress))
        new = max(0, now - before) + (weather.day.toordinal() % 29 == 0)
        repaired, before = before + new - now, now
        messages, segments = saved.get(weather.day, (0, 0))
        rows.append((weather.day, now, new, repaired, messages, segments, segments * 50))
    return rows


def _saved(facts):
    """Return for each day the messages, and about the segments, that were not sent for nothing."""
    found = {}
    for row in facts:
        if row[9] == causes.SUSPENDED:
            messages = found.get(row[0], (0, 0))[0] + row[-3]
            found[row[0]] = messages, messages
    return found


def subscriptions(weathers, members, chance):
    """Return the rows of ``subscriptions``.

    ``members`` has the last count of each theme, by its key; 0 is the university itself, of which
    people can only leave.
    """
    rows = []
    for theme, last in members.items():
        rows += _of_theme(weathers, theme, last, chance) if theme else _of_all(weathers, last)
    return rows


def _of_theme(weathers, theme, last, chance):
    before = round(last * FIRST)
    for weather in weathers:
        now = round(last * (FIRST + (1 - FIRST) * weather.progress))
        left = int(chance.random() < last * LEFT_EACH_YEAR / 365)
        joined, before = max(0, now - before) + left, now
        yield weather.day, theme, now, joined, left


def _of_all(weathers, last):
    before = PEOPLE
    for weather in weathers:
        now = round(PEOPLE - (PEOPLE - last) * weather.progress)
        yield weather.day, 0, now, 0, max(0, before - now)
        before = now
