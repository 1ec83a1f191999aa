"""Why a check stopped, as the campaign keeps it."""

import pytest

from unisms.services.audience.sentences import of_check
from unisms.services.ground.problem import Problem

DATES = Problem("check", "dates_unread")


@pytest.mark.parametrize(
    ("told", "problems"),
    [
        ("", (Problem("check", ""),)),
        ("restored", (Problem("check", "restored"),)),
        ("dates_unread:2:0:9:30", (DATES, Problem("check", "date_unreadable", (2, "9:30")))),
        ("dates_unread:0:3:", (DATES, Problem("check", "date_missing", 3))),
        (
            "dates_unread:1:3:demain",
            (
                DATES,
                Problem("check", "date_unreadable", (1, "demain")),
                Problem("check", "date_missing", 3),
            ),
        ),
    ],
)
def test_each_thing_that_a_stopped_check_tells_is_a_problem(told, problems):
    assert of_check(told) == problems


def test_a_directory_that_gives_no_whole_answer_says_why():
    assert of_check("directory:cut") == (Problem("directory", "cut"),)
