"""The accounts that pay: their credit, and their ledger."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent
from ZODB.utils import z64

from unisms.model.acl import Ace, granted


class NotEnoughCredit(Exception):
    """The account lacks ``missing`` segments."""

    def __init__(self, missing: int) -> None:
        super().__init__(missing)
        self.missing = missing


class AccountClosed(Exception):
    """The account pays for nothing new, whatever credit it has."""


class LedgerEntry(NamedTuple):
    """An entry of the ledger, as code reads it; stored as a bare tuple."""

    at: int  #: epoch seconds
    kind: str  #: ``credit``, ``reserve`` or ``settle``
    campaign: str  #: its name; empty for a credit
    segments: int  #: signed: what it adds to the credit
    amount: int  #: thousandths of a euro, signed alike
    by: str = ""  #: uid of who caused it
    note: str = ""  #: why a credit was given; added 2026-12: entries stored before then have none


class Account(Persistent):
    """An imputation account.

    ``available`` guards every reservation: it is a plain number, so that two reservations at once
    conflict and the second one looks again.
    """

    __name__ = ""
    __parent__: Any = None
    closed = False  # added 2026-12: a closed account pays for nothing new; before, none was
    # added 2027-01: of the messages that it pays, a bare ``sms.purposes.Purpose``
    purpose: tuple = ()
    # added 2027-01: segments that may be spent beyond its credit; only the service's own has some
    overdraft = 0
    approval_rules: tuple | None = (
        None  # added 2027-01: bare ``ApprovalRules``; ``None``: needs no yes
    )
    approval_change: tuple = ()  # added 2027-01: (epoch seconds, uid)
    last_change: tuple = ()  # (epoch seconds, uid)
    # added 2026-12: "epoch key" of every entry, to find the latest; made by ``index_ledger``
    _order: Any = None

    @property
    def __acl__(self) -> list[Ace]:
        return granted(self.__parent__.__parent__, f"accounts/{self.__name__}")

    def __init__(self, title: str) -> None:
        self.title = title
        self.balance = Balance()
        # "campaign:kind", "credit:when:random" or "credit:once word segments" -> tuple
        self._ledger: OOBTree[str, tuple] = OOBTree()
        self._order = OOTreeSet()

    @property
    def available(self) -> int:
        """Segments left to reserve."""
        return self.balance.available

    @property
    def spendable(self) -> int:
        """Segments that may be reserved, with those beyond its credit."""
        return self.available + self.overdraft

    @property
    def edition(self) -> tuple[bytes | None, bytes] | None:
        """Another one with each entry; ``None`` while one is not committed."""
        self.balance._p_activate()
        serial = self.balance._p_serial
        return None if self.balance._p_changed or serial == z64 else (self.balance._p_oid, serial)

    def record(self, key: str, entry: LedgerEntry) -> bool:
        """Write ``entry`` under its natural key and move the credit.

        A second time, nothing happens, and it returns false.
        """
        if key in self._ledger:
            return False
        self.balance.available += entry.segments
        self._ledger[key] = tuple(entry)
        self._order.add(_placed(key, entry.at))
        return True

    def index_ledger(self) -> None:
        """Put the entries in the order of their time anew."""
        self._order = OOTreeSet(_placed(key, stored[0]) for key, stored in self._ledger.items())

    def is_indexed(self) -> bool:
        """Whether the order of the entries has each of them, and nothing else."""
        placed = [_placed(key, stored[0]) for key, stored in self._ledger.items()]
        return list(self._order or ()) == sorted(placed)

    def entries(self) -> list[LedgerEntry]:
        """Every entry, by its key."""
        return [LedgerEntry(*stored) for stored in self._ledger.values()]

    def entry(self, key: str) -> LedgerEntry | None:
        """The entry written under ``key``, or ``None``."""
        stored = self._ledger.get(key)
        return LedgerEntry(*stored) if stored else None

    def entries_of(self, campaign: str) -> list[LedgerEntry]:
        """Every entry of the campaign of this name."""
        return [
            LedgerEntry(*stored)
            for stored in self._ledger.values(f"{campaign}:", f"{campaign}:\uffff")
        ]

    def ledger(self) -> list[LedgerEntry]:
        """Every entry, oldest first."""
        return self._at(self._order)

    def between(self, since: int, until: int) -> list[LedgerEntry]:
        """The entries from ``since`` on and before ``until``, epoch seconds, oldest first."""
        placed = self._order.keys(_placed("", since), _placed("", until), excludemax=True)
        return self._at(placed)

    def _at(self, places: Iterable[str]) -> list[LedgerEntry]:
        """Return the entries at these places of the order."""
        return [*filter(None, (self.entry(_key_of(place)) for place in places))]

    def began(self) -> int | None:
        """When the oldest entry was written, in epoch seconds; ``None`` where there is none."""
        return int(self._order.minKey().partition(" ")[0]) if self._order else None

    def credits(self) -> list[LedgerEntry]:
        """Every credit that was given or taken back."""
        return [LedgerEntry(*stored) for stored in self._ledger.values("credit:", "credit:\uffff")]


def _placed(key: str, at: int) -> str:
    return f"{at:012d} {key}"


def _key_of(place: str) -> str:
    return place.partition(" ")[2]


class Balance(Persistent):
    """The credit left, apart from title and ledger, so that only reservations meet here."""

    available = 0
