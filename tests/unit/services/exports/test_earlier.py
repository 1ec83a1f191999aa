"""Figures of earlier days, which the files alone remember."""

from datetime import date

from exported import published

from unisms.services.exports import earlier, manifests
from unisms.services.exports.engine import ExportEngine
from unisms.services.exports.snapshots import NumbersTold

FIRST, SECOND, TODAY = date(2026, 10, 31), date(2026, 11, 28), date(2026, 11, 29)


def files(folder, table):
    return [one for one in manifests.read(folder).files if one.table == table]


def test_files_tell_how_many_people_there_were(tmp_path):
    rows = [(FIRST, 0, 7, 0, 0), (SECOND, 0, None, 1, 0), (TODAY, 0, 8, 0, 0), (TODAY, 3, 9, 0, 0)]
    published(tmp_path, subscriptions=rows)
    with ExportEngine(tmp_path) as engine:
        told = earlier.people(engine, tmp_path, files(tmp_path, "subscriptions"))
        assert told == {FIRST: 7, TODAY: 8}


def test_files_tell_what_was_flagged_and_what_each_month_has_saved(tmp_path):
    rows = [(FIRST, 4, 1, 0, 5, 6, 7), (SECOND, 3, 0, 1, 1, 1, 1), (TODAY, 9, 9, 9, 9, 9, 9)]
    published(tmp_path, numbers=rows)
    with ExportEngine(tmp_path) as engine:
        told = earlier.numbers(engine, tmp_path, files(tmp_path, "numbers"), TODAY)
        assert told == NumbersTold(3, {"2026-10": [5, 6, 7], "2026-11": [1, 1, 1]})


def test_a_lost_file_tells_nothing(tmp_path):
    published(tmp_path, numbers=[(SECOND, 3, 0, 1, 1, 1, 1)])
    [one] = files(tmp_path, "numbers")
    (tmp_path / one.path).unlink()
    with ExportEngine(tmp_path) as engine:
        assert earlier.numbers(engine, tmp_path, [one], TODAY) == NumbersTold(None, {})
