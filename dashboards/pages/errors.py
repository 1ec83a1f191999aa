"""Which numbers are in error? Causes over time, numbers set aside, and the money not spent."""

from dashboards.exports.questions import errors as questions
from dashboards.figures import errors as figures
from dashboards.pages import rows
from dashboards.pages.answers import Chart, Summary, Tile, View
from dashboards.pages.languages import marked as _
from dashboards.pages.speech import is_missing

NAME = _("Numéros en erreur")
TITLE = _("Quels numéros sont en erreur ?")
DEFAULT = "last 12 months"


def summary(visit):
    """Return how many numbers are set aside, and what was not spent on them."""
    flagged, saved = visit.ask(questions.flagged_by_day), visit.ask(questions.saved_by_month)
    known = flagged[flagged["flagged"].notna()]
    if known.empty:
        return Summary(
            visit.say(
                "On ne sait pas combien de numéros étaient en erreur %(during)s.",
                during=visit.during,
            )
        )
    last, cost = int(known["flagged"].iloc[-1]), saved["cost"].sum()
    told = _set_aside(visit, last, visit.speech.day(rows.days(known)[-1]))
    if cost:
        told += " " + visit.say(
            "Ne pas leur écrire a évité de dépenser %(cost)s %(during)s.",
            cost=visit.speech.money(cost),
            during=visit.during,
        )
    return Summary(told, tuple(_tiles(visit, known, last)))


def _set_aside(visit, last, day):
    if not last:
        return visit.say("Aucun numéro n'est mis de côté, au %(day)s.", day=day)
    return visit.some(
        "%(count)s numéro est mis de côté, au %(day)s, parce que des messages n'y sont pas "
        "arrivés.",
        "%(count)s numéros sont mis de côté, au %(day)s, parce que des messages n'y sont pas "
        "arrivés.",
        last,
        day=day,
    )


def _tiles(visit, known, last):
    speech = visit.speech
    first = int(known["flagged"].iloc[0])
    before = visit.say("au début : %(value)s", value=speech.number(first))
    yield Tile(speech.number(last), visit.say("numéros mis de côté"), (before,))
    yield Tile(speech.people(total(known["new"])), visit.say("nouveaux"), (), "failed")
    yield Tile(speech.people(total(known["repaired"])), visit.say("réparés"), (), "delivered")


def total(column):
    """Return the sum of a column; missing where every part of it is."""
    return column.sum(min_count=1)


def causes(visit):
    """Return why messages failed, month by month."""
    frame = visit.ask(questions.causes_by_month)
    names = [visit.names.cause(code) for code in frame["cause"]]
    named = frame.assign(cause=names)
    sums = named.groupby("cause")["messages"].sum().sort_values(ascending=False, kind="stable")
    return View(
        visit.say("Causes des échecs, mois par mois"),
        _main(visit, sums),
        _by_month(visit, named),
        Chart(lambda look: figures.causes_by_month(named, look)),
    )


def _by_month(visit, named):
    """Return a row a month and a column a cause, as the chart has them."""
    caption = visit.say("Échecs par mois et par cause")
    wide, causes = figures.by_cause(named)
    titles = {figures.OTHERS: _("autres causes")}
    columns = [(cause, titles.get(cause, cause), "count") for cause in causes]
    return rows.by_month(visit, caption, wide, columns)


def _main(visit, sums):
    if sums.empty:
        return visit.say("Aucun message n'a échoué %(during)s.", during=visit.during)
    return visit.say(
        "Cause la plus fréquente : %(cause)s (%(share)s des échecs).",
        cause=sums.index[0],
        share=visit.speech.percent(sums.iloc[0] / sums.sum()),
    )


FLAGGED = (
    ("flagged", _("Mis de côté"), "count"),
    ("new", _("Nouveaux"), "people"),
    ("repaired", _("Réparés"), "people"),
)


def numbers(visit):
    """Return how many numbers were set aside each evening."""
    frame = visit.ask(questions.flagged_by_day)
    return View(
        visit.say("Numéros mis de côté, soir après soir"),
        _change(visit, frame["flagged"].dropna()),
        _by_evening(visit, frame),
        Chart(lambda look: figures.flagged_by_day(frame, look)),
    )


def _by_evening(visit, frame):
    return rows.table(
        visit,
        visit.say("Numéros mis de côté"),
        (_("Soir du"), "day", rows.days(frame)),
        frame,
        FLAGGED,
    )


def _change(visit, flagged):
    if len(flagged) < 2:
        return visit.say("Trop peu de jours pour dire si cela change.")
    first, last = int(flagged.iloc[0]), int(flagged.iloc[-1])
    if first == last:
        return visit.some(
            "Il y en a autant qu'au début : %(count)s.",
            "Il y en a autant qu'au début : %(count)s.",
            last,
        )
    if last > first:
        return visit.some(
            "Il y en a %(count)s de plus qu'au début.",
            "Il y en a %(count)s de plus qu'au début.",
            last - first,
        )
    return visit.some(
        "Il y en a %(count)s de moins qu'au début.",
        "Il y en a %(count)s de moins qu'au début.",
        first - last,
    )


def changes(visit):
    """Return how many numbers were newly set aside, and how many were repaired."""
    frame = visit.ask(questions.flagged_by_day)
    new, repaired = total(frame["new"]), total(frame["repaired"])
    return View(
        visit.say("Nouveaux et réparés"),
        visit.say(
            "Nouveaux numéros en erreur : %(new)s. Réparés : %(repaired)s.",
            new=visit.speech.people(new),
            repaired=visit.speech.people(repaired),
        ),
        _by_evening(visit, frame),
        Chart(lambda look: figures.new_and_repaired(frame, look)),
    )


def saved(visit):
    """Return the money that was not spent on numbers set aside."""
    frame = visit.ask(questions.saved_by_month)
    columns = (
        ("messages", _("Messages non envoyés"), "count"),
        ("segments", _("SMS"), "count"),
        ("cost", _("Argent non dépensé"), "money"),
    )
    cost = frame["cost"].sum()
    return View(
        visit.say("Argent non dépensé"),
        visit.say(
            "%(cost)s n'ont pas été dépensés %(during)s pour des numéros mis de côté.",
            cost=visit.speech.money(cost),
            during=visit.during,
        )
        if cost
        else visit.say("Rien n'a été évité %(during)s.", during=visit.during),
        rows.by_month(visit, visit.say("Argent non dépensé, par mois"), frame, columns),
        Chart(lambda look: figures.saved_by_month(frame, look)),
    )


def accounts(visit):
    """Return the accounts that have the worst lists."""
    frame = visit.ask(questions.worst_accounts)
    names = visit.names.column(frame, "account")
    links = (
        [visit.address(account=int(key)) for key in frame["account"]] if visit.institution else []
    )
    columns = (
        ("messages", _("Messages"), "count"),
        ("bad", _("Mauvais numéros"), "count"),
        ("share", _("Part"), "share"),
        ("low", _("au moins (95 %%)"), "share"),
        ("high", _("au plus (95 %%)"), "share"),
    )
    drawn = frame.assign(name=names)
    return View(
        visit.say("Comptes aux plus mauvaises listes"),
        _worst(visit, drawn),
        rows.table(
            visit,
            visit.say("Mauvais numéros par compte"),
            (_("Compte"), "text", names),
            frame,
            columns,
            links,
            bar="share",
        ),
        Chart(lambda look: figures.worst_accounts(drawn, look)),
    )


def _worst(visit, frame):
    if frame.empty or not frame["bad"].sum() or is_missing(frame["share"].iloc[0]):
        return visit.say(
            "Aucun compte n'a écrit à de mauvais numéros %(during)s.", during=visit.during
        )
    first = frame.iloc[0]
    return visit.say(
        "C'est dans les listes de « %(name)s » que l'on trouve le plus de mauvais numéros : "
        "%(share)s.",
        name=first["name"],
        share=visit.speech.percent(first["share"]),
    )


VIEWS = {
    "causes": (_("Causes"), causes),
    "numbers": (_("Mis de côté"), numbers),
    "changes": (_("Nouveaux et réparés"), changes),
    "saved": (_("Argent non dépensé"), saved),
    "accounts": (_("Comptes"), accounts),
}
