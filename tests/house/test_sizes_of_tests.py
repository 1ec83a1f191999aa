"""A file of tests has one subject, and may have a hundred lines more than a module."""

import places

LINES = 400


def test_no_file_of_tests_grows_long():
    lines = {file: len(file.read_text().splitlines()) for file in places.of_tests()}
    assert {file.name: count for file, count in lines.items() if count > LINES} == {}
