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
