"""Slower and slower: how long an account or an address must wait after wrong passwords.

The failures are kept in the institution, so that every process sees them, and are written by failed sign-ins only.
"""

from typing import NamedTuple

from BTrees.OOBTree import OOBTree

FORGOTTEN_AFTER = 3600  # seconds without a failure
LONGEST_WAIT = 900
MOST_KEPT = 5000  # accounts and addresses; beyond it, the forgotten ones are cleared first


class Door(NamedTuple):
    """What is counted, and how many failures are free: many people may share an address."""

    key: str
    free: int


def doors(uid, address):
    return Door(f"account {uid}", 3), Door(f"address {address}", 20)


def wait(institution, doors, now):
    """Seconds until the next try is allowed; 0 when it is allowed now."""
    failures = institution.sign_in_failures
    if failures is None:
        return 0
    return max(_wait_at(failures, door, now) for door in doors)


def _wait_at(failures, door, now):
    count, last = failures.get(door.key, (0, 0))
    if count < door.free or now - last > FORGOTTEN_AFTER:
        return 0
    return max(0, last + min(LONGEST_WAIT, 2 ** (count - door.free + 1)) - now)


def record_failure(institution, doors, now):
    """Count one failure at each door."""
    failures = institution.sign_in_failures
    if failures is None:
        failures = institution.sign_in_failures = OOBTree()
    if len(failures) >= MOST_KEPT:
        for key in [key for key, (_, last) in failures.items() if now - last > FORGOTTEN_AFTER]:
            del failures[key]
    for door in doors:
        count, last = failures.get(door.key, (0, 0))
        failures[door.key] = (1 if now - last > FORGOTTEN_AFTER else count + 1, now)


def record_success(institution, door):
    """Forget the failures of an account whose person has come in."""
    failures = institution.sign_in_failures
    if failures is not None:
        failures.pop(door.key, None)
