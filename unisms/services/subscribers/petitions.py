"""Requests of people that somebody decides: to be erased, or to join a theme.

Whoever asks to be erased is answered within one month of the receipt (GDPR, article 12, paragraph
3); the month ends with the same day of the next one or, where it has none, with its last day
(Regulation 1182/71, article 3, paragraph 2, point c).
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.model import links
from unisms.model.acl import Permission
from unisms.model.own_pages import Declined
from unisms.model.root import Institution, institution_of
from unisms.model.themes import Theme
from unisms.services.ground import journal, outbox
from unisms.services.ground.actor import Actor
from unisms.services.ground.outbox import Value
from unisms.services.people import themes
from unisms.services.rights import deciders, rights
from unisms.services.subscribers import mails

AHEAD = 7  # days before a deadline, when those who decide are reminded of it
LONGEST = 500  # characters of a reason
#: those with both serve a request to be erased
SERVES = (Permission.PERSON_MANAGE, Permission.INSTITUTION_EXPORT)


class Petition(NamedTuple):
    """A request that waits for a decision."""

    at: int  #: epoch seconds
    uid: str
    theme: Theme | None = None  #: that they want to join; ``None``: they ask to be erased
    due_at: int = 0  #: the last second in which it is answered in time; 0: no law sets one
    days_left: int = 0  #: until that day; below zero: it is late


def erasures(institution: Institution, now: int) -> list[Petition]:
    """Return the ``Petition`` of each who asks to be erased, the earliest first."""
    known = institution["me"].requests()
    asked = sorted((at, uid) for uid, at in known if uid in institution["people"])
    return [_erasure(institution, uid, at, now) for at, uid in asked]


def erasure_of(institution: Institution, uid: str, now: int) -> Petition | None:
    """Return the request of ``uid`` to be erased, or ``None``."""
    at = institution["me"].asked_to_erase(uid)
    return _erasure(institution, uid, at, now) if at else None


def _erasure(institution: Institution, uid: str, at: int, now: int) -> Petition:
    zone = ZoneInfo(institution.time_zone)
    day = due_on(datetime.fromtimestamp(at, zone).date())
    due_at = int(datetime.combine(day, time(23, 59, 59), zone).timestamp())
    left = (day - datetime.fromtimestamp(now, zone).date()).days
    return Petition(at, uid, None, due_at, left)


def of_themes(asked: Iterable[Theme]) -> list[Petition]:
    """Return the ``Petition`` of each who wants to join one of these themes, the earliest first."""
    found = [
        Petition(stored[0], uid, theme)
        for theme in asked
        for uid, stored in theme.asked()
        if uid in institution_of(theme)["people"]
    ]
    return sorted(found, key=lambda one: (one.at, one.uid))


def due_on(day: date) -> date:
    """Return the last day of the month that begins on ``day``."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def ask_to_be_erased(actor: Actor, now: int) -> None:
    """Note at ``now`` (epoch seconds) that ``actor`` asks to be erased, and tell who decides."""
    institution, uid = actor.institution, actor.uid
    if institution["me"].asked_to_erase(uid):
        return
    institution["me"].ask_to_erase(uid, now)
    institution["me"].drop_declined(uid, "")
    journal.write(actor, "person.asked_erasure", institution["people"][uid], now)
    due = _erasure(institution, uid, now, now)
    values = {"who": institution["people"][uid].name, "day": outbox.day_of(institution, due.due_at)}
    link = links.page_address(institution, "dossiers")
    for one in _serving(institution):
        outbox.post_to(institution, one, mails.ERASURE_ASKED, {**values, "link": link}, now)


def withdraw_request(actor: Actor, now: int) -> None:
    """Let ``actor`` ask no more to be erased; nothing happens where they do not."""
    institution = actor.institution
    if institution["me"].asked_to_erase(actor.uid):
        institution["me"].withdraw_request(actor.uid)
        journal.write(actor, "person.kept", institution["people"][actor.uid], now)


def decline_erasure(actor: Actor, uid: str, reason: str, now: int) -> bool:
    """Refuse the request of ``uid`` to be erased, and tell them why; return whether they asked."""
    institution = actor.institution
    if uid not in institution["people"] or not institution["me"].asked_to_erase(uid):
        return False
    institution["me"].withdraw_request(uid)
    institution["me"].decline(uid, Declined(now, "", reason))
    journal.write(actor, "person.erasure_declined", institution["people"][uid], now)
    values = {"reason": reason, "link": links.page_address(institution, "me", "data")}
    outbox.post_to(institution, uid, mails.ERASURE_DECLINED, values, now)
    return True


def tell_of_asking(theme: Theme, uid: str, now: int) -> None:
    """Tell by mail who decides about a theme that ``uid`` wants to join it."""
    institution = institution_of(theme)
    institution["me"].drop_declined(uid, theme.__name__)
    values = {"who": institution["people"][uid].name, "link": links.page_address(theme)}
    owner = [theme.owner] if theme.owner in institution["people"] else []
    for one in owner or deciders.who_may(institution, Permission.THEME_MANAGE):
        told = {**values, "theme": _title(theme)}
        outbox.post_to(institution, one, mails.THEME_ASKED, told, now)


def reason_of(typed: str) -> str:
    """Return a reason as it was typed, in one line and no longer than mails and pages tell it."""
    return " ".join(typed.split())[:LONGEST]


def accept(actor: Actor, theme: Theme, uid: str, now: int) -> None:
    """Let somebody who has asked be a member, and tell them.

    :raises KeyError: they ask no more.
    :raises SaidNo: they want no message at all by now.
    :raises NotOpen: the theme is closed.
    """
    themes.accept(actor, theme, uid, now)
    institution = institution_of(theme)
    institution["me"].drop_declined(uid, theme.__name__)
    values = {"theme": _title(theme), "link": links.page_address(institution, "me", "choices")}
    outbox.post_to(institution, uid, mails.THEME_ACCEPTED, values, now)


def decline(actor: Actor, theme: Theme, uid: str, reason: str, now: int) -> None:
    """Refuse somebody who has asked to join, and tell them why; nothing if they ask no more."""
    institution = institution_of(theme)
    if not theme.has_asked(uid):
        return
    themes.decline(actor, theme, uid, now)
    if uid not in institution["people"]:
        return
    institution["me"].decline(uid, Declined(now, theme.__name__, reason))
    why = {"fr": reason or "aucune raison n'est donnée", "en": reason or "no reason is given"}
    link = links.page_address(institution, "me", "choices")
    values = {"theme": _title(theme), "reason": why, "link": link}
    outbox.post_to(institution, uid, mails.THEME_DECLINED, values, now)


def tell_erased(institution: Institution, name: str, email: str, language: str, now: int) -> None:
    """Tell somebody by mail that they are erased: the directory knows their address no more."""
    values = {"name": name, "institution": institution.title}
    outbox.post(institution, mails.ERASED, email, values, now, language=language)


def remind(institution: Institution, now: int) -> None:
    """Tell those who decide, once for each, of the requests whose deadline is near."""
    pages, found = institution["me"], erasures(institution, now)
    zone = ZoneInfo(institution.time_zone)
    last = (datetime.fromtimestamp(now, zone).date() + timedelta(days=AHEAD)).isoformat()
    near = [one for one in found if one.days_left <= AHEAD]
    fresh = [one for one in near if _due_day(one, zone) > pages.reminded_to]
    if not fresh:
        return
    pages.reminded_to = last
    values = {
        "count": len(near),
        "day": outbox.day_of(institution, near[0].due_at),
        "link": links.page_address(institution, "dossiers"),
    }
    for uid in _serving(institution):
        outbox.post_to(institution, uid, mails.ERASURES_DUE, values, now)


def _due_day(one: Petition, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(one.due_at, zone).date().isoformat()


def _serving(institution: Institution) -> list[str]:
    """Return who may serve a request to be erased; where nobody may, who can give them that."""
    found = deciders.who_may(institution, *SERVES)
    return found or sorted({*rights.administrators(institution)} & {*institution["people"]})


def _title(theme: Theme) -> Value:
    return {"fr": theme.told("fr")[0], "en": theme.told("en")[0]}
