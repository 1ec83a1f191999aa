"""The heat map of the week: a table with shaded cells, an hour a column."""

from math import sqrt

from dashboards.exports.questions import usage as questions
from dashboards.pages.answers import ShownColumn, ShownTable, View

HOURS, WEEKDAYS, DARKEST = range(24), range(1, 8), 9


def view(visit):
    """Return how many messages leave at which hour of which weekday."""
    frame = visit.ask(questions.hours)
    cells = {(int(row.weekday), int(row.hour)): int(row.messages) for row in frame.itertuples()}
    busy = [hour for hour in HOURS if any(cells.get((day, hour)) for day in WEEKDAYS)]
    shown = range(busy[0], busy[-1] + 1) if busy else HOURS
    most = max(cells.values(), default=0)
    grid = [[cells.get((day, hour), 0) for hour in shown] for day in WEEKDAYS]
    return View(
        visit.say("Heures d'envoi"),
        _busiest(visit, cells, most),
        ShownTable(
            visit.say("Messages selon le jour et l'heure du départ"),
            (
                ShownColumn(visit.say("Jour")),
                *(ShownColumn(f"{hour} h", "count") for hour in shown),
            ),
            tuple(
                (visit.speech.weekday(day), *row) for day, row in zip(WEEKDAYS, grid, strict=True)
            ),
            shades=tuple(tuple(shade(count, most) for count in row) for row in grid),
        )
        if most
        else None,
    )


def shade(count, most):
    """Return 0 to 9: the area of a square, so that small counts are still told apart."""
    return round(DARKEST * sqrt(count / most)) if most else 0


def _busiest(visit, cells, most):
    if not most:
        return visit.say("Aucun message n'est parti %(during)s.", during=visit.during)
    day, hour = max(cells, key=lambda place: cells[place])
    return visit.say(
        "Le moment le plus chargé : %(day)s, de %(hour)s h à %(next)s h. Les mois que "
        "touche la période comptent en entier.",
        day=visit.speech.weekday(day),
        hour=hour,
        next=hour + 1,
    )
