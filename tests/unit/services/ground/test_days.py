"""Nothing is erased because a clock is ahead; a service that was off goes on by itself."""

import nights
import pytest
from factories import NOW, make_draft, make_house, mobile

from unisms.services.door import sessions
from unisms.services.ground import days, journal, lives
from unisms.services.ground.actor import service
from unisms.services.ground.days import DAY, Leap, begin_night
from unisms.services.institution import audit_journals, retention
from unisms.testing.factories import someone

WEEKS = NOW + 21 * DAY
YEARS = NOW + 3650 * DAY


@pytest.fixture(autouse=True)
def begun(root):
    """A store that was at work a moment ago."""
    lives.beat(root, NOW)


def beats(root, since, until, step=60, lived=60):
    for now in range(since, until, step):
        lives.beat(root, now, None, lived)


def test_a_new_store_believes_the_first_moment(root):
    root.life.trusted = 0
    assert days.may_erase(root, YEARS)
    lives.beat(root, YEARS)
    assert root.life.trusted == YEARS


def test_one_without_a_life_believes_its_last_night(root):
    root.life, root.night_at = None, NOW
    assert days.leap_of(root) is None
    assert [days.may_erase(root, now) for now in (NOW + DAY, NOW + DAY + 1)] == [True, False]
    lives.beat(root, WEEKS)
    assert days.leap_of(root) == Leap(WEEKS, WEEKS)


def test_day_after_day_is_believed(root):
    beats(root, NOW + 60, NOW + 3 * DAY, step=3600)
    assert root.life.trusted == NOW + 3 * DAY - 3540
    assert days.leap_of(root) is None


@pytest.mark.parametrize("there", [WEEKS, YEARS, NOW - 21 * DAY])
def test_another_day_is_believed_once_a_day_has_passed_on_it(root, there):
    beats(root, there, there + DAY)
    assert not days.may_erase(root, there + DAY)
    assert days.leap_of(root) == Leap(there, there + DAY - 60, DAY - 60, 1440)
    beats(root, there + DAY, there + DAY + 60)
    assert days.may_erase(root, there + DAY)
    assert days.leap_of(root) is None
    assert root.life.trusted == there + DAY


def test_a_clock_that_runs_too_fast_is_not_believed(root):
    beats(root, WEEKS, WEEKS + 20 * DAY, step=3600)
    assert not days.may_erase(root, WEEKS + 20 * DAY)


def test_nor_one_that_is_seen_too_rarely(root):
    lives.beat(root, WEEKS)
    lives.beat(root, WEEKS + DAY, None, 2 * DAY)
    assert days.leap_of(root) == Leap(WEEKS, WEEKS + DAY, DAY, 2)
    lives.beat(root, WEEKS + DAY + 60)
    assert root.life.trusted == WEEKS + DAY + 60


def test_a_worker_that_starts_again_tells_nothing_of_the_time_before(root):
    for hour in range(48):
        lives.beat(root, WEEKS + hour * 3600, None, 0)
    assert not days.may_erase(root, WEEKS + 48 * 3600)


@pytest.mark.parametrize("again", [WEEKS + 2 * DAY, WEEKS - 60])
def test_one_more_leap_begins_anew(root, again):
    beats(root, WEEKS, WEEKS + 3600)
    lives.beat(root, again, None, 60)
    assert days.leap_of(root) == Leap(again, again)


def test_a_clock_that_comes_right_again_leaves_everything_as_it_was(root):
    beats(root, YEARS, YEARS + 3600)
    lives.beat(root, NOW + 3660)
    assert days.leap_of(root) is None
    assert root.life.trusted == NOW + 3660
    assert days.may_erase(root, NOW + 3660)


def test_a_clock_is_not_believed_while_another_machine_is_at_work_on_the_old_day(root):
    """The one that is ahead writes every beat."""
    ahead = right = lives.beat(root, NOW)
    for minute in range(1, 3 * 1440):
        ahead = lives.beat(root, YEARS + minute * 60, ahead, 60)
        right = lives.beat(root, NOW + minute * 60, right, 60)
        assert right == ahead
        assert not days.may_erase(root, YEARS + minute * 60)
    assert root.life.trusted > NOW + 3 * DAY - 2 * days.SKEW


@pytest.mark.parametrize("there", [WEEKS, NOW - 21 * DAY])
def test_a_clock_that_is_confirmed_is_believed_at_once(root, there):
    assert days.held_clock(root, there) == days.HeldClock(NOW, 0, 0)
    beats(root, there, there + 600)
    assert days.held_clock(root, there + 600) == days.HeldClock(NOW, there, 540)
    assert lives.confirm_clock(service(), root, there + 600) == days.HeldClock(NOW, there, 540)
    assert lives.confirm_clock(service(), root, there + 601) is None
    assert days.may_erase(root, there + 600)
    assert not days.may_erase(root, NOW)
    root.night_at = NOW - 22 * DAY
    assert begin_night(root, there + DAY)
    beats(root, there + 660, there + 2 * DAY)
    assert days.leap_of(root) is None


def test_so_it_is_in_a_store_that_has_no_life_yet(root):
    root.life, root.night_at = None, NOW
    assert lives.confirm_clock(service(), root, WEEKS) == days.HeldClock(NOW, 0, 0)
    assert days.may_erase(root, WEEKS)


def test_one_that_is_wrong_again_afterwards_is_not_believed(root):
    lives.confirm_clock(service(), root, WEEKS)
    beats(root, YEARS, YEARS + 600)
    assert days.held_clock(root, YEARS + 600) == days.HeldClock(WEEKS, YEARS, 540)


def test_a_machine_that_looks_between_two_beats_changes_nothing(root):
    beats(root, WEEKS, WEEKS + 120)
    before = root.life.leap
    lives.beat(root, WEEKS + 90)
    assert root.life.leap == before


@pytest.mark.parametrize(("by", "ahead"), [(0, False), (days.SKEW, False), (days.SKEW + 1, True)])
def test_a_moment_in_the_future_is_not_believed(by, ahead):
    assert days.is_ahead(NOW + by, NOW) is ahead


def test_a_night_that_is_not_to_be_believed_erases_nothing(root):
    """A part of the night asks likewise."""
    institution = make_house(root)
    draft = make_draft(institution)
    institution.replies.add(NOW, mobile(1), "38000", "STOP")
    sessions.end(institution, "one", NOW)
    journal.write(someone(institution, "anne"), "role.given", institution, NOW)
    audit_journals.seal(root, "paris1")
    nights.forget_of(root, "paris1", YEARS)
    assert retention.erase_some(root, "paris1", "", YEARS) is None
    assert audit_journals.forget_some(root, "paris1", YEARS) == 0
    assert draft.__name__ in institution["campaigns"]
    assert institution.replies.of("2027-01")
    assert sessions.has_ended(institution, "one")
    assert [sealed.entry.at for sealed in institution.audit.sealed()] == [NOW]
