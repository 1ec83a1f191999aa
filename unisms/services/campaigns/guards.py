"""The guards of sending: refuse what goes beyond the roles of the person who sends."""

from unisms.model.accounts import NotEnoughCredit
from unisms.model.acl import Permission
from unisms.model.folder import look_up
from unisms.model.reliance import rely_on
from unisms.model.root import institution_of
from unisms.services.campaigns import checks, drafts, releases, resends
from unisms.services.delivery import steering
from unisms.services.delivery.steering import require, uncertain_numbers
from unisms.services.rights import daily, rights
from unisms.services.rights.daily import spend, spent
from unisms.services.rights.reaches import of, problems, templates
from unisms.services.rules.hours import minute_of_day, within
from unisms.sms import states, template
from unisms.sms.template import BLANK

#: the code of ``BeyondLimit`` for what ``problems`` finds at a field
BEYOND = {"audience": "addressees", "numbers": "numbers", "text": "text", "sender_id": "sender_id"}

#: every code of ``BeyondLimit``
CODES = frozenset(("account", "audience", "daily", "hours", "urgent", "values", *BEYOND.values()))

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


def prepare(root, path, now):
    """Freeze the audience of the campaign at ``path``, as far as its author may go, and unless they
    have had too much frozen today; else as ``checks.prepare``."""
    campaign = look_up(root, path)
    if campaign is None or campaign.state != states.PREPARING:
        return  # thrown away or changed meanwhile, or done already
    institution = institution_of(campaign)
    if daily.has_frozen_enough(institution, campaign.author, now):
        drafts.back_to_draft(campaign, daily.FULL)
        return
    allowed = of(institution, rights.held(institution, campaign.author), campaign.account)
    limited = allowed is not None and not allowed.limits.free_text
    checks.prepare(root, path, now, limited=limited, room=_room(institution, campaign.text))
    daily.count_frozen(institution, campaign.author, campaign.counted("frozen"), now)


def _room(institution, text):
    """The characters of a text that is a template's once each blank is full; 0 of any other."""
    forms = [one.text for one in templates(institution) if template.fits(text, one.text, BLANK)]
    return max((template.room(form, BLANK) for form in forms), default=0)


def release(institution, found, by, campaign, now, told=None):
    """Let a checked campaign leave, as far as the person ``by`` may; else as ``releases.release``.
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
        _refuse_unpaid(releases.payer_of(campaign), segments)
    releases.release(campaign, by, now, to_nobody=people > 0)
    spend(institution, by, segments, now)


def _refuse_unpaid(account, segments):
    if segments > account.available:
        raise NotEnoughCredit(segments - account.available)


def resend(institution, found, by, campaign, now):
    """Send what is uncertain of a campaign again, as far as the person ``by`` may send it now; else as
    ``resends.resend_uncertain``.

    :raises BeyondLimit: with the first limit that it passes.
    """
    rights.stand_on(institution)
    again = [campaign.row(number).segments for number in uncertain_numbers(campaign)]
    if again:  # else it was decided already, which is no question of limits
        refuse_beyond(institution, found, by, campaign, now, (len(again), sum(again)))
    if resends.resend_uncertain(campaign, by, now):
        spend(institution, by, sum(again), now)


def resume(institution, found, by, campaign, now):
    """Let a paused campaign go on, within the hours of who sends by their roles; else as ``steering.resume``. Who only
    steers has no hours.

    :raises BeyondLimit: not at this hour.
    :raises Outdated: its connection is gone, or accepts the sender ID no longer.
    """
    rights.stand_on(institution)
    require(campaign, states.RESUME)
    connection = releases.connection_of(campaign)
    rely_on(connection)
    allowed = of(institution, found, campaign.account)
    if allowed is not None:
        _refuse_now(allowed.limits, institution, now)
    steering.resume(campaign, connection, by, now)


def refuse_beyond(institution, found, by, campaign, now, counted=None):
    """What the check of the draft asked is asked again: roles may have become tighter, or somebody else sends it.
    ``counted`` are the people and the segments, where not the whole campaign leaves.

    :raises BeyondLimit: the campaign goes further than the person ``by`` may.
    """
    allowed = of(institution, found, campaign.account)
    if allowed is None:
        raise BeyondLimit("account")
    fields = {
        name: getattr(campaign, name) for name in ("text", "audience", "account", "sender_id")
    }
    wrong = problems(institution, found, fields)
    if wrong:
        raise BeyondLimit(BEYOND[wrong[0].field])
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
    return all(
        any(rights.may_somewhere(institution, of, one) for of in (found, of_author))
        for one in needed
    )


def refuse_trial(institution, found, by, account, segments, now):
    """:raises BeyondLimit: the person ``by`` may not send so many segments to themselves now, paid by this account."""
    allowed = of(institution, found, account)
    if allowed is None:
        raise BeyondLimit("account")
    _refuse_today(allowed.limits, institution, by, segments, now)


def _refuse_today(limits, institution, by, segments, now):
    left = limits.daily - spent(institution, by, now)
    if limits.daily and segments > left:
        raise BeyondLimit("daily", max(0, left))
    _refuse_now(limits, institution, now)


def _refuse_now(limits, institution, now):
    if limits.hours and not any(
        within(hours, minute_of_day(institution, now)) for hours in limits.hours
    ):
        raise BeyondLimit("hours", limits.hours[0])
