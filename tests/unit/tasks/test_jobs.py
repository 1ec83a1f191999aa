"""The tasks that are not delivery."""

import pytest
from factories import (
    MOBILE,
    NOW,
    eventually,
    make_campaign,
    make_draft,
    make_house,
    make_release,
)

from unisms.model.audit import AuditEntry
from unisms.model.folder import find, path_of
from unisms.model.replies import KeptReply
from unisms.services.campaigns import drafts
from unisms.services.imports import intake
from unisms.services.replies import stops
from unisms.sms import states
from unisms.tasks import jobs
from unisms.testing.factories import someone

PATH = "/institutions/paris1/brokers/fake"
PERSON = "Jeanne Dupont"


@pytest.fixture(autouse=True)
def house(worker, monkeypatch):
    monkeypatch.setattr(jobs.time, "time", lambda: NOW)
    worker.run(lambda root: make_house(root).__name__)


def made(worker, make, *args, **fields):
    return worker.run(lambda root: path_of(make(root["institutions"]["paris1"], *args, **fields)))


def look(worker, path, attribute):
    return worker.run(lambda root: getattr(find(root, path), attribute))


def upload(institution, at=NOW):
    return intake.receive(someone(institution), "a.csv", b"Nom\nA\n", at)


def test_a_file_is_read(worker):
    path = worker.run(
        lambda root: path_of(
            intake.receive(
                someone(root["institutions"]["paris1"]), "a.csv", b"Nom;Mobile\nA;0639980000\n", NOW
            )
        )
    )
    worker.enqueue("read_import", path)
    worker.drain()
    assert (look(worker, path, "state"), look(worker, path, "columns")) == (
        "read",
        ("Nom", "Mobile"),
    )


def test_outages_are_told_of_each_institution_whatever_happens_to_another(worker, monkeypatch):
    worker.run(lambda root: make_house(root, "nice").__name__)
    told = []

    def tell(institution, now):
        if institution.__name__ == "nice":
            raise ValueError
        told.append((institution.__name__, now))

    monkeypatch.setattr(jobs.alarms, "tell", tell)
    worker.enqueue("tell_outages")
    worker.drain()
    assert told == [("paris1", NOW)]
    worker.run(jobs._tell_outages_of, "gone", NOW)  # removed meanwhile
    assert len(told) == 1


def submitted(institution):
    campaign = make_draft(institution)
    drafts.submit(campaign)
    return campaign


def test_the_end_of_an_alert_is_prepared_once_it_is_settled(worker, monkeypatch):
    path, answers = made(worker, submitted), [True, False]
    monkeypatch.setattr(jobs, "SETTLING", 0.01)
    monkeypatch.setattr(jobs.endings, "awaits", lambda root, path, now: answers.pop(0))
    worker.enqueue("prepare_campaign", path)
    worker.drain()
    assert look(worker, path, "state") == states.PREPARING
    eventually(lambda: worker.drain() or look(worker, path, "state") == states.CHECKED)
    assert answers == []


def test_a_campaign_is_prepared(worker):
    path = made(worker, submitted)
    worker.enqueue("prepare_campaign", path)
    worker.drain()
    assert look(worker, path, "state") == states.CHECKED


def ended(institution):
    campaign = make_release(institution, 1)
    campaign.write(1, campaign.row(1)._replace(state=states.DELIVERED))
    campaign.state, campaign.ended_at = states.SENT, NOW
    return campaign


def test_a_campaign_that_is_over_is_closed(worker):
    path = made(worker, ended)
    worker.enqueue("close_campaign", path)
    worker.drain()
    assert look(worker, path, "state") == states.CLOSED


def test_a_campaign_that_is_not_over_is_not_closed(worker, caplog):
    path = made(worker, make_release)
    worker.enqueue("close_campaign", path)
    worker.drain()
    assert look(worker, path, "state") == states.SENDING
    assert "closed" not in caplog.text


def test_the_sweep_finds_all_that_waits(worker, broker):
    read, prepared = made(worker, upload), made(worker, submitted)
    over, waiting = made(worker, ended), made(worker, make_release)
    worker.enqueue("sweep")
    worker.drain()
    assert look(worker, read, "state") == "read"
    assert look(worker, prepared, "state") == states.CHECKED
    assert look(worker, over, "state") == states.CLOSED
    assert len(broker.written) == 3
    assert look(worker, waiting, "state") == states.SENT


def test_the_sweep_leaves_alone_what_waits_for_a_person(worker, broker):
    draft, checked = made(worker, make_draft), made(worker, make_campaign)
    worker.enqueue("sweep")
    worker.drain()
    assert (look(worker, draft, "state"), look(worker, checked, "state")) == (
        states.DRAFT,
        states.CHECKED,
    )
    assert broker.sessions == 0


@pytest.mark.parametrize(
    ("name", "hour", "minute", "due"),
    [
        ("sweep_each_minute", 0, 0, True),
        ("sweep_each_minute", 13, 37, True),
        ("night", 13, 37, True),
        ("clear_files", 13, 20, True),
        ("clear_files", 13, 37, False),
    ],
)
def test_what_comes_round_comes_at_its_hour(worker, name, hour, minute, due):
    from datetime import datetime

    [task] = [task for task in worker.huey._registry.periodic_tasks if task.name == name]
    assert task.validate_datetime(datetime(2027, 1, 15, hour, minute)) == due


def doubtful(root):
    campaign = make_release(root["institutions"]["paris1"], on_doubt="resend")
    row = campaign.stored_row(1)
    campaign.write(1, (row[0], states.UNCERTAIN, "", 1, NOW - 600, None))
    return campaign.path


def test_the_sweep_sends_again_what_is_in_doubt_where_the_campaign_wants_that(worker, monkeypatch):
    path, queued = worker.run(doubtful), []
    monkeypatch.setattr(worker, "enqueue", lambda *task: queued.append(task))
    jobs.sweep(worker)
    assert ("resend_doubtful", path) in queued
    jobs.resend_doubtful(worker, path)
    assert queued[-1] == ("deliver", PATH)
    jobs.resend_doubtful(worker, path)
    assert queued.count(("deliver", PATH)) == 2  # the sweep's own and the first one's


def test_the_journals_are_sealed_each_minute(worker):
    def write(root):
        for audit in (root.audit, root["institutions"]["paris1"].audit):
            audit.record(AuditEntry(NOW, "lib", "account.opened", "/accounts/scd", ""))

    def lengths(root):
        return [audit.head[0] for audit in (root.audit, root["institutions"]["paris1"].audit)]

    worker.run(write)
    worker.enqueue("seal_journals")
    worker.drain()
    assert worker.run(lengths) == [1, 1]
    assert worker.run(lambda root: root.audit.waiting()) == []


def test_a_journal_that_cannot_be_sealed_stops_no_other(worker, monkeypatch, caplog):
    sealed = []

    def seal(_root, name):
        if not name:
            raise ValueError(PERSON)
        sealed.append(name)

    monkeypatch.setattr(jobs.audit_journals, "unsealed", lambda root: ["", "paris1"])
    monkeypatch.setattr(jobs.audit_journals, "seal", seal)
    jobs.seal_journals(worker)
    assert sealed == ["paris1"]
    [told] = caplog.messages
    assert told.startswith("journal of operators: not sealed: ValueError")
    assert "Jeanne" not in told


def test_the_lines_of_a_campaign_are_written_once_it_is_old_enough(worker):
    def waiting(root):
        return [*find(root, "/institutions/paris1").history.waiting()]

    def grow_old(root):
        find(root, path).sent_at = NOW - 601

    path = made(worker, make_release)
    for expected in ([path.rpartition("/")[2]], []):
        worker.enqueue("sweep")
        worker.drain()
        assert worker.run(waiting) == expected
        worker.run(grow_old)


def test_a_stop_is_confirmed_by_the_sweep(worker, monkeypatch):
    def stopped(root):
        institution = find(root, "/institutions/paris1")
        stops.receive(institution, KeptReply(NOW, MOBILE, "38000", "STOP", PATH), NOW)

    worker.run(stopped)
    queued = []
    monkeypatch.setattr(worker, "enqueue", lambda *task: queued.append(task))
    jobs.sweep(worker)
    assert ("follow_replies", "paris1") in queued
    queued.clear()
    jobs.follow_replies(worker, "paris1")
    assert queued == [("deliver", PATH)]


def test_lines_of_histories_go_in_the_night_in_which_their_texts_go(worker):
    names = [*worker.registry.nightly_jobs]
    assert names.index("texts") < names.index("histories")


def test_a_message_that_awaits_no_yes_any_more_is_looked_after_once(worker, caplog):
    path = made(worker, make_campaign)
    with caplog.at_level("INFO", jobs.__name__):
        worker.enqueue("tend_approval", path)
        worker.drain()
    assert caplog.messages[-1] == f"campaign {path}: no yes is awaited any more"


def test_a_message_that_awaits_a_yes_is_looked_after_without_a_word(worker, monkeypatch, caplog):
    monkeypatch.setattr(jobs.upkeep, "tend", lambda *given: True)
    with caplog.at_level("INFO", jobs.__name__):
        jobs.tend_approval(worker, "/institutions/paris1/campaigns/1")
    assert caplog.messages == []
