"""``make bench``: every figure in one run, medians of several, ratios against a named peer measured
beside."""

import argparse
import asyncio
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import (
    crowd,
    directory,
    exports,
    histories,
    kannel_job,
    pages,
    reading,
    searches,
    urgent,
    whole_job,
)
from peers.kannel import Kannel
from peers.service import Service
from peers.smsc import Smsc

LINE = "{:<58} {:>12} {:>12} {:>8}   {}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=40_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--campaigns", type=int, default=100, help="for the cost of the last against the first"
    )
    given = parser.parse_args()
    print(LINE.format("figure", "ours", "peer", "ratio", "asked"))
    delivery(given.messages, given.runs)
    beside_people(given.messages, given.runs)
    overtaking(given.messages, given.runs)
    files(given.messages, given.runs)
    people(given.messages, given.runs)
    installations()
    finding()
    remembering()
    exporting(given.messages)
    if given.campaigns:
        lasting(given.messages, given.campaigns)


def delivery(messages, runs):
    """The whole job, ours and Kannel's in turn, each with an SMSC of its own that answers at
    once."""
    ours, peer = [], []
    with Smsc(fast=True) as smsc, Service(smsc.port, window="100") as service:
        process = service.start("worker")
        whole_job.job(service, 200)
        for _ in range(runs):
            ours.append(messages / whole_job.job(service, messages))
            peer.append(messages / kannel(messages))
        peak = whole_job.peak_memory(process.pid)
    show("whole job, messages/s (peer: Kannel 1.4.5)", ours, peer, "5, goal 8", "{:.0f}")
    print(LINE.format("peak memory of the worker, MB", f"{peak:.0f}", "", "", "< 300"))


def beside_people(messages, runs):
    """Compare the whole job beside 100,000 people, some of whom said no, with one beside nobody."""
    pairs = crowd.compare(messages, runs)
    name = f"the same beside {crowd.PEOPLE} people, messages/s (peer: without)"
    show(name, *map(list, zip(*pairs, strict=True)), "the noise", "{:.0f}")


def kannel(messages):
    with Smsc(fast=True) as smsc, Kannel(smsc.port) as gateway:
        asyncio.run(kannel_job.job(gateway, 200))
        return asyncio.run(kannel_job.job(gateway, messages))


def overtaking(messages, runs):
    seconds = sorted(second for _ in range(runs) for second in urgent.waits(messages))
    last = seconds[int(len(seconds) * 0.95)]
    print(
        LINE.format(
            f"urgent message to the SMSC, s, 95th percentile of {len(seconds)}",
            f"{last:.3f}",
            "",
            "",
            "< 1",
        )
    )
    middle = statistics.median(seconds)
    print(LINE.format("  the same, median", f"{middle:.3f}", "", "", ""))


def files(messages, runs):
    reading.tune()  # as the worker process does; the plain way gains by it too
    table = reading.rows(messages)
    content, workbook = reading.as_csv(table), reading.as_xlsx(table)
    with Service(smsc_port=1) as service:
        pairs = [
            (reading.plainly(service, content), reading.ours(service, content)) for _ in range(runs)
        ]
        show(
            "CSV to frozen, s (peer: phonenumbers + smsutil)",
            *map(list, zip(*pairs, strict=True)),
            "3; < 3 s",
            "{:.2f}",
            swap=True,
        )
        books = statistics.median(reading.ours(service, workbook) for _ in range(runs))
    print(LINE.format("XLSX to frozen, s", f"{books:.2f}", "", "", "< 4 s"))


def people(count, runs):
    """Compare a group of a directory with its entries alone, and with a file of as many."""
    alone, by_ldap3, by_python_ldap, file = directory.compare(count, runs)
    name = "LDAP group to frozen, s (peer: ldap3 reads the entries alone)"
    show(name, by_ldap3, alone, "2.5", "{:.2f}")
    show("the same by python-ldap, s (peer: from a CSV)", by_python_ldap, file, "1.3", "{:.2f}")


def installations():
    """The slowest page of 200 institutions, and the page that a large installation slows down
    most."""
    found = pages.compare()
    slowest = max(found, key=lambda page: found[page].last)
    heaviest = max(found, key=lambda page: found[page].middle / found[page].empty)
    for what, page, asked in (
        ("slowest page", slowest, "< 150 ms"),
        ("page slowed most", heaviest, "ratio < 2"),
    ):
        last, middle, empty = found[page]
        figures = (
            f"{last:.0f}" if page is slowest else f"{middle:.1f}",
            f"{empty:.1f}",
            f"{middle / empty:.2f}",
        )
        print(LINE.format(f"{what} of {len(found)}, ms ({page}; peer: empty)", *figures, asked))


def finding():
    """The slowest search among 5,000 messages."""
    found = {question: pages.last(taken) for question, taken in searches.times().items()}
    slowest = max(found, key=found.get)
    name = (
        f"slowest search of {len(found)} among {searches.SIZE.campaigns} messages, ms ({slowest})"
    )
    print(LINE.format(name, f"{found[slowest]:.0f}", "", "", "< 150 ms"))


def remembering():
    """The page of a person among 100,000, each with 150 messages, and writing their lines."""
    found = histories.times()
    page, read = pages.last(found.page), pages.last(found.read)
    written = statistics.median(found.written[-10:])
    told = "100,000 people with 150 messages each"
    print(LINE.format(f"a person's page among {told}, ms", f"{page:.0f}", "", "", "< 50 ms"))
    own, typed = pages.last(found.own), pages.last(found.typed)
    print(
        LINE.format("  the page of what one has received oneself", f"{own:.0f}", "", "", "< 50 ms")
    )
    print(LINE.format("  search as one types", f"{typed:.0f}", "", "", "< 100 ms"))
    print(LINE.format("  the first page of their history alone", f"{read:.0f}", "", "", ""))
    print(LINE.format("  lines of a campaign of 40,000, s", f"{written:.2f}", "", "", ""))


def exporting(messages):
    """Five million messages into files, a day, a month put together, and the main job beside."""
    found = exports.times()
    rows = (
        ("exports of 5,000,000 messages, s (peer: 50 days' rows)", found.whole, "< 60 s"),
        ("the same when nothing is new, s", found.again, ""),
        ("exports of a day of 100,000, s (peer: rows into pandas)", found.day, "< 2 s"),
    )
    for (name, ours, asked), times in zip(rows, (50, 0, 1), strict=True):
        plain = found.plain.seconds * times
        peer, ratio = (f"{plain:.1f}", f"{plain / ours.seconds:.1f}") if times else ("", "")
        print(LINE.format(name, f"{ours.seconds:.1f}", peer, ratio, asked))
    print(LINE.format("  memory of the first, MB", f"{found.whole.memory:.0f}", "", "", "< 500"))
    month, bare = found.month.seconds, found.bare
    name = "month of 3,000,000 put together, s (peer: DuckDB bare)"
    print(LINE.format(name, f"{month:.1f}", f"{bare:.1f}", f"{bare / month:.1f}", "< 20 s"))
    pairs = exports.beside(messages)
    name = "whole job beside a run of exports, messages/s (peer: alone)"
    show(name, *map(list, zip(*pairs, strict=True)), ">= 0.85", "{:.2f}")


def lasting(messages, campaigns):
    """Return the processor time of the worker for a message of the last campaign, against the
    first."""
    with Smsc(fast=True) as smsc, Service(smsc.port, window="100") as service:
        process = service.start("worker")
        whole_job.job(service, messages)  # the first of all warms up caches and the SMSC
        costs = []
        for _ in range(campaigns):
            before = whole_job.processor_seconds(process.pid)
            whole_job.job(service, messages)
            costs.append((whole_job.processor_seconds(process.pid) - before) / messages * 1e6)
        peak = whole_job.peak_memory(process.pid)
    first, last = statistics.median(costs[:3]), statistics.median(costs[-3:])
    name = f"cost of a message at campaign {campaigns}, µs (peer: the first)"
    print(LINE.format(name, f"{last:.1f}", f"{first:.1f}", f"{last / first:.2f}", "< 1.2"))
    print(
        LINE.format(f"peak memory of the worker after {campaigns}, MB", f"{peak:.0f}", "", "", "")
    )


def show(name, ours, peer, asked, form, *, swap=False):
    """Return one line: medians, and the median of the ratios pair by pair."""
    if swap:
        ours, peer = peer, ours
        ratio = statistics.median(p / o for o, p in zip(ours, peer, strict=True))
    else:
        ratio = statistics.median(o / p for o, p in zip(ours, peer, strict=True))
    medians = form.format(statistics.median(ours)), form.format(statistics.median(peer))
    print(LINE.format(name, *medians, f"{ratio:.1f}", asked))


if __name__ == "__main__":
    main()
