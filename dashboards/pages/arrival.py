"""Do our messages arrive? By day, provider, operator, destination and hour, and how fast."""

from dashboards.exports.questions import arrival as questions
from dashboards.exports.questions import overview as totals
from dashboards.exports.questions import slowness
from dashboards.figures import arrival as figures
from dashboards.pages import rows, standing
from dashboards.pages.answers import Chart, Summary, View
from dashboards.pages.languages import marked as _
from dashboards.pages.standing import COLUMNS, total_of

NAME = _("Arrivée")
TITLE = _("Nos messages arrivent-ils ?")
SECONDS = (
    ("messages", _("Messages arrivés"), "count"),
    ("p50", _("La moitié en moins de"), "seconds"),
    ("p90", _("9 sur 10 en moins de"), "seconds"),
    ("p99", _("99 sur 100 en moins de"), "seconds"),
)


def summary(visit):
    """Return the sentence of the top: the share that arrived, against the period before."""
    found = visit.ask(totals.compared)
    return Summary(standing.sentence(visit, total_of(found), total_of(found, 1)))


def by_day(visit):
    """Return the share that arrived of the messages of each day."""
    frame = visit.ask(questions.by_day)
    days = rows.days(frame)
    links, clicks = rows.day_links(visit, days)
    told = frame[frame["sent"] > 0]
    return View(
        visit.say("Part arrivée, jour par jour"),
        _worst(visit, told, rows.days(told)),
        rows.table(
            visit, visit.say("Arrivée par jour"), (_("Jour"), "day", days), frame, COLUMNS, links
        ),
        Chart(lambda look: figures.by_day(told, look), clicks),
    )


def _worst(visit, frame, days):
    """Return the day on which the smallest share arrived, among days of enough messages."""
    many = frame["sent"] >= standing.FEW
    if not many.any():
        return visit.say("Trop peu de messages pour comparer les jours.")
    place = frame["rate"].where(many).reset_index(drop=True).idxmin()
    return visit.say(
        "Le plus mauvais jour est le %(day)s : %(share)s des messages partis ce jour-là sont "
        "arrivés.",
        day=visit.speech.day(days[place]),
        share=visit.speech.percent(frame["rate"].iloc[place]),
    )


def _by_name(visit, frame, names, title, caption, first, key, links=()):
    """Return the share that arrived by something that has a name, the largest first."""
    found = frame.assign(name=names, link=list(links) or "")
    found = found.sort_values("sent", ascending=False, kind="stable", ignore_index=True)
    links = list(found["link"]) if len(links) else ()
    named = [*found["name"]]
    return View(
        title,
        _best_and_worst(visit, found),
        rows.table(visit, caption, (first, "text", named), found, COLUMNS, links, bar="rate"),
        Chart(
            lambda look: figures.by_name(found, look, key),
            rows.row_links(links) if links else None,
        ),
    )


def _best_and_worst(visit, frame):
    """Return where most arrives, and where least, among those with enough messages."""
    many = frame[frame["sent"] >= standing.FEW].sort_values("rate", kind="stable")
    speech = visit.speech
    if many.empty:
        return visit.say("Trop peu de messages pour comparer.")
    best, worst = many.iloc[-1], many.iloc[0]
    if len(many) == 1 or best["rate"] - worst["rate"] < 0.0005:
        return visit.say(
            "%(name)s : %(share)s sont arrivés.", name=best["name"], share=speech.percent(best.rate)
        )
    return visit.say(
        "La part arrivée va de %(low)s (%(worst)s) à %(high)s (%(best)s).",
        low=speech.percent(worst["rate"]),
        worst=worst["name"],
        high=speech.percent(best["rate"]),
        best=best["name"],
    )


def by_broker(visit):
    """Return the share that arrived by provider."""
    frame = visit.ask(questions.by_broker)
    links = [visit.address(broker=int(key)) for key in frame["broker"]] if visit.institution else ()
    return _by_name(
        visit,
        frame,
        visit.names.column(frame, "broker"),
        visit.say("Part arrivée, par fournisseur"),
        visit.say("Arrivée par fournisseur"),
        _("Fournisseur"),
        "arrival.by_broker",
        links,
    )


def by_network(visit):
    """Return the share that arrived by operator."""
    frame = visit.ask(questions.by_network)
    return _by_name(
        visit,
        frame,
        [visit.names.network(code) for code in frame["network"]],
        visit.say("Part arrivée, par opérateur"),
        visit.say("Arrivée par opérateur"),
        _("Opérateur"),
        "arrival.by_network",
        [visit.address(network=code) for code in frame["network"]],
    )


def by_country(visit):
    """Return the share that arrived by destination."""
    frame = visit.ask(questions.by_country)
    return _by_name(
        visit,
        frame,
        [visit.speech.country(code) for code in frame["country"]],
        visit.say("Part arrivée, par destination"),
        visit.say("Arrivée par destination"),
        _("Destination"),
        "arrival.by_country",
        [visit.address(country=code) for code in frame["country"]],
    )


def by_hour(visit):
    """Return the share that arrived by the hour at which messages left."""
    frame = visit.ask(questions.by_hour)
    columns = (
        ("messages", _("Messages"), "count"),
        ("delivered", _("Arrivés"), "count"),
        ("failed", _("En échec"), "count"),
        ("rate", _("Part arrivée"), "share"),
    )
    hours = [f"{int(hour)} h" for hour in frame["hour"]]
    return View(
        visit.say("Part arrivée, selon l'heure du départ"),
        visit.say("Les mois que touche la période comptent en entier."),
        rows.table(
            visit, visit.say("Arrivée selon l'heure"), (_("Heure"), "text", hours), frame, columns
        ),
        Chart(lambda look: figures.by_hour(frame, look)),
    )


def delays(visit):
    """Return how many seconds messages take, week by week."""
    frame = visit.ask(questions.overall)
    weeks = rows.days(frame, "week")
    return View(
        visit.say("Temps d'arrivée, par semaine"),
        _fast(visit, frame),
        rows.table(
            visit, visit.say("Temps d'arrivée"), (_("Semaine du"), "day", weeks), frame, SECONDS
        ),
        Chart(lambda look: figures.delays(frame, look)),
    )


def _fast(visit, frame):
    if frame.empty:
        return visit.say("On ne connaît le temps d'arrivée d'aucun message de cette période.")
    last, told = frame.iloc[-1], visit.speech.seconds
    return visit.say(
        "La dernière semaine, la moitié des messages sont arrivés en moins de %(half)s, 9 sur 10 "
        "en moins de %(most)s.",
        half=told(last["p50"]),
        most=told(last["p90"]),
    )


PACE = (
    ("p50_before", _("Moitié, avant"), "seconds"),
    ("p50_after", _("Moitié, après"), "seconds"),
    ("p90_before", _("9 sur 10, avant"), "seconds"),
    ("p90_after", _("9 sur 10, après"), "seconds"),
    ("messages_before", _("Messages avant"), "count"),
    ("messages_after", _("Messages après"), "count"),
)


def slower(visit):
    """Return where messages take longer than before, with the seconds of each provider."""
    found, weekly = visit.ask(slowness.slower), visit.ask(questions.delays)
    found = found.sort_values("slower", ascending=False, kind="stable", ignore_index=True)
    brokers = visit.names.column(found, "broker")
    networks = map(visit.names.network, found["network"])
    names = [f"{broker}, {network}" for broker, network in zip(brokers, networks, strict=True)]
    named = weekly.assign(name=visit.names.column(weekly, "broker"))
    caption = visit.say("Temps d'arrivée, avant et après")
    return View(
        visit.say("Où cela ralentit"),
        _slow(visit, found, names),
        rows.table(visit, caption, (_("Fournisseur et opérateur"), "text", names), found, PACE),
        Chart(lambda look: figures.delays_by_broker(named, look)),
        (_weekly(visit, named),),
    )


def _weekly(visit, named):
    caption = visit.say("Temps d'arrivée par fournisseur et par semaine")
    first = (_("Semaine du"), "day", rows.days(named, "week"))
    return rows.table(visit, caption, first, named, (("name", _("Fournisseur"), "text"), *SECONDS))


def _slow(visit, found, names):
    count = int(found["slower"].sum())
    if not count:
        return visit.say("Rien n'a ralenti ces quatre dernières semaines.")
    return visit.some(
        "%(count)s chemin a ralenti ces quatre dernières semaines : %(name)s.",
        "%(count)s chemins ont ralenti ces quatre dernières semaines, surtout : %(name)s.",
        count,
        name=names[0],
    )


VIEWS = {
    "days": (_("Jour par jour"), by_day),
    "brokers": (_("Par fournisseur"), by_broker),
    "networks": (_("Par opérateur"), by_network),
    "countries": (_("Par destination"), by_country),
    "hours": (_("Par heure"), by_hour),
    "delays": (_("Temps d'arrivée"), delays),
    "slower": (_("Ralentissements"), slower),
}
