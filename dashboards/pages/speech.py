"""How a page speaks: sentences, figures, money, days and periods in the reader's language."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pandas as pd
from babel import Locale, dates, numbers

from dashboards.pages.languages import catalogue

ZONE = ZoneInfo("Europe/Paris")
MOMENT = {"fr": "d MMMM y 'à' HH:mm", "en": "d MMMM y 'at' HH:mm"}


class Speech:
    """Everything that a page says goes through here, in one language."""

    def __init__(self, language):
        self.language = language
        self.locale = "fr_FR" if language == "fr" else "en_GB"
        self.words = catalogue(language)

    def say(self, sentence, **values):
        """Return a sentence in this language, with its values."""
        return self.words.gettext(sentence) % values

    def some(self, singular, plural, count, **values):
        """Return the sentence that goes with this count, which stands in it as ``%(count)s``."""
        told = self.words.ngettext(singular, plural, count)
        return told % {"count": self.number(count), **values}

    def number(self, value, digits=0):
        """``12 345``, or ``4,2`` with one digit; a dash where nothing is known."""
        return "–" if is_missing(value) else _number(value, digits, self.locale)

    def people(self, value):
        """A count of people: ``< 5`` where it was too small to be told."""
        return "< 5" if is_missing(value) else self.number(value)

    def percent(self, share, digits=1):
        """``94,2 %``, never rounded to all or nothing."""
        if is_missing(share):
            return "–"
        least = 10**-digits / 100
        if 0 < share < 1:
            share = min(max(share, least), 1 - least)
        return _percent(round(share, digits + 2), digits, self.locale)

    def money(self, thousandths):
        """``8,80 €``, of thousandths of a euro."""
        return "–" if is_missing(thousandths) else _money(round(thousandths), self.locale)

    def seconds(self, value):
        """``8 s``, ``3 min``, ``2 h``, ``1 j``: in the largest unit that says it shortly."""
        if is_missing(value):
            return "–"
        for size, unit in ((86400, self.say("j")), (3600, "h"), (60, "min")):
            if value >= size:
                return f"{self.number(value / size, int(value % size > 0))}\N{NO-BREAK SPACE}{unit}"
        return f"{self.number(value)}\N{NO-BREAK SPACE}s"

    def day(self, value):
        """``3 novembre 2026``, ``1er novembre 2026``."""
        return "–" if is_missing(value) else self._first(value, "d MMMM y")

    def short_day(self, value):
        """``mar. 3 nov. 2026``: for tables."""
        return "–" if is_missing(value) else _dated(value, "EEE d MMM y", self.locale)

    def month(self, value):
        """``novembre 2026``."""
        return "–" if is_missing(value) else _dated(value, "MMMM y", self.locale)

    def moment(self, epoch):
        """``29 novembre 2026 à 23:40``, of epoch seconds, in France."""
        return dates.format_datetime(
            datetime.fromtimestamp(epoch, ZONE),
            MOMENT[self.language],
            locale=self.locale,
        )

    def weekday(self, number):
        """``lundi``, of 1."""
        return Locale.parse(self.locale).days["format"]["wide"][int(number) - 1]

    def country(self, code):
        """``Espagne``, of ``ES``; the code itself where there is no such country."""
        return Locale.parse(self.locale).territories.get(code, code) if code else self.unknown()

    def unknown(self):
        return self.say("inconnu")

    def during(self, first, last):
        """``en novembre 2026``, ``du 3 au 17 novembre 2026``: when something happened."""
        if is_year(first, last):
            return self.say("en %(when)s", when=first.year)
        if is_month(first, last):
            return self.say("en %(when)s", when=self.month(first))
        if first == last:
            return self.say("le %(day)s", day=self.day(first))
        return self.say(
            "du %(first)s au %(last)s",
            first=self._first(first, shared(first, last)),
            last=self.day(last),
        )

    def period(self, first, last):
        """``novembre 2026``, ``3 – 17 novembre 2026``: a period as a title."""
        if is_year(first, last):
            return str(first.year)
        if is_month(first, last):
            return self.month(first)
        if first == last:
            return self.day(first)
        before = self._first(first, shared(first, last))
        return f"{before} – {self.day(last)}"

    def than(self, first, last, before):
        """``qu'en octobre 2026``: against which period one compares."""
        if is_month(*before) or is_year(*before):
            return self.say("qu'%(during)s", during=self.during(*before))
        days = (last - first).days + 1
        if before[1] != first - timedelta(days=1):
            return self.say("que %(during)s", during=self.during(*before))
        if days == 1:
            return self.say("que la veille")
        return self.some("que le jour d'avant", "que pendant les %(count)s jours d'avant", days)

    def _first(self, value, pattern):
        """French says the first day of a month as an ordinal."""
        told = _dated(value, pattern, self.locale)
        return "1er" + told[1:] if self.language == "fr" and value.day == 1 else told


def is_missing(value):
    """Whether nothing is known: ``None``, or what pandas has for it."""
    return value is None or value is pd.NA or value != value


def is_month(first, last):
    """Whether a period is one whole month."""
    return first.day == 1 and (first.year, first.month) == (last.year, last.month) and _ends(last)


def is_year(first, last):
    return (first.month, first.day) == (1, 1) and last == date(first.year, 12, 31)


def _ends(day):
    return (day + timedelta(days=1)).day == 1


def shared(first, last):
    """Return the pattern of a first day: what it shares with the last day is said once."""
    if first.year != last.year:
        return "d MMMM y"
    return "d" if first.month == last.month else "d MMMM"


@lru_cache(maxsize=4096)
def _number(value, digits, locale):
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_decimal(value, format=pattern, locale=locale).replace("-", "−")


@lru_cache(maxsize=4096)
def _percent(share, digits, locale):
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    blank = "\N{NARROW NO-BREAK SPACE}" if locale == "fr_FR" else ""
    return numbers.format_decimal(share * 100, format=pattern, locale=locale) + f"{blank}%"


@lru_cache(maxsize=4096)
def _money(thousandths, locale):
    return numbers.format_currency(thousandths / 1000, "EUR", locale=locale)


@lru_cache(maxsize=4096)
def _dated(value, pattern, locale):
    return dates.format_date(value, pattern, locale=locale)
