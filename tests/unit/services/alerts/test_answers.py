"""The answers to an alert: counted, each number once, by its last word."""

import pytest
from factories import NOW, make_house, make_release, mobile

from unisms.services.alerts import answers
from unisms.services.alerts.answers import Answers


@pytest.fixture
def alert(root):
    return make_release(make_house(root), 6)


def reply(alert, number, text, after=60, **more):
    replies = alert.__parent__.__parent__.replies
    told = {"campaign": alert.__name__, **more}
    replies.add(NOW + after, mobile(number), "38000", text, **told)


def test_each_number_counts_once_by_its_last_word(alert):
    for number, text in enumerate(("1", " 1. Tout va bien", "2 bloqué au 3e", "Où aller ?", "12")):
        reply(alert, number, text)
    reply(alert, 0, "2", after=120)
    assert answers.counted(alert) == Answers(safe=1, help=2, other=2)


def test_a_stop_and_the_answer_to_another_message_do_not_count(alert):
    reply(alert, 0, "STOP", word="stop")
    reply(alert, 1, "1", campaign="20270115-else")
    reply(alert, 2, "1", after=-60)
    assert answers.counted(alert) == Answers()


def test_what_has_not_left_has_no_answers(alert):
    alert.sent_at = 0
    assert answers.counted(alert) == Answers()
