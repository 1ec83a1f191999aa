"""The report of an exercise: its times, whom it has not reached, kept once it is over."""

import pytest
from drills import left, prepare
from factories import NOW, make_group, make_house
from nights import forget as nightly

from unisms.model.alerts import EXERCISE
from unisms.services.alerts import endings, exercises
from unisms.services.delivery import closing
from unisms.sms import causes, states
from unisms.testing.factories import someone


@pytest.fixture
def paris(root):
    institution = make_house(root)
    institution.grants.give("person:lib", "administrator")
    make_group(institution, people=10)
    return institution


@pytest.fixture
def exercise(paris):
    """An exercise of ten: five delivered, one failed, two uncertain, one travels, one waits."""
    campaign = left(paris, prepare(paris), takes=9, mode=EXERCISE, announced=True)
    for number in range(1, 10):
        campaign.write(number, campaign.row(number)._replace(accepted_at=NOW + number))
    for number in range(1, 6):
        end = campaign.row(number).moved(states.DELIVERED, NOW + 10 * number)
        campaign.write(number, end)
    campaign.write(6, campaign.row(6).moved(states.FAILED, NOW + 90, causes.ABSENT))
    for number in (7, 8):
        campaign._rows[number] = (campaign.row(number).msisdn, states.UNCERTAIN, "", 1, NOW, None)
    return campaign


def test_it_tells_how_soon_it_was_handed_over_and_delivered(exercise):
    found = exercises.report(exercise, NOW + 100)
    assert (found.at, found.announced, found.people, found.reached) == (NOW, True, 10, 5)
    assert found.handed == (3, 9, None)  # the uncertain ones left at once, as far as one knows
    assert found.delivered == (50, None, None)


def test_it_tells_whom_it_has_not_reached_and_why(exercise):
    found = exercises.report(exercise, NOW + 100)
    assert found.failed == ((causes.ABSENT, 1),)
    assert (found.uncertain, found.stopped, found.waiting, found.set_aside) == (2, 0, 2, ())


def test_it_outlives_the_numbers_of_its_people(root, paris, exercise):
    assert exercises.is_shown(exercise)
    closing.stop(someone(paris), exercise, paris["brokers"]["fake"], NOW)
    exercise.handover.claims = ()
    closing.close(exercise, paris["brokers"]["fake"], NOW)
    nightly(root, NOW)
    nightly(root, NOW)
    kept = exercises.report(exercise, NOW)
    exercise.erase(NOW)
    assert exercises.is_shown(exercise)
    assert exercises.report(exercise, NOW + 1) == kept
    assert kept.stopped == 1


def test_an_exercise_that_is_erased_before_is_not_shown(exercise):
    exercise.erase(NOW)
    assert not exercises.is_shown(exercise)


def test_neither_an_alert_nor_the_end_of_an_exercise_has_a_report(paris, exercise):
    real = left(paris, prepare(paris, "Autre"))
    assert not exercises.is_shown(real)
    told = endings.end(someone(paris), exercise, endings.ALL_CLEAR, ("Fini.", ""), NOW)
    assert not exercises.is_shown(told)
