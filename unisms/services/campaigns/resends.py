"""Uncertain messages sent again."""

from collections.abc import Iterator

from unisms.model import history
from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.campaigns import Campaign, WrongState
from unisms.model.folder import find, look_up, root_of
from unisms.model.reliance import rely_on
from unisms.model.root import Root, institution_of
from unisms.model.rows import MessageRow
from unisms.services.brokers.connections import all_connections
from unisms.services.campaigns import releases
from unisms.services.campaigns.releases import connection_of, payer_of
from unisms.services.delivery.steering import give_up, require, uncertain_numbers
from unisms.services.ground import days, journal, lives
from unisms.services.ground.actor import Actor, service
from unisms.services.money import billing
from unisms.sms import states

DOUBT = 120  # seconds that an uncertain message waits for its receipt before it is sent again


def resend_uncertain(actor: Actor, campaign: Campaign, now: int, before: int | None = None) -> int:
    """Send every uncertain message again, as a new row that names the old one; return how many.

    The old row is written off. A person decides that, or the campaign's policy: it may reach
    somebody twice. With ``before`` (epoch seconds), send only the messages that were uncertain then
    and were not sent again already.

    :raises NotEnoughCredit: the account lacks what the new messages cost.
    :raises AccountClosed: the account pays for nothing new, or is gone.
    :raises Outdated: the connection is gone, or accepts the sender ID no longer.
    """
    require(campaign, states.RESEND)
    numbers = uncertain_numbers(campaign) if before is None else _long_uncertain(campaign, before)
    if not numbers:
        return 0  # an empty reservation would take the key of the next one
    institution, connection, account = (
        institution_of(campaign),
        connection_of(campaign),
        payer_of(campaign),
    )
    lives.refuse_held(root_of(institution))
    rely_on(institution, connection, account)
    again = [(campaign.row(number), campaign.values(number)) for number in numbers]
    segments = sum(row.segments for row, _ in again)
    cost = billing.cost_again(campaign, account, [(row.msisdn, row.segments) for row, _ in again])
    first = campaign.last_number() + 1
    billing.reserve(actor, account, campaign.__name__, segments, cost, now, f"resend-{first}")
    give_up(campaign, numbers, now)
    _freeze_again(campaign, numbers, again, first)
    history.note(campaign)
    if campaign.state == states.SENT:
        campaign.become(states.SENDING)
        campaign.ended_at = 0
    if campaign.state == states.SENDING:
        connection.join_line(campaign.path, campaign.urgent, campaign.held_by)
    journal.act(actor, campaign, "resent", now, str(len(numbers)))
    return len(numbers)


def _freeze_again(
    campaign: Campaign,
    numbers: list[int],
    again: list[tuple[MessageRow, tuple[str, ...]]],
    first: int,
) -> None:
    """Write a new row for each of ``numbers``, counted from ``first``.

    ``again`` are the old rows and their values, in the order of ``numbers``.
    """
    rows = [
        (new, MessageRow(row.msisdn, segments=row.segments))
        for new, (row, _) in enumerate(again, first)
    ]
    campaign.freeze(rows, [(new, values) for new, (_, values) in enumerate(again, first)])
    campaign.repeat([(new, number) for new, number in enumerate(numbers, first)])


def _long_uncertain(campaign: Campaign, before: int) -> list[int]:
    """Return the rows that are uncertain since ``before``, except second tries.

    A second try that is uncertain too is left to a person: a broker that never answers would be
    paid for ever.
    """
    return [
        number
        for number in uncertain_numbers(campaign)
        if not _is_young(campaign.row(number), before) and not campaign.repeated(number)
    ]


def _is_young(row: MessageRow, before: int) -> bool:
    """Whether the last news of the row came after ``before``.

    News with a moment in the future do not count: a clock was wrong.
    """
    return before < row.changed_at <= before + days.SKEW


def resend_doubtful(root: Root, path: str, now: int) -> str | None:
    """Send again the messages uncertain for two minutes, if the campaign's policy says so.

    They are sent as far as the credit goes. Return the path of the connection to nudge, or
    ``None``.
    """
    campaign = find(root, path)
    if lives.is_older(root, campaign.sent_at):
        return None  # a restored store has forgotten what became of it
    try:
        sent_again = resend_uncertain(service(), campaign, now, now - DOUBT)
    except (WrongState, NotEnoughCredit, AccountClosed, releases.Outdated):
        return None
    return campaign.connection if sent_again else None


def doubtful(root: Root, _now: int) -> Iterator[tuple[str, str]]:
    """Yield the tasks that send again what is uncertain, where the campaign wants that."""
    for connection in all_connections(root):
        for path in connection.open if connection.is_at_work else ():
            campaign = look_up(root, path)
            if campaign is not None and campaign.on_doubt == "resend":
                yield "resend_doubtful", path
