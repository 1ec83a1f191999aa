"""How much may come within a day."""

import pytest
from factories import NOW, make_house, reread

from unisms.services.imports import uploads
from unisms.services.imports.uploads import INSTITUTION, PERSON, TooMuch

MOST = 1_000  # bytes of a file


@pytest.fixture
def folder(root):
    return make_house(root)["imports"]


def upload(folder, author="lib", size=10, now=NOW):
    uploads.refuse_too_much(folder, author, size, MOST, now)
    uploads.count(folder, author, size, now)


def fill(folder, files, size, *authors):
    for number in range(files):
        upload(folder, authors[number % len(authors)], size)


@pytest.mark.parametrize(
    ("files", "size", "more", "problem"),
    [(40, 10, 10, PERSON), (8, 1_000, 1, PERSON), (39, 10, 10, None), (7, 1_000, 1_000, None)],
)
def test_a_person_uploads_so_many_files_and_bytes_within_a_day(folder, files, size, more, problem):
    fill(folder, files, size, "lib")
    if problem is None:
        upload(folder, size=more)
        return
    with pytest.raises(TooMuch) as reached:
        upload(folder, size=more)
    assert reached.value.problem == problem
    upload(folder, "another", more)


@pytest.mark.parametrize(("files", "size"), [(400, 10), (40, 1_000)])
def test_an_institution_uploads_so_many_files_and_bytes_within_a_day(root, folder, files, size):
    fill(folder, files, size, *(f"lib{number}" for number in range(20)))
    with pytest.raises(TooMuch) as reached:
        upload(folder, "another")
    assert reached.value.problem == INSTITUTION
    upload(make_house(root, "nice")["imports"])


@pytest.mark.parametrize("passed", [uploads.DAY, -1])
def test_the_day_after_and_what_a_clock_that_was_ahead_wrote_do_not_count(folder, passed):
    fill(folder, 8, 1_000, "lib")
    upload(folder, size=1_000, now=NOW + passed)
    assert len(reread(folder).uploads) == 1
