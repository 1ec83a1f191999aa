"""An address, read: a page, a view of it, a period and what is chosen.

An address that was shared gives the same view; its filters go along from page to page.
"""

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from dashboards.pages.languages import marked as _

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
ORIGINS = ("page", "command", "service", "client")
CODE = re.compile(r"[0-9A-Za-z-]{1,12}")

#: the filters that go along from page to page, as the address names them
KEPT = (
    *("institution", "first", "last", "account", "origin", "broker", "campaign"),
    *("network", "country", "lang"),
)
OWN = ("view", "one", "other")


class Trouble(NamedTuple):
    """A thing of the address that could not be used: the sentence, the status, what was read."""

    sentence: str
    status: int = 400
    text: str = ""


class Asked(NamedTuple):
    """All that an address asks. What could not be read is left out, and told in ``troubles``."""

    page: str
    view: str = ""
    institution: str = ""
    first: date | None = None
    last: date | None = None
    account: int = 0
    origin: str = ""
    broker: int = 0
    campaign: int = 0
    network: str = ""
    country: str = ""
    one: int = 0
    other: int = 0
    lang: str = ""
    troubles: tuple[Trouble, ...] = ()

    def address(self, page="", **changed):
        """Return the address of this view, or of another page, with some filters changed.

        ``None`` takes a filter away. A view belongs to its page alone.
        """
        names = KEPT if page and page != self.page else KEPT + OWN
        values = {name: getattr(self, name) for name in names} | changed
        query = urlencode({name: value for name, value in values.items() if value})
        return f"/{page or self.page}" + (f"?{query}" if query else "")

    def filters(self):
        """Return the filters that are set, by name: those that a page can take away."""
        return [name for name in KEPT[3:9] if getattr(self, name)]


def read(page, query):
    """Return what a query asks of a page."""
    troubles = []
    first, last = (_day(query.get(name, ""), troubles) for name in ("first", "last"))
    if first and last and first > last:
        troubles.append(Trouble(SWAPPED))
        first, last = last, first
    keys = {name: _key(name, query.get(name, ""), troubles) for name in ("account", "broker")}
    keys |= {
        name: _key("campaign", query.get(name, ""), troubles)
        for name in ("campaign", "one", "other")
    }
    return Asked(
        page,
        view=query.get("view", "")[:32],
        institution=query.get("institution", "")[:64],
        first=first,
        last=last,
        origin=_origin(query.get("origin", ""), troubles),
        network=_code(query.get("network", ""), troubles),
        country=_code(query.get("country", ""), troubles),
        lang=query.get("lang", "") if query.get("lang") in ("fr", "en") else "",
        troubles=tuple(troubles),
        **keys,
    )


def _day(text, troubles):
    """Return a day as browsers and French people write it; ``None`` where there is none."""
    text = text.strip()
    if not text:
        return None
    try:
        if found := ISO.fullmatch(text):
            return date(*map(int, found.groups()))
        if found := FRENCH.fullmatch(text):
            return date(*map(int, reversed(found.groups())))
    except ValueError:
        pass
    told = _("« %(text)s » n'est pas une date : il en faut une comme 2026-11-29.")
    troubles.append(Trouble(told, text=text[:40]))
    return None


def _key(name, text, troubles):
    """Return the key of something that is chosen in a list; 0 for nothing."""
    if text in ("", "0"):
        return 0
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    troubles.append(Trouble(UNKNOWN[name], 404))
    return 0


def _origin(text, troubles):
    if text in ("", *ORIGINS):
        return text
    troubles.append(Trouble(_("Cette origine n'existe pas : voici toutes les origines."), 404))
    return ""


def _code(text, troubles):
    if not text or CODE.fullmatch(text):
        return text
    troubles.append(Trouble(_("« %(text)s » n'est pas un opérateur ni un pays."), text=text[:40]))
    return ""


SWAPPED = _("Le premier jour vient après le dernier : ils ont été échangés.")
UNKNOWN = {
    "account": _("Ce compte n'est pas dans les données : voici tous les comptes."),
    "broker": _("Ce fournisseur n'est pas dans les données : voici tous les fournisseurs."),
    "campaign": _("Cette campagne n'est pas dans les données."),
    "institution": _("Cet établissement n'est pas dans les données."),
}
