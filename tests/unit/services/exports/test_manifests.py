"""The manifest: whole or not at all."""

import json
import os

import pytest

from unisms.services.exports import manifests
from unisms.services.exports.manifests import ExportedInstitution, ExportFile, Manifest

FILE = ExportFile("facts", "paris1", "2026-11", "facts/paris1/2026-11.0.parquet", 3, 9, "00", 1)
PARIS = ExportedInstitution("paris1", "2026-11-01", "2026-11-29", "2026-11-01", 7, zone="UTC")
KEYED = PARIS._replace(keys=(("account", 3),))


def test_a_manifest_is_read_as_it_was_written(tmp_path):
    written = Manifest({"paris1": KEYED}, (FILE,))
    manifests.write(tmp_path, written, 1)
    assert manifests.read(tmp_path) == written
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]


def test_it_tells_what_dashboards_ask(tmp_path):
    manifests.write(tmp_path, Manifest({"paris1": KEYED}, (FILE,)), 1_800_000_000)
    told = json.loads((tmp_path / "manifest.json").read_text())
    assert (told["format"], told["version"], told["made_at"]) == (
        "unisms-exports",
        1,
        1_800_000_000,
    )
    assert told["zone"] == {"paris1": "UTC"}
    assert told["institutions"]["paris1"]["open_since"] == "2026-11-01"
    assert told["files"][0]["path"] == FILE.path


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"files": [{}]}', "null", '{"zone": 3}'])
def test_a_damaged_manifest_is_an_empty_one(tmp_path, damaged):
    (tmp_path / "manifest.json").write_text(damaged)
    assert manifests.read(tmp_path) == Manifest({})


def test_no_manifest_is_an_empty_one(tmp_path):
    assert manifests.read(tmp_path) == Manifest({})


def test_words_of_a_later_release_are_passed_over(tmp_path):
    manifests.write(tmp_path, Manifest({"paris1": PARIS}, (FILE,)), 1)
    told = json.loads((tmp_path / "manifest.json").read_text())
    told["files"][0]["colour"] = told["institutions"]["paris1"]["colour"] = "blue"
    (tmp_path / "manifest.json").write_text(json.dumps(told))
    assert manifests.read(tmp_path) == Manifest({"paris1": PARIS}, (FILE,))


def test_the_manifest_is_safe_on_the_disk_before_it_counts(tmp_path, monkeypatch):
    done = []
    real = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda one: (done.append("sync"), real[0](one)))
    monkeypatch.setattr(os, "replace", lambda *two: (done.append("rename"), real[1](*two)))
    manifests.write(tmp_path, Manifest({}), 1)
    assert done == ["sync", "rename", "sync"]


def test_an_institution_leaves_the_manifest_with_its_files():
    both = Manifest({}).changed(PARIS, [FILE]).changed(ExportedInstitution("anges"), [])
    assert [*both.institutions] == ["anges", "paris1"]
    assert both.without("paris1") == Manifest({"anges": ExportedInstitution("anges")})
    assert both.of("paris1") == (FILE,)


def test_a_file_of_another_length_is_not_there(tmp_path):
    assert not FILE.is_there(tmp_path)
    (tmp_path / "facts/paris1").mkdir(parents=True)
    (tmp_path / FILE.path).write_bytes(b"123456789")
    assert FILE.is_there(tmp_path)
    (tmp_path / FILE.path).write_bytes(b"12345")
    assert not FILE.is_there(tmp_path)
