"""The form of filters of a page: what may be chosen, what is chosen, and how to take it away."""

from datetime import timedelta

from dashboards.exports import periods
from dashboards.exports.questions import campaigns
from dashboards.pages.languages import marked as _
from dashboards.pages.names import ORIGINS

#: words of a period that pages offer, as ``exports.periods`` knows them
PERIODS = {
    "last 28 days": _("28 derniers jours"),
    "this month": _("ce mois"),
    "last month": _("le mois dernier"),
    "this academic year": _("cette année universitaire"),
    "last 12 months": _("12 derniers mois"),
}
LABELS = {
    "account": _("Compte"),
    "origin": _("Origine"),
    "broker": _("Fournisseur"),
    "campaign": _("Campagne"),
    "network": _("Opérateur"),
    "country": _("Destination"),
}
DEFAULT = "last 28 days"
ANY_CAMPAIGN = {"campaign": 0, "broker": 0, "network": "", "country": ""}


def form(visit, visible, span, until):
    """Return what the template shows of the filters.

    ``visible`` are the institutions that may be seen; ``span`` the days that there are, or none.
    """
    asked, speech, chosen = visit.asked, visit.speech, visit.selection
    accounts, brokers = _of_one(visit, "account"), _of_one(visit, "broker")
    since = span.first if span else chosen.first
    return {
        "action": f"/{asked.page}",
        "institutions": [(key, visit.names.institution(key)) for key in visible],
        "first": chosen.first,
        "last": chosen.last,
        "since": since.isoformat(),
        "most": max(until, chosen.last).isoformat(),
        "accounts": accounts,
        "origins": [(code, speech.say(word)) for code, word in ORIGINS.items()],
        "brokers": brokers,
        "campaigns": _campaigns(visit),
        "more_set": any(getattr(asked, name) for name in ("origin", "broker", "campaign")),
        "hidden": [
            (name, getattr(asked, name))
            for name in ("view", "network", "country", "one", "other", "lang")
            if getattr(asked, name)
        ],
        "periods": [_period(visit, word, until) for word in PERIODS],
        "chosen": [_chosen(visit, name) for name in asked.filters()],
    }


def _of_one(visit, kind):
    """Return keys and names of the only institution: keys of several mean different things."""
    if not visit.institution:
        return []
    allowed = visit.selection.accounts if kind == "account" else None
    known = visit.names.all(visit.institution, kind)
    return [(key, name) for key, name in known.items() if allowed is None or key in allowed]


def _campaigns(visit):
    """Return the latest campaigns of the period, and the one that is chosen."""
    if not visit.institution:
        return []
    found = campaigns.offered(visit.engine, visit.selection._replace(**ANY_CAMPAIGN))
    named = dict(zip(found["campaign"], found["name"], strict=True))
    offered = [
        (int(key), visit.names.called(name) or visit.names.nameless())
        for key, name in named.items()
    ]
    chosen = visit.asked.campaign
    if chosen and chosen not in named:
        offered.append((chosen, visit.names.of(visit.institution, "campaign", chosen)))
    return offered


def _period(visit, word, until):
    first, last = periods.WORDS[word](until)
    last = min(last, until)
    return {
        "name": visit.say(PERIODS[word]),
        "address": visit.address(first=first, last=last),
        "is_here": (first, last) == visit.selection.period,
    }


def _chosen(visit, name):
    value = getattr(visit.asked, name)
    told = {
        "origin": visit.names.origin,
        "network": str,
        "country": visit.speech.country,
    }.get(name) or (lambda key: visit.names.of(visit.institution, name, key))
    return {
        "name": visit.say(LABELS[name]),
        "value": told(value),
        "without": visit.address(**{name: None}),
    }


def period(asked, until, word):
    """Return the days to look at: those asked for, else the last ones that are known."""
    first, last = periods.WORDS[word](until)
    if asked.first and not asked.last:
        return asked.first, max(until, asked.first)
    if asked.last and not asked.first:
        return asked.last - timedelta(days=27), asked.last
    return asked.first or first, asked.last or min(last, until)
