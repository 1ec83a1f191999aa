"""A worker dies at each step of a scheduled message's departure: it leaves once, or not at all."""

import time

import pytest

from tests.chaos import crowds, judge
from tests.chaos.test_crash_points import PATIENCE, die_at, run_with
from tests.peers.service import CONNECTION, Service
from tests.peers.smsc import Smsc
from tests.silence import stays
from unisms.model.folder import find
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.services.campaigns import drafts, guards
from unisms.services.rights import rights
from unisms.services.schedules import departures
from unisms.sms import states

pytestmark = [pytest.mark.servers, pytest.mark.spread]
WINDOW = 20
POINTS = (
    "due, audience not looked at",
    "audience looked at, not committed",
    "audience looked at",
    "left at its hour, not committed",
    "left at its hour, nobody nudged",
)
COMMITS = ("in a commit, before its vote", "in a commit, after its vote")


def scheduled(root, people):
    """A message to a group whose hour has just come; its path."""
    institution, now = find(root, "/institutions/paris1"), int(time.time())
    institution["people"].add("zoe", Subscriber("Zoé", "", ""))
    institution.grants.give("person:zoe", "administrator")
    for number, (msisdn, name) in enumerate(people):
        institution["people"].add(f"p{number}", Subscriber(name, msisdn, ""))
    uids = [f"p{number}" for number in range(len(people))]
    institution["groups"].add("l2", Group("L2", uids))
    actor = rights.person(institution, "zoe")
    shown = {"title": "Retard", "text": crowds.TEXT, "timing": ("2099-01-01T10:00",)}
    campaign = drafts.draft(
        actor,
        now=now,
        audience=(("group", "l2"),),
        account="scd",
        connection=CONNECTION,
        **shown,
    )
    drafts.submit(campaign)
    guards.prepare(root, campaign.path, now)
    departures.depart(actor, campaign, now)
    campaign.schedule = tuple(campaign.scheduled._replace(at=now - 1))
    campaign.__parent__.let_leave(campaign.__name__, now - 1)
    return campaign.path


def judged(smsc, service, path, people):
    judge.await_end(smsc, service, [path], PATIENCE)
    texts = {msisdn: crowds.text_of(name) for msisdn, name in people}
    return judge.table(smsc, service, [path], texts, WINDOW), service.log("worker")


@pytest.mark.parametrize("point", POINTS)
def test_a_death_on_the_way_out_sends_everything_once(point):
    people = crowds.crowd(0, 60, special=False)
    with Smsc(receipt_delay=30) as smsc, Service(smsc.port, window=str(WINDOW)) as service:
        path = service.run(scheduled, people)
        die_at(service, point, 1)
        assert smsc.stats()["submits"] == 0
        service.start("worker")
        table, log = judged(smsc, service, path, people)
    assert not judge.faults(table), judge.shown(table) + log


@pytest.mark.parametrize("point", COMMITS)
@pytest.mark.parametrize("nth", range(2, 8))
def test_a_death_within_a_commit_sends_everything_once(point, nth):
    people = crowds.crowd(0, 60, special=False)
    with Smsc(receipt_delay=30) as smsc, Service(smsc.port, window=str(WINDOW)) as service:
        path = service.run(scheduled, people)
        with run_with(service, point, nth) as worker:
            worker.wait(PATIENCE)
        service.start("worker")
        table, log = judged(smsc, service, path, people)
    assert not judge.faults(table), judge.shown(table) + log


def test_called_back_while_no_worker_ran_nothing_leaves():
    people = crowds.crowd(0, 10, special=False)
    with Smsc() as smsc, Service(smsc.port, window=str(WINDOW)) as service:
        path = service.run(scheduled, people)
        die_at(service, "audience looked at", 1)

        def cancel(root):
            actor = rights.person(find(root, "/institutions/paris1"), "zoe")
            departures.cancel(actor, find(root, path), int(time.time()))

        service.run(cancel)
        service.start("worker")
        stays(lambda: service.state(path) == states.CHECKED, 3)
        assert smsc.stats()["submits"] == 0
