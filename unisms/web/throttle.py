"""Slower and slower: how long an account or an address must wait after wrong passwords or codes.

The failures are kept in the institution, or on the root for operators, so that every process sees them, and are written
by failed tries only.
"""

import hashlib
import ipaddress
from typing import NamedTuple

from BTrees.OOBTree import OOBTree

FORGOTTEN_AFTER = 3600  # seconds without a failure
LONGEST_WAIT = 900
MOST_KEPT = 5000  # accounts and addresses; beyond it the forgotten ones make room, else the oldest
LONGEST_NAME = 64  # characters
ACCOUNT, CODE = "account", "code"  # what is guessed: a password, or a second factor
NEIGHBOURS = 64  # bits: whoever has one IPv6 address has all that begin so


class Door(NamedTuple):
    """What is counted, and how many failures are free: many people may share an address."""

    key: str
    free: int


class Tried(NamedTuple):
    """What became of a try."""

    right: bool
    wait: int  #: seconds to wait, when it was not even looked at


def doors(uid, address, what=ACCOUNT):
    """A right password does not make wrong codes forgotten: the two are counted apart."""
    return Door(f"{what} {_short(uid)}", 3), Door(f"address {_network(address)}", 20)


def attempt(holder, doors, now, right):
    """Ask ``right()``, unless one must wait; a failure is counted, and makes the next try wait, even a right one."""
    seconds = wait(holder, doors, now)
    if seconds:
        return Tried(False, seconds)
    if right():
        record_success(holder, doors[0])
        return Tried(True, 0)
    record_failure(holder, doors, now)
    return Tried(False, 0)


def _short(uid):
    """What is kept of a name that was typed: it may be anything, of any length."""
    return uid if len(uid) <= LONGEST_NAME else hashlib.sha256(uid.encode(errors="replace")).hexdigest()


def _network(address):
    """Whose address it is."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return _short(address or "")
    known = getattr(known, "ipv4_mapped", None) or known
    return str(known if known.version == 4 else ipaddress.ip_network((int(known), NEIGHBOURS), strict=False))


def wait(holder, doors, now):
    """Seconds until the next try is allowed; 0 when it is allowed now."""
    failures = holder.sign_in_failures
    if failures is None:
        return 0
    return max(_wait_at(failures, door, now) for door in doors)


def _wait_at(failures, door, now):
    count, last = failures.get(door.key, (0, 0))
    if count < door.free or now - last > FORGOTTEN_AFTER:
        return 0
    return max(0, last + min(LONGEST_WAIT, 2 ** (count - door.free + 1)) - now)


def record_failure(holder, doors, now):
    """Count one failure at each door."""
    failures = holder.sign_in_failures
    if failures is None:
        failures = holder.sign_in_failures = OOBTree()
    if len(failures) >= MOST_KEPT:
        _make_room(failures, now)
    for door in doors:
        count, last = failures.get(door.key, (0, 0))
        failures[door.key] = (1 if now - last > FORGOTTEN_AFTER else count + 1, now)


def _make_room(failures, now):
    by_age = sorted(failures, key=lambda key: failures[key][1])
    forgotten = [key for key in by_age if now - failures[key][1] > FORGOTTEN_AFTER]
    for key in forgotten or by_age[: MOST_KEPT // 10 or 1]:
        del failures[key]


def record_success(holder, door):
    """Forget the failures of an account whose person has come in."""
    failures = holder.sign_in_failures
    if failures is not None:
        failures.pop(door.key, None)
