"""The people who decide whether a message may leave: those of its account, their deputies."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from unisms.model.acl import Permission
from unisms.model.approvals import Absence, Awaiting
from unisms.model.campaigns import Campaign
from unisms.model.root import Institution, institution_of
from unisms.services.approvals.needs import manner_of, rules_of
from unisms.services.ground.actor import Actor
from unisms.services.rights import rights
from unisms.services.rights.places import uids_of
from unisms.sms import states
from unisms.sms.names import fold

CHAIN = 5  # deputies of deputies, at most
LATE, ONESELF, NOT_ASKED = CODES = ("late", "oneself", "not_asked")


class MayNotDecide(Exception):
    """Somebody may not decide about a campaign.

    ``code``: it awaits no decision (``late``), it is their own (``oneself``), or they are not, or
    no longer, among those who decide (``not_asked``).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def awaiting_of(institution: Institution) -> Awaiting:
    """Return the institution's record of what awaits a yes, made at the first."""
    if institution.awaiting is None:
        institution.awaiting = Awaiting()
    return institution.awaiting


def of_institution(institution: Institution) -> list[str]:
    """Return the uids of those who decide for the whole institution, sorted."""
    return _named(institution, rules_of(institution).approvers, _with_right(institution))


def of_account(institution: Institution, account: str) -> list[str]:
    """Return the uids of those who decide for an account, sorted; none: the institution's do."""
    named = rules_of(institution, account).approvers
    there = _with_right(institution, f"accounts/{account}")
    return _named(institution, named, there | (_with_right(institution) if named else set()))


def _named(institution: Institution, named: Iterable[str], may: set[str]) -> list[str]:
    """Return those of ``named`` who may, or all who may where nobody is named."""
    known = may & set(named) if named else may
    return sorted(uid for uid in known if uid in institution["people"])


def _with_right(institution: Institution, place: str = "") -> set[str]:
    """Return the uids of those whose role at this very place lets them decide."""
    known = institution.permissions_of_roles()
    return {
        uid
        for grant in institution.grants
        if grant.scope == place and Permission.CAMPAIGN_APPROVE in known.get(grant.role, ())
        for uid in uids_of(institution, grant.holder)
    }


def may_be_named(institution: Institution, uid: str, account: str = "") -> bool:
    """Whether a role of ``uid`` lets them decide, there or in the whole institution."""
    there = _with_right(institution, f"accounts/{account}") if account else set()
    return uid in institution["people"] and uid in there | _with_right(institution)


def asked(campaign: Campaign, by: str, now: int, *, escalated: bool = False) -> tuple[str, ...]:
    """Return the uids of those who are to be asked, deputies in the place of those who are away.

    ``by`` wants to send the campaign, and is not among them unless the institution says so. Where
    nobody is left of its account, those of the institution are asked.
    """
    institution = institution_of(campaign)
    first = of_account(institution, campaign.account)
    if first and not escalated:
        found = _standing_in(campaign, by, first, now)
        if found:
            return found
    everybody = dict.fromkeys([*first, *of_institution(institution)])
    return _standing_in(campaign, by, everybody, now)


def _standing_in(campaign: Campaign, by: str, uids: Iterable[str], now: int) -> tuple[str, ...]:
    """Return ``uids`` with deputies in the place of the absent, without those who ask."""
    institution = institution_of(campaign)
    present = filter(None, (present_for(institution, uid, now) for uid in uids))
    return tuple(
        uid for uid in dict.fromkeys(present) if not is_own(institution, campaign, by, uid)
    )


def present_for(institution: Institution, uid: str, now: int) -> str:
    """Return who decides for ``uid`` at ``now``: they, or a deputy; empty: nobody does."""
    for _ in range(CHAIN):
        absence = away(institution, uid, now)
        if absence is None:
            return uid if uid in institution["people"] else ""
        uid = absence.deputy
        if not uid:
            return ""
    return ""


def away(institution: Institution, uid: str, now: int) -> Absence | None:
    """Return the ``Absence`` of ``uid`` if they are away on the day of ``now``, else ``None``."""
    absence = institution.awaiting.absence(uid) if institution.awaiting is not None else None
    day = datetime.fromtimestamp(now, ZoneInfo(institution.time_zone)).date().isoformat()
    return absence if absence is not None and absence.since <= day <= absence.until else None


def is_own(institution: Institution, campaign: Campaign, by: str, uid: str) -> bool:
    """Whether a campaign is ``uid``'s own, and their yes counts for nothing."""
    if manner_of(institution).oneself:
        return False
    return any(is_same_person(institution, uid, other) for other in (by, campaign.author))


def is_same_person(institution: Institution, one: str, other: str) -> bool:
    """Whether two uids are those of one person: by address, by number, or one of before."""
    if one == other:
        return True
    people = institution["people"]
    first, second = people.get(one), people.get(other)
    if first is None or second is None:
        return False
    same_address = bool(first.email) and fold(first.email) == fold(second.email)
    same_number = bool(first.msisdn) and first.msisdn == second.msisdn
    return same_address or same_number


def refuse_to_decide(actor: Actor, campaign: Campaign, now: int) -> None:
    """Raise an error unless ``actor`` may decide about a campaign at ``now``.

    Those of its account and of the institution may, and the deputies of those who are away.

    :raises MayNotDecide: they may not; its code says why.
    """
    institution, approval = institution_of(campaign), campaign.approval
    if campaign.state != states.AWAITING_APPROVAL or approval is None:
        raise MayNotDecide(LATE)
    if is_own(institution, campaign, approval.by, actor.uid):
        raise MayNotDecide(ONESELF)
    if actor.uid not in _deciders(institution, campaign.account, now):
        raise MayNotDecide(NOT_ASKED)


def _deciders(institution: Institution, account: str, now: int) -> set[str]:
    """Return those who decide at an account, and the deputies of those who are away."""
    known = (*of_account(institution, account), *of_institution(institution))
    deputies = {present_for(institution, uid, now) for uid in known}
    return {*known, *deputies} - {""}


def decides_for(campaign: Campaign, uid: str, now: int) -> str:
    """Return the uid of the absent person in whose place ``uid`` decides; empty: in their own."""
    institution = institution_of(campaign)
    known = (*of_account(institution, campaign.account), *of_institution(institution))
    if uid in known:
        return ""
    return next((one for one in known if present_for(institution, one, now) == uid), "")


def waiting_for(actor: Actor, now: int) -> list[Campaign]:
    """Return the campaigns that await a yes which ``actor`` may say, the first asked first."""
    institution = actor.institution
    if institution.awaiting is None:
        return []
    folder = institution["campaigns"]
    known = [folder[name] for name in institution.awaiting.names() if name in folder]
    accounts = {one.account for one in known}
    mine = {one for one in accounts if actor.uid in _deciders(institution, one, now)}
    found = [one for one in known if one.account in mine and may_decide(actor, one, now)]
    return sorted(found, key=lambda one: (one.awaited.asked_at, one.__name__))


def may_decide(actor: Actor, campaign: Campaign, now: int) -> bool:
    """Whether ``actor`` may decide about a campaign at ``now``."""
    try:
        refuse_to_decide(actor, campaign, now)
    except MayNotDecide:
        return False
    return True


def may_ever_decide(actor: Actor) -> bool:
    """Whether a role of ``actor`` lets them decide somewhere."""
    return actor.may_somewhere(Permission.CAMPAIGN_APPROVE)


def may_be_deputy(institution: Institution, uid: str) -> bool:
    """Whether somebody can decide in another's place: they have a role here, whatever it is."""
    return uid in institution["people"] and bool(rights.held(institution, uid))


def with_roles(institution: Institution) -> set[str]:
    """Return the uids of all who have a role here, directly or by a group."""
    found = {uid for grant in institution.grants for uid in uids_of(institution, grant.holder)}
    return {uid for uid in found if uid in institution["people"]}
