"""Reports of months: made by the dashboards' own program, posted once, tried again each night."""

import sys
import time

import invented
import pytest
from factories import make_institution, make_person, make_worker

from unisms import tasks
from unisms.model import export_keys
from unisms.model.accounts import Account
from unisms.model.folder import find
from unisms.model.outbox import WAITING
from unisms.services.exports import manifests
from unisms.services.exports.manifests import ExportedInstitution, Manifest
from unisms.tasks import reports

PLACE = "/institutions/pantheon"
TOLD = "2026-09"


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    return invented.write(tmp_path_factory.mktemp("exports"), months=14, messages=20_000)


@pytest.fixture
def worker(tmp_path, broker, exports):
    settings = {"unisms.exports": str(exports), "unisms.public_url": "https://sms.univ.example"}
    worker = make_worker(tmp_path, broker, **settings)
    worker.run(furnish)
    yield worker
    worker.close()
    worker.db.close()


def furnish(root):
    pantheon = make_institution(root, "pantheon")
    for name in ("sport", "bu"):
        pantheon["accounts"].add(name, Account(name.title()))
    export_keys.of(pantheon).give("account", ("bu", "sport"))
    for uid in ("elodie", "hugo", "zoe"):
        make_person(pantheon, uid, uid.title(), email=f"{uid}@univ.example")
    pantheon.grants.give("person:elodie", "administrator", "")
    pantheon.grants.give("person:hugo", "account_manager", "accounts/bu")
    for uid in ("elodie", "hugo", "zoe"):
        pantheon["people"].want_reports(uid, TOLD)


def mails(worker):
    """Return the mails that wait, and what they enclose, by uid."""

    def look(root):
        outbox = find(root, PLACE).outbox
        found = outbox.waiting() if outbox is not None else ()
        return {
            one.uid: (one, outbox.enclosure(name).html, [*outbox.enclosure(name).files])
            for name, one in found
        }

    return worker.run(look)


def told(worker, uid):
    return worker.run(lambda root: find(root, PLACE)["people"].report_told(uid))


def test_those_who_want_a_report_have_one_mail_of_the_month_that_is_closed(worker, caplog):
    caplog.set_level("INFO")
    reports.send_reports(worker)
    reports.send_reports(worker)
    found = mails(worker)
    assert found.keys() == {"elodie", "hugo"}  # zoe may see nothing
    whole, html, files = found["elodie"]
    values = dict(whole.values)
    assert (whole.kind, whole.state, whole.language) == ("report.monthly", WAITING, "fr")
    assert values["title"] == "Rapport SMS : octobre 2026 (Pantheon)"
    assert "messages partis en octobre 2026" in values["report"]
    assert values["link"].startswith(f"https://sms.univ.example{PLACE}/dashboards?to=%2Foverview")
    assert 'src="cid:picture"' in html
    picture, document = files
    assert picture[:2] == ("picture", "image/png")
    assert picture[2].startswith(b"\x89PNG")
    assert document[:2] == ("rapport-sms-2026-10.pdf", "application/pdf")
    assert document[2].startswith(b"%PDF")
    assert [told(worker, uid) for uid in ("elodie", "hugo", "zoe")] == ["2026-10", "2026-10", TOLD]
    assert "monthly reports: 2 posted, 0 not made" in caplog.text
    assert "lodie" not in caplog.text
    assert [*worker.var.glob("reports-*")] == []


def test_a_manager_is_told_of_their_accounts_alone(worker):
    reports.send_reports(worker)
    found = mails(worker)
    assert dict(found["hugo"][0].values)["report"] != dict(found["elodie"][0].values)["report"]
    assert "Bibliothèque" in found["hugo"][1]  # of these exports the account with the key of theirs
    assert "Scolarité" not in found["hugo"][1]
    assert "Scolarité" in found["elodie"][1]


def test_a_program_that_fails_leaves_all_for_the_next_night(worker, monkeypatch, caplog):
    fails = [sys.executable, "-c", "import sys; sys.exit('no room is left')"]
    with monkeypatch.context() as patch:
        patch.setattr(reports, "PROGRAM", fails)
        reports.send_reports(worker)
    assert mails(worker) == {}
    assert told(worker, "elodie") == TOLD
    assert "monthly reports: no room is left" in caplog.text
    assert "monthly reports: 0 posted, 2 not made" in caplog.text
    reports.send_reports(worker)
    assert mails(worker).keys() == {"elodie", "hugo"}


def test_a_program_that_takes_for_ever_is_ended(worker, monkeypatch, caplog):
    monkeypatch.setattr(reports, "PROGRAM", [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(reports, "PATIENCE", (0.2, 0))
    reports.send_reports(worker)
    assert "monthly reports: not made in 0 s" in caplog.text
    assert mails(worker) == {}


def test_one_mail_that_cannot_be_posted_leaves_the_others(worker, monkeypatch, caplog):
    whole = reports.monthly.post

    def post(root, wish, made, now):
        if wish.uid == "elodie":
            raise ValueError(wish.uid)
        return whole(root, wish, made, now)

    monkeypatch.setattr(reports.monthly, "post", post)
    reports.send_reports(worker)
    assert mails(worker).keys() == {"hugo"}
    assert "monthly report of pantheon: ValueError" in caplog.text
    assert "elodie" not in caplog.text


def test_an_institution_that_is_gone_meanwhile_has_no_mail(worker, monkeypatch):
    def make(*_):
        worker.run(lambda root: root["institutions"].remove("pantheon"))

    monkeypatch.setattr(reports, "_make", make)
    reports.send_reports(worker)


def test_a_worker_that_stops_begins_nothing(worker):
    worker.stopping.set()
    reports.send_reports(worker)
    assert mails(worker) == {}


def test_without_exports_nothing_is_due(worker, tmp_path):
    worker.registry.settings["unisms.exports"] = str(tmp_path / "none")
    reports.send_reports(worker)
    assert mails(worker) == {}


def test_the_closed_month_is_that_before_the_open_one(tmp_path):
    spans = {
        "pantheon": ExportedInstitution("pantheon", open_since="2026-11-01"),
        "anges": ExportedInstitution("anges", open_since="2027-01-01"),
        "empty": ExportedInstitution("empty"),
    }
    manifests.write(tmp_path, Manifest(spans), 1)
    found = tasks.exports.closed_months(tmp_path)
    assert found == {"pantheon": "2026-10", "anges": "2026-12"}


def test_folders_that_a_killed_worker_left_go_after_a_day(tmp_path):
    left = tmp_path / "reports-abc"
    (left / "1").mkdir(parents=True)
    reports.clear(tmp_path, time.time())
    assert left.exists()
    reports.clear(tmp_path, time.time() + reports.DAY + 60)
    assert not left.exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"subject": ""}'])
def test_a_report_that_is_not_whole_is_none(tmp_path, text):
    assert reports.read(tmp_path) is None
    (tmp_path / "report.json").write_text(text)
    (tmp_path / "report.pdf").write_bytes(b"%PDF")
    assert reports.read(tmp_path) is None


def test_a_report_without_messages_has_no_picture(tmp_path):
    (tmp_path / "report.json").write_text('{"subject": "a", "text": "b", "html": "c"}')
    (tmp_path / "report.pdf").write_bytes(b"%PDF")
    assert reports.read(tmp_path) == ("a", "b", "c", b"", b"%PDF")


def test_exports_of_a_night_are_followed_by_reports(worker, exports):
    assert manifests.read(exports).institutions["pantheon"].open_since == "2026-11-01"
    asked = []
    worker.enqueue = lambda *task: asked.append(task)
    tasks.exports.export(worker)
    assert asked == [("send_reports",)]
