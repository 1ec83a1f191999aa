"""Fifty million messages over five years in forty institutions: how soon pages have their figures.

Beside it, in turn: the same figures by DuckDB bare, of the cubes and of the facts, and by pandas.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import duckdb  # noqa: E402
import invented  # noqa: E402
import pandas as pd  # noqa: E402

from dashboards.exports import periods  # noqa: E402
from dashboards.exports.engine import Engine  # noqa: E402
from dashboards.exports.periods import Period  # noqa: E402
from dashboards.exports.questions import (  # noqa: E402
    arrival,
    campaigns,
    cost,
    errors,
    outlook,
    overview,
    usage,
)
from dashboards.exports.selection import Selection  # noqa: E402

MESSAGES, INSTITUTIONS, MONTHS, ACCOUNTS = 50_000_000, 40, 60, 40
ROUNDS = 60  # pages of each kind
WORDS = ("this month", "last 3 months", "last 12 months", "this year", "last academic year")
FILTERS = ({"account": 2}, {"account": 7}, {"origin": "page"}, {"broker": 2}, {"network": "20801"})
#: What a page asks when it is opened: its sentence, its chart, its table.
PAGES = {
    "overview": (overview.compared, overview.by_day, overview.causes),
    "arrival": (arrival.by_day, arrival.by_broker, arrival.by_network, arrival.overall),
    "errors": (errors.causes_by_month, errors.flagged_by_day, errors.saved_by_month),
    "cost": (cost.by_account, cost.by_origin, cost.by_month, cost.balances),
    "usage": (usage.campaigns_by_day, usage.hours, usage.sizes, usage.left),
    "campaigns": (campaigns.listed,),
    "outlook": (outlook.course,),
}
FILTERED = (overview.by_day,)
FACTS = (overview.by_day,)
OF_FACTS = {"account": 2, "broker": 2}  # columns of two different cubes
LIMITS = {"institution": 100, "operator": 300}


def folder(kept=""):
    """Return the exports; made once where ``kept`` says, else in a folder for this run."""
    path = Path(kept or tempfile.mkdtemp(prefix="unisms-dashboards-"))
    if not (path / "manifest.json").exists():
        sizes = {"institutions": INSTITUTIONS, "months": MONTHS, "messages": MESSAGES}
        invented.write(path, **sizes, seed=3, accounts=ACCOUNTS, alike=False)
    return path


class Readers:
    """People who open pages, never of the same days twice."""

    def __init__(self, engine, seed=1):
        self.engine, self.random = engine, random.Random(seed)
        self.names = engine.catalogue.institutions

    def days(self):
        """Return a period that ends on some day of the last two years."""
        today = invented.UNTIL - self.random.randrange(700) * periods.DAY
        return periods.WORDS[self.random.choice(WORDS)](today)

    def years(self, count):
        """Return so many years, which end on some day of the last few months."""
        last = invented.UNTIL - self.random.randrange(60) * periods.DAY
        return Period(periods.months_back(last, 12 * count) + periods.DAY, last)

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

    def p95(self, questions, select, rounds):
        """Return milliseconds within which 95 of 100 pages are answered, once files were seen."""
        for _ in range(2):
            self.seconds(questions, select())
        told = sorted(self.seconds(questions, select()) for _ in range(rounds))
        return told[int(len(told) * 0.95)] * 1_000


def figures(readers, rounds):
    """Yield the name, the milliseconds and the goal of each kind of page."""
    chances = readers.random
    for who, limit in LIMITS.items():
        select = getattr(readers, who)
        count = rounds if who == "institution" else rounds // 2
        for name, questions in PAGES.items():
            yield f"{name}, {who}", readers.p95(questions, select, count), limit
        if who == "institution":
            filtered = readers.p95(
                FILTERED, lambda: readers.institution(**chances.choice(FILTERS)), count
            )
            yield "a single filter, institution", filtered, limit
    filtered = readers.p95(FILTERED, lambda: readers.operator(origin="page"), rounds // 2)
    yield "a single filter, operator", filtered, LIMITS["operator"]


def figures_of_facts(readers, rounds):
    for years, limit in ((1, 300), (5, 1_000)):
        select = lambda years=years: readers.institution(readers.years(years), **OF_FACTS)  # noqa: E731
        yield (
            f"filters that need the facts, {years} year(s)",
            readers.p95(FACTS, select, rounds),
            limit,
        )


def memory(path, facts):
    """Return the megabytes of a process, Dash with it, that answered all pages."""
    told = subprocess.run(
        [sys.executable, __file__, "--alone", *(["--facts"] if facts else []), "--folder", path],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(told.stdout)["megabytes"]


def alone(path, facts):
    """Answer pages of all kinds; tell the most memory that this process ever had."""
    import dash  # noqa: F401 # its share counts
    import plotly.graph_objects  # noqa: F401

    readers = Readers(Engine(path))
    for _ in figures(readers, 8):
        pass
    for _ in figures_of_facts(readers, 4) if facts else ():
        pass
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(json.dumps({"megabytes": int(status["VmHWM"].split()[0]) / 1024}))


def beside(readers, path, rounds=7):
    """Yield the same figure of an institution and of all, ours and by others, interleaved."""
    institution = readers.names[0]
    ours = Selection((institution,), None, *readers.years(1))
    wide = ours._replace(institutions=readers.names)
    started = time.perf_counter()
    frame = _frame(path, institution)
    loaded = time.perf_counter() - started
    yield "loading one institution by pandas, ms", [loaded * 1_000], [loaded * 1_000]
    yield _pairs("an institution's year by day (peer: pandas, loaded)", readers, ours, rounds,
                 lambda: _by_pandas(frame, ours))  # fmt: skip
    bare = duckdb.connect(config={"threads": 2})
    yield _pairs("the same (peer: DuckDB bare, facts)", readers, ours, rounds,
                 lambda: _bare(bare, f"{path}/facts/{institution}/*.parquet", ours))  # fmt: skip
    yield _pairs("everybody's year by day (peer: DuckDB bare, facts)", readers, wide, rounds,
                 lambda: _bare(bare, f"{path}/facts/*/*.parquet", wide))  # fmt: skip
    yield _pairs("the same (peer: DuckDB bare, cube)", readers, wide, rounds,
                 lambda: _bare(bare, f"{path}/cube_accounts/*/*.parquet", wide))  # fmt: skip


def _frame(path, institution):
    with duckdb.connect() as db:
        return db.execute(f"SELECT * FROM '{path}/facts/{institution}/*.parquet'").df()


def _pairs(name, readers, selection, rounds, other):
    ours, peer = [], []
    for shift in range(rounds):
        moved = selection._replace(first=selection.first - shift * periods.DAY)
        ours.append(readers.seconds(FACTS, moved) * 1_000)
        start = time.perf_counter()
        other()
        peer.append((time.perf_counter() - start) * 1_000)
    return name, ours, peer


def _by_pandas(frame, selection):
    days = frame["day"].between(pd.Timestamp(selection.first), pd.Timestamp(selection.last))
    return frame[days].groupby(["day", "state"])[["messages", "segments", "cost"]].sum()


def _bare(db, pattern, selection):
    sql = (
        "SELECT day, state, sum(messages), sum(segments), sum(cost) FROM read_parquet(?)"
        " WHERE day BETWEEN ? AND ? GROUP BY ALL ORDER BY ALL"
    )
    return db.execute(sql, [pattern, selection.first, selection.last]).df()


def run(line, show, kept="", rounds=ROUNDS):
    """Print every figure: ``line`` is the form of one, ``show`` prints one beside a peer's."""
    path = folder(kept)
    readers = Readers(Engine(path))
    for name, told, limit in (*figures(readers, rounds), *figures_of_facts(readers, rounds)):
        print(line.format(f"dashboards: {name}, ms p95", f"{told:.0f}", "", "", f"<= {limit}"))
    for name, ours, peer in beside(readers, path):
        show(f"dashboards: {name}", ours, peer, "", "{:.0f}", swap=False)
    for facts, limit in ((False, 250), (True, 350)):
        name = "facts" if facts else "cubes"
        told = f"{memory(str(path), facts):.0f}"
        print(
            line.format(
                f"dashboards: memory of a process on {name}, MB", told, "", "", f"<= {limit}"
            )
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", default="", help="where the exports are, or are to be made")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--alone", action="store_true", help="tell the memory of this process")
    parser.add_argument("--facts", action="store_true")
    given = parser.parse_args()
    if given.alone:
        alone(Path(given.folder), given.facts)
        return
    line = "{:<62} {:>8} {:>8} {:>6}   {}"
    run(line, lambda name, ours, peer, asked, form, swap: print(line.format(
        name, form.format(statistics.median(ours)), form.format(statistics.median(peer)),
        f"{statistics.median(p / o for o, p in zip(ours, peer, strict=True)):.1f}", asked)),
        given.folder, given.rounds)  # fmt: skip


if __name__ == "__main__":
    main()
