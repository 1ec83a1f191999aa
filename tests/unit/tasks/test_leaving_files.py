"""The files that tell the source of an institution's people who has left."""

import csv

import pytest
from factories import MOBILE, NOW, make_house

from unisms.services.replies import stops
from unisms.tasks import leaving_files
from unisms.tasks.files import forget_files, institutions_with_files

DAY = 86_400


@pytest.fixture
def folder(worker):
    worker.run(lambda root: make_house(root).__name__)
    worker.run(said, "STOP", NOW)
    return worker.var / "leavings/paris1"


def said(root, text, now):
    stops.obey(root["institutions"]["paris1"], MOBILE, text, now, now)


def read(file):
    with file.open(newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_night_has_a_file_of_the_day_before(worker, folder):
    leaving_files.write(worker, "paris1", NOW + DAY)
    [line] = read(folder / "2027-01-15.csv")
    assert (line["action"], line["number"], line["scope"]) == ("left", MOBILE, "all")
    assert len(list(folder.iterdir())) == leaving_files.NIGHTS
    assert (folder / "2027-01-15.csv").stat().st_mode & 0o077 == 0


def test_a_file_that_was_written_stays_as_it_is(worker, folder):
    leaving_files.write(worker, "paris1", NOW + DAY)
    (folder / "2027-01-15.csv").write_text("taken")
    leaving_files.write(worker, "paris1", NOW + 2 * DAY)
    assert (folder / "2027-01-15.csv").read_text() == "taken"
    assert read(folder / "2027-01-16.csv") == []


def test_whoever_is_erased_is_blanked_in_the_files_that_were_written(worker, folder):
    leaving_files.write(worker, "paris1", NOW + DAY)
    before = (folder / "2027-01-15.csv").stat().st_ino
    leaving_files.write(worker, "paris1", NOW + 2 * DAY)
    assert (folder / "2027-01-15.csv").stat().st_ino == before
    worker.run(lambda root: root["institutions"]["paris1"].leavings.forget_numbers([MOBILE]))
    leaving_files.write(worker, "paris1", NOW + 3 * DAY)
    [line] = read(folder / "2027-01-15.csv")
    assert (line["action"], line["uid"], line["number"]) == ("left", "", "")


def test_a_file_of_somebody_else_is_left_as_it_is(worker, folder):
    leaving_files.write(worker, "paris1", NOW + DAY)
    (folder / "list.csv").write_text("a,b\n1,2\n")
    leaving_files.write(worker, "paris1", NOW + 2 * DAY)
    assert (folder / "list.csv").read_text() == "a,b\n1,2\n"


def test_files_go_at_the_age_of_texts(worker, folder):
    leaving_files.write(worker, "paris1", NOW + DAY)
    leaving_files.write(worker, "paris1", NOW + 100 * DAY)
    assert not (folder / "2027-01-15.csv").exists()


def test_an_institution_that_is_gone_has_no_file(worker, folder):
    leaving_files.write(worker, "gone", NOW)
    assert not (folder.parent / "gone").exists()


def test_the_files_go_with_their_institution(worker, folder):
    leaving_files.write(worker, "paris1", NOW + DAY)
    (worker.var / "handover").mkdir(exist_ok=True)
    assert institutions_with_files(worker.var) == {"paris1"}
    forget_files(worker.var, "/institutions/paris1")
    assert not folder.exists()
