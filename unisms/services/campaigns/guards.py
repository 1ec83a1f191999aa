"""The guards of sending: refuse what goes beyond the roles of the person who sends."""

from collections.abc import Mapping

from unisms.model.accounts import Account, AccountClosed, NotEnoughCredit
from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up
from unisms.model.kinds import kinds_behind
from unisms.model.reliance import rely_on
from unisms.model.roles import Limits
from unisms.model.root import Institution, Root, institution_of
from unisms.services.audience.questions import Answer, Question
from unisms.services.campaigns import checks, drafts, releases, resends
from unisms.services.campaigns.checks import Bounds
from unisms.services.delivery import steering
from unisms.services.delivery.steering import require, uncertain_numbers
from unisms.services.directory.local_people import LocalPeople
from unisms.services.ground.actor import Actor
from unisms.services.rights import daily, rights
from unisms.services.rights.daily import spend, spent
from unisms.services.rights.reaches import DraftFields, of, problems, templates
from unisms.services.rules.hours import minute_of_day, within
from unisms.sms import states, template
from unisms.sms.purposes import EMERGENCY
from unisms.sms.template import BLANK

#: the code of ``BeyondLimit`` for what ``problems`` finds at a field
BEYOND = {
    **dict.fromkeys(("audience", "minus"), "addressees"),
    "numbers": "numbers",
    **dict.fromkeys(("text", "other_text", "blanks", "mail_body"), "text"),
    "sender_id": "sender_id",
}

#: every code of ``BeyondLimit``
CODES = frozenset(
    ("account", "audience", "daily", "emergency", "hours", "urgent", "values", *BEYOND.values())
)


class BeyondLimit(Exception):
    """The campaign goes further than the sender may.

    ``code``: ``account``, ``audience``, ``daily``, ``emergency``, ``hours``, ``addressees``,
    ``numbers``, ``text``, ``values``, ``sender_id`` or ``urgent``; ``detail`` is the limit:
    people, segments left, characters, or ``(from, to)`` in minutes of the day.
    """

    def __init__(self, code: str, detail: tuple[int, int] | int = 0) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def prepare(
    root: Root, path: str, now: int, answers: Mapping[Question, Answer] = checks.NO_ANSWERS
) -> tuple[Question, ...]:
    """Freeze the audience of the campaign at ``path``, within the limits of its author.

    Nothing is frozen if the author has had too much frozen today. Else this is ``checks.prepare``,
    and returns the same questions.
    """
    campaign = look_up(root, path)
    if campaign is None or campaign.state != states.PREPARING:
        return ()  # thrown away or changed meanwhile, or done already
    institution = institution_of(campaign)
    if daily.has_frozen_enough(institution, campaign.author, now):
        drafts.back_to_draft(campaign, daily.FULL)
        return ()
    unanswered = checks.prepare(root, path, now, answers, _bounds(campaign, now))
    if not unanswered:
        daily.count_frozen(institution, campaign.author, campaign.counted("frozen"), now)
    return unanswered


def refreeze(
    root: Root, campaign: Campaign, now: int, answers: Mapping[Question, Answer] = checks.NO_ANSWERS
) -> checks.Refrozen:
    """Freeze the audience of a checked campaign anew, at the moment of sending.

    It is within the limits of its author; else this is ``checks.refreeze``.
    """
    return checks.refreeze(root, campaign, now, answers, _bounds(campaign, now))


def _bounds(campaign: Campaign, now: int) -> Bounds:
    """Return how far the author of a campaign may go."""
    institution = institution_of(campaign)
    directory = LocalPeople({"institution": institution, "now": now})
    author = rights.person(institution, campaign.author, directory)
    allowed = of(author, campaign.account)
    limited = allowed is not None and not allowed.limits.free_text
    rooms = [_room(institution, text) for text in campaign.texts]
    return Bounds(limited, rooms, not author.may(Permission.NUMBER_VIEW))


def _room(institution: Institution, text: str) -> int:
    """The characters of a text that is a template's once each blank is full; 0 of any other."""
    forms = [one.text for one in templates(institution) if template.fits(text, one.text, BLANK)]
    return max((template.room(form, BLANK) for form in forms), default=0)


def release(
    actor: Actor, campaign: Campaign, now: int, told: tuple[int, int] | None = None
) -> None:
    """Let a checked campaign leave, within the limits of ``actor``; else as ``releases.release``.

    ``told`` are the people and the segments that the actor was told, if they are more than will
    leave (``discretion``). They are what counts: otherwise a refusal, or the rest of a day, would
    show who is not written to.

    :raises BeyondLimit: with the first limit that it passes.
    """
    people, segments = _counted(campaign, told)
    rights.stand_on(actor.institution)
    refuse_beyond(actor, campaign, now, (people, segments))
    if told:
        require(campaign, states.RELEASE)
        _refuse_unpaid(releases.payer_of(campaign), segments)
    releases.release(actor, campaign, now, to_nobody=people > 0)
    spend(actor.institution, actor.uid, segments, now)


def refuse(actor: Actor, campaign: Campaign, at: int, told: tuple[int, int] | None = None) -> None:
    """Raise an error if ``release`` would refuse a campaign at ``at`` (epoch seconds).

    Nothing is written. What it raises is what ``release`` raises.
    """
    people, segments = _counted(campaign, told)
    rights.stand_on(actor.institution)
    refuse_beyond(actor, campaign, at, (people, segments))
    releases.refuse(campaign, to_nobody=people > 0)
    payer = releases.payer_of(campaign)
    if payer.closed:
        raise AccountClosed
    _refuse_unpaid(payer, segments)


def _counted(campaign: Campaign, told: tuple[int, int] | None) -> tuple[int, int]:
    """Return the people and the segments of a campaign, as the actor was told them."""
    return told or (campaign.counted("recipients"), campaign.counted("segments"))


def _refuse_unpaid(account: Account, segments: int) -> None:
    if segments > account.available:
        raise NotEnoughCredit(segments - account.available)


def resend(actor: Actor, campaign: Campaign, now: int) -> None:
    """Send the uncertain messages of a campaign again, within the limits of ``actor``.

    Else this is ``resends.resend_uncertain``.

    :raises BeyondLimit: with the first limit that it passes.
    """
    rights.stand_on(actor.institution)
    again = [campaign.row(number).segments for number in uncertain_numbers(campaign)]
    if again:  # else it was decided already, which is no question of limits
        refuse_beyond(actor, campaign, now, (len(again), sum(again)))
    if resends.resend_uncertain(actor, campaign, now):
        spend(actor.institution, actor.uid, sum(again), now)


def resume(actor: Actor, campaign: Campaign, now: int) -> None:
    """Let a paused campaign go on, within the hours of an actor who may send.

    Else this is ``steering.resume``. An actor who may only steer has no hours.

    :raises BeyondLimit: not at this hour.
    :raises Outdated: its connection is gone, or accepts the sender ID no longer.
    """
    rights.stand_on(actor.institution)
    require(campaign, states.RESUME)
    connection = releases.connection_of(campaign)
    rely_on(connection)
    allowed = of(actor, campaign.account)
    if allowed is not None:
        _refuse_now(allowed.limits, actor.institution, now)
    steering.resume(actor, campaign, connection, now)


def refuse_beyond(
    actor: Actor, campaign: Campaign, now: int, counted: tuple[int, int] | None = None
) -> None:
    """Raise an error if the campaign goes further than ``actor`` may.

    The check of the draft has asked that too: since then roles may have become tighter, or somebody
    else sends it. ``counted`` are the people and the segments, where not the whole campaign leaves.

    :raises BeyondLimit: so it is.
    """
    allowed = of(actor, campaign.account)
    if allowed is None:
        raise BeyondLimit("account")
    fields: DraftFields = {
        "text": campaign.text,
        "audience": campaign.audience,
        "account": campaign.account,
        "sender_id": campaign.sender_id,
        "minus": campaign.minus,
        "wording": campaign.wording,
        "mail_copy": campaign.mail_copy,
    }
    wrong = problems(actor, fields)
    if wrong:
        raise BeyondLimit(BEYOND[wrong[0].field])
    if not allowed.limits.free_text and _has_free_values(campaign):
        raise BeyondLimit("values", BLANK)
    if not _may_address_kinds(actor, campaign):
        raise BeyondLimit("addressees")
    if campaign.purpose == (EMERGENCY,):
        if not actor.may(Permission.CAMPAIGN_EMERGENCY):
            raise BeyondLimit("emergency")
    elif campaign.urgent and not actor.may_somewhere(Permission.CAMPAIGN_URGENT):
        raise BeyondLimit("urgent")
    limits = allowed.limits
    recipients, segments = counted or (campaign.counted("recipients"), campaign.counted("segments"))
    if limits.audience and recipients > limits.audience:
        raise BeyondLimit("audience", limits.audience)
    _refuse_today(actor, limits, segments, now)


def _has_free_values(campaign: Campaign) -> bool:
    """Whether a recipient would get more in a blank than one may write there.

    A campaign checked before this was counted may be so too, unless nothing fills a blank.
    """
    return bool(campaign.counted("free_values", default=bool(campaign.columns)))


def _may_address_kinds(actor: Actor, campaign: Campaign) -> bool:
    """Whether ``actor``, or at least the author of the message, may choose such an audience.

    A trial goes to the person who asks for it.
    """
    known = kinds_behind(actor.institution)
    chosen = set() if campaign.trial else {known[kind] for kind, _ in campaign.audience}
    needed = {kind.permission for kind in chosen} - {None}
    is_own = actor.uid == campaign.author
    author = actor if is_own else rights.person(actor.institution, campaign.author)
    return all(actor.may_somewhere(one) or author.may_somewhere(one) for one in needed)


def refuse_trial(actor: Actor, account: str, segments: int, now: int) -> None:
    """Raise an error if ``actor`` may not send themselves these segments now, paid by ``account``.

    :raises BeyondLimit: so it is.
    """
    allowed = of(actor, account)
    if allowed is None:
        raise BeyondLimit("account")
    _refuse_today(actor, allowed.limits, segments, now)


def _refuse_today(actor: Actor, limits: Limits, segments: int, now: int) -> None:
    left = limits.daily - spent(actor.institution, actor.uid, now)
    if limits.daily and segments > left:
        raise BeyondLimit("daily", max(0, left))
    _refuse_now(limits, actor.institution, now)


def _refuse_now(limits: Limits, institution: Institution, now: int) -> None:
    if limits.hours and not any(
        within(hours, minute_of_day(institution, now)) for hours in limits.hours
    ):
        raise BeyondLimit("hours", limits.hours[0])
