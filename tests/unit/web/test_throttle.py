"""Wrong passwords make the next try wait."""

from types import SimpleNamespace

import pytest

from unisms.web import throttle


@pytest.fixture
def institution():
    return SimpleNamespace(sign_in_failures=None)


def fail(institution, times, uid="zlefevre", address="192.0.2.1", now=1000):
    for _ in range(times):
        throttle.record_failure(institution, throttle.doors(uid, address), now)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (2, 0), (3, 2), (4, 4), (5, 8), (8, 64), (12, 900), (40, 900)]
)
def test_the_wait_doubles_with_each_failure(institution, failures, seconds):
    fail(institution, failures, address="")
    account = throttle.doors("zlefevre", "")[:1]
    assert throttle.wait(institution, account, 1000) == seconds


def test_the_wait_passes_and_is_forgotten_after_an_hour(institution):
    fail(institution, 4)
    doors = throttle.doors("zlefevre", "192.0.2.1")
    assert throttle.wait(institution, doors, 1003) == 1
    assert throttle.wait(institution, doors, 1004) == 0
    throttle.record_failure(institution, doors, 1000 + 3601)
    assert throttle.wait(institution, doors, 1000 + 3601) == 0


def test_one_address_that_tries_many_accounts_waits_too(institution):
    for number in range(21):
        fail(institution, 1, uid=f"person{number}")
    assert throttle.wait(institution, throttle.doors("somebody-else", "192.0.2.1"), 1000) == 4
    assert throttle.wait(institution, throttle.doors("somebody-else", "192.0.2.2"), 1000) == 0


def test_who_comes_in_starts_again_at_nought(institution):
    doors = throttle.doors("zlefevre", "192.0.2.1")
    fail(institution, 5)
    throttle.record_success(institution, doors[0])
    assert throttle.wait(institution, doors, 1000) == 0


def test_success_alone_writes_nothing(institution):
    throttle.record_success(institution, throttle.doors("zlefevre", "192.0.2.1")[0])
    assert institution.sign_in_failures is None


def test_forgotten_failures_make_room(institution, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_KEPT", 4)
    fail(institution, 1, uid="a", address="1")
    fail(institution, 1, uid="b", address="2")
    fail(institution, 1, uid="c", address="3", now=9000)
    assert sorted(institution.sign_in_failures) == ["account c", "address 3"]


def test_when_all_are_fresh_the_oldest_make_room(institution, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_KEPT", 40)
    for number in range(30):
        fail(institution, 1, uid=f"made-up-{number}", address=f"192.0.2.{number}", now=1000 + number)
    assert 30 < len(institution.sign_in_failures) <= 42
    assert "account made-up-29" in institution.sign_in_failures
    assert "account made-up-0" not in institution.sign_in_failures


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
def test_whoever_has_one_address_of_version_6_has_its_neighbours(one, other, same):
    assert (throttle.doors("x", one)[1] == throttle.doors("x", other)[1]) is same


def test_a_name_of_any_length_takes_little_room():
    long = throttle.doors("x" * 100_000, "y" * 100_000)
    assert max(len(door.key) for door in long) < 80
    assert long != throttle.doors("x" * 100_001, "y" * 100_001)


def test_a_try_is_not_even_looked_at_while_one_must_wait(institution):
    doors = throttle.doors("zlefevre", "192.0.2.1")
    for _ in range(3):
        assert throttle.attempt(institution, doors, 1000, lambda: False) == (False, 0)
    assert throttle.attempt(institution, doors, 1001, lambda: 1 / 0) == (False, 1)
    assert throttle.attempt(institution, doors, 1002, lambda: True) == (True, 0)
    assert throttle.wait(institution, doors, 1002) == 0


def test_a_right_password_does_not_make_wrong_codes_forgotten(institution):
    codes = throttle.doors("zlefevre", "", throttle.CODE)
    for _ in range(3):
        throttle.attempt(institution, codes, 1000, lambda: False)
        throttle.attempt(institution, throttle.doors("zlefevre", ""), 1000, lambda: True)
    assert throttle.wait(institution, codes, 1000) == 2


def test_operators_wait_as_everybody(root):
    doors = throttle.doors("root", "192.0.2.1")
    for _ in range(4):
        throttle.record_failure(root, doors, 1000)
    assert throttle.wait(root, doors, 1000) == 4
