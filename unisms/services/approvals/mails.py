"""The mails about a yes: to those who decide, and to who asks."""

from collections.abc import Iterable, Mapping

from unisms.model.acl import Permission
from unisms.model.approvals import Decision
from unisms.model.campaigns import Campaign
from unisms.model.links import page_address
from unisms.model.root import Institution, institution_of
from unisms.services.approvals.reading import in_both, reason_told
from unisms.services.approvals.texts import (
    APPROVED,
    ASKED,
    ESCALATED,
    EXPIRED,
    REFUSED,
    REMINDED,
    SENT_BACK,
    TEXTS,
    UNFIT,
    WITHDRAWN,
)
from unisms.services.campaigns import checks
from unisms.services.discretion import discretion
from unisms.services.ground import outbox
from unisms.services.ground.outbox import Value
from unisms.services.rights import rights
from unisms.sms import money

PREVIEW = 400  # characters of the text


def ask(campaign: Campaign, uids: Iterable[str], now: int, kind: str = ASKED) -> None:
    """Tell those who decide that a campaign awaits their yes, or call it to mind."""
    institution = institution_of(campaign)
    told: dict[bool, dict[str, Value]] = {}
    for uid in uids:
        whole = not discretion.secrets(campaign) or _sees_numbers(institution, uid)
        if whole not in told:
            told[whole] = {
                **_facts(campaign, whole),
                "link": page_address(campaign, "approval"),
            }
        _post(institution, uid, kind, told[whole], now)


def _sees_numbers(institution: Institution, uid: str) -> bool:
    return rights.person(institution, uid).may(Permission.NUMBER_VIEW)


def decided(campaign: Campaign, kind: str, uid: str, now: int) -> None:
    """Tell who asked, and the author, that somebody has decided."""
    institution, last = institution_of(campaign), campaign.awaited.last
    values: dict[str, Value] = {
        "title": campaign.title,
        "who": _name(institution, uid),
        "link": page_address(campaign),
    }
    if kind != APPROVED:
        values["comment"] = last.comment if last is not None else ""
    for one in _askers(campaign):
        _post(institution, one, kind, values, now)


def unfit(campaign: Campaign, uid: str, now: int) -> None:
    """Tell both that a campaign had a yes, and could not leave: its check says why."""
    institution = institution_of(campaign)
    values: dict[str, Value] = {
        "title": campaign.title,
        "who": _name(institution, uid),
        "why": _why_unfit(campaign.awaited.last),
        "link": page_address(campaign, "check"),
    }
    for one in dict.fromkeys((*_askers(campaign), uid)):
        _post(institution, one, UNFIT, values, now)


def _why_unfit(last: Decision | None) -> Value:
    french, english = TEXTS_OF_UNFIT.get(last.code if last else "", TEXTS_OF_UNFIT[""])
    return {"fr": french, "en": english}


#: code of a problem -> why a message with a yes does not leave; its check says more
TEXTS_OF_UNFIT: Mapping[str, tuple[str, str]] = {
    "credit": ("le crédit du compte ne suffit plus", "the account has too little credit by now"),
    "closed": ("le compte est fermé", "the account is closed"),
    "account": (
        "la personne qui l'envoie ne peut plus faire payer ce compte",
        "the person who sends it may charge this account no longer",
    ),
    "": ("la vérification n'est plus valable", "the check is no longer valid"),
}


def expired(campaign: Campaign, now: int) -> None:
    """Tell who asked that nobody has answered in time."""
    institution = institution_of(campaign)
    values: dict[str, Value] = {
        "title": campaign.title,
        "link": page_address(campaign, "check"),
    }
    for one in _askers(campaign):
        _post(institution, one, EXPIRED, values, now)


def withdrawn(campaign: Campaign, now: int) -> None:
    """Tell those who were asked that they need decide nothing more."""
    institution = institution_of(campaign)
    values: dict[str, Value] = {
        "title": campaign.title,
        "who": _name(institution, campaign.awaited.by),
    }
    for uid in campaign.awaited.asked:
        _post(institution, uid, WITHDRAWN, values, now)


def _post(
    institution: Institution, uid: str, kind: str, values: Mapping[str, Value], now: int
) -> None:
    """Let a mail wait for somebody who is still here."""
    if uid in institution["people"]:
        outbox.post_to(institution, uid, kind, values, now)


def _facts(campaign: Campaign, whole: bool) -> dict[str, Value]:
    """Return what a request tells: all, or as to somebody who may not see numbers."""
    institution, approval = institution_of(campaign), campaign.awaited
    account = institution["accounts"].get(campaign.account)
    check = (checks if whole else discretion).check_of(campaign)
    cost = check.cost
    return {
        "who": _name(institution, approval.by),
        "title": campaign.title,
        "people": check.recipients,
        "segments": check.segments,
        "cost": {language: money.written(cost, language) for language in ("fr", "en")},
        "account": account.title if account is not None else campaign.account,
        "groups": in_both([_group(*one, whole=whole) for one in approval.sources]),
        "why": in_both([reason_told(one) for one in approval.reasons]),
        "text": " ".join(campaign.text.split())[:PREVIEW],
    }


def _group(title: str, count: int, *, whole: bool = True) -> tuple[str, str]:
    """Return a group in both languages, with its count unless that would tell who is left out."""
    known = {"": ("choisis un par un", "chosen one by one"), "file": ("d'un fichier", "of a file")}
    french, english = known.get(title, (title, title))
    return (f"{french} ({count})", f"{english} ({count})") if whole else (french, english)


def _name(institution: Institution, uid: str) -> str:
    person = institution["people"].get(uid)
    return person.name if person is not None else uid


def _askers(campaign: Campaign) -> list[str]:
    return list(dict.fromkeys((campaign.awaited.by, campaign.author)))


__all__ = ["APPROVED", "ASKED", "ESCALATED", "REFUSED", "REMINDED", "SENT_BACK", "TEXTS"]
