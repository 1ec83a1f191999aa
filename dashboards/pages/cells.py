"""How a value stands in a table: written for people, or plain for a spreadsheet."""

from datetime import date

from dashboards.pages.speech import is_missing

RIGHT = ("count", "people", "share", "money", "seconds", "number", "points")


def written(speech, kind, value):
    """Return a value as people read it."""
    return WRITERS[kind](speech, value)


def _text(speech, value):
    return speech.unknown() if is_missing(value) or value == "" else str(value)


def _points(speech, value):
    """A difference of shares, in points of a hundred: ``+1,2 pt``."""
    if is_missing(value):
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{speech.number(abs(value) * 100, 1)}\N{NO-BREAK SPACE}pt"


WRITERS = {
    "text": _text,
    "count": lambda speech, value: speech.number(value),
    "people": lambda speech, value: speech.people(value),
    "share": lambda speech, value: speech.percent(value),
    "money": lambda speech, value: speech.money(value),
    "day": lambda speech, value: speech.short_day(value),
    "month": lambda speech, value: speech.month(value),
    "seconds": lambda speech, value: speech.seconds(value),
    "number": lambda speech, value: speech.number(value, 1),
    "points": _points,
}


def plain(speech, kind, value):
    """Return a value as a spreadsheet computes with it: numbers, days, else text."""
    if kind == "people" and is_missing(value):
        return "< 5"
    if is_missing(value):
        return ""
    if kind == "money":
        return round(value) / 1000
    if kind in ("count", "people"):
        return int(value)
    if kind in ("share", "seconds", "number", "points"):
        return float(value)
    if kind in ("day", "month"):
        return date(value.year, value.month, value.day)
    return _text(speech, value)
