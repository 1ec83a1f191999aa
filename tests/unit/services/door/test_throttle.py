"""Wrong passwords and codes slow down the next try, of that person from there.

Nobody is ever locked out.
"""

import pytest
from factories import NOW, make_institution, reread
from hypothesis import given
from hypothesis import strategies as st

from unisms.services.door import throttle
from unisms.services.door.throttle import Tried

HERE, THERE = "192.0.2.1", "198.51.100.7"
ZOE = "zlefevre"


@pytest.fixture
def institution(root):
    return make_institution(root)


def try_it(holder, uid=ZOE, address=HERE, now=NOW, right=False, what=throttle.ACCOUNT):
    doors = throttle.doors(holder, uid, address, now, what)
    return throttle.attempt(holder, doors, now, lambda: right)


def fail(holder, times, uid=ZOE, address=HERE, now=NOW):
    """Failures that nothing slowed down."""
    for _ in range(times):
        throttle.record_failure(holder, throttle.doors(holder, uid, address, now), now)


def wait(holder, uid=ZOE, address=HERE, now=NOW):
    return throttle.wait(holder, throttle.doors(holder, uid, address, now), now)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (2, 0), (3, 2), (4, 4), (5, 8), (8, 64), (12, 900), (400, 900)],
)
def test_the_wait_of_a_pair_doubles_with_each_failure(institution, failures, seconds):
    throttle.know(institution, ZOE, HERE, NOW)
    fail(institution, failures)
    assert wait(institution) == seconds


def test_a_try_is_not_even_looked_at_while_one_must_wait(institution):
    assert [try_it(institution) for _ in range(3)] == [Tried(False, 0)] * 3
    assert try_it(institution, right=True, now=NOW + 1) == (False, 1)
    assert try_it(institution, right=True, now=NOW + 2) == (True, 0)
    assert wait(institution) == 0


def test_a_failure_is_forgotten_after_an_hour(institution):
    fail(institution, 4)
    assert wait(institution, now=NOW + 3) == 1
    assert wait(institution, now=NOW + 4) == 0
    fail(institution, 1, now=NOW + 3601)
    assert wait(institution, now=NOW + 3601) == 0


def test_nobody_is_slowed_by_what_is_tried_with_their_name_elsewhere(institution):
    fail(institution, 12)
    assert wait(institution) == 900
    assert try_it(institution, address=THERE, right=True) == (True, 0)


def test_nobody_is_slowed_by_who_tries_others_names_from_their_address(institution):
    throttle.know(institution, "abenali", HERE, NOW - 86400)
    for number in range(200):
        fail(institution, 1, uid=f"person{number}")
    assert wait(institution, "abenali") == 0
    assert wait(institution, "somebody-new") == 3  # some seconds for who was never there
    assert wait(institution, "somebody-new", THERE) == 0


@pytest.mark.parametrize(
    ("failures", "seconds"), [(19, 0), (20, 60), (99, 60), (100, 900), (5000, 900)]
)
def test_from_unknown_addresses_together_there_is_one_try_a_minute_then_less(
    institution, failures, seconds
):
    throttle.know(institution, ZOE, HERE, NOW)
    for number in range(failures):
        fail(institution, 1, address=f"203.0.{number // 250}.{number % 250}")
    assert wait(institution, address=THERE) == seconds
    assert wait(institution, address=THERE, now=NOW + seconds) == 0
    assert try_it(institution, right=True) == (True, 0)  # where they are known, whatever others do
    assert wait(institution, address=THERE) == 0  # the failures in a row are over


def test_failures_where_one_is_known_slow_nobody_elsewhere(institution):
    throttle.know(institution, ZOE, HERE, NOW)
    fail(institution, 30)
    assert wait(institution, address=THERE) == 0


def test_a_day_and_some_failures_later_they_are_still_in_a_row(institution):
    for day in range(5):
        for number in range(4):
            fail(institution, 1, address=f"203.0.{day}.{number}", now=NOW + day * 86400)
    assert wait(institution, address=THERE, now=NOW + 4 * 86400) == 60


# ---- known addresses ----


def test_one_is_known_for_three_months_from_the_last_time_on(institution):
    throttle.know(institution, ZOE, HERE, NOW)
    known = [
        throttle.is_known(reread(institution), uid, address, NOW + days * 86400)
        for uid, address, days in (
            (ZOE, HERE, 90),
            (ZOE, HERE, 91),
            (ZOE, THERE, 0),
            ("abenali", HERE, 0),
        )
    ]
    assert known == [True, False, False, False]


def test_the_latest_addresses_of_somebody_are_remembered_once_each(institution):
    for number in range(throttle.MOST_KNOWN + 5):
        throttle.know(institution, ZOE, f"192.0.2.{number}", NOW)
    throttle.know(institution, ZOE, "192.0.2.10", NOW + 86400)
    known = institution.known_addresses[ZOE]
    assert len(known) == len({place for place, _ in known}) == throttle.MOST_KNOWN
    assert throttle.is_known(institution, ZOE, "192.0.2.24", NOW)
    assert not throttle.is_known(institution, ZOE, "192.0.2.0", NOW)
    assert known[-1][1] == (NOW + 86400) // 86400


def test_a_second_time_on_a_day_writes_nothing(store, institution):
    throttle.know(institution, ZOE, HERE, NOW)
    store.commit()
    throttle.know(institution, ZOE, HERE, NOW + 60)
    throttle.is_known(institution, ZOE, THERE, NOW)
    throttle.record_success(institution, throttle.doors(institution, ZOE, HERE, NOW))
    throttle.forget(institution, NOW)
    assert store.connection._registered_objects == []


# ---- clocks ----


@pytest.mark.parametrize("ahead", [61, 3600, 4 * 86400, 400 * 86400])
def test_failures_of_a_clock_that_was_ahead_count_no_more(institution, ahead):
    for address in (HERE, THERE):
        fail(institution, 150, address=address, now=NOW + ahead)
    assert try_it(institution, right=True) == (True, 0)


def test_clocks_of_two_machines_may_differ_by_seconds(institution):
    fail(institution, 3, now=NOW + 5)
    assert wait(institution) == 2


moments = st.integers(NOW - 40 * 86400, NOW + 40 * 86400)


@given(
    tries=st.lists(st.tuples(st.sampled_from([HERE, THERE]), moments), max_size=150), now=moments
)
def test_no_wait_is_longer_than_a_quarter_of_an_hour_whatever_the_clock_did(tries, now):
    from unisms.testing.store import Store

    store = Store()
    try:
        institution = make_institution(store.root)
        for address, at in tries:
            fail(institution, 1, address=address, now=at)
        seconds = wait(institution, now=now)
        assert seconds <= throttle.LONGEST_WAIT
        assert wait(institution, now=now + seconds) == 0
    finally:
        store.close()
        store.db.close()


# ---- what is kept ----


def test_neither_names_nor_addresses_are_kept_to_be_read(institution):
    fail(institution, 1, uid="my-password-by-mistake")
    throttle.know(institution, ZOE, HERE, NOW)
    kept = repr([*institution.sign_in_failures.items(), *institution.known_addresses.items()])
    assert "mistake" not in kept
    assert "192.0.2" not in kept


def test_a_name_of_any_length_takes_little_room(institution):
    long = throttle.doors(institution, "x" * 100_000, "y" * 100_000, NOW)
    assert max(len(door.key) for door in long) < 80
    assert long != throttle.doors(institution, "x" * 100_001, "y" * 100_001, NOW)
    assert throttle.doors(institution, "\ud800", None, NOW)


def test_a_right_password_does_not_make_wrong_codes_forgotten(institution):
    for _ in range(3):
        try_it(institution, what=throttle.CODE)
        try_it(institution, right=True)
    assert try_it(institution, what=throttle.CODE, right=True) == (False, 2)


def test_who_types_both_at_once_waits_some_seconds_at_most(institution):
    fail(institution, 400)
    for _ in range(30):
        throttle.record_failure(
            institution, throttle.doors(institution, ZOE, HERE, NOW, throttle.BOTH), NOW
        )
    assert try_it(institution, what=throttle.BOTH, right=True) == (False, 5)
    assert try_it(institution, what=throttle.BOTH, right=True, now=NOW + 5) == (True, 0)


@pytest.mark.parametrize(("failures", "seconds"), [(2, 0), (3, 2), (5, 5), (99, 5), (100, 900)])
def test_both_at_once_have_a_ceiling_too_at_an_address(institution, failures, seconds):
    throttle.know(institution, ZOE, HERE, NOW)
    both = throttle.doors(institution, ZOE, HERE, NOW, throttle.BOTH)
    for _ in range(failures):
        throttle.record_failure(institution, both, NOW)
    throttle.forget(institution, NOW)
    assert throttle.wait(institution, both, NOW) == seconds
    throttle.forget(institution, NOW + 86400)
    assert throttle.wait(institution, both, NOW + seconds) == 0
    if seconds == 900:
        assert try_it(institution, what=throttle.BOTH, now=NOW + 86400) == (False, 0)
        assert throttle.wait(institution, both, NOW + 86400) == 900  # they are still in a row


def test_both_at_once_have_a_ceiling_over_all_addresses_but_the_known_ones(institution):
    throttle.know(institution, ZOE, HERE, NOW)
    tries = [
        try_it(institution, address=f"203.0.113.{number}", what=throttle.BOTH)
        for number in range(101)
    ]
    assert tries[:100] == [Tried(False, 0)] * 100
    assert tries[100] == (False, 900)
    assert try_it(institution, address=THERE, right=True) == (
        True,
        0,
    )  # a password alone is counted apart
    assert try_it(institution, what=throttle.BOTH, right=True) == (True, 0)
    assert try_it(institution, address=THERE, what=throttle.BOTH, right=True) == (True, 0)


def test_operators_wait_as_everybody(root, institution):
    fail(root, 4, uid="root")
    assert wait(root, uid="root") == 4
    assert wait(institution, uid="root") == 0


def test_forgotten_failures_make_room(institution, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_KEPT", 9)
    for number in range(3):
        fail(institution, 1, uid=f"n{number}", address=f"192.0.2.{number}")
    fail(institution, 1, uid="c", address=THERE, now=NOW + 7200)
    kept = institution.sign_in_failures
    assert len(kept) == 3 + 3  # persons count for a month
    assert len([key for key in kept if key.startswith("address")]) == 1


def test_when_all_are_fresh_the_oldest_make_room(institution, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_KEPT", 60)
    for number in range(30):
        fail(institution, 1, uid=f"n{number}", address=f"192.0.2.{number}", now=NOW + number)
    assert 50 < len(institution.sign_in_failures) <= 63
    first, last = (throttle.doors(institution, f"n{n}", f"192.0.2.{n}", NOW) for n in (0, 29))
    assert last[0].key in institution.sign_in_failures
    assert first[0].key not in institution.sign_in_failures


def test_names_that_somebody_invents_make_no_failures_of_others_forgotten(institution, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_KEPT", 200)
    for number in range(60):
        fail(institution, 2, address=f"198.51.100.{number}", now=NOW)
    assert wait(institution, address=THERE, now=NOW + 1) == throttle.LONGEST_WAIT - 1
    for number in range(400):
        fail(institution, 1, uid=f"u{number}", address=f"2001:db8:{number:x}::1", now=NOW + 1)
    assert wait(institution, address=THERE, now=NOW + 1) == throttle.LONGEST_WAIT - 1
    assert len(institution.sign_in_failures) <= 202


def test_failures_of_people_who_have_come_in_outlast_invented_names(institution, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_KEPT", 60)
    throttle.know(institution, ZOE, HERE, NOW)
    institution.passwords["anne"] = ""
    fail(institution, 1, address=THERE)
    fail(institution, 1, uid="anne", address=THERE)
    for number in range(30):
        fail(institution, 5, uid=f"u{number}", address=f"192.0.2.{number}", now=NOW + 1)
    kept = institution.sign_in_failures
    for uid in (ZOE, "anne"):
        pair, person, _ = throttle.doors(institution, uid, THERE, NOW)
        assert pair.key in kept
        assert person.key in kept


def test_each_night_what_counts_no_more_is_forgotten(institution):
    throttle.forget(institution, NOW)
    fail(institution, 2)
    throttle.know(institution, ZOE, THERE, NOW - 60 * 86400)
    throttle.know(institution, ZOE, HERE, NOW)
    left = []
    for later in (0, 7200, 31 * 86400, 91 * 86400):
        throttle.forget(institution, NOW + later)
        known = len(institution.known_addresses.get(ZOE, ()))
        left.append((len(institution.sign_in_failures), known))
    assert left == [(3, 2), (1, 2), (0, 1), (0, 0)]


def test_what_hangs_on_a_name_is_forgotten_with_the_person(institution):
    throttle.forget_person(institution, ZOE)
    for uid in (ZOE, "abenali"):
        fail(institution, 5, uid=uid)
        for what in (throttle.CODE, throttle.BOTH):
            try_it(institution, uid, what=what)
        throttle.know(institution, uid, THERE, NOW)
    throttle.forget_person(institution, ZOE)
    assert len(institution.sign_in_failures) == 6 + 1  # those of the other, and of the address
    assert list(institution.known_addresses) == ["abenali"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("unknown", None, False),
    ],
)
def test_whoever_has_one_address_of_version_6_has_its_neighbours(institution, one, other, same):
    doors = [throttle.doors(institution, "x", address, NOW) for address in (one, other)]
    assert (doors[0] == doors[1]) is same
