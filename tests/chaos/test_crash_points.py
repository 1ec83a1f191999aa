"""A worker dies between two steps of claim, send, settle and receipt; the next makes it good."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from tiers import in_all

from tests.chaos import crowds, judge
from tests.peers.service import Service
from tests.peers.smsc import Smsc

pytestmark = [pytest.mark.servers, pytest.mark.spread]
ROOT = Path(__file__).parents[2]
WINDOW = 20
#: seconds before the judge looks: where processes wait long for their turn, late is not lost; a
#: worker that waited for the lease of a dead one (``crash_at``) would not have begun by then
PATIENCE = 90

#: the deaths, one after the other, each with the how manieth time; then how many may be uncertain
#: after them
DEATHS = [
    ([("lease taken, nothing recovered", 1)], 0),
    ([("claimed, not committed", 1)], 0),
    ([("a journal half emptied", 7)], WINDOW),
    ([("about to leave", 1)], 0),
    ([("noted, not written", 4)], WINDOW),
    ([("written", 5)], WINDOW),
    ([("answered, not noted", 2)], WINDOW),
    ([("answered, not settled", 1)], WINDOW),
    ([("settled, not committed", 2)], WINDOW),
    ([("settled", 2)], WINDOW),
    ([("receipts stored, not committed", 2)], WINDOW),
    ([("receipts stored, not acknowledged", 2)], WINDOW),
    ([("closed, not committed", 2)], WINDOW),
    ([("in a commit, before its vote", 11)], WINDOW),
    ([("in a commit, after its vote", 8)], WINDOW),
    ([("committed, and nobody told", 11)], WINDOW),
    ([("written", 4), ("recovered, not committed", 1)], WINDOW),
    (
        [("written", 4), ("recovered, journals not emptied", 1), ("a journal half emptied", 1)],
        WINDOW,
    ),
    ([("settled", 2), ("receipts stored, not acknowledged", 1), ("written", 2)], WINDOW),
    *in_all(
        ([("lease taken, not committed", 1)], 0),
        ([("claimed", 1)], 0),
        ([("a journal about to be emptied", 3)], 0),
        ([("a journal half emptied", 5)], 0),
        ([("a journal emptied", 3)], 0),
        ([("noted, not written", 1)], WINDOW),
        ([("written", 1)], WINDOW),
        ([("answered, and noted", 2)], WINDOW),
        ([("receipts there, not stored", 2)], WINDOW),
        ([("receipts acknowledged", 2)], WINDOW),
        ([("in a commit, before its vote", 8)], WINDOW),
        ([("in a commit, after its vote", 11)], WINDOW),
        ([("committed, and nobody told", 8)], WINDOW),
        ([("written", 4), ("lease taken, nothing recovered", 1)], WINDOW),
    ),
]


@pytest.mark.parametrize(
    ("deaths", "uncertain"), DEATHS, ids=[" ".join(f"{p} {n}" for p, n in d) for d, _ in DEATHS]
)
def test_a_death_loses_nothing_and_sends_nothing_twice(deaths, uncertain):
    people = crowds.crowd(0, 400, special=False)
    with (
        Smsc(answer_delay=20, receipt_delay=30) as smsc,
        Service(smsc.port, window=str(WINDOW)) as service,
    ):
        path = service.campaign(people, crowds.TEXT)
        service.release(path)
        for point, nth in deaths:
            die_at(service, point, nth)
        service.start("worker")
        judge.await_end(smsc, service, [path], PATIENCE)
        texts = {msisdn: crowds.text_of(name) for msisdn, name in people}
        table, log = judge.table(smsc, service, [path], texts, uncertain), service.log("worker")
    assert not judge.faults(table), judge.shown(table) + log


@pytest.mark.parametrize("nth", [4, 7, *in_all(5, 6, 8, 9)])
def test_a_commit_that_was_done_though_it_seemed_to_fail(nth):
    people = crowds.crowd(0, 400, special=False)
    with (
        Smsc(answer_delay=20, receipt_delay=30) as smsc,
        Service(smsc.port, window=str(WINDOW)) as service,
    ):
        path = service.campaign(people, crowds.TEXT)
        service.release(path)
        with run_with(service, "committed, and said not to be", nth):
            judge.await_end(smsc, service, [path])
        texts = {msisdn: crowds.text_of(name) for msisdn, name in people}
        table, log = judge.table(smsc, service, [path], texts, WINDOW), service.log("worker")
    assert "the disk failed" in log
    assert not [line for line in judge.faults(table) if line.what != judge.IN_THE_LOGS], (
        judge.shown(table) + log
    )


def test_a_reply_stored_and_not_acknowledged_before_a_death_is_kept_once():
    texts = ["Ça marche… 👍 " * 12, "STOP"]
    with Smsc() as smsc, Service(smsc.port) as service:
        for text in texts:
            smsc.ask("mo", **{"from": "33612345678", "to": "36111", "text": text})
        service.release(service.campaign(crowds.crowd(0, 10, special=False), crowds.TEXT))
        die_at(service, "receipts stored, not acknowledged", 1)
        assert replies(service) != []
        service.start("worker")
        smsc.wait(
            lambda stats: stats["unacknowledged"] == 0, PATIENCE, lambda: service.log("worker")
        )
        assert smsc.stats()["repeated"] > 0
        assert sorted(replies(service)) == sorted(texts)


def test_a_reply_that_came_while_no_worker_ran_is_stored_though_every_campaign_is_closed():
    with Smsc() as smsc, Service(smsc.port) as service:
        path = service.campaign(crowds.crowd(0, 10, special=False), crowds.TEXT)
        service.release(path)
        service.start("worker")
        judge.await_end(smsc, service, [path], PATIENCE)
        service.stop("worker")
        smsc.ask("mo", **{"from": "33612345678", "to": "36111", "text": "STOP"})
        service.start("worker")
        smsc.wait(
            lambda stats: stats["unacknowledged"] == 0, PATIENCE, lambda: service.log("worker")
        )
        assert replies(service) == ["STOP"]


def replies(service):
    """The texts of those stored."""
    return service.run(_texts_of_replies)


def _texts_of_replies(root):
    kept = root["institutions"]["paris1"].replies
    return [text for month in kept.months() for *_, text in kept.of(month)]


def die_at(service, point, nth):
    """Run a worker until it kills itself."""
    with run_with(service, point, nth) as worker:
        assert worker.wait(PATIENCE) == -9, service.log("worker")


@contextmanager
def run_with(service, point, nth):
    command = [
        sys.executable,
        "-m",
        "tests.chaos.crash_at",
        point,
        str(nth),
        "worker",
        "-c",
        str(service.ini),
    ]
    with (service.folder / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=ROOT
        )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()
