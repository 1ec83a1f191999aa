"""Whether a message needs somebody's yes before it leaves, and why: rules as data.

The rules of the institution and those of the account count together, so that the stricter of two
does.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from unisms.model.acl import Permission
from unisms.model.approvals import ApprovalRules, Manner
from unisms.model.campaigns import Campaign
from unisms.model.kinds import kinds_behind, parts_behind
from unisms.model.root import Institution, institution_of
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Detail
from unisms.services.rules.hours import minute_of_day, within
from unisms.services.schedules import forecasts
from unisms.sms.purposes import EMERGENCY

#: a code and its detail: of the reason for which a yes is needed, or of something unusual
Reason: TypeAlias = tuple[str, Detail]
SATURDAY, SUNDAY = 5, 6  # as ``date.weekday`` counts
RECIPIENTS, COST, AUDIENCE, ROLE, PERSON, NIGHT, WEEKEND = CODES = (
    "recipients",
    "cost",
    "audience",
    "role",
    "person",
    "night",
    "weekend",
)
#: kind of an audience -> the reason for which each message to one needs a yes
OF_KINDS = {
    "group": "audience_group",
    "theme": "audience_theme",
    "import": "audience_import",
    "number": "audience_number",
}
AUDIENCE_OTHER = "audience_other"


def rules_of(institution: Institution, account: str = "") -> ApprovalRules:
    """Return the rules of the institution, or those of one of its accounts."""
    holder = institution["accounts"].get(account) if account else institution
    return ApprovalRules(*((holder.approval_rules if holder is not None else None) or ()))


def manner_of(institution: Institution) -> Manner:
    """Return the way in which the institution awaits a yes."""
    return Manner(*institution.approval_manner)


def leaves_at(campaign: Campaign, now: int) -> int:
    """Return when a campaign that is released at ``now`` begins to leave, both epoch seconds."""
    return forecasts.of(campaign, forecasts.asked_for(campaign, now)).begins


def reasons(
    actor: Actor, campaign: Campaign, now: int, told: tuple[int, int] | None = None
) -> tuple[Reason, ...]:
    """Return why ``actor`` needs a yes to send a checked campaign; nothing: they need none.

    ``told`` are the people and segments that they were told, if more than will leave.
    """
    institution = institution_of(campaign)
    found: dict[tuple[str, Detail], None] = {}
    every = [rules_of(institution), rules_of(institution, campaign.account)]
    if campaign.purpose == (EMERGENCY,):
        every = [rules for rules in every if rules.emergencies]
    people = told[0] if told else campaign.counted("recipients")
    found.update(dict.fromkeys(_of_size(every, people, campaign.counted("cost"))))
    for rules in every:
        found.update(dict.fromkeys(_of_audience(institution, rules, campaign)))
        found.update(dict.fromkeys(_of_sender(actor, rules, campaign)))
        found.update(dict.fromkeys(_of_hour(institution, rules, leaves_at(campaign, now))))
    return tuple(found)


def _of_size(every: Sequence[ApprovalRules], people: int, cost: int) -> Iterator[Reason]:
    """Yield the lowest bound that is reached, of people and of cost."""
    for code, bounds, size in (
        (RECIPIENTS, [rules.recipients for rules in every], people),
        (COST, [rules.cost for rules in every], cost),
    ):
        reached = [bound for bound in bounds if bound and size >= bound]
        if reached:
            yield code, min(reached)


def _of_audience(
    institution: Institution, rules: ApprovalRules, campaign: Campaign
) -> Iterator[Reason]:
    """Yield each part of the audience that the rules name, by its title or its kind.

    Saved audiences, and messages of before, count as those by which their people were chosen.
    """
    known = kinds_behind(institution)
    for kind, name in parts_behind(institution, campaign.audience):
        if (kind, name) in rules.audiences:
            yield AUDIENCE, known[kind].title(institution, name) or name
        elif (kind, "") in rules.audiences:
            yield OF_KINDS.get(kind, AUDIENCE_OTHER), ""


def _of_sender(actor: Actor, rules: ApprovalRules, campaign: Campaign) -> Iterator[Reason]:
    alone = Permission.CAMPAIGN_SEND_ALONE
    if rules.by_role and not actor.may(alone, f"accounts/{campaign.account}"):
        yield ROLE, ""
    if actor.uid in rules.people or campaign.author in rules.people:
        yield PERSON, ""


def _of_hour(institution: Institution, rules: ApprovalRules, at: int) -> Iterator[Reason]:
    if rules.night and within(rules.night, minute_of_day(institution, at)):
        yield NIGHT, rules.night
    if rules.weekend and weekday(institution, at) in (SATURDAY, SUNDAY):
        yield WEEKEND, ""


def weekday(institution: Institution, at: int) -> int:
    """Return the day of the week at ``at`` (epoch seconds) in the institution: 0 is Monday."""
    return datetime.fromtimestamp(at, ZoneInfo(institution.time_zone)).weekday()
