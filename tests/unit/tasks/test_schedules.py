"""Scheduled messages leave to the second; outsiders are asked again with nothing open."""

import time

import pytest
from factories import make_draft, make_house, make_worker, mobile

from unisms.model.folder import find
from unisms.model.timings import Schedule, Timing
from unisms.ports import Person
from unisms.services.campaigns import drafts
from unisms.services.rules import clocks
from unisms.services.schedules import arrivals, departures
from unisms.sms import states
from unisms.tasks import schedules
from unisms.testing.audiences import LIST
from unisms.testing.factories import make_person, someone
from unisms.testing.fixtures import tasks_here

PARIS = "/institutions/paris1"


@pytest.fixture
def worker(tmp_path, broker):
    """A worker for which an add-on is switched on that asks outsiders."""
    worker = make_worker(tmp_path, broker, "unisms.testing.audiences")
    yield worker
    worker.close()
    worker.db.close()


@pytest.fixture
def lists(worker):
    lists = worker.registry.audience_kinds[LIST]
    lists.has("readers", Person("zroux", "Zoé Roux", (mobile(1),)))
    return lists


@pytest.fixture
def path(worker, lists):
    """A checked message to an outsider's list, due a second ago."""

    def furnish(root):
        institution = make_house(root)
        make_person(institution, "zoe", "Zoé", "")
        institution.grants.give("person:zoe", "sender")
        campaign = make_draft(institution, audience=((LIST, "readers"),), now=int(time.time()))
        campaign.author = "zoe"
        drafts.submit(campaign)
        return campaign.path

    path = worker.run(furnish)
    worker.enqueue("prepare_campaign", path)
    worker.drain()
    worker.run(schedule, path, -1)
    return path


def schedule(root, path, seconds):
    campaign, now = find(root, path), int(time.time())
    campaign.timing = tuple(Timing(at=clocks.shown_at(now + 3600, "Europe/Paris")))
    departures.depart(someone(campaign, "zoe"), campaign, now)
    campaign.schedule = tuple(campaign.scheduled._replace(at=now + seconds))
    campaign.become(states.SCHEDULED)
    return campaign.scheduled.at


def look(worker, path, *names):
    return worker.run(lambda root: tuple(getattr(find(root, path), name) for name in names))


def leave(worker, path):
    worker.enqueue("leave_campaign", path, "zoe", int(time.time()) - 1)
    worker.drain()


def test_an_outsider_is_asked_again_at_its_hour(worker, lists, path):
    lists.has("readers", Person("zroux", "Zoé", (mobile(1),)), Person("max", "Max", (mobile(2),)))
    leave(worker, path)
    state, told = look(worker, path, "state", "schedule")
    assert state in {states.SENDING, states.SENT}
    assert (Schedule(*told).added, Schedule(*told).gone) == (1, 0)
    assert lists.asked == ["readers", "readers"]


def test_an_outsider_that_is_away_is_waited_for_and_then_no_more(worker, lists, path):
    lists.goes_away()
    leave(worker, path)
    assert look(worker, path, "state") == (states.SCHEDULED,)
    long_ago = int(time.time()) - arrivals.PATIENCE - 1

    def age(root):
        campaign = find(root, path)
        campaign.schedule = tuple(campaign.scheduled._replace(at=long_ago))

    worker.run(age)
    leave(worker, path)
    assert look(worker, path, "state", "problem") == (states.DRAFT, "audience_away")
    assert Schedule(*look(worker, path, "schedule")[0]).refused[:2] == ("schedule", "unprepared")


def test_before_its_hour_this_process_waits_for_it_to_the_second(worker, path):
    at = worker.run(schedule_again, path, 30)
    worker.enqueue("leave_campaign", path, "zoe", at)
    worker.drain()
    [(_, task)] = [one for one in tasks_here(worker) if one[1].name == "leave_campaign"]
    assert task.args[:3] == (path, "zoe", at)
    assert look(worker, path, "state") == (states.SCHEDULED,)


def schedule_again(root, path, seconds):
    campaign = find(root, path)
    at = int(time.time()) + seconds
    campaign.schedule = tuple(campaign.scheduled._replace(at=at))
    campaign.become(states.SCHEDULED)
    return at


def test_a_message_to_nobody_outside_asks_nobody(worker, lists, path):
    def choose(root):
        campaign = find(root, path)
        campaign.audience = (("number", mobile(5)),)

    worker.run(choose)
    leave(worker, path)
    assert lists.asked == ["readers"]
    assert look(worker, path, "state")[0] in {states.SENDING, states.SENT}


def test_an_outsider_that_has_forgotten_the_list_sends_it_back(worker, lists, path):
    lists.lists.clear()
    leave(worker, path)
    assert look(worker, path, "state", "problem") == (states.DRAFT, "audience_gone")


def test_the_sweep_finds_what_a_killed_worker_left(worker, lists, path):
    worker.run(arrivals.renew, path, int(time.time()))
    worker.enqueue("sweep")
    worker.drain()
    assert look(worker, path, "state")[0] in {states.SENDING, states.SENT}


def test_a_repetition_is_prepared_and_waits_without_anybody(worker, lists, path):
    def repeat(root):
        campaign = find(root, path)
        campaign.timing = (*campaign.timing[:4], "day", "", "2")

    worker.run(repeat)
    leave(worker, path)
    worker.enqueue("sweep")
    worker.drain()
    name = look(worker, path, "series")[0][3]
    following = f"{PARIS}/campaigns/{name}"
    assert look(worker, following, "state") == (states.SCHEDULED,)
    assert lists.asked == ["readers"] * 3


def test_settling_twice_changes_nothing(worker, path):
    schedules.settle_schedule(worker, path)
    assert look(worker, path, "state") == (states.SCHEDULED,)
