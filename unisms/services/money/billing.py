"""Money: the cost of messages, its reservation and its settlement.

Credit counts segments; amounts are thousandths of a euro.
"""

import secrets
from collections import Counter
from collections.abc import Iterable
from typing import Any

from unisms.model.accounts import Account, AccountClosed, LedgerEntry, NotEnoughCredit
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.root import Institution
from unisms.model.rows import IDS, MSISDN, SEGMENTS, STATE
from unisms.model.terms import Terms
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.sms import states
from unisms.sms.money import COUNTRY, Tariff, thousandths

RESERVE, SETTLE = "reserve", "settle"  # kinds of the entries that begin and close a message
MANY, TIMES = 50_000, 10  # segments, and times the largest credit so far: more is asked about once


def countries(numbers: Iterable[str]) -> Counter[str]:
    """How many of these numbers begin with what tells their country."""
    return Counter(number[:COUNTRY] for number in numbers)


def tariff(institution: Institution, connection: BrokerConnection) -> Tariff:
    """The ``Tariff`` of an institution over a connection, as it is now."""
    return Tariff(connection.prices, institution.foreign_price)


def terms(institution: Institution, connection: BrokerConnection) -> Terms:
    """The ``Terms`` on which a campaign may be checked now."""
    rules = (institution.consent, institution.foreign_numbers, institution.country)
    rules += institution.policies
    return Terms(tuple(connection.prices), institution.foreign_price, connection.alphabet, rules)


def is_unusual(account: Account, segments: int) -> bool:
    """Whether so much credit, at once, may be a slip of the hand."""
    largest = max((entry.segments for entry in account.credits()), default=0)
    return segments >= MANY or 0 < largest * TIMES <= segments


def grant(
    actor: Actor, account: Account, segments: int, now: int, once: str = "", note: str = ""
) -> bool:
    """Give credit, or take it back by a negative number; return whether that was done.

    A second call with the same word ``once`` gives nothing. ``note`` says why.

    :raises NotEnoughCredit: less than that is left.
    """
    key = f"credit:once {once} {segments}" if once else f"credit:{now}:{secrets.token_hex(4)}"
    if account.entry(key) is not None:
        return False
    if segments < -account.available:
        raise NotEnoughCredit(-segments - account.available)
    after = {"segments": segments, **({"note": note} if note else {})}
    journal.write(actor, "account.credited", account, now, after=after)
    return account.record(key, LedgerEntry(now, "credit", "", segments, 0, actor.uid, note))


def reserve(
    actor: Actor,
    account: Account,
    campaign: str,
    segments: int,
    cost: int,
    now: int,
    kind: str = RESERVE,
) -> None:
    """Set the credit of a campaign aside.

    :raises AccountClosed: it pays for nothing new.
    :raises NotEnoughCredit: the account lacks some of it.
    """
    if account.closed:
        raise AccountClosed
    if segments > account.spendable:
        raise NotEnoughCredit(segments - account.spendable)
    entry = LedgerEntry(now, kind, campaign, -segments, -cost, actor.uid)
    account.record(f"{campaign}:{kind}", entry)


def settle(account: Account, campaign: str, segments: int, cost: int, now: int) -> int:
    """Give back the unspent part of the reservation: ``segments`` and ``cost`` were spent.

    Return the segments given back.

    Each entry is rounded for itself. At the terms of the reservation only this rounding could make
    the cost higher than the reservation, and nobody is charged for that.
    """
    reserved, amount = _reserved(account, campaign)
    back, refund = reserved - segments, amount - cost
    refund = max(0, refund) if back >= 0 else refund
    account.record(f"{campaign}:settle", LedgerEntry(now, SETTLE, campaign, back, refund))
    return back


def _reserved(account: Account, campaign: str) -> tuple[int, int]:
    """Return the segments and thousandths of a euro reserved for the campaign of this name.

    Second tries count too.
    """
    entries = [entry for entry in account.entries_of(campaign) if entry.kind != SETTLE]
    return -sum(entry.segments for entry in entries), -sum(entry.amount for entry in entries)


def billed_segments(row: tuple[Any, ...]) -> int:
    """Return the segments of a stored row that the broker bills.

    Those are all that the broker took, whatever became of them.
    """
    segments: int = row[SEGMENTS]
    if row[STATE] not in states.LEFT:
        return 0
    if row[STATE] == states.FAILED:  # refused at submit: no id; in part: one for each segment taken
        return min(segments, len(row[IDS].split()))
    return segments


def charged(account: Account, campaign: str) -> tuple[int, int]:
    """Return the segments and thousandths of a euro that a campaign has taken from ``account``.

    ``campaign`` is its name. Before the settlement the reservation counts, afterwards the spending.
    """
    entries = account.entries_of(campaign)
    return -sum(entry.segments for entry in entries), -sum(entry.amount for entry in entries)


def cost_of(terms: Terms, billed: Iterable[tuple[str, int]]) -> int:
    """Return the cost of ``billed`` at these ``Terms``, in thousandths of a euro."""
    tariff = Tariff(terms.prices, terms.abroad)
    segments: Counter[str] = Counter()
    for number, count in billed:
        segments[number[: tariff.digits]] += count
    return thousandths(sum(count * tariff.price(start) for start, count in segments.items()))


def spent(campaign: Campaign, account: Account) -> tuple[int, int]:
    """Return the segments and thousandths of a euro billed for the rows, at the check's terms."""
    billed = [(row[MSISDN], billed_segments(row)) for _, row in campaign.stored_rows()]
    return sum(segments for _, segments in billed), cost_again(campaign, account, billed)


def cost_again(campaign: Campaign, account: Account, billed: Iterable[tuple[str, int]]) -> int:
    """Return the thousandths of a euro for ``billed``, at the terms of the campaign's check.

    ``billed`` are pairs of number and segments.

    If nobody has written down the terms (before 2026-12), a segment costs its share of the
    reservation.
    """
    if campaign.agreed:
        return cost_of(Terms(*campaign.agreed), billed)
    segments = sum(count for _, count in billed)
    reserved, amount = _reserved(account, campaign.__name__)
    return (2 * amount * segments + reserved) // (2 * reserved) if reserved else 0


def costs_otherwise(campaign: Campaign, now: Terms) -> bool:
    """Whether a number of a checked campaign would cost otherwise at the ``Terms`` of ``now``."""
    if not campaign.agreed:  # checked before 2026-12
        rows = ((row[MSISDN], row[SEGMENTS]) for _, row in campaign.stored_rows())
        cost: int = campaign.counted("cost")
        return cost_of(now, rows) != cost
    then = Terms(*campaign.agreed)
    if then[:2] == now[:2]:
        return False
    old, new = Tariff(*then[:2]), Tariff(*now[:2])
    digits = max(old.digits, new.digits)
    starts = {
        row[MSISDN][:digits] for _, row in campaign.stored_rows() if row[STATE] == states.QUEUED
    }
    return any(old.price(start) != new.price(start) for start in starts)
