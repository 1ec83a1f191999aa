"""The consumption to come, to the end of the academic year, with its uncertainty."""

import pandas as pd

from dashboards.exports import periods
from dashboards.exports.forecast import forecast
from dashboards.exports.questions import cost as questions
from dashboards.figures import cost as figures
from dashboards.pages import rows
from dashboards.pages.answers import Chart, View
from dashboards.pages.languages import marked as _

COLUMNS = (
    ("spent", _("Consommé (SMS)"), "count"),
    ("expected", _("Prévu (SMS)"), "count"),
    ("low", _("au moins"), "count"),
    ("high", _("au plus"), "count"),
)


def view(visit):
    """Return what is expected of the current academic year, beside the credit given in it."""
    span = visit.engine.catalogue.span(visit.selection.institutions)
    if span is None:
        return _unknown(visit)
    year = periods.academic_year(span.last)
    counts = _counts(visit, span)
    ahead = (year.last - span.last).days
    told = forecast(counts.tolist(), span.first, ahead) if ahead else None
    if told is None:
        return _unknown(visit)
    spent = counts[counts.index >= pd.Timestamp(year.first)].cumsum()
    frame = _joined(spent, told, span.last)
    given = visit.compared(questions.credits, visit.selection.during(year))
    credit = int(given["segments"].sum())
    return View(
        visit.say("Prévision jusqu'à la fin de l'année universitaire"),
        _sentence(visit, frame, year.last, credit),
        rows.table(
            visit,
            visit.say("Consommation prévue, par semaine"),
            (_("Au"), "day", rows.days(weekly(frame))),
            weekly(frame),
            COLUMNS,
        )._replace(scope=visit.speech.period(year.first, year.last)),
        Chart(lambda look: figures.forecast(frame, _look(visit, look), credit)),
    )


def _unknown(visit):
    return View(
        visit.say("Prévision jusqu'à la fin de l'année universitaire"),
        visit.say("Il faut au moins quatre semaines de passé pour prévoir la suite."),
    )


def _counts(visit, span):
    """Return the segments of each day that is known, zeros included."""
    found = visit.compared(questions.by_day, visit.selection.during(span))
    by_day = found.set_index(pd.to_datetime(found["day"]))["segments"]
    return by_day.reindex(pd.date_range(span.first, span.last, freq="D"), fill_value=0)


def _joined(spent, told, last):
    """Return the sums up to each day: known, then expected with its bounds."""
    total = int(spent.iloc[-1])
    days = pd.date_range(last, periods=len(told.expected) + 1, freq="D")
    coming = pd.DataFrame(
        {
            "day": days,
            "expected": [total, *(total + each for each in told.expected)],
            "low": [total, *(total + each for each in told.low)],
            "high": [total, *(total + each for each in told.high)],
        }
    )
    known = pd.DataFrame({"day": spent.index, "spent": spent.to_numpy(dtype=float)})
    return known.merge(coming, on="day", how="outer").sort_values("day", ignore_index=True)


def weekly(frame):
    """Return the last row of each week, and the very last one: a table is not a row a day."""
    weeks = pd.to_datetime(frame["day"]).dt.to_period("W-SUN")
    kept = frame[weeks != weeks.shift(-1)].reset_index(drop=True)
    return kept.assign(
        **{name: kept[name].round() for name in ("spent", "expected", "low", "high")}
    )


def _sentence(visit, frame, last, credit):
    """Return what is expected at the end, and whether the credit is enough."""
    end, number = frame.iloc[-1], visit.speech.number
    told = visit.say(
        "D'ici au %(day)s, il faut s'attendre à %(expected)s SMS en tout, entre %(low)s et "
        "%(high)s huit fois sur dix.",
        day=visit.speech.day(last),
        expected=number(round(end["expected"])),
        low=number(round(end["low"])),
        high=number(round(end["high"])),
    )
    enough = _enough(end, credit) if credit else ""
    return f"{told} {visit.say(enough, credit=number(credit))}" if enough else told


def _enough(end, credit):
    """Return the sentence on a credit beside what is expected."""
    if credit >= end["high"]:
        return _("Le crédit de l'année (%(credit)s SMS) devrait suffire.")
    if credit >= end["expected"]:
        return _("Le crédit de l'année (%(credit)s SMS) suffira sans doute, de peu.")
    if credit >= end["low"]:
        return _("Le crédit de l'année (%(credit)s SMS) risque de ne pas suffire.")
    return _("Le crédit de l'année (%(credit)s SMS) ne suffira pas.")


def _look(visit, look):
    words = {
        "interval": visit.say("huit fois sur dix"),
        "cost.forecast.told": visit.say(
            "Une courbe de la consommation, prolongée en tirets, avec l'intervalle dans lequel "
            "elle tombe huit fois sur dix."
        ),
    }
    return look._replace(words={**look.words, **words})
