"""``unisms check`` tells of monthly reports that are late, and of none that is being made."""

import time

import pytest
from factories import make_institution, make_person, make_worker

from unisms.scripts.check_reports import PATIENCE, examine_reports
from unisms.services.exports import manifests
from unisms.services.exports.manifests import ExportedInstitution, Manifest


@pytest.fixture
def worker(tmp_path, broker):
    worker = make_worker(tmp_path, broker, **{"unisms.exports": str(tmp_path)})
    yield worker
    worker.close()
    worker.db.close()


def furnish(root):
    paris = make_institution(root)
    make_person(paris, "elodie", email="elodie@univ.example")
    paris.grants.give("person:elodie", "administrator", "")
    paris["people"].want_reports("elodie", "2026-09")


def found(worker, later=0):
    [one] = examine_reports(worker, lambda: time.time() + later)
    return one


def test_without_exports_and_without_readers_nothing_is_late(worker, tmp_path):
    assert found(worker).severity == "ok"
    spans = {"paris1": ExportedInstitution("paris1", open_since="2026-11-01")}
    manifests.write(tmp_path, Manifest(spans), 1)
    assert found(worker, later=PATIENCE + 60).severity == "ok"


def test_a_report_that_a_night_has_not_made_is_late(worker, tmp_path):
    worker.run(furnish)
    spans = {"paris1": ExportedInstitution("paris1", open_since="2026-11-01")}
    manifests.write(tmp_path, Manifest(spans), 1)
    assert found(worker).severity == "ok"  # it is being made
    late = found(worker, later=PATIENCE + 60)
    assert late.severity == "warn"
    assert late.sentence.startswith("1 late (2026-10): ")
