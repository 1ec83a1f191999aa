"""The consumption to come, to the end of the academic year, with its uncertainty."""

from dashboards.exports import periods
from dashboards.exports.questions import cost as questions
from dashboards.exports.questions import outlook
from dashboards.figures import cost as figures
from dashboards.pages import rows
from dashboards.pages.answers import Chart, View
from dashboards.pages.languages import marked as _
from dashboards.pages.speech import is_missing

SUMS = ("expected", "low", "high")
COLUMNS = (
    ("spent", _("Consommé (SMS)"), "count"),
    ("expected", _("Prévu (SMS)"), "count"),
    ("low", _("au moins"), "count"),
    ("high", _("au plus"), "count"),
)
LEFT = ("available", _("Reste aujourd'hui (SMS)"), "count")


def view(visit):
    """Return what is expected of the current academic year, beside the credit given in it."""
    title = visit.say("Prévision jusqu'à la fin de l'année universitaire")
    found = visit.ask(outlook.course, of="segments")
    if found.empty or is_missing(found["expected"].iloc[-1]):
        told = visit.say("Il faut au moins quatre semaines de passé pour prévoir la suite.")
        return View(title, told)
    frame = joined(found)
    year = periods.academic_year(rows.as_day(frame["day"].iloc[-1]))
    given = visit.compared(questions.credits, visit.selection.during(year))
    credit = int(given["segments"].sum())
    kept = weekly(frame)
    scope = visit.speech.period(*year)
    caption = visit.say("Consommation prévue, par semaine")
    table = rows.table(visit, caption, (_("Au"), "day", rows.days(kept)), kept, COLUMNS)
    return View(
        title,
        _sentence(visit, frame, year.last, credit),
        table._replace(scope=scope),
        Chart(lambda look: figures.forecast(frame, _look(visit, look), credit)),
        (_accounts(visit)._replace(scope=scope),),
    )


def _accounts(visit):
    """Return what each account is expected to use, beside what it has left."""
    keys = ["institution", "account"]
    found = visit.ask(outlook.accounts, of="segments").drop(columns="available")
    left = visit.ask(questions.balances)
    found = found.merge(left[[*keys, "available"]], on=keys, how="left")
    names = visit.names.column(found, "account")
    caption = visit.say("Consommation prévue, par compte")
    return rows.table(visit, caption, (_("Compte"), "text", names), found, (*COLUMNS, LEFT))


def joined(found):
    """Return the sums with what is expected beginning at the last day that is known."""
    last = found["spent"].last_valid_index()
    frame = found.copy()
    frame.loc[last, list(SUMS)] = frame.loc[last, "spent"]
    return frame


def weekly(frame):
    """Return the last row of each week, and the very last one: a table is not a row a day."""
    weeks = frame["day"].dt.to_period("W-SUN")
    kept = frame[weeks != weeks.shift(-1)].reset_index(drop=True)
    return kept.assign(**{name: kept[name].round() for name in ("spent", *SUMS)})


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
    enough = enough_for(end, credit) if credit else ""
    return f"{told} {visit.say(enough, credit=number(credit))}" if enough else told


def enough_for(end, credit):
    """Return the sentence on a credit beside what is expected in the end."""
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
    return look._replace(words={**look.words, **words}, period=None)
