"""The question *What does it cost, and whom?*: by account, origin and month; what is to come."""

from dashboards.exports import periods
from dashboards.exports.questions import cost as questions
from dashboards.figures import cost as figures
from dashboards.pages import forecasts, rows, tones
from dashboards.pages.answers import Chart, Summary, Tile, View
from dashboards.pages.languages import marked as _
from dashboards.pages.overview import against

NAME = _("Coût")
TITLE = _("Combien cela coûte-t-il, et à qui ?")
DEFAULT = "this academic year"
MONEY = (
    ("messages", _("Messages"), "count"),
    ("segments", _("SMS facturés"), "count"),
    ("cost", _("Coût"), "money"),
)
OF_ACCOUNTS = (
    *MONEY,
    ("share", _("Part"), "share"),
    ("given", _("Crédit reçu (SMS)"), "count"),
    ("available", _("Reste à la fin (SMS)"), "count"),
)


def summary(visit):
    """Return what was spent, against the period before, and who spends most."""
    others = [
        visit.beside(questions.by_origin, scope)
        for scope in (visit.selection.before(), visit.selection.last_year())
    ]
    now = _sums(visit.ask(questions.by_origin))
    before, year = (_sums(one.result()) for one in others)
    if not now["segments"]:
        return Summary(visit.say("Rien n'a été dépensé %(during)s.", during=visit.during))
    told = visit.some(
        "%(cost)s pour %(count)s SMS %(during)s",
        "%(cost)s pour %(count)s SMS %(during)s",
        now["segments"],
        cost=visit.speech.money(now["cost"]),
        during=visit.during,
    )
    told += _compared(visit, now["cost"], before["cost"], year["cost"]) + "."
    return Summary(told + _most(visit, now["cost"]), tuple(_tiles(visit, now, before, year)))


def _sums(frame):
    return {name: int(frame[name].sum()) for name in ("messages", "segments", "cost")}


def _compared(visit, now, before, year):
    """Return the comparison with the same days a year ago: terms come again, months do not."""
    if not (year or before):
        return ""
    other = visit.selection.last_year() if year else visit.selection.before()
    told = visit.say(tones.of_amounts(now, year or before), than=visit.than(other))
    money = visit.speech.money(year or before)
    return visit.say(", %(compared)s (%(share)s)", compared=told, share=money)


def _most(visit, cost):
    """Return the sentence on the account that spends most, where there are several."""
    found = visit.ask(questions.by_account)
    if len(found) < 2 or not cost:
        return ""
    return " " + visit.say(
        "Le compte « %(name)s » en consomme %(share)s.",
        name=next(visit.names.each(found, "account")),
        share=visit.speech.percent(found["cost"].iloc[0] / cost),
    )


def _tiles(visit, now, before, year):
    speech = visit.speech
    yield Tile(
        speech.money(now["cost"]),
        visit.say("dépensés"),
        against(visit, before["cost"] or None, year["cost"] or None, speech.money),
    )
    yield Tile(
        speech.number(now["segments"]),
        visit.say("SMS facturés"),
        against(visit, before["segments"] or None, year["segments"] or None, speech.number),
    )


def by_account(visit):
    """Return what each account spent, was given, and has left."""
    frame = _with_credit(visit, visit.ask(questions.by_account))
    names = visit.names.column(frame, "account")
    total = frame["cost"].sum()
    frame = frame.assign(name=names, share=frame["cost"] / total if total else 0.0)
    links = (
        [visit.address(account=int(key)) for key in frame["account"]] if visit.institution else []
    )
    return View(
        visit.say("Consommation par compte"),
        visit.some(
            "%(count)s compte a écrit %(during)s.",
            "%(count)s comptes ont écrit %(during)s.",
            int((frame["messages"] > 0).sum()),
            during=visit.during,
        ),
        rows.table(
            visit,
            visit.say("Coût par compte"),
            (_("Compte"), "text", names),
            frame,
            OF_ACCOUNTS,
            links,
            bar="share",
        ),
        Chart(
            lambda look: figures.by_account(frame, look),
            rows.row_links(links) if links else None,
        ),
    )


def _with_credit(visit, frame):
    """Return the frame with the credit that each account was given, and what is left of it."""
    keys = ["institution", "account"]
    left = visit.beside(questions.balances, visit.selection)
    given = visit.ask(questions.credits)
    left = visit.noted(left.result())
    given = given.groupby(keys, as_index=False)["segments"].sum()
    joined = frame.merge(given.rename(columns={"segments": "given"}), on=keys, how="left")
    joined = joined.merge(left[[*keys, "available"]], on=keys, how="left")
    joined.attrs = frame.attrs
    return joined


def by_origin(visit):
    """Return what was spent by where messages were ordered."""
    frame = visit.ask(questions.by_origin).sort_values("cost", ascending=False, ignore_index=True)
    names = [visit.names.origin(code) for code in frame["origin"]]
    total = frame["cost"].sum()
    frame = frame.assign(name=names, share=frame["cost"] / total if total else 0.0)
    links = [visit.address(origin=code) for code in frame["origin"]]
    told = visit.say("Rien n'a été dépensé %(during)s.", during=visit.during)
    if total:
        told = visit.say(
            "Origine principale : %(name)s (%(share)s).",
            share=visit.speech.percent(frame["share"].iloc[0]),
            name=names[0],
        )
    return View(
        visit.say("Consommation par origine"),
        told,
        rows.table(
            visit,
            visit.say("Coût par origine"),
            (_("Origine"), "text", names),
            frame,
            (*MONEY, ("share", _("Part"), "share")),
            links,
            bar="share",
        ),
        Chart(lambda look: figures.by_origin(frame, look), rows.row_links(links)),
    )


def by_month(visit):
    """Return what was spent each month."""
    frame = visit.ask(questions.by_month)
    months = rows.days(frame, "month")
    links = [visit.address(first=one, last=periods.month_end(one)) for one in months]
    told = visit.say("Rien n'a été dépensé %(during)s.", during=visit.during)
    if frame["cost"].sum():
        place = int(frame["cost"].to_numpy().argmax())
        told = visit.say(
            "Le mois le plus cher : %(month)s, %(cost)s.",
            month=visit.speech.month(months[place]),
            cost=visit.speech.money(frame["cost"].iloc[place]),
        )
    return View(
        visit.say("Consommation par mois"),
        told,
        rows.table(
            visit,
            visit.say("Coût par mois"),
            (_("Mois"), "month", months),
            frame,
            MONEY,
            links,
        ),
        Chart(
            lambda look: figures.by_month(frame, look),
            ("x", {one.isoformat(): link for one, link in zip(months, links, strict=True)}),
        ),
    )


def balances(visit):
    """Return what each account has left at the end of the period."""
    frame = visit.ask(questions.balances)
    frame = frame.sort_values("available", ascending=False, ignore_index=True)
    names = visit.names.column(frame, "account")
    frame = frame.assign(name=names)
    empty = int((frame["available"] <= 0).sum())
    return View(
        visit.say("Crédit qui reste"),
        visit.some(
            "%(count)s compte n'a plus de crédit.",
            "%(count)s comptes n'ont plus de crédit.",
            empty,
        )
        if empty
        else visit.say("Aucun compte n'est à court de crédit."),
        rows.table(
            visit,
            visit.say("Crédit par compte, à la fin de la période"),
            (_("Compte"), "text", names),
            frame,
            (
                ("available", _("Reste (SMS)"), "count"),
                ("reserved", _("Réservé (SMS)"), "count"),
            ),
        ),
        Chart(lambda look: figures.balances(frame, look)),
    )


VIEWS = {
    "accounts": (_("Par compte"), by_account),
    "origins": (_("Par origine"), by_origin),
    "months": (_("Par mois"), by_month),
    "balances": (_("Crédit"), balances),
    "forecast": (_("Prévision"), forecasts.view),
}
