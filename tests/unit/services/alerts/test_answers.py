"""Answers to an alert: counted by what each number said last."""

import pytest
from drills import left, prepare
from factories import NOW, make_group, make_house, mobile

from unisms.services.alerts import answers
from unisms.services.alerts.answers import AnswerCount


@pytest.fixture
def paris(root):
    institution = make_house(root)
    institution.grants.give("person:lib", "administrator")
    make_group(institution, people=6)
    return institution


@pytest.fixture
def alert(paris):
    """An alert that asks for an answer, and has left for four of six."""
    return left(paris, prepare(paris, asks=True), takes=4)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1", "safe"),
        (" 1. ok", "safe"),
        ("« 2 »", "help"),
        ("2 vite", "help"),
        ("12", "other"),
        ("Où ?", "other"),
        ("", "other"),
    ],
)
def test_an_answer_is_read_by_its_first_digit(text, told):
    assert answers.meaning(text) == told


def test_each_number_counts_once_by_its_last_answer(paris, alert):
    for at, number, text in ((1, 0, "2"), (2, 0, "1"), (3, 1, "2"), (4, 2, "quoi ?")):
        paris.replies.receive(NOW + at, mobile(number), "38000", text)
    found = answers.count(alert)
    assert found == AnswerCount(safe=1, help=1, other=1, silent=1)
    assert found.answered == 3


def test_what_is_no_answer_to_it_is_not_counted(paris, alert):
    paris.replies.receive(NOW - 1, mobile(0), "38000", "1")  # before it left
    paris.replies.receive(NOW + 1, mobile(5), "38000", "1")  # it did not leave for them
    paris.replies.receive(NOW + 1, mobile(1), "38000", "STOP", word="stop")
    paris.replies.receive(NOW + 1, mobile(2), "38000", "1", campaign="another")
    paris.replies.receive(NOW + 1, mobile(3), "38000", "1", campaign=alert.__name__)
    assert answers.count(alert) == AnswerCount(1, 0, 0, 3)


def test_an_alert_that_asks_for_none_has_none(paris):
    assert answers.count(left(paris, prepare(paris))) is None


def test_once_its_numbers_are_erased_nothing_is_counted(alert):
    alert.erase(NOW)
    assert answers.count(alert) is None
