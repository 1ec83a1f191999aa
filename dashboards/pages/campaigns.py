"""The question *What became of our campaigns?*: all, any two side by side, and causes."""

import pandas as pd

from dashboards.exports.questions import campaigns as questions
from dashboards.figures import campaigns as figures
from dashboards.pages import rows
from dashboards.pages.answers import Chart, Summary, View
from dashboards.pages.languages import marked as _

NAME = _("Campagnes")
TITLE = _("Que sont devenues nos campagnes ?")
MOST = 200  # campaigns to choose from
COLUMNS = (
    ("day", _("Partie le"), "day"),
    ("people", _("Personnes"), "count"),
    ("delivered", _("Arrivés"), "count"),
    ("failed", _("En échec"), "count"),
    ("set_aside", _("Mis de côté"), "count"),
    ("rate", _("Part arrivée"), "share"),
    ("replies", _("Réponses"), "people"),
    ("stops", _("STOP"), "people"),
    ("cost", _("Coût"), "money"),
)


def summary(visit):
    """Return how many campaigns there were, and how the chosen ones went."""
    chosen = _chosen(visit)
    if len(chosen) == 2:
        return Summary(_two(visit, *(chosen.iloc[place] for place in (0, 1))))
    if len(chosen) == 1:
        return Summary(_one(visit, chosen.iloc[0]))
    found = listed(visit)
    people = int(found["people"].sum())
    if found.empty:
        return Summary(
            visit.say("Aucune campagne de cinq personnes ou plus %(during)s.", during=visit.during)
        )
    told = visit.some(
        "%(count)s campagne de cinq personnes ou plus %(during)s",
        "%(count)s campagnes de cinq personnes ou plus %(during)s",
        len(found),
        during=visit.during,
    )
    reach = visit.some("vers %(count)s personne", "vers %(count)s personnes", people)
    return Summary(f"{told}, {reach}.")


def _one(visit, row):
    return visit.say(
        "« %(name)s » : %(share)s des messages partis le %(day)s sont arrivés.",
        name=row["name"],
        share=visit.speech.percent(row["rate"]),
        day=visit.speech.day(rows.as_day(row["day"])),
    )


def _two(visit, one, other):
    percent = visit.speech.percent
    values = {
        "one": one["name"],
        "other": other["name"],
        "share": percent(one["rate"]),
        "less": percent(other["rate"]),
    }
    if abs(one["rate"] - other["rate"]) < 0.0005:
        return visit.say(
            "« %(one)s » et « %(other)s » sont arrivées également : %(share)s.", **values
        )
    if one["rate"] > other["rate"]:
        return visit.say(
            "« %(one)s » est mieux arrivée que « %(other)s » : %(share)s contre %(less)s.", **values
        )
    return visit.say(
        "« %(one)s » est moins bien arrivée que « %(other)s » : %(share)s contre %(less)s.",
        **values,
    )


def listed(visit):
    """Return the campaigns of the period, with the names that people know them by."""
    return visit.once("listed", lambda: _named(visit, visit.ask(questions.listed)))


def _named(visit, frame):
    return frame.assign(
        name=[visit.names.called(name) or visit.names.nameless() for name in frame["name"]]
    )


def _chosen(visit):
    """Return the one or two campaigns that the address names, as far as they may be seen."""
    return visit.once("chosen", lambda: _found(visit))


def _found(visit):
    keys = dict.fromkeys(key for key in (visit.asked.one, visit.asked.other) if key)
    if not visit.institution:
        return listed(visit).head(0)
    frames = [visit.ask(questions.one, key) for key in keys]
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return listed(visit).head(0)
    return _named(visit, pd.concat(frames, ignore_index=True))


def all_of_them(visit):
    """Return the campaigns of the period, the latest first."""
    frame = listed(visit)
    links = [visit.address(one=int(key), view="compare") for key in frame["campaign"]]
    if not visit.institution:
        links = []
    return View(
        visit.say("Toutes les campagnes"),
        visit.say("Choisissez-en une pour voir ce qu'elle est devenue.") if links else "",
        rows.table(
            visit,
            visit.say("Campagnes de cinq personnes ou plus"),
            (_("Campagne"), "text", list(frame["name"])),
            frame,
            (("account_name", _("Compte"), "text"), *COLUMNS),
            links,
        ),
    )


def compare(visit):
    """Return what became of the messages of the chosen campaigns, side by side."""
    frame = _chosen(visit)
    if frame.empty:
        return all_of_them(visit)
    links = [visit.address(one=int(key), other=None, view="causes") for key in frame["campaign"]]
    return View(
        visit.say("Ce que sont devenus les messages"),
        visit.say("Une barre par campagne, toutes de même longueur."),
        rows.table(
            visit,
            visit.say("Campagnes choisies"),
            (_("Campagne"), "text", list(frame["name"])),
            frame,
            COLUMNS,
            links,
        )._replace(scope=""),
        Chart(lambda look: figures.compare(frame, look), rows.row_links(links)),
    )


def causes(visit):
    """Return why messages of the chosen campaign did not arrive."""
    chosen = _chosen(visit)
    if chosen.empty:
        return all_of_them(visit)
    one = chosen.iloc[0]
    found = visit.ask(questions.causes_of, int(one["campaign"]))
    found = found[found["state"].isin(("failed", "expired", "set_aside"))]
    found = found.groupby("cause", as_index=False)["messages"].sum()
    found = found.sort_values("messages", ascending=False, kind="stable", ignore_index=True)
    total = int(found["messages"].sum())
    found = found.assign(share=found["messages"] / total if total else 0.0)
    names = [visit.names.cause(code) for code in found["cause"]]
    named = found.assign(cause=names)
    return View(
        visit.say("Pourquoi des messages de « %(name)s » ne sont pas arrivés", name=one["name"]),
        visit.some(
            "%(count)s message n'est pas parti ou pas arrivé.",
            "%(count)s messages ne sont pas partis ou pas arrivés.",
            total,
        ),
        rows.table(
            visit,
            visit.say("Causes"),
            (_("Cause"), "text", names),
            found,
            (("messages", _("Messages"), "count"), ("share", _("Part"), "share")),
            bar="share",
        )._replace(scope=""),
        Chart(lambda look: figures.causes(named, look)),
    )


def comparison(visit):
    """Return what the form offers by which two campaigns are compared."""
    if not visit.institution:
        return None
    known = {}
    for frame in (listed(visit).head(MOST), _chosen(visit)):
        known |= dict(zip(map(int, frame["campaign"]), frame["name"], strict=True))
    hidden = [
        (name, getattr(visit.asked, name))
        for name in ("institution", "first", "last", "account", "origin", "lang")
        if getattr(visit.asked, name)
    ]
    return {"campaigns": list(known.items()), "hidden": [*hidden, ("view", "compare")]}


VIEWS = {
    "list": (_("Toutes"), all_of_them),
    "compare": (_("Côte à côte"), compare),
    "causes": (_("Causes"), causes),
}
