"""Nightly jobs and waiting work, as they are announced."""

import pytest
from factories import NOW, make_house
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError
from ZODB.POSException import StorageError

from unisms.seams.work import INSTITUTIONS, ROOT
from unisms.tasks import jobs, night

DAY = 86400
NUMBER = "+33639980001"


def forget_timetables(holder, now):
    """Nothing."""


def an_addon(config):
    config.add_nightly_job("timetables", forget_timetables)
    config.add_waiting("read_timetables", forget_timetables)


def another_addon(config):
    config.add_nightly_job("timetables", forget_timetables)


def a_third_addon(config):
    config.add_waiting("read_timetables", print)


@pytest.mark.parametrize("second", [another_addon, a_third_addon])
def test_what_is_announced_twice_stops_the_start_and_both_places_are_named(config, second):
    config.include(an_addon)
    config.include(second)
    with pytest.raises(ConfigurationConflictError) as conflict:
        config.commit()
    assert str(conflict.value).count("test_work.py") == 2


def test_what_comes_is_taken_in_and_wrong_moments_are_put_right_before_anything_goes(config):
    config.commit()
    assert [*config.registry.nightly_jobs][:2] == ["inboxes", "moments"]


def test_texts_and_the_journal_go_after_all_else_and_nothing_is_closed_before_it_is_sent_again(
    worker,
):
    assert [*worker.registry.nightly_jobs][-3:] == ["texts", "journal", "histories"]
    waiting = [*worker.registry.waiting]
    assert waiting.index("resend_doubtful") < waiting.index("close_campaign")


@pytest.fixture
def add(worker, monkeypatch):
    """A function that announces a job to this worker, after its start."""
    monkeypatch.setattr(worker.db, "pack", lambda **_: None)
    worker.run(lambda root: make_house(root).__name__)
    config = Configurator(registry=worker.registry)

    def add(directive, name, func, **options):
        getattr(config, directive)(name, func, **options)
        config.commit()

    return add


@pytest.mark.parametrize(
    ("options", "holders"),
    [
        ({}, ["", "paris1"]),
        ({"of": INSTITUTIONS}, ["paris1"]),
        ({"of": ROOT}, [""]),
    ],
)
def test_a_nightly_job_is_done_for_its_holders(worker, add, options, holders):
    seen = []
    add("add_nightly_job", "watch", lambda one, now: seen.append((one.__name__, now)), **options)
    night.tend(worker, NOW)
    assert seen == [(name, NOW) for name in holders]


def test_a_job_that_breaks_is_told_without_what_it_says_and_stops_no_other(worker, add, caplog):
    seen = []

    def broken(holder, now):
        holder.title = "written by who broke"
        raise ValueError(NUMBER)

    add("add_nightly_job", "broken", broken, of=INSTITUTIONS)
    add("add_nightly_job", "after", lambda holder, now: seen.append(now), of=INSTITUTIONS)
    night.tend(worker, NOW)
    assert seen == [NOW]
    assert worker.run(lambda root: root["institutions"]["paris1"].title) == "Paris1"
    [told] = [message for message in caplog.messages if message.startswith("night:")]
    assert told.startswith("night: broken of paris1 broke: ValueError")
    assert "+336" not in told


def test_a_job_opens_its_own_transactions_where_it_says_so(worker, add):
    seen = []

    def long(worker, name, now):
        seen.append(worker.run(lambda root: name in root["institutions"]))

    add("add_nightly_job", "long", long, of=INSTITUTIONS, own_transactions=True)
    night.tend(worker, NOW)
    assert seen == [True]


@pytest.mark.parametrize(("erases", "done"), [(True, 0), (False, 1)])
def test_a_job_that_erases_waits_until_the_clock_is_believed(worker, add, erases, done):
    seen = []
    worker.run(lambda root: setattr(root.life, "trusted", NOW))
    add("add_nightly_job", "watch", lambda *_: seen.append(1), of=ROOT, erases=erases)
    night.tend(worker, NOW + 9 * DAY)
    assert len(seen) == done


def test_a_store_that_is_away_ends_the_sweep(worker, add):
    def away(root, now):
        raise StorageError

    add("add_waiting", "timetables", away)
    with pytest.raises(StorageError):
        jobs.sweep(worker)


def test_what_an_add_on_finds_waiting_is_queued_by_the_sweep(worker, add, monkeypatch, caplog):
    queued = []
    monkeypatch.setattr(worker, "enqueue", lambda *task: queued.append(task))
    monkeypatch.setitem(worker.registry.tasks, "read_timetable", None)

    def broken(root, now):
        raise ValueError(NUMBER)

    add("add_waiting", "broken", broken)
    add("add_waiting", "timetables", lambda root, now: [("read_timetable", "/paris1", "lib")])
    jobs.sweep(worker)
    assert queued == [("read_timetable", "/paris1", "lib")]
    [told] = caplog.messages
    assert told.startswith("sweep: broken broke: ValueError")
    assert "+336" not in told


def test_a_task_that_nothing_announces_keeps_no_other_from_being_queued(
    worker, add, monkeypatch, caplog
):
    queued = []
    monkeypatch.setattr(worker, "enqueue", lambda *task: queued.append(task))
    add("add_waiting", "mistyped", lambda root, now: [("delivre", "/paris1"), ("sweep",)])
    add("add_waiting", "timetables", lambda root, now: [("deliver", "/paris1")])
    jobs.sweep(worker)
    assert queued == [("deliver", "/paris1")]
    assert "nothing announces the task delivre" in caplog.messages[0]


def test_a_nightly_job_for_nobody_stops_the_start():
    config = Configurator()
    config.include("unisms.seams")
    with pytest.raises(ConfigurationError, match="watch: institution is none of the holders"):
        config.add_nightly_job("watch", print, of="institution")
