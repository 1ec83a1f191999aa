"""What became of the messages: the SMSC's own log against the store."""

from collections import Counter, defaultdict
from typing import NamedTuple

from peers.service import CONNECTION
from unisms.model.folder import find
from unisms.sms import states

END = {"DELIVRD": states.DELIVERED, "EXPIRED": states.EXPIRED}  # everything else is a failure
INTERMEDIATE = "ENROUTE"


class Line(NamedTuple):
    """One line of the table; ``fault`` is true if it must be nought and is not."""

    what: str
    value: str
    fault: bool = False


class Smsc(NamedTuple):
    """What the log of the SMSC tells."""

    taken: dict  #: msisdn -> {segment: how often}
    texts: dict  #: msisdn -> {segment: its text}
    receipts: dict  #: msisdn -> {id: its last state}
    acknowledged: set  #: ids
    submits: list  #: when each came, in seconds

    @property
    def segments(self):
        return sum(sum(parts.values()) for parts in self.taken.values())


def read(events):
    """The log of the SMSC, by message."""
    taken, texts, receipts = defaultdict(Counter), defaultdict(dict), defaultdict(dict)
    acknowledged, submits = set(), []
    for event in events:
        kind, msisdn = event["event"], f"+{event.get('msisdn')}"
        if kind == "submit":
            submits.append(event["at"] / 1000)
            if event.get("id"):
                segment = event["part"][2] if event["part"] else 1
                taken[msisdn][segment] += 1
                texts[msisdn][segment] = event["text"]
        elif kind == "receipt" and event["stat"] != INTERMEDIATE:
            receipts[msisdn][event["id"]] = event["stat"]
        elif kind == "acknowledged" and not event["status"]:
            acknowledged.add(event["id"])
    return Smsc(taken, texts, receipts, acknowledged, submits)


class Store(NamedTuple):
    """What the store tells."""

    rows: dict  #: msisdn -> (path of its campaign, stored row)
    states: dict  #: path -> state of the campaign
    claims: int  #: open ones
    parked: int
    trouble: str
    spent: int  #: segments that the account's ledger says are gone
    reserved: int  #: segments of campaigns not closed


def remember(root, paths):
    """Read the store. In a transaction: nothing persistent leaves."""
    rows, found, claims = {}, {}, 0
    for path in paths:
        campaign = find(root, path)
        found[path] = campaign.state
        claims += len(campaign.handover.claims)
        for _, row in campaign.stored_rows():
            rows[row[0]] = path, row
    connection = find(root, CONNECTION)
    ledger = find(root, "/institutions/paris1")["accounts"]["scd"].ledger()
    closed = {entry.campaign for entry in ledger if entry.kind == "settle"}
    spent = -sum(entry.segments for entry in ledger if entry.campaign in closed)
    reserved = -sum(entry.segments for entry in ledger if entry.campaign and entry.campaign not in closed)
    return Store(rows, found, claims, len(connection.parked), connection.trouble, spent, reserved)


def lost(smsc, store):
    """Messages that did not reach the SMSC whole, though the store says that their end is known."""
    unknown = (states.UNCERTAIN, states.SET_ASIDE, states.STOPPED)
    return [
        msisdn
        for msisdn, (_, row) in store.rows.items()
        if row[1] not in unknown and not _refused(row) and len(smsc.taken.get(msisdn, ())) < row[3]
    ]


def _refused(row):
    return row[1] == states.FAILED and not row[2]


def sent_twice(smsc):
    """Segments that the SMSC took more than once, as pairs of msisdn and segment."""
    return [(msisdn, part) for msisdn, parts in smsc.taken.items() for part, times in parts.items() if times > 1]


def strangers(smsc, store):
    """Messages that the SMSC took and that the store believes never left, or does not know."""
    never = (states.QUEUED, states.SET_ASIDE, states.STOPPED)
    return [m for m in smsc.taken if m not in store.rows or store.rows[m][1][1] in never or _refused(store.rows[m][1])]


def garbled(smsc, wanted):
    """Messages whose text is not the one wanted; ``wanted``: msisdn -> text."""
    return [m for m, parts in smsc.texts.items() if not wanted[m].startswith("".join(parts[p] for p in sorted(parts)))]


def receipts_lost(smsc, store):
    """Receipts, as pairs of msisdn and id, that were not acknowledged, or that the store does not show."""
    missing = []
    for msisdn, news in smsc.receipts.items():
        row = store.rows[msisdn][1]
        ids = {id.removeprefix("+") for id in row[2].split()}
        whole = len(news) >= row[3]
        ends = {END.get(stat, states.FAILED) for stat in news.values()}
        for id in news:
            if id not in smsc.acknowledged or id not in ids or (whole and row[1] not in ends):
                missing.append((msisdn, id))
    return missing


def unresolved(smsc, store):
    """Uncertain messages of which every receipt came all the same."""
    return [
        msisdn
        for msisdn, (_, row) in store.rows.items()
        if row[1] == states.UNCERTAIN and len(smsc.receipts.get(msisdn, ())) >= row[3]
    ]


def uncertain(store):
    return [msisdn for msisdn, (_, row) in store.rows.items() if row[1] == states.UNCERTAIN]
