"""The fate of the messages: the SMSC's own log against the store."""

import contextlib
import re
import time
from collections import Counter, defaultdict
from typing import Any, NamedTuple

from tests.chaos.crowds import NAMES
from tests.peers.service import CONNECTION
from unisms.model.folder import find
from unisms.services.delivery import closing, steering
from unisms.sms import states
from unisms.testing.factories import someone
from unisms.testing.fixtures import eventually

END = {"DELIVRD": states.DELIVERED, "EXPIRED": states.EXPIRED}  # everything else is a failure
INTERMEDIATE = "ENROUTE"
IN_THE_LOGS = "errors in the logs"
RECOVERED = re.compile(r"left half way, (\d+) are uncertain")
ERRORS = re.compile(r"^\S+ \S+ (?:ERROR|CRITICAL) .*", re.MULTILINE)
NEVER_LEFT = (states.QUEUED, states.SET_ASIDE, states.STOPPED)


class Line(NamedTuple):
    """A line of the table."""

    what: str
    value: Any
    fault: bool = False
    detail: str = ""


def nought(what, found):
    """How many were found, of something that must not be."""
    return Line(what, len(found), bool(found), str(found[:3]) if found else "")


def shown(lines):
    """The table as text, faults marked."""
    marked = [("!!" if line.fault else "  ", *line) for line in lines]
    return "\n".join(
        f"{mark} {what:<48}{value!s:>20}  {detail}" for mark, what, value, _, detail in marked
    )


def faults(lines):
    return [line for line in lines if line.fault]


def await_end(peer, service, paths, patience=90):
    """Wait until everything has its end, or is uncertain and the SMSC has nothing more to tell.

    Whatever is still missing after ``patience`` seconds is the judge's to tell.
    """

    def is_over():
        return not (peer.stats()["unacknowledged"] or of_end(service.run(remember, paths)).fault)

    with contextlib.suppress(AssertionError):
        eventually(is_over, patience, pause=0.1)


def table(peer, service, paths, texts, window):
    """Return all that can be judged.

    At the end a person writes off what is still uncertain, and the ledger must be exact.

    ``texts``: msisdn -> what the handset shall show; ``window``: how many may be uncertain after
    one crash.
    """
    smsc, before = read(peer.events()), service.run(remember, paths)
    for path, (_, _, doubtful) in before.campaigns.items():
        if doubtful:
            service.run(_write_off, path)
    after = service.run(remember, paths)
    log = service.log("worker") + service.log("web")
    return [
        *of_messages(smsc, before, texts),
        of_end(before),
        *of_crashes([int(number) for number in RECOVERED.findall(log)], window),
        *of_doubt(smsc, before),
        *of_receipts(smsc, before),
        *of_money(smsc, before, after),
        nought(
            "numbers or names in the logs", [word for word in (*after.rows, *NAMES) if word in log]
        ),
        nought(IN_THE_LOGS, ERRORS.findall(log)),
    ]


def _write_off(root, path):
    now = int(time.time())
    steering.write_off(someone(find(root, path), "test"), find(root, path), now)
    closing.close_if_due(root, path, now)


class Smsc(NamedTuple):
    """The log of the SMSC, read."""

    taken: dict  #: msisdn -> {segment: how often}
    texts: dict  #: msisdn -> {segment: its text}
    receipts: dict  #: msisdn -> {id: its last state}
    acknowledged: set  #: ids

    def segments(self):
        return sum(parts.total() for parts in self.taken.values())


def read(events):
    """Sort the events of the SMSC by message."""
    smsc = Smsc(defaultdict(Counter), defaultdict(dict), defaultdict(dict), set())
    for event in events:
        msisdn = f"+{event.get('msisdn')}"
        if event["event"] == "submit" and event.get("id"):
            segment = event["part"][2] if event["part"] else 1
            smsc.taken[msisdn][segment] += 1
            smsc.texts[msisdn][segment] = event["text"]
        elif event["event"] == "receipt" and event["stat"] != INTERMEDIATE:
            smsc.receipts[msisdn][event["id"]] = event["stat"]
        elif event["event"] == "acknowledged" and not event["status"]:
            smsc.acknowledged.add(event["id"])
    return smsc


class Store(NamedTuple):
    """The store, read."""

    rows: dict  #: msisdn -> its stored row
    campaigns: dict  #: path -> (state, open claims, uncertain rows)
    parked: int  #: receipts that no message claims
    spent: int  #: segments that the ledger of the account says are gone


def remember(root, paths):
    """Read the store; in a transaction."""
    rows, campaigns = {}, {}
    for path in paths:
        campaign = find(root, path)
        own = {row[0]: row for _, row in campaign.stored_rows()}
        doubtful = sum(row[1] == states.UNCERTAIN for row in own.values())
        campaigns[path] = campaign.state, len(campaign.handover.claims), doubtful
        rows |= own
    ledger = find(root, "/institutions/paris1")["accounts"]["scd"].ledger()
    spent = -sum(entry.segments for entry in ledger if entry.campaign)
    return Store(rows, campaigns, len(find(root, CONNECTION).parked), spent)


def of_messages(smsc, store, texts):
    """Every message once; ``texts``: msisdn -> what the handset shall show."""
    return [
        Line("messages, campaigns", f"{len(store.rows)}, {len(store.campaigns)}"),
        Line("segments that the SMSC took", smsc.segments()),
        nought(
            "lost",
            [m for m, row in store.rows.items() if _is_lost(smsc.taken.get(m, Counter()), row)],
        ),
        nought(
            "sent twice", [(m, parts) for m, parts in smsc.taken.items() if max(parts.values()) > 1]
        ),
        nought(
            "sent, and the store does not know",
            [m for m in smsc.taken if _is_unknown(store.rows.get(m))],
        ),
        nought(
            "with another text",
            [m for m, parts in smsc.texts.items() if not texts[m].startswith(_joined(parts))],
        ),
    ]


def of_end(store):
    """A campaign ends closed, or waiting for news of what is uncertain."""
    return nought(
        "campaigns without an end",
        [path for path, facts in store.campaigns.items() if not _is_over(*facts)],
    )


def of_crashes(uncertain, window):
    """How many messages each recovery found uncertain."""
    most = max(uncertain, default=0)
    return [
        Line("uncertain after a crash, in all", sum(uncertain)),
        Line("  at most, after one", most, most > window),
    ]


def _is_lost(parts, row):
    """The SMSC never had all of it, though the store believes so, or still would send it."""
    if row[1] in NEVER_LEFT:
        return True
    return row[1] != states.UNCERTAIN and not _was_refused(row) and len(parts) < row[3]


def _is_unknown(row):
    return row is None or row[1] in NEVER_LEFT or _was_refused(row)


def _was_refused(row):
    return row[1] == states.FAILED and not row[2]


def _joined(parts):
    return "".join(parts[number] for number in sorted(parts))


def _is_over(state, claims, doubtful):
    return not claims and state == (states.SENT if doubtful else states.CLOSED)


def of_doubt(smsc, store):
    """Return the messages that are still uncertain, and why."""
    rows = {m: row for m, row in store.rows.items() if row[1] == states.UNCERTAIN}
    return [
        Line("uncertain in the end", len(rows)),
        Line("  of which the SMSC had nothing", sum(m not in smsc.taken for m in rows)),
        Line(
            "  of which it had a part",
            sum(0 < len(smsc.taken.get(m, ())) < row[3] for m, row in rows.items()),
        ),
        nought(
            "  though every receipt came",
            [m for m, row in rows.items() if len(smsc.receipts.get(m, ())) >= row[3]],
        ),
    ]


def of_receipts(smsc, store):
    """Every receipt acknowledged, and shown by the row of its message."""
    told = [(m, id) for m, news in smsc.receipts.items() for id in news]
    return [
        Line("receipts that the SMSC sent", len(told)),
        nought("  never acknowledged", [id for _, id in told if id not in smsc.acknowledged]),
        nought(
            "  not stored",
            [(m, id) for m, id in told if not _is_shown(id, smsc.receipts[m], store.rows[m])],
        ),
        Line("  stored, but matched with no message", store.parked, bool(store.parked)),
    ]


def _is_shown(id, news, row):
    ids = [known.removeprefix("+") for known in row[2].split()]
    ends = {END.get(stat, states.FAILED) for stat in news.values()}
    return id in ids and (row[1] in ends or len(news) < row[3])


def of_money(smsc, before, after):
    """The ledger, once everything is closed:
    what the SMSC took, and what nobody can tell is billed as if taken."""
    doubtful = {m: row for m, row in before.rows.items() if row[1] == states.UNCERTAIN}
    unseen = sum(row[3] - smsc.taken[m].total() for m, row in doubtful.items())
    difference = after.spent - smsc.segments() - unseen
    still_open = [path for path, (state, _, _) in after.campaigns.items() if state != states.CLOSED]
    return [
        Line("segments that the ledger spent", after.spent),
        Line("  of uncertain messages that the SMSC never had", unseen),
        Line("  that nothing explains", difference, difference != 0),
        nought("campaigns that cannot be closed", still_open),
    ]
