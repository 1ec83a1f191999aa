"""Do reminders bring books back? Late returns with and without SMS, before and after."""

from dashboards.exports.questions import loans as questions
from dashboards.figures import loans as figures
from dashboards.pages import rows
from dashboards.pages.answers import Chart, Summary, View
from dashboards.pages.languages import marked as _
from dashboards.pages.speech import is_missing

NAME = _("Prêts")
TITLE = _("Les rappels font-ils revenir les livres ?")
DEFAULT = "last 12 months"
#: each comparison, as it goes on in a sentence
KINDS = {
    "with": _("avec SMS plutôt que sans"),
    "after": _("après le début des SMS plutôt qu'avant"),
    "others": _("sites restés sans SMS, aux mêmes mois"),
    "net": _("au-delà du changement des sites restés sans SMS"),
}
#: the comparison that answers best goes first
BEST = ("net", "after", "with")
COUNTS = (
    ("loans", _("Prêts à rendre"), "count"),
    ("late", _("En retard"), "count"),
    ("rate", _("Part en retard"), "share"),
    ("low", _("au moins (95 %%)"), "share"),
    ("high", _("au plus (95 %%)"), "share"),
)


def summary(visit):
    """Return whether fewer books are late with reminders, as honestly as the file allows."""
    found = visit.ask(questions.compare)
    by_kind = {row["kind"]: row for row in found.to_dict("records")}
    for kind in BEST:
        if kind in by_kind:
            return Summary(_sentence(visit, kind, by_kind[kind]))
    return Summary(
        visit.say("On ne peut pas encore le dire : il faut le fichier de prêts de la bibliothèque.")
    )


def _sentence(visit, kind, row):
    """Return the sentence of the best comparison: yes, no, or that nobody can tell."""
    values = {
        "points": visit.speech.number(abs(row["difference"]) * 100, 1),
        "low": visit.speech.number(row["low"] * 100, 1),
        "high": visit.speech.number(row["high"] * 100, 1),
        "what": visit.say(KINDS[kind]),
    }
    if row["high"] < 0:
        return visit.say(
            "Oui : %(points)s points de retours en retard en moins, %(what)s (intervalle à 95 %% : "
            "de %(low)s à %(high)s).",
            **values,
        )
    if row["low"] > 0:
        return visit.say(
            "Non : %(points)s points de retours en retard en plus, %(what)s (intervalle à 95 %% : "
            "de %(low)s à %(high)s).",
            **values,
        )
    return visit.say(
        "On ne peut pas le dire : de %(low)s à %(high)s points de retours en retard, %(what)s "
        "(intervalle à 95 %%).",
        **values,
    )


def difference(visit):
    """Return every comparison that the file allows, with its interval."""
    frame = visit.ask(questions.compare)
    names = [capital(visit.say(KINDS[kind])) for kind in frame["kind"]]
    drawn = frame.assign(name=names)
    columns = (
        ("rate", _("Part en retard"), "share"),
        ("other_rate", _("Part comparée"), "share"),
        ("difference", _("Écart"), "points"),
        ("low", _("au moins"), "points"),
        ("high", _("au plus"), "points"),
        ("loans", _("Prêts"), "count"),
        ("other_loans", _("Prêts comparés"), "count"),
    )
    if frame.empty:
        return _nothing(visit)
    return View(
        visit.say("Ce que les SMS changent"),
        visit.say("Sous zéro : moins de retards. Un intervalle qui touche zéro ne prouve rien."),
        rows.table(
            visit,
            visit.say("Écarts, avec leur intervalle à 95 %%"),
            (_("Comparaison"), "text", names),
            frame,
            columns,
        ),
        Chart(lambda look: figures.difference(drawn, look)),
    )


def _nothing(visit):
    return View(
        visit.say("Le fichier de prêts"),
        visit.say(
            "La bibliothèque donne un fichier avec une ligne par mois et par site : site, mois, "
            "avec ou sans SMS, prêts à rendre, prêts en retard, jours de retard. Demandez aux "
            "personnes qui exploitent le service où le déposer."
        ),
    )


def by_month(visit):
    """Return the share of late returns of each month, with and without SMS."""
    frame = visit.ask(questions.by_month)
    if frame.empty:
        return _nothing(visit)
    named = frame.assign(sms=_told(visit, frame))
    drawn = frame.assign(share=frame["rate"], with_sms=_codes(frame))
    return View(
        visit.say("Retards, mois par mois"),
        _ends(visit, frame),
        rows.by_month(
            visit,
            visit.say("Retours en retard par mois"),
            named,
            (("sms", _("Rappels"), "text"), *COUNTS),
        ),
        Chart(lambda look: figures.by_month(drawn, look)),
    )


def _ends(visit, frame):
    """Return the shares of the whole period, of both kinds."""
    sums = frame.groupby("with_sms")[["loans", "late"]].sum()
    told = [
        f"{visit.speech.percent(row.late / row.loans)} {_words(visit, sms)}"
        for sms, row in sums.iterrows()
        if row.loans
    ]
    return visit.say("Retards %(during)s : %(told)s.", during=visit.during, told=", ".join(told))


def by_branch(visit):
    """Return the share of late returns of each branch, with and without SMS."""
    frame = visit.ask(questions.by_branch)
    if frame.empty:
        return _nothing(visit)
    several = frame["institution"].nunique() > 1
    names = [
        f"{visit.names.institution(where)} · {branch}" if several else branch
        for where, branch in zip(frame["institution"], frame["branch"], strict=True)
    ]
    named = frame.assign(name=names, sms=_told(visit, frame))
    drawn = frame.assign(name=names, share=frame["rate"], with_sms=_codes(frame))
    return View(
        visit.say("Retards, site par site"),
        _worst(visit, drawn),
        rows.table(
            visit,
            visit.say("Retours en retard par site"),
            (_("Site"), "text", names),
            named,
            (("sms", _("Rappels"), "text"), *COUNTS),
        ),
        Chart(lambda look: figures.compare(drawn, look)),
    )


def _worst(visit, frame):
    known = frame[frame["share"].notna()]
    if known.empty or is_missing(known["share"].max()):
        return visit.say("Aucun prêt n'était à rendre %(during)s.", during=visit.during)
    worst = known.loc[known["share"].idxmax()]
    return visit.say(
        "Le plus de retards : %(name)s, %(share)s.",
        name=worst["name"],
        share=visit.speech.percent(worst["share"]),
    )


def _told(visit, frame):
    return [_words(visit, sms) for sms in frame["with_sms"]]


def _words(visit, sms):
    return visit.say("avec SMS") if sms else visit.say("sans SMS")


def capital(words):
    return words[:1].upper() + words[1:]


def _codes(frame):
    """Return what figures call both kinds."""
    return ["yes" if sms else "no" for sms in frame["with_sms"]]


VIEWS = {
    "difference": (_("Ce que cela change"), difference),
    "months": (_("Mois par mois"), by_month),
    "branches": (_("Site par site"), by_branch),
}
