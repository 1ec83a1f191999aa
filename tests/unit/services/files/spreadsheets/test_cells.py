import datetime

import pytest

from unisms.services.files.spreadsheets import cells


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3, "3"),
        (-2.0, "-2"),
        (612345678.0, "612345678"),
        (1.2345678901234567e19, "1,23456789012346e+19"),
        (0.1 + 0.2, "0,3"),
        (1.5, "1,5"),
        (True, "VRAI"),
        (False, "FAUX"),
        (datetime.date(2026, 11, 19), "19/11/2026"),
        (datetime.datetime(2026, 11, 19), "19/11/2026"),
        (datetime.datetime(2026, 11, 19, 10, 5), "19/11/2026 10:05"),
        (datetime.time(10, 5), "10:05"),
        (datetime.time(1, 2, 3), "01:02:03"),
        (datetime.timedelta(hours=36), "36:00"),
        (datetime.timedelta(hours=27, minutes=30, seconds=5), "27:30:05"),
        (datetime.timedelta(seconds=3599, microseconds=999_999), "1:00"),
        (-datetime.timedelta(minutes=90), "-1:30"),
        (" =1+1 ", " =1+1 "),
    ],
)
def test_each_kind_of_cell_has_one_way_to_be_written(cell, text):
    assert cells.text(cell) == cells.open_text(cell) == text


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("PT27H30M00S", "27:30"),
        ("PT27H30M05.5S", "27:30:06"),
        ("-PT1H00M00S", "-1:00"),
        ("PT", "PT"),
        ("PTAH", "PTAH"),
        ("PT12345678H00M00S", "PT12345678H00M00S"),
    ],
)
def test_a_duration_of_an_open_document_sheet_is_written_as_it_is_shown(stored, text):
    assert cells.open_text(stored) == text
    assert cells.text(stored) == stored
