"""Reports are made each whole or not at all, and a broken one stops no other."""

import json
import re

import invented
import pytest
from click.testing import CliRunner

from dashboards.reports import documents, making
from dashboards.reports.commands import report


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    return invented.write(tmp_path_factory.mktemp("exports"), months=2, messages=2_000)


def asked_for(tmp_path, *facts):
    file = tmp_path / "wanted.json"
    file.write_text(json.dumps(facts), "utf-8")
    return file


def facts(**changed):
    known = {"id": "a", "institution": "pantheon", "accounts": None, "month": "2026-10"}
    return {**known, "lang": "fr", **changed}


def test_a_broken_report_stops_no_other(tmp_path, exports, caplog):
    wanted = asked_for(
        tmp_path,
        facts(id="bad", institution="nowhere"),
        facts(id="bad-month", month="never"),
        facts(id="good"),
        facts(id="other", institution="anges", lang="en"),
    )
    made = making.make(exports, wanted, tmp_path / "out")
    assert made == (2, ("bad", "bad-month"))
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["good", "other"]
    assert "report bad: NoInstitution: nowhere" in caplog.text
    names = sorted(one.name for one in (tmp_path / "out/good").iterdir())
    assert names == ["picture.png", "report.json", "report.pdf"]
    told = json.loads((tmp_path / "out/good/report.json").read_text("utf-8"))
    assert {"subject", "sentence", "text", "html", "table"} <= told.keys()
    assert [one["title"] for one in told["table"]]


def test_a_fault_is_told_without_what_others_wrote(tmp_path, exports, caplog, monkeypatch):
    def fail(month):
        raise ValueError(month.sentence)

    monkeypatch.setattr(documents, "pdf", fail)
    assert making.make(exports, asked_for(tmp_path, facts()), tmp_path / "out").broken == ("a",)
    assert re.search(r"report a: ValueError in fail, line \d+$", caplog.text.strip())
    assert not (tmp_path / "out/a").exists()


def test_a_report_made_again_takes_the_place_of_the_former(tmp_path, exports):
    wanted = asked_for(tmp_path, facts())
    making.make(exports, wanted, tmp_path / "out")
    (tmp_path / "out/a/left").touch()
    making.make(exports, wanted, tmp_path / "out")
    assert not (tmp_path / "out/a/left").exists()


def test_a_month_without_messages_has_no_picture(tmp_path, exports):
    wanted = asked_for(tmp_path, facts(accounts=[]))
    assert making.make(exports, wanted, tmp_path / "out").count == 1
    names = sorted(one.name for one in (tmp_path / "out/a").iterdir())
    assert names == ["report.json", "report.pdf"]


@pytest.mark.parametrize(("text", "code"), [('[{"id": "a"}]', 1), ("[]", 0), ("no list", 2)])
def test_the_command_says_how_it_ended(tmp_path, exports, text, code):
    file = tmp_path / "wanted.json"
    file.write_text(text)
    words = ["--exports", exports, "--requests", file, "--out", tmp_path / "out"]
    ended = CliRunner().invoke(report, [*map(str, words)])
    assert ended.exit_code == code
