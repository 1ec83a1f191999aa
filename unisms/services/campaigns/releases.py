"""Releasing a checked campaign: the credit reserved, the campaign in the line of its connection."""

from unisms.model import history
from unisms.model.accounts import Account, AccountClosed
from unisms.model.alerts import REHEARSAL
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import root_of
from unisms.model.reliance import rely_on
from unisms.model.root import Institution, institution_of
from unisms.model.terms import Terms
from unisms.services.brokers import holds
from unisms.services.brokers.connections import usable
from unisms.services.copies import copies
from unisms.services.delivery.steering import require
from unisms.services.exclusions import once_keys
from unisms.services.ground import journal, lives
from unisms.services.ground.actor import Actor
from unisms.services.money import billing
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY


class NobodyToWriteTo(Exception):
    """Every recipient was set aside."""


class Outdated(Exception):
    """The check holds no more; ``code`` says why.

    The broker connection has gone (``connection``), accepts the sender ID no longer (``sender_id``)
    or writes in another alphabet (``alphabet``). The institution has other ``rules``. Some message
    costs otherwise (``price``). Another message with its once-only key was released (``once``).
    It is a ``rehearsal``, which never leaves.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def release(actor: Actor, campaign: Campaign, now: int, *, to_nobody: bool = False) -> None:
    """Reserve the credit and let the campaign wait for its turn.

    The caller nudges the connection after the commit. With ``to_nobody`` a campaign is released
    even if the check left no recipient, because its sender must not learn that.

    :raises NotEnoughCredit: with what is missing; the campaign stays checked.
    :raises AccountClosed: the account pays for nothing new, or is gone.
    :raises WrongState: it is not checked, or was sent already.
    :raises NobodyToWriteTo: the check left no recipient.
    :raises Outdated: its connection has changed since, a price, or the institution's rules.
    :raises StoreHeld: nothing may leave from a store that was restored and not released.
    """
    refuse(campaign, to_nobody=to_nobody)
    institution, connection = institution_of(campaign), connection_of(campaign)
    account = payer_of(campaign)
    rely_on(institution, connection, account)
    campaign.agreed = tuple(billing.terms(institution, connection))
    segments, cost = campaign.counted("segments"), campaign.counted("cost")
    billing.reserve(actor, account, campaign.__name__, segments, cost, now)
    campaign.sent_at = now
    campaign.carrier(campaign.connection)  # here, where it is written anyway: claims write its rows
    campaign.become(states.SENDING)
    connection.join_line(campaign.path, campaign.urgent, campaign.held_by)
    history.note(campaign)
    copies.begin(campaign)
    once_keys.note_release(campaign, now)
    holds.look_again(connection, now)
    journal.act(actor, campaign, "released", now)
    if campaign.purpose == (EMERGENCY,):
        after = {"reason": campaign.reason, "recipients": campaign.counted("recipients")}
        journal.write(actor, "campaign.emergency", campaign, now, after=after)


def refuse(campaign: Campaign, *, to_nobody: bool = False) -> None:
    """Raise an error if ``release`` would refuse a campaign, but for what its account says."""
    require(campaign, states.RELEASE)
    if not campaign.counted("recipients") and not to_nobody:
        raise NobodyToWriteTo
    if code := outdated(campaign):
        raise Outdated(code)
    lives.refuse_held(root_of(campaign))


def outdated(campaign: Campaign) -> str:
    """Return why the check of a campaign holds no more, as a code of ``Outdated``; else empty."""
    if campaign.alerting.mode == REHEARSAL:
        return "rehearsal"
    try:
        connection = connection_of(campaign)
    except Outdated as reason:
        return reason.code
    institution = institution_of(campaign)
    now = billing.terms(institution, connection)
    then = Terms(*campaign.agreed) if campaign.agreed else now
    if then.rules != now.rules or _older_than_rules(campaign, institution):
        return "rules"
    if then.alphabet != now.alphabet:
        return "alphabet"
    if once_keys.is_outdated(campaign):
        return "once"
    return "price" if billing.costs_otherwise(campaign, now) else ""


def _older_than_rules(campaign: Campaign, institution: Institution) -> bool:
    """Whether a campaign may be older than the rules.

    It can be, if it was checked before 2026-12, when no terms were kept.
    """
    changed = institution.policies_change
    return bool(not campaign.agreed and changed and changed[0] >= campaign.checked_at)


def payer_of(campaign: Campaign) -> Account:
    """The account that pays for a campaign.

    :raises AccountClosed: there is none of that name any more.
    """
    account = institution_of(campaign)["accounts"].get(campaign.account)
    if account is None:
        raise AccountClosed
    return account


def connection_of(campaign: Campaign) -> BrokerConnection:
    """The connection over which a campaign is to leave.

    :raises Outdated: it is gone, or no longer accepts the sender ID.
    """
    institution = institution_of(campaign)
    connection = usable(institution).get(campaign.connection)
    if connection is None:
        raise Outdated("connection")
    if campaign.sender_id and campaign.sender_id not in connection.accepted(institution.__name__):
        raise Outdated("sender_id")
    return connection
