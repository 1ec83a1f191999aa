"""How far somebody's roles let them go: to whom, with what text, how much, when, and who pays.

Of several roles the most generous counts, each limit for itself. ``found`` is what ``rights.held`` tells of a person.
"""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.model.acl import Permission
from unisms.model.folder import look_up
from unisms.model.reliance import rely_on
from unisms.model.roles import Limits
from unisms.model.root import institution_of
from unisms.model.templates import MessageTemplate
from unisms.services import composing, delivery
from unisms.services.audience import BLANK
from unisms.services.delivery import require, uncertain_numbers
from unisms.services.rights import daily, rights
from unisms.services.rights.daily import forget_spent, spend, spent
from unisms.sms import states, template
from unisms.sms.visible import visible

#: the code of ``BeyondLimit`` for what ``problems`` finds at a field
BEYOND = {"audience": "addressees", "numbers": "numbers", "text": "text", "sender_id": "sender_id"}

#: what lets one choose a kind of audience; a group, or a number that is typed, takes no more than to compose
CHOSEN_BY = {"import": Permission.IMPORT_FILE, "person": Permission.PERSON_VIEW}


class BeyondLimit(Exception):
    """The campaign goes further than the sender may. ``code``: ``account``, ``audience``, ``daily``,
    ``hours``, ``addressees``, ``numbers``, ``text``, ``values``, ``sender_id`` or ``urgent``;
    ``detail`` is the limit: people, segments left, characters, or ``(from, to)`` in minutes of the
    day."""

    def __init__(self, code, detail=0):
        super().__init__(code, detail)
        self.code, self.detail = code, detail


class Reach(NamedTuple):
    """How far one may go when a certain account pays."""

    limits: Limits  #: of all roles together; ``hours`` are then pairs of (from, to)
    groups: frozenset | None  #: the only groups one may write to; ``None``: whomever one finds


def reach(institution, found, account):
    """The ``Reach`` of somebody when ``account`` pays, or ``None``: they may not charge it."""
    roles = [one for one in _senders(institution, found) if _charges(institution, one, account)]
    if not roles:
        return None
    limits = [rights.limits_of(institution, one.role) for one in roles]
    return Reach(_together(limits), _only_groups(roles))


def groups(institution, found):
    """The only groups that somebody may write to, whoever pays; ``None``: whomever they find."""
    return _only_groups([one for one in _senders(institution, found) if not one.scope.startswith("templates/")])


def _only_groups(roles):
    groups = frozenset(one.scope.removeprefix("groups/") for one in roles)
    return groups if all(one.scope.startswith("groups/") for one in roles) else None


def _senders(institution, found):
    known = institution.permissions_of_roles()
    return [one for one in found if Permission.CAMPAIGN_COMPOSE in known.get(one.role, ())]


def _charges(institution, one, account):
    if one.scope.startswith("accounts/"):
        return one.scope == f"accounts/{account}"
    named = rights.limits_of(institution, one.role).accounts
    return not one.scope.startswith("templates/") and (not named or account in named)


def _together(limits):
    return Limits(
        audience=_most([one.audience for one in limits]),
        daily=_most([one.daily for one in limits]),
        free_text=any(one.free_text for one in limits),
        typed_numbers=any(one.typed_numbers for one in limits),
        sender_ids=_union([one.sender_ids for one in limits]),
        hours=_union([one.hours and (one.hours,) for one in limits]),
    )


def _most(numbers):
    return 0 if 0 in numbers else max(numbers)


def _union(sets):
    return () if () in sets else tuple(dict.fromkeys(item for one in sets for item in one))


def accounts(institution, found):
    """The names of the open accounts that somebody may charge."""
    return [
        name
        for name, account in institution["accounts"].items()
        if not account.closed and reach(institution, found, name) is not None
    ]


def problems(institution, found, fields):
    """Pairs of field and code: what keeps these fields of a draft from being this person's."""
    allowed = reach(institution, found, fields["account"])
    if allowed is None:
        return (("account", "not_yours"),) if fields["account"] in institution["accounts"] else ()
    wrong, limits = [], allowed.limits
    kinds = {kind for kind, _ in fields["audience"]}
    if allowed.groups is not None and not may_address(allowed, fields["audience"]):
        wrong.append(("audience", "not_yours"))
    if "number" in kinds and not limits.typed_numbers:
        wrong.append(("numbers", "directory_only"))
    if not limits.free_text and not follows_template(institution, fields["text"]):
        wrong.append(("text", "template_only"))
    if limits.sender_ids and fields["sender_id"] and fields["sender_id"] not in limits.sender_ids:
        wrong.append(("sender_id", "not_yours"))
    return tuple(wrong)


def may_address(allowed, audience):
    """Whether the audience is within the groups one may write to."""
    return allowed.groups is None or all(kind == "group" and name in allowed.groups for kind, name in audience)


def follows_template(institution, text):
    """Whether ``text`` is a template's, its blanks perhaps filled."""
    seen = visible(text)
    return any(template.fits(seen, visible(one.text), BLANK) for one in templates(institution))


def templates(institution):
    """Every message template that is not archived, of the institution and of its departments."""
    for one in institution["templates"].values():
        for found in [one] if isinstance(one, MessageTemplate) else one.values():
            if not found.archived:
                yield found


def prepare(root, path, now):
    """Freeze the audience of the campaign at ``path``, as far as its author may go, and unless they
    have had too much frozen today; else as ``composing.prepare``."""
    campaign = look_up(root, path)
    if campaign is None or campaign.state != states.PREPARING:
        return  # thrown away or changed meanwhile, or done already
    institution = institution_of(campaign)
    if daily.has_frozen_enough(institution, campaign.author, now):
        composing.back_to_draft(campaign, daily.FULL)
        return
    allowed = reach(institution, rights.held(institution, campaign.author), campaign.account)
    limited = allowed is not None and not allowed.limits.free_text
    composing.prepare(root, path, now, limited=limited, room=_room(institution, campaign.text))
    daily.count_frozen(institution, campaign.author, campaign.counted("frozen"), now)


def _room(institution, text):
    """The characters of a text that is a template's once each blank is full; 0 of any other."""
    forms = [one.text for one in templates(institution) if template.fits(text, one.text, BLANK)]
    return max((template.room(form, BLANK) for form in forms), default=0)


def release(institution, found, by, campaign, now, told=None):
    """Let a checked campaign leave, as far as the person ``by`` may; else as ``composing.release``.
    ``told`` are the people and the segments that they were told, where that is more than will leave
    (``discretion``): it counts, so that nothing that is refused, or left of a day, shows them who
    is not written to.

    :raises BeyondLimit: with the first limit that it passes.
    """
    rights.stand_on(institution)
    people, segments = told or (campaign.counted("recipients"), campaign.counted("segments"))
    refuse_beyond(institution, found, by, campaign, now, (people, segments))
    if told:
        require(campaign, states.RELEASE)
        _refuse_unpaid(composing.payer_of(campaign), segments)
    composing.release(campaign, by, now, to_nobody=people > 0)
    spend(institution, by, segments, now)


def _refuse_unpaid(account, segments):
    if segments > account.available:
        raise composing.NotEnoughCredit(segments - account.available)


def resend(institution, found, by, campaign, now):
    """Send what is uncertain of a campaign again, as far as the person ``by`` may send it now; else as
    ``composing.resend_uncertain``.

    :raises BeyondLimit: with the first limit that it passes.
    """
    rights.stand_on(institution)
    again = [campaign.row(number).segments for number in uncertain_numbers(campaign)]
    if again:  # else it was decided already, which is no question of limits
        refuse_beyond(institution, found, by, campaign, now, (len(again), sum(again)))
    if composing.resend_uncertain(campaign, by, now):
        spend(institution, by, sum(again), now)


def resume(institution, found, by, campaign, now):
    """Let a paused campaign go on, within the hours of who sends by their roles; else as ``delivery.resume``. Who only
    steers has no hours.

    :raises BeyondLimit: not at this hour.
    :raises Outdated: its connection is gone, or accepts the sender ID no longer.
    """
    rights.stand_on(institution)
    require(campaign, states.RESUME)
    connection = composing.connection_of(campaign)
    rely_on(connection)
    allowed = reach(institution, found, campaign.account)
    if allowed is not None:
        _refuse_now(allowed.limits, institution, now)
    delivery.resume(campaign, connection, by, now)


def refuse_beyond(institution, found, by, campaign, now, counted=None):
    """What the check of the draft asked is asked again: roles may have become tighter, or somebody else sends it.
    ``counted`` are the people and the segments, where not the whole campaign leaves.

    :raises BeyondLimit: the campaign goes further than the person ``by`` may.
    """
    allowed = reach(institution, found, campaign.account)
    if allowed is None:
        raise BeyondLimit("account")
    fields = {name: getattr(campaign, name) for name in ("text", "audience", "account", "sender_id")}
    wrong = problems(institution, found, fields)
    if wrong:
        raise BeyondLimit(BEYOND[wrong[0][0]])
    if not allowed.limits.free_text and _has_free_values(campaign):
        raise BeyondLimit("values", BLANK)
    if not _may_address_kinds(institution, found, by, campaign):
        raise BeyondLimit("addressees")
    if campaign.urgent and not rights.may_somewhere(institution, found, Permission.CAMPAIGN_URGENT):
        raise BeyondLimit("urgent")
    limits = allowed.limits
    recipients, segments = counted or (campaign.counted("recipients"), campaign.counted("segments"))
    if limits.audience and recipients > limits.audience:
        raise BeyondLimit("audience", limits.audience)
    _refuse_today(limits, institution, by, segments, now)


def _has_free_values(campaign):
    """Whether somebody would get more in a blank than one may write there; it may be so of whatever was
    checked before this was counted, unless nothing fills a blank."""
    return bool(campaign.counted("free_values", default=bool(campaign.columns)))


def _may_address_kinds(institution, found, by, campaign):
    """Whether ``by`` may choose such an audience; of a message of somebody else, at least its
    author. A trial goes to whoever asks for it."""
    kinds = set() if campaign.trial else {kind for kind, _ in campaign.audience}
    needed = [permission for kind, permission in CHOSEN_BY.items() if kind in kinds]
    of_author = () if by == campaign.author else rights.held(institution, campaign.author)
    return all(any(rights.may_somewhere(institution, of, one) for of in (found, of_author)) for one in needed)


def refuse_trial(institution, found, by, account, segments, now):
    """:raises BeyondLimit: the person ``by`` may not send so many segments to themselves now, paid by this account."""
    allowed = reach(institution, found, account)
    if allowed is None:
        raise BeyondLimit("account")
    _refuse_today(allowed.limits, institution, by, segments, now)


def _refuse_today(limits, institution, by, segments, now):
    left = limits.daily - spent(institution, by, now)
    if limits.daily and segments > left:
        raise BeyondLimit("daily", max(0, left))
    _refuse_now(limits, institution, now)


def _refuse_now(limits, institution, now):
    if limits.hours and not any(within(hours, minute_of_day(institution, now)) for hours in limits.hours):
        raise BeyondLimit("hours", limits.hours[0])


def within(hours, minute):
    """Whether a minute of the day is between ``hours``, which may pass midnight."""
    start, end = hours
    return start <= minute < end if start <= end else minute >= start or minute < end


def minute_of_day(institution, now):
    """The minute of the institution's day at ``now`` (epoch seconds)."""
    local = datetime.fromtimestamp(now, ZoneInfo(institution.time_zone))
    return local.hour * 60 + local.minute


__all__ = ["forget_spent", "spend", "spent"]
