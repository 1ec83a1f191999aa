"""A fault of the files is told, and the rest is shown."""

import json
import os
import shutil
from datetime import date

import duckdb
import invented
import pytest

from dashboards.exports import notes, schema
from dashboards.exports.engine import Engine
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

DAYS = Selection(("pantheon",), None, date(2026, 10, 1), date(2026, 11, 29))
SMALL = {"institutions": 1, "months": 3, "messages": 8_000}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return invented.write(tmp_path_factory.mktemp("whole"), **SMALL)


@pytest.fixture
def folder(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "exports")


def told(folder):
    return json.loads((folder / "manifest.json").read_text())


def line_of(folder, table="cube_accounts", period="2026-10"):
    lines = told(folder)["files"]
    return next(line for line in lines if (line["table"], line["period"]) == (table, period))


def tell(folder, changed=(), without=(), **more):
    """Write the manifest anew: some lines changed, some left out."""
    old = told(folder)
    changes = {line["path"]: line for line in changed}
    kept = [changes.get(line["path"], line) for line in old["files"] if line not in without]
    old |= {"files": kept, **more}
    (folder / "manifest.json").write_text(json.dumps(old))


def ask(folder, selection=DAYS, by=("day",), **more):
    engine = Engine(folder)
    try:
        return sums(engine, selection, by, **more)
    finally:
        engine.close()


def codes(frame):
    return [note.code for note in notes.of(frame)]


def months(frame):
    return sorted(frame["day"].dt.month.unique().tolist())


def test_a_whole_folder_has_nothing_to_tell(folder):
    frame = ask(folder)
    assert codes(frame) == []
    assert months(frame) == [10, 11]


def test_a_file_that_is_not_there(folder):
    (folder / line_of(folder)["path"]).unlink()
    frame = ask(folder)
    (note,) = notes.of(frame)
    assert note[:3] == (notes.FILE_MISSING, "pantheon", "cube_accounts")
    assert (note.first, note.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert months(frame) == [11]


@pytest.mark.parametrize("size", [0, 3, 12, 500])
def test_a_half_written_file(folder, size):
    path = folder / line_of(folder)["path"]
    path.write_bytes(path.read_bytes()[:size])
    frame = ask(folder)
    assert (codes(frame), months(frame)) == ([notes.FILE_DAMAGED], [11])


@pytest.mark.parametrize("is_named", [True, False])
def test_a_file_with_a_bit_turned(folder, is_named):
    path = folder / line_of(folder)["path"]
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 64
    path.write_bytes(content)
    if is_named:
        assert (codes(frame := ask(folder)), months(frame)) == ([notes.FILE_DAMAGED], [11])
    else:  # nobody told its digest: it may be told wrongly, and nothing falls
        (folder / "manifest.json").unlink()
        assert months(ask(folder))[-1] == 11


def test_a_file_of_other_bytes_under_the_same_name(folder):
    one, other = line_of(folder), line_of(folder, period="2026-09")
    shutil.copy(folder / other["path"], folder / one["path"])
    assert codes(ask(folder)) == [notes.FILE_DAMAGED]


def test_garbage_between_the_marks_of_a_file(folder):
    line = line_of(folder)
    path = folder / line["path"]
    path.write_bytes(b"PAR1" + os.urandom(300) + b"PAR1")
    tell(folder, [line | {"bytes": 308, "sha256": ""}])
    assert (codes(frame := ask(folder)), months(frame)) == ([notes.FILE_DAMAGED], [11])


def test_days_of_which_no_table_has_a_file(folder):
    lost = [
        line for line in told(folder)["files"] if line["period"] in ("2026-11-10", "2026-11-11")
    ]
    tell(folder, without=lost)
    (note,) = notes.of(ask(folder))
    assert note == (
        notes.MISSING_DAYS,
        "pantheon",
        "",
        date(2026, 11, 10),
        date(2026, 11, 11),
        "",
        0,
    )


def test_a_day_without_messages_is_not_missing(folder):
    lost = [line for line in told(folder)["files"] if line["table"] == "cube_accounts"]
    tell(folder, without=lost[-3:])
    assert codes(ask(folder)) == []


def test_days_before_the_first_and_after_the_latest_export(folder):
    asked = DAYS._replace(first=date(2026, 1, 1), last=date(2026, 12, 24))
    found = {note.code: (note.first, note.last) for note in notes.of(ask(folder, asked))}
    assert found == {
        notes.BEFORE: (date(2026, 1, 1), date(2026, 8, 31)),
        notes.NOT_YET: (date(2026, 11, 30), date(2026, 12, 24)),
    }


def older(folder, dropped, version=1):
    """Write the file of October without some columns; return the line that tells of it."""
    line = line_of(folder)
    path = folder / line["path"]
    made = folder / "made.parquet"
    with duckdb.connect() as db:
        kept = f"SELECT * EXCLUDE ({dropped}) FROM '{path}'"
        db.execute(f"COPY ({kept}) TO '{made}' (FORMAT parquet)")
    fresh = invented.put(folder, "cube_accounts", "pantheon", "2026-10", made)
    return line, fresh | {"version": version}


def test_columns_that_an_older_version_lacks_are_unknown(folder, monkeypatch):
    newer = {**schema.TABLES, "cube_accounts": schema.TABLES["cube_accounts"]._replace(version=2)}
    monkeypatch.setattr(schema, "TABLES", newer)
    line, fresh = older(folder, "cost, account")
    tell(folder, without=[line])
    tell(folder, files=[*told(folder)["files"], fresh])
    frame = ask(folder, by=("day", "account"), of=("messages", "cost"))
    october = frame[frame["day"].dt.month == 10]
    assert {note.detail for note in notes.of(frame) if note.code == notes.FILE_OLDER} == {
        "account cost"
    }
    assert october["messages"].sum() > 0
    assert october["cost"].isna().all()
    assert (october["account"] == 0).all()
    assert frame[frame["day"].dt.month == 11]["cost"].notna().all()


def test_a_newer_version_is_not_read(folder):
    tell(folder, [line_of(folder) | {"version": 2}])
    frame = ask(folder)
    (note,) = notes.of(frame)
    assert (note.code, note.detail, months(frame)) == (notes.FILE_NEWER, "2", [11])


def test_a_manifest_of_a_newer_version_is_refused(folder):
    tell(folder, version=2)
    frame = ask(folder)
    assert notes.of(frame)[0] == (notes.MANIFEST_NEWER, "", "", None, None, "2", 0)
    assert frame.empty


def test_a_file_that_lacks_its_days_cannot_be_read(folder):
    line, fresh = older(folder, "day")
    tell(folder, without=[line])
    tell(folder, files=[*told(folder)["files"], fresh])
    assert (codes(frame := ask(folder)), months(frame)) == ([notes.FILE_STRANGE], [11])


def test_a_file_by_hand_with_other_columns_and_types(folder):
    made = folder / "made.parquet"
    with duckdb.connect() as db:
        row = "'pantheon' AS institution, DATE '2026-10-05' AS day, 'x' AS color, 7.0 AS messages"
        more = "'delivered' AS state, 'two' AS account, '12' AS segments"
        db.execute(f"COPY (SELECT {row}, {more}) TO '{made}' (FORMAT parquet)")
    fresh = invented.put(folder, "cube_accounts", "pantheon", "2026-10", made)
    tell(folder, without=[line_of(folder)])
    tell(folder, files=[*told(folder)["files"], fresh])
    frame = ask(folder, by=("day", "account"), of=("messages", "segments", "cost"))
    assert frame.iloc[0, 1:3].tolist() == [0, 7]
    assert frame.iloc[0]["segments"] == 12
    (note,) = notes.of(frame)
    assert (note.code, note.detail) == (notes.FILE_STRANGE, "account segments cost")


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", "null", "{}", '{"format": "other", "version": 1}', "[" * 100_000),
        '{"format": "unisms-exports", "version": 1, "files": [3], "institutions": {}}',
        '{"format": "unisms-exports", "version": 1, "files": [], "institutions": {"a": 3}}',
        '{"format": "unisms-exports", "version": "x", "files": [], "institutions": {}}',
        "\0\xff",
    ],
    ids=range(11),
)
def test_a_damaged_manifest_leaves_the_names_of_files(folder, content):
    expected = ask(folder)
    (folder / "manifest.json").write_text(content, encoding="latin-1")
    frame = ask(folder)
    assert codes(frame) == [notes.MANIFEST_DAMAGED]
    assert frame.equals(expected)


def test_without_a_manifest_the_latest_and_widest_files_count(folder):
    expected = ask(folder)
    (folder / "manifest.json").unlink()
    old = folder / "cube_accounts/pantheon/2026-10-04.0123456789ab.parquet"
    shutil.copy(next((folder / "cube_accounts/pantheon").glob("2026-11-1*.parquet")), old)
    (folder / "cube_accounts/pantheon/notes.parquet").write_text("not one of ours")
    frame = ask(folder)
    assert codes(frame) == [notes.NO_MANIFEST]
    assert frame.equals(expected)


def test_a_manifest_cannot_lead_out_of_the_folder(folder, tmp_path):
    line = line_of(folder)
    shutil.move(folder / line["path"], tmp_path / "outside.parquet")
    tell(folder, without=[line])
    tell(folder, files=[*told(folder)["files"], line | {"path": "../outside.parquet"}])
    frame = ask(folder)
    assert codes(frame) == [notes.MANIFEST_DAMAGED]
    assert months(frame) == [11]


def test_an_institution_that_has_sent_nothing(folder):
    empty = {"key": "anges", "since": "", "until": "", "open_since": "2026-11-01"}
    tell(folder, institutions={**told(folder)["institutions"], "anges": empty})
    frame = ask(folder, DAYS._replace(institutions=("anges",)))
    assert (codes(frame), len(frame), list(frame)) == ([notes.NO_FILES], 0, ["day", "messages"])
    both = ask(folder, DAYS._replace(institutions=("anges", "pantheon")))
    assert (codes(both), months(both)) == ([notes.NO_FILES], [10, 11])


def test_an_empty_folder(tmp_path):
    frame = ask(tmp_path)
    assert (codes(frame), len(frame)) == ([notes.NO_MANIFEST, notes.NO_FILES], 0)


def test_a_file_damaged_after_it_was_looked_at(folder):
    engine = Engine(folder)
    sums(engine, DAYS, ("day",))
    path = folder / line_of(folder)["path"]
    path.write_bytes(b"PAR1" + os.urandom(path.stat().st_size - 8) + b"PAR1")
    frame = sums(engine, DAYS, ("day", "state"))
    engine.close()
    assert (codes(frame), months(frame)) == ([notes.FILE_DAMAGED], [11])
