"""The question *Who uses it?*: campaigns, sizes, hours, themes, opt-outs, replies, approvals."""

from dashboards.exports.questions import usage as questions
from dashboards.figures import usage as figures
from dashboards.pages import hours, rows, tones
from dashboards.pages.answers import Chart, Summary, View
from dashboards.pages.languages import marked as _
from dashboards.pages.speech import is_missing

NAME = _("Usage")
TITLE = _("Qui s'en sert ?")


def summary(visit):
    """Return how many campaigns there were, to how many people, against the period before."""
    now = visit.ask(questions.campaigns_by_day)
    before = visit.compared(questions.campaigns_by_day, visit.selection.before())
    count, people = int(now["campaigns"].sum()), int(now["people"].sum())
    if not count:
        return Summary(visit.say("Personne n'a rien envoyé %(during)s.", during=visit.during))
    told = visit.some(
        "%(count)s campagne %(during)s",
        "%(count)s campagnes %(during)s",
        count,
        during=visit.during,
    )
    told += ", " + visit.some("vers %(count)s personne", "vers %(count)s personnes", people)
    earlier = int(before["campaigns"].sum())
    if earlier:
        compared = visit.say(
            tones.of_counts(count, earlier), than=visit.than(visit.selection.before())
        )
        told += visit.say(
            ", %(compared)s (%(share)s)", compared=compared, share=visit.speech.number(earlier)
        )
    return Summary(told + ".")


def campaigns(visit):
    """Return how many campaigns were released each day."""
    frame = visit.ask(questions.campaigns_by_day)
    days = rows.days(frame)
    links, clicks = rows.day_links(visit, days)
    columns = (("campaigns", _("Campagnes"), "count"), ("people", _("Personnes"), "count"))
    return View(
        visit.say("Campagnes, jour par jour"),
        _busiest(visit, frame, days),
        rows.table(
            visit, visit.say("Campagnes par jour"), (_("Jour"), "day", days), frame, columns, links
        ),
        Chart(lambda look: figures.campaigns_by_day(frame, look), clicks),
    )


def _busiest(visit, frame, days):
    if frame.empty:
        return visit.say("Il n'y a rien à montrer pour cette période.")
    place = int(frame["campaigns"].to_numpy().argmax())
    return visit.some(
        "Au plus %(count)s campagne en un jour, le %(day)s.",
        "Au plus %(count)s campagnes en un jour, le %(day)s.",
        int(frame["campaigns"].iloc[place]),
        day=visit.speech.day(days[place]),
    )


def sizes(visit):
    """Return how many people campaigns are written to."""
    frame = visit.ask(questions.sizes)
    total = frame["campaigns"].sum()
    small = frame.loc[frame["size"] < 50, "campaigns"].sum()
    bounds = [int(size) for size in frame["size"]]
    names = [_class(visit, bounds, place) for place in range(len(bounds))]
    columns = (
        ("campaigns", _("Campagnes"), "count"),
        ("people", _("Personnes"), "count"),
        ("messages", _("Messages"), "count"),
    )
    return View(
        visit.say("Tailles des campagnes"),
        visit.say(
            "%(share)s des campagnes s'adressent à moins de 50 personnes.",
            share=visit.speech.percent(small / total),
        )
        if total
        else visit.say("Personne n'a rien envoyé %(during)s.", during=visit.during),
        rows.table(
            visit,
            visit.say("Campagnes selon leur taille"),
            (_("Destinataires"), "text", names),
            frame,
            columns,
            bar="campaigns",
        ),
        Chart(lambda look: figures.sizes(frame, look)),
    )


#: the sizes at which a class of campaigns begins
CLASSES = (1, 5, 10, 50, 200, 1000)


def _class(visit, bounds, place):
    """Return the numbers of people of a class: *de 5 à 9*."""
    size, number = bounds[place], visit.speech.number
    following = next((one for one in CLASSES if one > size), None)
    if following is None:
        return visit.say("%(least)s ou plus", least=number(size))
    return visit.say("de %(least)s à %(most)s", least=number(size), most=number(following - 1))


def themes(visit):
    """Return how many people follow each theme."""
    found = visit.ask(questions.subscriptions)
    frame = found[found["theme"] > 0]
    frame = frame.assign(name=visit.names.column(frame, "theme"))
    latest = frame.groupby(["institution", "theme", "name"], as_index=False).agg(
        day=("day", "max"),
        members=("members", "last"),
        joined=("joined", lambda column: at_least(visit, column)),
        left=("left", lambda column: at_least(visit, column)),
    )
    latest = latest.sort_values("members", ascending=False, ignore_index=True)
    columns = (
        ("members", _("Abonnés à la fin"), "count"),
        ("joined", _("Arrivées"), "text"),
        ("left", _("Départs"), "text"),
    )
    return View(
        visit.say("Thèmes et abonnements"),
        _followed(visit, latest),
        rows.table(
            visit,
            visit.say("Abonnés par thème"),
            (_("Thème"), "text", list(latest["name"])),
            latest,
            columns,
            bar="members",
        )
        if len(latest)
        else None,
        Chart(lambda look: figures.subscriptions(frame, look)),
    )


def at_least(visit, column):
    """Return the sum of days as text: at least so many, where days of one to four are untold."""
    untold = int(column.isna().sum())
    least = visit.speech.number(int(column.sum()) + untold)
    return visit.say("au moins %(least)s", least=least) if untold else least


def _followed(visit, latest):
    if latest.empty:
        return visit.say("Aucun thème n'a d'abonnés %(during)s.", during=visit.during)
    first = latest.iloc[0]
    return visit.some(
        "Le thème le plus suivi est « %(name)s » : %(count)s abonné.",
        "Le thème le plus suivi est « %(name)s » : %(count)s abonnés.",
        int(first["members"]),
        name=first["name"],
    )


LEFT = (("left", _("Désinscriptions"), "people"),)
REPLIES = (
    ("replies", _("Réponses"), "people"),
    ("stops", _("STOP"), "people"),
    ("starts", _("Reprises"), "people"),
)
APPROVALS = (
    ("approved", _("Validées"), "count"),
    ("p50", _("La moitié en moins de"), "seconds"),
    ("p90", _("9 sur 10 en moins de"), "seconds"),
)


def left(visit):
    """Return how many people asked for no more messages, month by month."""
    frame = visit.ask(questions.left)
    total = frame["left"].sum(min_count=1)
    return View(
        visit.say("Désinscriptions"),
        visit.say("On ne sait pas combien de personnes se sont désinscrites.")
        if is_missing(total)
        else visit.some(
            "%(count)s personne s'est désinscrite %(during)s.",
            "%(count)s personnes se sont désinscrites %(during)s.",
            int(total),
            during=visit.during,
        ),
        rows.by_month(visit, visit.say("Désinscriptions par mois"), frame, LEFT),
        Chart(lambda look: figures.left(frame, look)),
    )


def replies(visit):
    """Return how many people answered, month by month."""
    frame = visit.ask(questions.replies)
    total = frame["replies"].sum(min_count=1)
    return View(
        visit.say("Réponses"),
        visit.say("On ne sait pas combien de réponses sont arrivées.")
        if is_missing(total)
        else visit.some(
            "%(count)s réponse est arrivée %(during)s.",
            "%(count)s réponses sont arrivées %(during)s.",
            int(total),
            during=visit.during,
        ),
        rows.by_month(visit, visit.say("Réponses par mois"), frame, REPLIES),
        Chart(lambda look: figures.replies(frame, look)),
    )


def approvals(visit):
    """Return how long campaigns waited for a yes, month by month."""
    frame = visit.ask(questions.approvals)
    frame = frame.rename(columns={"approval_p50": "p50", "approval_p90": "p90"})
    asked = int(frame["approved"].sum()) if "approved" in frame else 0
    known = frame[frame["p50"].notna()]
    if not asked or known.empty:
        return View(
            visit.say("Validations"),
            visit.say("Aucune campagne n'a demandé de validation %(during)s.", during=visit.during),
        )
    return View(
        visit.say("Validations et leur délai"),
        visit.some(
            "%(count)s campagne a été validée %(during)s ; le dernier mois, la moitié en moins de "
            "%(half)s.",
            "%(count)s campagnes ont été validées %(during)s ; le dernier mois, la moitié en moins "
            "de %(half)s.",
            asked,
            during=visit.during,
            half=visit.speech.seconds(known["p50"].iloc[-1]),
        ),
        rows.by_month(visit, visit.say("Délai de validation par mois"), frame, APPROVALS),
        Chart(lambda look: figures.approvals(known, look)),
    )


VIEWS = {
    "campaigns": (_("Campagnes"), campaigns),
    "sizes": (_("Tailles"), sizes),
    "hours": (_("Heures"), hours.view),
    "themes": (_("Thèmes"), themes),
    "left": (_("Désinscriptions"), left),
    "replies": (_("Réponses"), replies),
    "approvals": (_("Validations"), approvals),
}
