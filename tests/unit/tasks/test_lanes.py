"""Lanes: slow work of one institution never stands before what another one waits for."""

import threading
from functools import partial

import pytest
from factories import NOW, eventually, make_connection, make_draft, make_house, make_release

from unisms.model.folder import find, path_of
from unisms.services.brokers import connections
from unisms.services.campaigns import drafts
from unisms.services.imports import intake
from unisms.sms import states
from unisms.tasks import jobs, lanes
from unisms.tasks.lanes import Job, Lane, Lanes
from unisms.testing.factories import someone


class Slow:
    """Work that is under way until it is let go; ``begun`` tells what has begun, in its order."""

    def __init__(self):
        self.begun, self.gate = [], threading.Event()

    def job(self, name, *args, held=True):
        return Job(name, args, partial(self._do, args, held))

    def _do(self, args, held):
        self.begun.append(args)
        if held:
            assert self.gate.wait(60)


@pytest.fixture
def slow():
    slow = Slow()
    yield slow
    slow.gate.set()


@pytest.fixture
def opened():
    opened = Lanes()
    opened.open = True
    yield opened
    opened.close()


def path(institution, number=0):
    return f"/institutions/{institution}/imports/{number}"


@pytest.mark.parametrize(
    ("args", "owner", "person"),
    [
        (("/institutions/nice/imports/a", "lib"), "nice", "lib"),
        (("/institutions/nice", "a1b2"), "nice", "a1b2"),
        (("/brokers/consortium", 3), "/brokers/consortium", ""),
        (("/", "a1b2"), "/", "a1b2"),
        (("nice",), "nice", ""),
        ((7,), "7", ""),
        ((), "", ""),
    ],
)
def test_whose_turn_a_task_takes_is_told_by_what_it_is_about(args, owner, person):
    job = Job("any", args, None)
    assert (job.owner, job.person) == (owner, person)


def test_until_the_lanes_are_open_a_task_is_done_where_it_is_given():
    done = []
    Lanes().give(Lane("any", 1, 1), Job("any", (), lambda: done.append(threading.current_thread())))
    assert done == [threading.current_thread()]


def test_an_owner_has_no_more_than_its_share_of_a_lane(opened, slow):
    lane = Lane("files", wide=3, each=1)
    for number in range(12):
        opened.give(lane, slow.job("read", path("greedy", number)))
    for other in ("nice", "lyon"):
        opened.give(lane, slow.job("read", path(other)))
    eventually(lambda: len(slow.begun) == 3)
    assert sorted(args[0] for args in slow.begun) == [path("greedy"), path("lyon"), path("nice")]


def test_owners_and_their_persons_take_turns(opened, slow):
    lane = Lane("files", wide=1, each=1)
    opened.give(lane, slow.job("read", path("first")))
    eventually(lambda: slow.begun)
    for number in range(3):
        opened.give(lane, slow.job("read", path("greedy", number), "a", held=False))
    opened.give(lane, slow.job("read", path("greedy", 9), "b", held=False))
    opened.give(lane, slow.job("read", path("nice"), "c", held=False))
    slow.gate.set()
    eventually(lambda: len(slow.begun) == 6)
    expected = [("greedy", 0), ("nice", 0), ("greedy", 9), ("greedy", 1), ("greedy", 2)]
    assert [args[0] for args in slow.begun[1:]] == [path(*one) for one in expected]


def test_what_waits_already_does_not_wait_twice(opened, slow):
    lane = Lane("tries", wide=4, each=4)
    for _ in range(24):
        opened.give(lane, slow.job("try", "/brokers/dead"))
    eventually(lambda: slow.begun)
    opened.give(lane, slow.job("try", "/brokers/alive", held=False))
    eventually(lambda: len(slow.begun) == 2)
    slow.gate.set()
    opened.give(lane, slow.job("try", "/brokers/last", held=False))
    eventually(lambda: ("/brokers/last",) in slow.begun)
    assert (
        slow.begun.count(("/brokers/dead",)) <= 2
    )  # the first, and one for all that was asked since


@pytest.mark.parametrize(("alone", "together"), [(True, 1), (False, 2)])
def test_equal_tasks_are_done_at_the_same_time_only_where_the_lane_says_so(
    opened, slow, alone, together
):
    lane = Lane("deliver", wide=4, each=4, alone=alone)
    for begun in (1, together):
        opened.give(lane, slow.job("deliver", "/brokers/x"))
        eventually(lambda begun=begun: len(slow.begun) == begun)
    opened.give(lane, slow.job("deliver", "/brokers/y"))
    eventually(lambda: ("/brokers/y",) in slow.begun)
    assert slow.begun.count(("/brokers/x",)) == together


def test_a_thread_that_is_free_takes_what_comes(opened):
    lane, done = Lane("any", 1, 1), []
    for number in (1, 2, 3):
        opened.give(lane, Job("any", (number,), partial(done.append, number)))
        eventually(lambda number=number: len(done) == number and opened._track(lane)._idle == 1)
    assert len(opened._track(lane)._threads) == 1


@pytest.mark.parametrize("trouble", [ValueError("Jeanne Dupont"), SystemExit(3)])
def test_a_task_that_breaks_ends_no_thread_and_its_owner_goes_on(opened, caplog, trouble):
    def fail():
        raise trouble

    lane, done = Lane("any", 1, 1), []
    opened.give(lane, Job("broken", ("/institutions/nice",), fail))
    opened.give(lane, Job("whole", ("/institutions/nice",), lambda: done.append(1)))
    eventually(lambda: done)
    [told] = caplog.messages
    assert told.startswith("task broken")
    assert type(trouble).__name__ in told
    assert "Jeanne" not in told


def test_a_lane_that_is_closed_begins_nothing_and_what_is_under_way_ends(opened, slow):
    lane = Lane("any", 1, 1)
    opened.give(lane, slow.job("first", "a"))
    opened.give(lane, slow.job("second", "b"))
    eventually(lambda: slow.begun)
    opened.close()
    opened.give(lane, slow.job("third", "c"))
    opened.join(0.01)  # it is still under way
    slow.gate.set()
    opened.join(60)
    assert not any(thread.is_alive() for thread in opened._track(lane)._threads)
    assert slow.begun == [("a",)]


def test_each_lane_has_room_left_whatever_one_owner_does():
    kinds = [one for one in vars(lanes).values() if isinstance(one, Lane)]
    assert len(kinds) == len({one.name for one in kinds}) == 9
    for one in kinds:
        assert one.each < one.wide or one in (
            lanes.SWEEP,
            lanes.UPKEEP,
            lanes.MAILS,
        )  # these are the service's own work


# A real worker: one institution is slow, another one waits for nothing.


@pytest.fixture
def busy(worker):
    """A worker whose lanes are open, and a thread that takes tasks out of its queue, as ``unisms
    worker`` has them."""
    for name in ("greedy", "nice"):
        worker.run(lambda root, name=name: make_house(root, name).__name__)
    worker.lanes.open, over = True, threading.Event()

    def clerk():
        while not over.wait(0.01):
            worker.drain()

    thread = threading.Thread(target=clerk)
    thread.start()
    yield worker
    over.set()
    thread.join()
    worker.lanes.close()
    worker.lanes.join(60)


def submitted(root, name):
    campaign = make_draft(root["institutions"][name])
    drafts.submit(campaign)
    return campaign.path


def upload(root, name):
    content = b"Nom;Mobile\nA;0639980000\n"
    return path_of(intake.receive(someone(root["institutions"][name]), "a.csv", content, NOW))


def state_of(worker, path):
    return worker.run(lambda root: find(root, path).state)


@pytest.fixture
def held(monkeypatch):
    """Hold work of the greedy institution, which does not end until it is let go."""
    gate, begun = threading.Event(), []

    def hold(func):
        def held(record, *args):
            if "greedy" in path_of(record):
                begun.append(path_of(record))
                assert gate.wait(60)
            return func(record, *args)

        return held

    monkeypatch.setattr(jobs.intake, "read", hold(intake.read))
    yield begun
    gate.set()


def test_files_of_one_institution_hold_up_neither_checks_nor_messages_nor_files_of_another(
    busy, broker, held
):
    for _ in range(12):
        busy.enqueue("read_import", busy.run(upload, "greedy"), "lib")
    eventually(lambda: held)
    check, file = busy.run(submitted, "nice"), busy.run(upload, "nice")
    release = busy.run(lambda root: make_release(root["institutions"]["nice"]).path)
    busy.enqueue("prepare_campaign", check, "lib")
    busy.enqueue("read_import", file, "lib")
    busy.enqueue("deliver", "/institutions/nice/brokers/fake")
    eventually(lambda: state_of(busy, check) == states.CHECKED)
    eventually(lambda: state_of(busy, file) == "read")
    eventually(lambda: state_of(busy, release) == states.SENT)
    assert len(held) == 1


def test_what_the_lanes_of_a_killed_worker_held_is_found_by_the_sweep_of_the_next(busy, held):
    paths = [busy.run(upload, "nice") for _ in range(3)]  # of which no task is left
    busy.enqueue("sweep")
    eventually(lambda: all(state_of(busy, path) == "read" for path in paths))


def test_a_provider_that_never_answers_is_tried_once_at_a_time_and_holds_up_nobody(
    busy, broker, monkeypatch
):
    gate, checks = threading.Event(), []

    def check():
        checks.append(1)
        assert gate.wait(60)

    monkeypatch.setattr(broker, "check", check)
    dead = "/institutions/greedy/brokers/fake"
    for _ in range(24):
        busy.run(lambda root: connections.ask_for_try(find(root, dead), NOW))
        busy.enqueue("try_connection", dead)
    eventually(lambda: checks)
    release = busy.run(lambda root: make_release(root["institutions"]["nice"], urgent=True).path)
    busy.enqueue("deliver", "/institutions/nice/brokers/fake")
    eventually(lambda: state_of(busy, release) == states.SENT)
    assert checks == [1]
    gate.set()
    eventually(lambda: busy.run(lambda root: find(root, dead).tested))
    assert checks == [1]


def test_providers_that_never_answer_while_they_are_opened_leave_others_their_threads(
    busy, broker, monkeypatch
):
    """An institution may have many connections of its own.

    Each takes a thread for as long as its host is silent.
    """
    gate, opening, lease = threading.Event(), [], busy.lease

    def slow_lease(path):
        if "greedy" in path:
            opening.append(path)
            assert gate.wait(60)
        return lease(path)

    monkeypatch.setattr(busy, "lease", slow_lease)

    def make(root, name):
        return path_of(make_connection(root["institutions"]["greedy"], name))

    greedy = [busy.run(make, f"dead{number}") for number in range(20)]
    for path in greedy:
        busy.enqueue("deliver", path)
    eventually(lambda: len(opening) == lanes.DELIVER.each)
    release = busy.run(lambda root: make_release(root["institutions"]["nice"]).path)
    busy.enqueue("deliver", "/institutions/nice/brokers/fake")
    eventually(lambda: state_of(busy, release) == states.SENT)
    assert len(opening) == lanes.DELIVER.each
    gate.set()


def test_what_a_worker_alone_can_do_goes_to_its_lane_without_a_look_at_the_queue(worker):
    """The baton is passed between two turns of a second, and waits for no look at the queue."""
    worker.run(lambda root: make_house(root, "nice").__name__)
    release = worker.run(lambda root: make_release(root["institutions"]["nice"]).path)
    worker.lanes.open = True
    worker.enqueue_here(
        "deliver", "/institutions/nice/brokers/fake"
    )  # and nobody reads the queue here
    eventually(lambda: state_of(worker, release) == states.SENT)
    worker.lanes.close()
    worker.lanes.join(60)
