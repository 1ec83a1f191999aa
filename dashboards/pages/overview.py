"""How are things? Messages sent, arrived and failed, and their cost, against two other periods."""

from dashboards.exports.questions import overview as questions
from dashboards.figures import overview as figures
from dashboards.pages import rows, standing
from dashboards.pages.answers import Chart, Summary, Tile, View
from dashboards.pages.languages import marked as _
from dashboards.pages.standing import share_of, total_of

NAME = _("Vue d'ensemble")
TITLE = _("Comment vont nos messages ?")
COUNTS = (
    ("sent", _("messages partis"), ""),
    ("failed", _("en échec"), "failed"),
    ("waiting", _("en attente"), ""),
)
#: columns of the table by day
STACK = (
    ("delivered", _("Arrivés"), "count"),
    ("waiting", _("En attente"), "count"),
    ("uncertain", _("Incertains"), "count"),
    ("failed", _("En échec"), "count"),
    ("set_aside", _("Mis de côté"), "count"),
)


def summary(visit):
    """Return the sentence and the figures of the top."""
    found = visit.ask(questions.compared)
    now, before, year = (total_of(found, place) for place in range(3))
    return Summary(standing.sentence(visit, now, before), tuple(_tiles(visit, now, before, year)))


def _tiles(visit, now, before, year):
    speech = visit.speech
    yield Tile(
        speech.percent(share_of(now)),
        visit.say("arrivés"),
        against(visit, share_of(before), share_of(year), speech.percent),
        "delivered",
    )
    for name, label, tone in COUNTS:
        yield Tile(
            speech.number(now.get(name, 0)),
            visit.say(label),
            against(visit, before.get(name), year.get(name), speech.number),
            tone,
        )
    yield Tile(
        speech.money(now.get("cost", 0)),
        visit.say("de coût"),
        against(visit, before.get("cost"), year.get("cost"), speech.money),
    )


def against(visit, before, year, written):
    """Return what a figure was in the period before, and a year ago, where that is known."""
    told = []
    if before is not None:
        told.append(visit.say("avant : %(value)s", value=written(before)))
    if year is not None:
        told.append(visit.say("un an plus tôt : %(value)s", value=written(year)))
    return tuple(told)


def by_day(visit):
    """Return the messages of each day, by what became of them."""
    frame = visit.ask(questions.by_day)
    days = rows.days(frame)
    links, clicks = rows.day_links(visit, days)
    first = (_("Jour"), "day", days)
    return View(
        visit.say("Jour par jour"),
        _busiest(visit, frame, days),
        rows.table(visit, visit.say("Messages par jour"), first, frame, STACK, links),
        Chart(lambda look: figures.by_day(frame, look), clicks),
    )


def _busiest(visit, frame, days):
    if frame.empty:
        return visit.say("Il n'y a rien à montrer pour cette période.")
    sums = frame["sent"]
    place = int(sums.to_numpy().argmax())
    return visit.some(
        "Le jour le plus chargé est le %(day)s : %(count)s message parti.",
        "Le jour le plus chargé est le %(day)s : %(count)s messages partis.",
        int(sums.iloc[place]),
        day=visit.speech.day(days[place]),
    )


def causes(visit):
    """Return why messages failed."""
    frame = visit.ask(questions.causes)
    names = [visit.names.cause(code) for code in frame["cause"]]
    columns = (("messages", _("Messages"), "count"), ("share", _("Part des échecs"), "share"))
    first = (_("Cause"), "text", names)
    named = frame.assign(cause=names)
    return View(
        visit.say("Pourquoi des messages échouent"),
        _main_cause(visit, frame, names),
        rows.table(visit, visit.say("Échecs par cause"), first, frame, columns, bar="share"),
        Chart(lambda look: figures.causes(named, look)),
    )


def _main_cause(visit, frame, names):
    total = int(frame["messages"].sum())
    if not total:
        return visit.say("Aucun message n'a échoué %(during)s.", during=visit.during)
    return visit.some(
        "%(count)s message a échoué %(during)s. Cause : %(cause)s.",
        "%(count)s messages ont échoué %(during)s. Cause la plus fréquente : %(cause)s "
        "(%(share)s).",
        total,
        during=visit.during,
        cause=names[0],
        share=visit.speech.percent(frame["share"].iloc[0]),
    )


def aside(visit):
    """Return why messages were set aside before they left."""
    frame = visit.ask(questions.aside)
    names = [visit.names.cause(code) for code in frame["cause"]]
    columns = (("messages", _("Messages"), "count"), ("share", _("Part"), "share"))
    named = frame.assign(cause=names)
    return View(
        visit.say("Pourquoi des messages ne partent pas"),
        visit.some(
            "%(count)s message a été mis de côté %(during)s, avant de partir : il n'est pas "
            "facturé.",
            "%(count)s messages ont été mis de côté %(during)s, avant de partir : ils ne sont "
            "pas facturés.",
            int(frame["messages"].sum()),
            during=visit.during,
        ),
        rows.table(
            visit,
            visit.say("Messages mis de côté"),
            (_("Raison"), "text", names),
            frame,
            columns,
            bar="share",
        ),
        Chart(lambda look: figures.by_name(named, look, "overview.aside", "cause")),
    )


VIEWS = {
    "days": (_("Jour par jour"), by_day),
    "causes": (_("Échecs par cause"), causes),
    "aside": (_("Mis de côté"), aside),
}
