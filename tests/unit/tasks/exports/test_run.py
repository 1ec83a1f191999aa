"""A run of exports: from the store to files, once a night, and what it does about bad nights."""

import time
from datetime import date

import pytest
from exported import fact, files, manifest, published, summed, told
from factories import MOBILE, NOW, credited, make_account, make_house, make_institution
from sent_campaigns import ASIDE, BAD, GOOD, WAITING, sent

from unisms.model import export_keys
from unisms.model.people import Subscriber
from unisms.services.exports import editions, folders, manifests, surveys
from unisms.services.exports.manifests import ExportedInstitution
from unisms.services.exports.messages.counts import count as really_count
from unisms.services.exports.plans import ExportWish
from unisms.services.ground import days
from unisms.services.ground.actor import service
from unisms.services.institution import retention
from unisms.services.operators import institutions
from unisms.sms import states
from unisms.tasks.exports import run as runs
from unisms.tasks.exports.run import ExportDone, NotBelieved

DAY = 86_400
TODAY = date(2027, 1, 15)
NEW_YEAR = NOW - 14 * DAY
FEBRUARY = NOW + 20 * DAY  # the 4th


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "dashboards"


@pytest.fixture
def export(worker, folder):
    """Run at a moment; return what was done."""
    worker.run(furnish)

    def done(now=NOW, **wish):
        return runs.run(worker, folder, ExportWish(**wish), now)

    return done


def furnish(root):
    credited(make_house(root, segments=0)["accounts"]["scd"], 1_000, NOW - 15 * DAY)
    del root["institutions"]["paris1"]["accounts"]["scd"]._ledger["credit:1"]
    root["institutions"]["paris1"]["accounts"]["scd"].index_ledger()


def send(worker, *messages, name="paris1", **fields):
    """Send a campaign in a store; return its name."""
    return worker.run(lambda root: sent(root["institutions"][name], *messages, **fields).__name__)


def change(worker, act, name="paris1"):
    worker.run(lambda root: act(root["institutions"][name]))


def late_news(institution, name, number=1):
    """Let a message have arrived after all."""
    campaign = institution["campaigns"][name]
    row = campaign.row(number)
    campaign._rows[number] = (row.msisdn, states.DELIVERED, "id", 1, NOW + DAY, None)
    tally = dict(campaign.tally) | {(states.DELIVERED, ""): 99}
    campaign.tally = tuple(sorted(tally.items()))


def test_what_was_sent_is_told(worker, export, folder):
    send(worker, *[GOOD] * 6, BAD, ASIDE)
    [done] = export()
    assert done == ExportDone("paris1", done.files, done.files, "2027-01-15")
    assert summed(folder, "facts", "messages", "segments", "cost") == (8, 7, 350)
    [campaign] = told(folder, "campaigns")
    assert (campaign["campaign"], campaign["delivered"], campaign["set_aside"]) == (1, 6, 1)
    assert {(one["kind"], one["key"]) for one in told(folder, "names")} == {
        ("institution", 0),
        ("account", 1),
        ("broker", 1),
        ("campaign", 1),
    }
    [hour] = told(folder, "cube_hours")
    assert (hour["weekday"], hour["hour"], hour["messages"]) == (5, 9, 7)


def test_a_second_run_writes_nothing(worker, export, folder):
    send(worker, *[GOOD] * 6)
    export()
    before = {path: path.stat().st_ino for path in folder.rglob("*.parquet")}
    assert export() == [ExportDone("paris1", 0, len(before), "2027-01-15")]
    assert {path: path.stat().st_ino for path in folder.rglob("*.parquet")} == before


def test_a_run_without_what_the_one_before_has_kept_writes_the_same(worker, export, folder):
    send(worker, *[GOOD] * 6, BAD)
    export()
    (folder / "state.sqlite").unlink()
    (folder / "manifest.json").unlink()
    before = {*folder.rglob("*.parquet")}
    export()
    assert {*folder.rglob("*.parquet")} == before


def test_a_campaign_that_is_closed_is_not_read_again(worker, export, monkeypatch):
    read = []
    count = lambda campaign: (read.append(campaign.state), really_count(campaign))[1]  # noqa: E731
    monkeypatch.setattr(surveys.counts, "count", count)
    send(worker, GOOD)
    send(worker, GOOD, WAITING, closed=False)
    export()
    export()
    assert sorted(read) == ["closed", "sending", "sending"]


def test_late_news_are_told_while_the_month_is_open(worker, export, folder):
    name = send(worker, *[GOOD] * 5, BAD)
    export()
    change(worker, lambda one: late_news(one, name, 6))
    export(NOW + DAY)
    assert [row["state"] for row in told(folder, "cube_accounts")] == ["delivered"]


def test_a_closed_month_stays_as_it_was_told_unless_it_is_asked_for(worker, export, folder):
    name = send(worker, *[GOOD] * 5, BAD)
    export(FEBRUARY)
    assert [*files(folder, "facts")] == ["2027-01"]
    change(worker, lambda one: late_news(one, name, 6))
    export(FEBRUARY + DAY)
    assert summed(folder, "campaigns", "delivered") == (5,)
    export(FEBRUARY + DAY, month="2027-01")
    assert summed(folder, "campaigns", "delivered") == (6,)


def test_everything_may_be_asked_for(worker, export, folder):
    name = send(worker, *[GOOD] * 5, BAD)
    export(FEBRUARY)
    change(worker, lambda one: late_news(one, name, 6))
    export(FEBRUARY, whole=True)
    assert summed(folder, "campaigns", "delivered") == (6,)


def test_a_month_is_put_together_once_it_is_closed(worker, export, folder):
    for day in range(5):
        send(worker, *[GOOD] * 5, at=NOW - day * DAY)
    export()
    assert len(files(folder, "facts")) == 5
    export(FEBRUARY)
    assert [*files(folder, "facts")] == ["2027-01"]
    assert summed(folder, "facts", "messages") == (25,)
    assert [*files(folder, "cube_hours")] == ["2027-01"]


def test_what_is_erased_after_it_was_told_stays_told_without_its_name(worker, export, folder):
    name = send(worker, *[GOOD] * 5, title="Planning")
    export()
    before = files(folder, "facts")
    change(worker, lambda one: one["campaigns"][name].erase(NOW + DAY))
    for wish in ({}, {"whole": True}):
        export(NOW + DAY, **wish)
        assert files(folder, "facts") == before
    assert [one["name"] for one in told(folder, "names") if one["kind"] == "campaign"] == [""]


def test_what_was_erased_before_it_was_ever_told_is_told_by_its_tally(worker, export, folder):
    name = send(worker, *[GOOD] * 5)
    change(worker, lambda one: one["campaigns"][name].erase(NOW + 1))
    export()
    [fact] = told(folder, "facts")
    assert (fact["broker"], fact["network"], fact["delay"], fact["messages"]) == (0, "", -1, 5)


def test_the_night_of_texts_and_that_of_exports_agree(worker, export, folder):
    send(worker, *[GOOD] * 5)
    export()
    later = NOW + 120 * DAY
    worker.run(lambda root: days.believe(root.life, later))
    assert worker.run(retention.erase_some, "paris1", "", later)
    export(later)
    assert summed(folder, "facts", "messages", "cost") == (5, 250)
    assert [*files(folder, "facts")] == ["2027-01"]


def test_a_message_to_few_people_has_no_key(worker, export, folder):
    send(worker, *[GOOD] * 4)
    send(worker, *[GOOD] * 2, urgent=True)
    export()
    assert [row["campaign"] for row in told(folder, "facts")] == [0]
    [row] = told(folder, "campaigns")
    assert (row["campaign"], row["campaigns"], row["people"]) == (0, 2, 6)
    assert "campaign" not in {one["kind"] for one in told(folder, "names")}


def test_a_title_that_repeats_its_message_is_not_told(worker, export, folder):
    name = send(worker, *[GOOD] * 5, title="Bonjour", text="Bonjour [nom]")
    export()
    assert [one["name"] for one in told(folder, "names") if one["kind"] == "campaign"] == [name]


def test_origins_are_told(worker, export, folder):
    send(worker, GOOD)
    send(worker, GOOD, origin="command")
    send(worker, GOOD, errand=("code", NOW, True))
    export()
    assert [row["origin"] for row in told(folder, "cube_brokers")] == ["command", "page", "service"]


def test_a_message_that_was_not_released_is_not_told(worker, export, folder):
    name = send(worker, GOOD)
    change(worker, lambda one: setattr(one["campaigns"][name], "state", states.CHECKED))
    export()
    assert told(folder, "facts") == []


def test_a_night_tells_of_days_that_are_over(worker, export, folder):
    send(worker, *[GOOD] * 5)
    assert export(complete=True)[0].until == "2027-01-14"
    assert told(folder, "facts") == []
    assert told(folder, "cube_hours") == []
    assert export(NOW + DAY, complete=True)[0].until == "2027-01-15"
    assert summed(folder, "facts", "messages") == (5,)


def test_things_keep_their_keys_whatever_comes_beside_them(worker, export, folder):
    send(worker, *[GOOD] * 5, title="First")
    export()
    change(worker, lambda one: make_account(one, "aaa"))
    send(worker, *[GOOD] * 5, account="aaa", title="Second", carrier="/brokers/shared")
    export()
    names = {one["name"]: one["key"] for one in told(folder, "names")}
    assert (names["SCD"], names["AAA"], names["First"], names["Second"]) == (1, 2, 1, 2)
    assert names["shared"] == 2


def test_a_store_that_was_brought_back_gives_no_key_a_second_time(worker, export, folder):
    send(worker, *[GOOD] * 5, title="First")
    export()
    change(worker, lambda one: setattr(one, "export_keys", None))
    send(worker, *[GOOD] * 5, title="Second")
    export()
    keys = [one["key"] for one in told(folder, "names") if one["kind"] == "campaign"]
    assert sorted(keys) == [2, 3]


def test_many_campaigns_are_read_in_many_transactions(worker, export, folder, monkeypatch):
    monkeypatch.setattr(surveys, "ROWS", 7)
    monkeypatch.setattr(runs, "SOME", 3)
    monkeypatch.setattr(runs, "NAMED", 2)
    for _ in range(5):
        send(worker, *[GOOD] * 5)
    shown = []
    runs.run(worker, folder, ExportWish(), NOW, lambda *one: shown.append(one))
    assert shown == [("paris1", 2, 5), ("paris1", 4, 5), ("paris1", 5, 5)]
    assert summed(folder, "facts", "messages") == (25,)
    assert len([one for one in told(folder, "names") if one["kind"] == "campaign"]) == 5


def test_an_institution_that_breaks_leaves_the_others_done(worker, export, folder, monkeypatch):
    worker.run(lambda root: make_house(root, "anges").__name__)
    send(worker, GOOD, name="anges")
    real = surveys.survey
    monkeypatch.setattr(
        surveys, "survey", lambda root, name: 1 / 0 if name == "paris1" else real(root, name)
    )
    anges, paris = export()
    assert (anges.institution, anges.trouble) == ("anges", "")
    assert paris == ExportDone("paris1", 0, 0, "", "ZeroDivisionError")
    assert [*manifest(folder)["institutions"]] == ["anges"]


def test_one_institution_may_be_asked_for(worker, export, folder):
    worker.run(lambda root: make_house(root, "anges").__name__)
    assert [one.institution for one in export(institution="anges")] == ["anges"]
    assert [one.institution for one in export()] == ["anges", "paris1"]


def test_an_empty_institution_is_told(worker, export, folder):
    worker.run(lambda root: make_institution(root, "empty").__name__)
    export()
    assert told(folder, "facts", "empty") == []
    assert [row["name"] for row in told(folder, "names", "empty")] == ["Empty"]
    assert manifest(folder)["institutions"]["empty"]["since"] == "2027-01-15"


def test_an_erased_institution_is_told_no_more(worker, export, folder):
    worker.run(lambda root: make_house(root, "anges").__name__)
    export()
    worker.run(lambda root: institutions.erase(service(), root, "anges", NOW))
    export()
    assert [*manifest(folder)["institutions"]] == ["paris1"]
    assert [*folder.glob("*/anges")] == []


def test_another_institution_of_that_name_begins_anew(worker, export, folder):
    send(worker, *[GOOD] * 5)
    export()
    worker.run(lambda root: institutions.erase(service(), root, "paris1", NOW))
    worker.run(lambda root: setattr(make_house(root), "opened_at", NOW))
    export()
    assert told(folder, "facts") == []
    assert manifest(folder)["institutions"]["paris1"]["opened_at"] == NOW


def test_an_institution_that_goes_meanwhile_is_left_out(worker, export, monkeypatch, folder):
    monkeypatch.setattr(surveys, "survey", lambda *_: None)
    assert export() == [ExportDone("paris1", 0, 0, "")]


def test_messages_of_one_that_goes_while_it_is_read_are_none(root):
    assert surveys.read_some(root, "gone", ["20270101-abcd"], {}) == (1, [])
    assert surveys.names_of(root, "gone") == []
    assert surveys.titles_of(root, "gone", {"20270101-abcd": 1}, frozenset()) == []
    assert surveys.survey(root, "gone") is None


def test_a_clock_that_is_not_believed_tells_no_day(worker, export):
    worker.run(lambda root: days.believe(root.life, NOW))
    with pytest.raises(NotBelieved):
        export(NOW + 400 * DAY)


def test_a_damaged_manifest_is_written_anew(worker, export, folder):
    send(worker, *[GOOD] * 5)
    export()
    (folder / "manifest.json").write_text('{"files": [')
    export()
    assert summed(folder, "facts", "messages") == (5,)


def test_evenings_remember_what_only_they_know(worker, export, folder):
    change(worker, lambda one: one.replies.receive(NOW, MOBILE, "36111", "STOP", word="stop"))
    export(NOW)
    change(worker, lambda one: one["people"].add("x", Subscriber("X")))
    export(NOW + DAY)
    rows = told(folder, "subscriptions")
    assert [(row["day"].day, row["members"]) for row in rows] == [(15, 0), (16, 1)]
    assert summed(folder, "replies", "stops") == (1,)


def test_what_somebody_gave_of_before_the_institution_was_here_stays(worker, export, folder):
    send(worker, *[GOOD] * 5)
    published(
        folder,
        [fact(date(2026, 12, 31), 7)],
        today=TODAY,
        told=ExportedInstitution("paris1", "2026-01-01", given_until="2027-01-10"),
    )
    export()
    assert summed(folder, "facts", "messages") == (12,)
    assert manifest(folder)["institutions"]["paris1"]["since"] == "2026-01-01"


def test_keys_of_a_kind_are_in_no_other(worker, export):
    send(worker, *[GOOD] * 5)
    export()

    def look(root):
        keys = export_keys.of(root["institutions"]["paris1"])
        return {kind: dict(keys.of(kind)) for kind in export_keys.KEPT_KINDS}, keys.key("theme", "")

    found, none = worker.run(look)
    assert found["account"] == {"scd": 1}
    assert (found["theme"], none) == ({}, 0)


def test_two_runs_at_once_are_one(worker, export, folder):
    with folders.locked(folder), pytest.raises(folders.ExportRuns):
        export()


def test_no_transaction_is_open_while_files_are_written(worker, export, monkeypatch):
    opened, real = [], editions.write
    run = worker.run

    def counted(func, *args):
        opened.append(1)
        try:
            return run(func, *args)
        finally:
            opened.pop()

    seen = []
    monkeypatch.setattr(worker, "run", counted)
    monkeypatch.setattr(editions, "write", lambda *all: (seen.append(len(opened)), real(*all))[1])
    export()
    assert seen == [0]


def test_the_manifest_is_written_last(worker, export, folder, monkeypatch):
    real = manifests.write

    def write(where, one, now):
        assert all(file.is_there(where) for file in one.files)
        real(where, one, now)

    monkeypatch.setattr(manifests, "write", write)
    send(worker, *[GOOD] * 5)
    export(int(time.time()) if time.time() > NOW else NOW)
    assert files(folder, "names")
