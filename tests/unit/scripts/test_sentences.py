"""The sentences of problems on the command line."""

from typing import NamedTuple

import pytest

from unisms.scripts.sentences import of_draft, of_sending
from unisms.services.ground.problem import Problem


class Figures(NamedTuple):
    segments: int = 1_200
    credit_before: int = 200
    set_aside: dict = {"landline": 2, "no_number": 1_000}


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (Problem("text", "empty"), "Write the message: give --text or --template."),
        (Problem("text", "too_long", 4000), "The text is too long: 4000 characters at most."),
        (Problem("numbers", "wrong", ("12", "bonjour")), "12, bonjour. Use mobile numbers."),
        (Problem("blanks", "missing", ("nmo",)), "Did you mean [nom]?"),
        (Problem("blanks", "missing", ("lune",)), "lune: give --fill NAME=VALUE."),
    ],
)
def test_a_problem_of_a_draft_is_told_with_the_option_that_solves_it(problem, says):
    assert of_draft(problem, ("nom",)).endswith(says)


@pytest.mark.parametrize(
    ("code", "detail", "says"),
    [
        ("daily", 1_500, "zoe may not send this: You have 1,500 SMS left to send today"),
        ("hours", (480, 1050), "Your role lets you send from 08:00 to 17:30."),
        ("credit", (1_000, "BU"), "The account bu lacks 1,000 segments: this needs 1,200, 200 are"),
        ("nobody", "", "Nobody would receive it: 1,000 no_number, 2 landline. Nothing was sent."),
        ("closed", "", "The account bu is closed: it pays for nothing new. Nothing was sent."),
        ("held", "", "unisms release. Nothing was sent."),
        ("outdated_price", "", "The provider's prices have changed since this check"),
    ],
)
def test_a_campaign_that_does_not_leave_is_told_with_its_figures(code, detail, says):
    assert says in of_sending(Problem("send", code, detail), "zoe", "bu", Figures())
