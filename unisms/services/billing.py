"""Money: what messages cost, reserving it, settling it. Credit counts segments; amounts are thousandths of a euro."""

import secrets
from collections import Counter

from unisms.model.accounts import AccountClosed, LedgerEntry, NotEnoughCredit
from unisms.model.root import institution_of
from unisms.sms import msisdn, states

COUNTRY = 4  # characters within which a number tells its country: +262


def thousandths(millionths):
    """Round half up, once per entry."""
    return (millionths + 500) // 1000


def countries(numbers):
    """How many of these numbers begin with what tells their country."""
    return Counter(number[:COUNTRY] for number in numbers)


class Tariff:
    """What a segment costs an institution over a connection. Numbers that begin alike cost alike: looked up once."""

    def __init__(self, institution, connection):
        self._abroad, self._connection = institution.foreign_price, connection
        self.digits = max(COUNTRY, *(len(prefix) for prefix, _ in connection.prices))
        self._known = {}

    def price(self, number):
        """Millionths of a euro to this number: the connection's price for its country; where it has none, and it is
        abroad, the institution's."""
        start = number[: self.digits]
        if start not in self._known:
            otherwise = self._abroad if msisdn.is_foreign(start) else 0
            self._known[start] = self._connection.price(start, otherwise)
        return self._known[start]


def grant(account, segments, by, now, once=""):
    """Give credit, or take it back by a negative number; return whether it was. The same, asked a second time
    under one word ``once``, was given already.

    :raises NotEnoughCredit: less than that is left.
    """
    key = f"credit:once {once} {segments}" if once else f"credit:{now}:{secrets.token_hex(4)}"
    if account.entry(key) is not None:
        return False
    if segments < -account.available:
        raise NotEnoughCredit(-segments - account.available)
    return account.record(key, LedgerEntry(now, "credit", "", segments, 0, by))


def reserve(account, campaign, segments, cost, by, now, kind="reserve"):
    """Set the credit of a campaign aside.

    :raises AccountClosed: it pays for nothing new.
    :raises NotEnoughCredit: the account lacks some of it.
    """
    if account.closed:
        raise AccountClosed(segments)
    if segments > account.available:
        raise NotEnoughCredit(segments - account.available)
    account.record(f"{campaign}:{kind}", LedgerEntry(now, kind, campaign, -segments, -cost, by))


def settle(account, campaign, segments, cost, now):
    """Give back what was reserved and not spent: ``segments`` and ``cost`` were."""
    entries = [entry for entry in account.entries_of(campaign) if entry.kind != "settle"]
    back = -sum(entry.segments for entry in entries) - segments
    refund = -sum(entry.amount for entry in entries) - cost
    account.record(f"{campaign}:settle", LedgerEntry(now, "settle", campaign, back, refund))
    return back


def billed_segments(row):
    """How many segments of a stored row the broker bills: all it has taken, whatever became of them."""
    _, state, ids, segments, _, _ = row
    if state in (states.SET_ASIDE, states.STOPPED, states.QUEUED):
        return 0
    if state == states.FAILED:
        return min(segments, len(ids.split()))  # refused at submit: no id; in part: one for each segment taken
    return segments


def charged(account, campaign):
    """Segments and thousandths of a euro that the campaign of this name has taken from ``account``: what is reserved,
    and once it is settled, what was spent."""
    entries = account.entries_of(campaign)
    return -sum(entry.segments for entry in entries), -sum(entry.amount for entry in entries)


def spent(campaign, connection):
    """Segments and thousandths of a euro that the campaign's rows are billed for."""
    tariff, billed = Tariff(institution_of(campaign), connection), Counter()
    for _, row in campaign.stored_rows():
        billed[row[0][: tariff.digits]] += billed_segments(row)
    millionths = sum(segments * tariff.price(numbers) for numbers, segments in billed.items())
    return billed.total(), thousandths(millionths)
