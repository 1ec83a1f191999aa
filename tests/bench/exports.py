"""Exports: a day, five million messages, a month put together, and the main job beside a run.

The store is the default one, filled with campaigns of 40,000 whose rows are frozen at their end.
Each run is a process of its own, as a worker starts it; what it takes at most is its own memory.
The peers read the same rows: every row made a ``MessageRow`` and kept in a pandas frame that DuckDB
writes (the plain way), and DuckDB that copies the facts of a month bare.
"""

import json
import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from bench import whole_job
from peers.service import CONNECTION, Service
from peers.smsc import Smsc

from unisms.model.campaigns import Campaign
from unisms.model.folder import dated_name
from unisms.model.rows import known
from unisms.model.terms import Terms
from unisms.services.exports.plans import ExportWish
from unisms.services.money import billing
from unisms.sms import causes, states

DAY = 86400
SIZE = 40_000  # messages of a campaign
BATCH = 100  # of which share what is told of their way
MONTH = int(datetime(2026, 9, 1, 8, tzinfo=UTC).timestamp())
NETWORKS = ("208-01", "208-10", "208-15", "208-20")
FAILURES = (causes.ABSENT, causes.NUMBER_INVALID, causes.NUMBER_UNUSABLE, causes.OPERATOR)


class Told(NamedTuple):
    """The measure of a process."""

    seconds: float  #: of the run, without the start of Python
    memory: float  #: MB at most


@contextmanager
def furnished(messages, days):
    """Yield a service with so many messages of an institution, in the days from ``MONTH`` on."""
    with Service(smsc_port=1) as service:
        add(service, messages, 0, days)
        yield service


def add(service, messages, first, days):
    """Add messages of these days: the first one is so many days after ``MONTH``."""
    count = max(1, messages // SIZE)
    for place in range(count):
        at = MONTH + (first + place * days // count) * DAY + place % 10 * 3600
        service.run(_sent, at, messages // count, place)


def _sent(root, at, messages, place):
    institution = root["institutions"]["paris1"]
    campaign = Campaign("test", at)
    campaign.title, campaign.text, campaign.account = f"Rappel {place}", "Bonjour", "scd"
    campaign.connection, campaign.sent_at, campaign.ended_at = CONNECTION, at, at + 100
    campaign.agreed = tuple(Terms(prices=(("", 45_000),)))
    institution["campaigns"].add(dated_name(institution["campaigns"], at), campaign)
    number = campaign.carrier(CONNECTION)
    campaign.freeze(list(_rows(at, messages, number, place)), [])
    account = institution["accounts"]["scd"]
    billing.settle(account, campaign.__name__, messages, messages * 45, at)
    campaign.state, campaign.closed_at = states.CLOSED, at + 3600


def _rows(at, messages, connection, seed):
    drawn = random.Random(seed)
    for first in range(0, messages, BATCH):
        left = at + first // 300
        ways = {
            (cause, network): (cause, connection, left, network)
            for cause in (None, *FAILURES)
            for network in NETWORKS
        }
        for number in range(first, min(first + BATCH, messages)):
            network = NETWORKS[number * 7 % 4]
            failed = drawn.random() < 0.05
            state = states.FAILED if failed else states.DELIVERED
            way = ways[drawn.choice(FAILURES) if failed else None, network]
            at_last = left + int(drawn.expovariate(1 / 8))
            yield number + 1, (f"+336{number:08d}", state, f"{number:x}", 1, at_last, way)


def run(service, now, **wish):
    """Return the ``Told`` of a run at ``now`` (epoch seconds)."""
    return _process("run", service.ini, now, json.dumps(wish))


def plainly(service, target):
    """Return the ``Told`` of every row as a ``MessageRow``, in a frame, in one file."""
    return _process("plain", service.ini, target)


def barely(files, target):
    """Return the seconds in which DuckDB alone copies these files into one."""
    return _process("bare", json.dumps(files), target).seconds


def _process(*asked):
    command = [sys.executable, __file__, *map(str, asked)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Told(*json.loads(done.stdout.splitlines()[-1]))


def _run(ini, now, wish):
    from unisms.scripts.opening import opened
    from unisms.tasks.exports import folder_of
    from unisms.tasks.exports.run import run as export

    os.nice(19)
    with opened(ini) as worker:
        begun = time.perf_counter()
        done = export(worker, folder_of(worker), ExportWish(**json.loads(wish)), int(now))
        spent = time.perf_counter() - begun
    assert not any(one.trouble for one in done), done
    return spent


def _plain(ini, target):
    import duckdb
    import pandas

    from unisms.scripts.opening import opened

    with opened(ini) as worker:
        begun = time.perf_counter()
        frames = []
        for name in worker.run(lambda root: list(root["institutions"]["paris1"]["campaigns"])):
            rows = worker.run(lambda root, name=name: _known(root, name))
            frames.append(pandas.DataFrame(rows).drop(columns=["msisdn", "ids"]))
        duckdb.from_df(pandas.concat(frames)).write_parquet(target)
        return time.perf_counter() - begun


def _known(root, name):
    campaign = root["institutions"]["paris1"]["campaigns"][name]
    return [known(row) for _, row in campaign.stored_rows()]


def _bare(files, target):
    import duckdb

    begun = time.perf_counter()
    options = "(FORMAT parquet, COMPRESSION zstd)"
    asked = f"COPY (FROM read_parquet({json.loads(files)}) ORDER BY day, account) TO '{target}' "
    duckdb.execute(asked + options)
    return time.perf_counter() - begun


def files_of(service, table):
    """Return the paths of the files of a table that count."""
    folder = service.folder / "var/dashboards"
    told = json.loads((folder / "manifest.json").read_text())
    return [str(folder / one["path"]) for one in told["files"] if one["table"] == table]


class Times(NamedTuple):
    """The seconds and MB that exports take, and those of their peers."""

    whole: Told  #: of all messages, the first time
    again: Told  #: when nothing is new
    day: Told  #: of one day more
    month: Told  #: of the month closed
    plain: Told  #: of the plain way with the day's messages
    bare: float  #: seconds of DuckDB alone, with the facts of that month


def times(messages=5_000_000, day=100_000, month=3_000_000):
    """Return the ``Times`` of so many messages, a day of them, and a month."""
    with furnished(messages, 60) as service:
        whole = run(service, MONTH + 60 * DAY)
    with furnished(month, 29) as service:
        now = MONTH + 28 * DAY
        run(service, now)
        again = run(service, now)
        add(service, day, 29, 1)
        one = run(service, now + DAY)
        before = files_of(service, "facts")
        closed = run(service, MONTH + 35 * DAY)
        assert len(files_of(service, "facts")) == 1
        bare = barely(before, service.folder / "bare.parquet")
    with furnished(day, 1) as service:
        plain = plainly(service, service.folder / "plain.parquet")
    return Times(whole, again, one, closed, plain, bare)


def beside(messages=40_000, runs=5, exported=2_000_000):
    """Return pairs: messages a second of the main job alone, and beside a run of exports."""
    pairs = []
    with Smsc(fast=True) as smsc, Service(smsc.port, window="100") as service:
        add(service, exported, 0, 25)
        service.start("worker")
        whole_job.job(service, messages)
        for _ in range(runs):
            alone = messages / whole_job.job(service, messages)
            with _exporting(service):
                pairs.append((messages / whole_job.job(service, messages), alone))
    return pairs


@contextmanager
def _exporting(service):
    """Let everything be exported anew, again and again."""
    loop = (
        "import subprocess, sys, shutil\n"
        "while True:\n"
        "    shutil.rmtree(sys.argv[2], ignore_errors=True)\n"
        "    subprocess.run([sys.executable, '-m', 'unisms.tasks.exports.program'],"
        " input=sys.argv[1], text=True)\n"
    )
    settings = {**service.worker.registry.settings}
    given = json.dumps(settings, default=str)
    target = service.folder / "var/dashboards"
    process = subprocess.Popen(
        [sys.executable, "-c", loop, given, str(target)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(2)
        yield
    finally:
        os.killpg(process.pid, 15)
        process.wait()


def main():
    found = times(*map(int, sys.argv[1:4]))
    for name, one in found._asdict().items():
        print(name, one)


PROGRAMS = {"run": _run, "plain": _plain, "bare": _bare}

if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] in PROGRAMS:
        spent = PROGRAMS[sys.argv[1]](*sys.argv[2:])
        print(json.dumps([spent, whole_job.peak_memory(os.getpid())]))
    else:
        main()
