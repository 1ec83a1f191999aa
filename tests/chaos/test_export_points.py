"""An export dies at each of its steps: readers see a whole manifest, the next run makes it good."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from sent_campaigns import BAD, GOOD, sent
from tiers import ALL

from tests.chaos.export_at import POINTS
from tests.peers.service import CONNECTION, Service
from unisms.services.exports.plans import ExportWish
from unisms.tasks.exports import folder_of, run

pytestmark = [pytest.mark.servers, pytest.mark.spread]
ROOT = Path(__file__).parents[2]
NOW, DAY = 1_800_000_000, 86_400
#: deaths that leave the most to mend; `make test-all` has them all
HARD = (
    "counts put, not saved",
    "rows taken",
    "a draft written, not safe",
    "a file named",
    "manifest drafted, not named",
    "manifest named",
)
TIMES = {"a draft begun": (1, 9), "a draft written, not safe": (1, 9), "a file named": (1, 9)}
TRIED = POINTS if ALL else HARD


def send(root, days, count, extra=()):
    institution = root["institutions"]["paris1"]
    for day in range(days):
        rows = [*[GOOD] * count, BAD, *extra]
        sent(institution, *rows, at=NOW - day * DAY, connection=CONNECTION, carrier=CONNECTION)


def seen(folder):
    """The messages that a reader finds now: of files that are there, whole, as they are told."""
    if not (folder / "manifest.json").exists():
        return 0
    told = json.loads((folder / "manifest.json").read_text())
    for one in told["files"]:
        assert (folder / one["path"]).stat().st_size == one["bytes"], one
    sums = set()
    for table in ("facts", "cube_accounts", "cube_brokers"):
        paths = [str(folder / one["path"]) for one in told["files"] if one["table"] == table]
        [(count,)] = duckdb.read_parquet(paths).aggregate("sum(messages)").fetchall()
        sums.add(count)
    assert len(sums) == 1, "the cubes are of the same facts"
    return sums.pop()


@pytest.mark.parametrize(
    ("point", "nth"),
    [(point, nth) for point in TRIED for nth in (TIMES if ALL else {}).get(point, (1,))],
)
def test_an_export_that_dies_leaves_whole_files_and_the_next_one_is_whole(point, nth):
    with Service(smsc_port=1) as service:
        service.run(send, 3, 6)
        folder = folder_of(service.worker)
        run.run(service.worker, folder, ExportWish(), NOW)
        assert seen(folder) == 21
        service.run(send, 2, 4)
        assert die_at(service, point, nth) == -9
        assert seen(folder) in (21, 31)
        [done] = run.run(service.worker, folder, ExportWish(), NOW)
        assert (done.trouble, seen(folder)) == ("", 31)
        assert [*folder.glob(".work-*"), *folder.glob("*/*/.*")] == []


def die_at(service, point, nth):
    """Run an export until it kills itself; return its exit code."""
    command = [sys.executable, "-m", "tests.chaos.export_at", point, str(nth), str(service.ini)]
    done = subprocess.run(
        [*command, str(NOW)], cwd=ROOT, capture_output=True, check=False, timeout=120
    )
    return done.returncode
