"""Check that the money agrees.

Balances are compared with ledgers, ledgers with campaigns, campaigns with their connections.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from unisms.model.accounts import Account, LedgerEntry
from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up, path_of
from unisms.model.root import Institution, Root
from unisms.model.rows import SEGMENTS
from unisms.services.money import billing
from unisms.services.money.billing import SETTLE
from unisms.sms import states


class Fault(NamedTuple):
    """Something that does not agree."""

    path: str  #: of the account, campaign or connection
    sentence: str  #: the fault, and the remedy


class Looked(NamedTuple):
    """How much was looked at in an institution, and what does not agree."""

    accounts: int
    entries: int
    campaigns: int
    faults: list[Fault]


def look(root: Root, name: str) -> Looked:
    """Return the ``Looked`` of the institution called ``name``. Nothing is changed.

    :raises KeyError: there is none of that name.
    """
    institution = root["institutions"][name]
    entries = defaultdict(list)  # name of a campaign -> (account, its entries)
    faults, count = [], 0
    for account in institution["accounts"].values():
        ledger = account.entries()
        count += len(ledger)
        faults += [Fault(path_of(account), sentence) for sentence in _of_account(account, ledger)]
        for entry in ledger:
            if entry.campaign:
                entries[entry.campaign].append((account.__name__, entry))
    for campaign in institution["campaigns"].values():
        sentences = _of_campaign(root, campaign, entries.pop(campaign.__name__, []))
        faults += [Fault(campaign.path, sentence) for sentence in sentences]
    for gone, pairs in entries.items():
        if not any(entry.kind == SETTLE for _, entry in pairs):
            faults.append(
                Fault(
                    f"{path_of(institution['campaigns'])}/{gone}",
                    "credit is reserved, and it is gone.",
                )
            )
    faults += _of_connections(root, institution)
    return Looked(len(institution["accounts"]), count, len(institution["campaigns"]), faults)


def _of_account(account: Account, ledger: Sequence[LedgerEntry]) -> Iterator[str]:
    total = sum(entry.segments for entry in ledger)
    if account.available != total:
        yield f"has {account.available:,} segments left, and its ledger adds up to {total:,}."
    if account.spendable < 0:
        yield f"has {account.available:,} segments left: more is spent than was ever given."
    if not account.is_indexed():
        yield (
            "the list of its latest entries lacks some, or has others than the ledger: "
            "unisms evolve."
        )


def _of_campaign(
    root: Root, campaign: Campaign, pairs: Sequence[tuple[str, LedgerEntry]]
) -> Iterator[str]:
    stage, entries = states.STAGES[campaign.state], [entry for _, entry in pairs]
    kinds = [entry.kind for entry in entries]
    if not stage.released:
        if entries:
            yield f"is {campaign.state}, and credit is reserved for it."
        return
    if "reserve" not in kinds:
        yield f"is {campaign.state}, and nothing was ever reserved for it."
    if {account for account, _ in pairs} - {campaign.account}:
        yield "another account than its own has entries for it."
    if stage.is_open:
        yield from _of_open(root, campaign, entries)
    elif SETTLE not in kinds:
        yield "is closed, and its reservation was never settled."
    elif not 0 <= _charged(entries) <= _reserved(entries):
        charged, reserved = _charged(entries), _reserved(entries)
        yield f"was charged {charged:,} segments, of {reserved:,} that were reserved."


def _of_open(root: Root, campaign: Campaign, entries: Sequence[LedgerEntry]) -> Iterator[str]:
    if any(entry.kind == SETTLE for entry in entries):
        yield f"is {campaign.state}, and its reservation is settled already."
    wanted = sum(row[SEGMENTS] for _, row in campaign.stored_rows())
    if _reserved(entries) < wanted:
        yield f"has messages of {wanted:,} segments, and {_reserved(entries):,} are reserved."
    if _reserved(entries) < sum(billing.billed_segments(row) for _, row in campaign.stored_rows()):
        yield "more has left than was reserved."
    connection = look_up(root, campaign.connection)
    if connection is None or campaign.path not in connection.open:
        yield "is on no connection: open its page, and stop it."


def _reserved(entries: Sequence[LedgerEntry]) -> int:
    return -sum(entry.segments for entry in entries if entry.kind != SETTLE)


def _charged(entries: Sequence[LedgerEntry]) -> int:
    return -sum(entry.segments for entry in entries)


def _of_connections(root: Root, institution: Institution) -> Iterator[Fault]:
    inside = f"{path_of(institution)}/"
    for folder in (root["brokers"], institution["brokers"]):
        for connection in folder.values():
            waiting = [path for path, *_ in connection.line.waiting if path.startswith(inside)]
            for path in sorted({*connection.open_of(path_of(institution)), *waiting}):
                campaign = look_up(root, path)
                if campaign is None or not states.STAGES[campaign.state].is_open:
                    state = "gone" if campaign is None else campaign.state
                    yield Fault(path_of(connection), f"waits for {path}, which is {state}.")
