"""Fifty million messages over five years in forty institutions: how soon pages have their figures.

Beside it: the same figures of one institution, told by DuckDB bare and by pandas from the facts.
"""

import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import duckdb
import invented
import pandas as pd

from dashboards.exports import periods
from dashboards.exports.engine import Engine
from dashboards.exports.periods import Period
from dashboards.exports.questions import (
    arrival,
    campaigns,
    cost,
    errors,
    outlook,
    overview,
    slowness,
    usage,
)
from dashboards.exports.selection import Selection

MESSAGES, INSTITUTIONS, MONTHS, ACCOUNTS = 50_000_000, 40, 60, 40
ROUNDS = 60  # pages of each kind
LINE = "{:<58} {:>12} {:>12} {:>8}   {}"
WORDS = ("this month", "last 3 months", "last 12 months", "this year", "last academic year")
#: What a page asks when it is opened: its sentence, its chart, its table.
PAGES = {
    "overview": (overview.compared, overview.by_day, overview.causes),
    "arrival": (arrival.by_day, arrival.by_broker, arrival.by_network, arrival.overall),
    "errors": (errors.causes_by_month, errors.flagged_by_day, errors.saved_by_month),
    "cost": (cost.by_account, cost.by_origin, cost.by_month, cost.balances),
    "usage": (usage.campaigns_by_day, usage.hours, usage.sizes, usage.left),
    "campaigns": (campaigns.listed,),
}
#: What needs the facts, or much of the past: a view of its own.
VIEWS = {
    "slower": (slowness.slower,),
    "worst lists": (errors.worst_accounts,),
    "outlook": (outlook.course,),
}
OF_FACTS = (overview.by_day, overview.causes, arrival.by_broker, arrival.overall)


def folder(kept=None):
    """Return the exports; made once where ``kept`` says, else in a temporary folder."""
    path = Path(kept or tempfile.mkdtemp(prefix="unisms-dashboards-"))
    if not (path / "manifest.json").exists():
        sizes = {"institutions": INSTITUTIONS, "months": MONTHS, "messages": MESSAGES}
        invented.write(path, **sizes, seed=3, accounts=ACCOUNTS, alike=False)
    return path


class Readers:
    """Somebody who opens pages of one kind, never the same days twice."""

    def __init__(self, engine, seed=1):
        self.engine, self.random, self.names = (
            engine,
            random.Random(seed),
            engine.catalogue.institutions,
        )

    def days(self):
        """Return a period that ends on some day of the last two years."""
        today = invented.UNTIL - self.random.randrange(700) * periods.DAY
        return periods.WORDS[self.random.choice(WORDS)](today)

    def institution(self, period=None, **chosen):
        names = (self.random.choice(self.names),)
        return Selection(names, None, *(period or self.days()))._replace(**chosen)

    def operator(self, period=None, **chosen):
        return Selection(self.names, None, *(period or self.days()))._replace(**chosen)

    def seconds(self, questions, selection):
        start = time.perf_counter()
        for question in questions:
            question(self.engine, selection)
        return time.perf_counter() - start

    def p95(self, questions, select, rounds=ROUNDS):
        """Return the milliseconds within which 95 of 100 pages are answered."""
        for _ in range(3):
            self.seconds(questions, select())  # files are looked at once
        told = sorted(self.seconds(questions, select()) for _ in range(rounds))
        return told[int(len(told) * 0.95)] * 1000


def _filters(random_):
    return random_.choice([{"account": random_.randint(1, 9)}, {"origin": "page"}, {"broker": 2}])


def _years(count):
    first = periods.months_back(invented.UNTIL, 12 * count)
    return Period(first + periods.DAY, invented.UNTIL)


def _moved(readers, count):
    """Return ``count`` years that end some days ago, so that no answer is remembered."""
    shift = readers.random.randrange(300) * periods.DAY
    years = _years(count)
    return Period(max(date(2021, 12, 1), years.first - shift), years.last - shift)


def run(kept=None, rounds=ROUNDS):
    """Print each figure."""
    path = folder(kept)
    engine = Engine(path)
    readers = Readers(engine)
    for name, questions in {**PAGES, **VIEWS}.items():
        told = readers.p95(questions, readers.institution, rounds)
        show(f"dashboards: {name}, an institution's, ms at p95", told, "100")
    for name, questions in PAGES.items():
        told = readers.p95(questions, readers.operator, rounds // 2)
        show(f"dashboards: {name}, the operator's, ms at p95", told, "300")


def show(name, told, asked):
    print(LINE.format(name, f"{told:.0f}", "", "", asked), flush=True)
