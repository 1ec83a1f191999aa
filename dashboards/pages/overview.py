"""How are things? Messages sent, arrived and failed, and their cost, against two other periods."""

from dashboards.exports.questions import overview as questions
from dashboards.figures import overview as figures
from dashboards.pages import tones
from dashboards.pages.answers import Chart, Column, Summary, Table, Tile, View
from dashboards.pages.filters import as_day
from dashboards.pages.languages import marked as _
from dashboards.pages.speech import is_missing

NAME = _("Vue d'ensemble")
TITLE = _("Comment vont nos messages ?")
FEW = 20  # messages; of fewer, counts say more than shares


def summary(visit):
    """Return the sentence and the figures of the top."""
    now, before, year = _three(visit)
    return Summary(sentence(visit, now, before), tuple(_tiles(visit, now, before, year)))


def _three(visit):
    """Return the sums of the period, of the one before, and of the same a year ago."""
    selection = visit.selection
    return (
        total_of(visit.ask(questions.totals)),
        total_of(visit.compared(questions.totals, selection.before())),
        total_of(visit.compared(questions.totals, selection.last_year())),
    )


def total_of(frame):
    """Return the only row of sums, zeros where nothing is known."""
    if frame.empty:
        return {}
    return {name: 0 if is_missing(value) else value for name, value in frame.iloc[0].items()}


def share_of(total):
    """Return the share of the messages sent that arrived; ``None`` where none was sent."""
    sent = total.get("sent", 0)
    return total.get("delivered", 0) / sent if sent else None


def sentence(visit, now, before):
    """Return how many messages arrived, and how it was before."""
    sent, delivered = now.get("sent", 0), now.get("delivered", 0)
    if not sent:
        return visit.say("Aucun message n'est parti %(during)s.", during=visit.during)
    known = delivered + now.get("failed", 0)
    if not known:
        return visit.some(
            "Un seul message est parti %(during)s : on ne sait pas encore s'il est arrivé.",
            "%(count)s messages sont partis %(during)s : on ne sait pas encore s'ils sont arrivés.",
            sent,
            during=visit.during,
        )
    if sent == 1:
        if delivered:
            return visit.say("Le seul message parti %(during)s est arrivé.", during=visit.during)
        return visit.say("Le seul message parti %(during)s n'est pas arrivé.", during=visit.during)
    told = _arrived(visit, sent, delivered)
    earlier = share_of(before)
    if earlier is None or sent < FEW or before["sent"] < FEW:
        return visit.say("%(told)s.", told=told)
    compared = visit.say(tones.of_shares(delivered / sent, earlier), than=visit.than)
    return visit.say(
        "%(told)s, %(compared)s (%(share)s).",
        told=told,
        compared=compared,
        share=visit.speech.percent(earlier),
    )


def _arrived(visit, sent, delivered):
    during = visit.during
    if delivered == sent:
        return visit.some(
            "Le message parti %(during)s est arrivé",
            "Les %(count)s messages partis %(during)s sont tous arrivés",
            sent,
            during=during,
        )
    if not delivered:
        return visit.some(
            "Le message parti %(during)s n'est pas arrivé",
            "Aucun des %(count)s messages partis %(during)s n'est encore arrivé",
            sent,
            during=during,
        )
    if sent < FEW:
        return visit.some(
            "%(arrived)s message sur %(count)s parti %(during)s est arrivé",
            "%(arrived)s des %(count)s messages partis %(during)s sont arrivés",
            sent,
            arrived=visit.speech.number(delivered),
            during=during,
        )
    return visit.some(
        "%(share)s du message parti %(during)s sont arrivés",
        "%(share)s des %(count)s messages partis %(during)s sont arrivés",
        sent,
        share=visit.speech.percent(delivered / sent),
        during=during,
    )


def _tiles(visit, now, before, year):
    speech = visit.speech
    counts = (
        ("sent", _("messages partis"), ""),
        ("failed", _("en échec"), "failed"),
        ("waiting", _("en attente"), ""),
    )
    yield Tile(
        speech.percent(share_of(now)),
        visit.say("arrivés"),
        _against(visit, share_of(before), share_of(year), speech.percent),
        "delivered",
    )
    for name, label, tone in counts:
        yield Tile(
            speech.number(now.get(name, 0)),
            visit.say(label),
            _against(visit, before.get(name), year.get(name), speech.number),
            tone,
        )
    yield Tile(
        speech.money(now.get("cost", 0)),
        visit.say("de coût"),
        _against(visit, before.get("cost"), year.get("cost"), speech.money),
    )


def _against(visit, before, year, written):
    """Return what a figure was in the period before, and a year ago, where that is known."""
    notes = []
    if not is_missing(before):
        notes.append(visit.say("avant : %(value)s", value=written(before)))
    if not is_missing(year):
        notes.append(visit.say("un an plus tôt : %(value)s", value=written(year)))
    return tuple(notes)


def by_day(visit):
    """Return the messages of each day, by what became of them."""
    frame = visit.ask(questions.by_day)
    columns = [name for name in figures.STACK if name in frame]
    titles = {
        "delivered": _("Arrivés"),
        "waiting": _("En attente"),
        "failed": _("En échec"),
        "set_aside": _("Mis de côté"),
    }
    days = [as_day(value) for value in frame["day"]]
    rows = tuple(
        (day, *row) for day, row in zip(days, frame[columns].itertuples(index=False), strict=True)
    )
    links = tuple(visit.address(first=day, last=day) for day in days)
    return View(
        visit.say("Jour par jour"),
        _busiest(visit, frame, days),
        Table(
            visit.say("Messages par jour"),
            (
                Column(visit.say("Jour"), "day"),
                *(Column(visit.say(titles[name]), "count") for name in columns),
            ),
            rows,
            links,
        ),
        Chart(
            lambda look: figures.by_day(frame, look),
            ("x", {day.isoformat(): link for day, link in zip(days, links, strict=True)}),
        ),
    )


def _busiest(visit, frame, days):
    if frame.empty:
        return visit.say("Il n'y a rien à montrer pour cette période.")
    sums = frame[[name for name in figures.STACK if name in frame]].sum(axis=1)
    place = int(sums.to_numpy().argmax())
    return visit.some(
        "Le jour le plus chargé est le %(day)s : %(count)s message.",
        "Le jour le plus chargé est le %(day)s : %(count)s messages.",
        int(sums.iloc[place]),
        day=visit.speech.day(days[place]),
    )


def causes(visit):
    """Return why messages failed."""
    frame = visit.ask(questions.causes)
    total = int(frame["messages"].sum()) if len(frame) else 0
    names = [visit.names.cause(code) for code in frame["cause"]]
    rows = tuple(
        (name, int(count), count / total)
        for name, count in zip(names, frame["messages"], strict=True)
    )
    words = dict(zip(frame["cause"], names, strict=True))
    return View(
        visit.say("Pourquoi des messages échouent"),
        _main_cause(visit, rows, total),
        Table(
            visit.say("Échecs par cause"),
            (
                Column(visit.say("Cause")),
                Column(visit.say("Messages"), "count"),
                Column(visit.say("Part des échecs"), "share"),
            ),
            rows,
        ),
        Chart(lambda look: figures.causes(frame, look._replace(words={**look.words, **words}))),
    )


def _main_cause(visit, rows, total):
    if not total:
        return visit.say("Aucun message n'a échoué %(during)s.", during=visit.during)
    first = max(rows, key=lambda row: row[1])
    return visit.some(
        "%(count)s message a échoué %(during)s. Cause : %(cause)s.",
        "%(count)s messages ont échoué %(during)s. Cause la plus fréquente : %(cause)s "
        "(%(share)s).",
        total,
        during=visit.during,
        cause=first[0],
        share=visit.speech.percent(first[2]),
    )


VIEWS = {
    "days": (_("Jour par jour"), by_day),
    "causes": (_("Échecs par cause"), causes),
}
