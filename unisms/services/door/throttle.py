"""Slower and slower, never locked: the wait before another try of a password or of a code.

What is slowed is the pair of a person and an address, so that nobody is kept out by what others
do elsewhere. A person who came in from an address in the last three months is *known* there.
From all other addresses together there is one try a minute for that person after 20 failures,
and one each quarter of an hour after 100 in a row, the most that NIST SP 800-63B (section 3.2.2)
allows. An address from which many people fail is slowed by some seconds for those who are not
known there; the others do not notice. Whoever types password and code at once waits some seconds
at most, until there were 100 in a row of these too, at that address or where they are not known.

The failures are kept in the institution, or on the root for operators, so that every process
sees them. Names and addresses are kept as digests: people type passwords where their name
belongs. A moment in the future, of a clock that was wrong, is not believed.
"""

import hashlib
import ipaddress
from collections.abc import Callable, MutableMapping
from typing import NamedTuple

from BTrees.OOBTree import OOBTree

from unisms.model import digests
from unisms.model.root import Institution, Root
from unisms.services.door.sessions import SLIP

HOUR, DAY = 3600, 86400  # seconds
LONGEST_WAIT = 900  # seconds, whatever happens
MOST_KEPT = 5000  # doors with failures; beyond it forgotten ones make room, else unknown people's
ACCOUNT, CODE, BOTH, NUMBER = (
    "account",
    "code",
    "both",
    "number",
)  # the thing guessed: a password, a second factor, either with the other, a code sent by SMS
NEIGHBOURS = 64  # bits: whoever has one IPv6 address has all that begin so
KNOWN_FOR = 90  # days that somebody is known at an address
MOST_KNOWN = 20  # addresses of one person


class Pace(NamedTuple):
    """How a kind of door slows down."""

    free: int  #: failures that cost nothing
    longest: int  #: seconds of the longest wait
    memory: int  #: seconds without a failure after which all is forgotten


PAIR = Pace(free=3, longest=LONGEST_WAIT, memory=HOUR)  # a person at an address
PERSON = Pace(
    free=20, longest=60, memory=30 * DAY
)  # a person, from all addresses where they are not known
CEILING = Pace(free=100, longest=LONGEST_WAIT, memory=30 * DAY)  # the person, too often in a row
ADDRESS = Pace(free=20, longest=3, memory=HOUR)  # an address, for all who are not known there
WITH_CODE = Pace(
    free=3, longest=5, memory=30 * DAY
)  # a person at an address, who types both at once
SLOW_AT_ONCE = (PERSON, CEILING)  # the first wait is the longest
CAPPED = (
    PERSON,
    WITH_CODE,
)  # after as many failures as ``CEILING`` has free, they are as slow as it


class Door(NamedTuple):
    """The tries counted at a door, and how they slow down."""

    key: str
    pace: Pace


class Tried(NamedTuple):
    """The outcome of a try."""

    right: bool
    wait: int  #: seconds to wait, when it was not even looked at


def doors(
    holder: Institution | Root, uid: str, address: str, now: int, what: str = ACCOUNT
) -> tuple[Door, ...]:
    """Return the doors that a try passes, that of the pair first.

    A right password does not make wrong codes forgotten: they are counted apart, and so are those
    of both at once.
    """
    person, place = _names(holder, uid, address)
    pair = Door(f"{what} {person} {place}", WITH_CODE if what == BOTH else PAIR)
    if is_known(holder, uid, address, now):
        return (pair,)
    if what == BOTH:
        return pair, Door(f"{what} {person}", CEILING)
    return pair, Door(f"{what} {person}", PERSON), Door(f"address {place}", ADDRESS)


def attempt(
    holder: Institution | Root, doors: tuple[Door, ...], now: int, right: Callable[[], bool]
) -> Tried:
    """Ask ``right()``, unless one must wait.

    A failure is counted, and makes the next try wait, even a right one.
    """
    seconds = wait(holder, doors, now)
    if seconds:
        return Tried(False, seconds)
    if right():
        record_success(holder, doors)
        return Tried(True, 0)
    record_failure(holder, doors, now)
    return Tried(False, 0)


def wait(holder: Institution | Root, doors: tuple[Door, ...], now: int) -> int:
    """Seconds until the next try is allowed; 0 when it is allowed now."""
    failures = holder.sign_in_failures
    if failures is None:
        return 0
    return max(_wait_at(failures, door, now) for door in doors)


def _wait_at(failures: MutableMapping[str, tuple[int, int]], door: Door, now: int) -> int:
    count, last = _counted(failures, door, now)
    pace = CEILING if door.pace in CAPPED and count >= CEILING.free else door.pace
    if count < pace.free:
        return 0
    growth = pace.longest if pace in SLOW_AT_ONCE else 2 ** min(count - pace.free + 1, 20)
    return max(0, min(last, now) + min(pace.longest, growth) - now)


def _counted(
    failures: MutableMapping[str, tuple[int, int]], door: Door, now: int
) -> tuple[int, int]:
    """Return the failures at a door, and the moment of the last one.

    Return zeros if it is forgotten, or in the future.
    """
    count, last = failures.get(door.key, (0, 0))
    return (count, last) if -SLIP <= now - last <= door.pace.memory else (0, 0)


def record_failure(holder: Institution | Root, doors: tuple[Door, ...], now: int) -> None:
    """Count one failure at each door."""
    failures = holder.sign_in_failures
    if failures is None:
        failures = holder.sign_in_failures = OOBTree()
    if len(failures) >= MOST_KEPT:
        _make_room(holder, now)
    for door in doors:
        failures[door.key] = (_counted(failures, door, now)[0] + 1, now)


def _make_room(holder: Institution | Root, now: int) -> None:
    """Let go of the failures that count no more, else of a tenth.

    Those of people whom nobody knows go before those of people who have come in, few before many,
    then the oldest. So whoever invents names makes no failures of others forgotten.
    """
    failures = holder.sign_in_failures
    _forget_old(failures, now)
    if len(failures) < MOST_KEPT:
        return
    known = {_digest(holder, uid) for uid in (*holder.passwords, *(holder.known_addresses or ()))}
    by_worth = sorted(failures, key=lambda key: (key.split(" ")[1] in known, *failures[key]))
    for key in by_worth[: MOST_KEPT // 10 or 1]:
        del failures[key]


def _forget_old(failures: MutableMapping[str, tuple[int, int]], now: int) -> None:
    """Let go of what counts no more: of its moment, or of one that has not come yet."""
    for key, (_, last) in list(failures.items()):
        memory = _memory_of(key)
        if not -SLIP <= now - last <= memory:
            del failures[key]


def _memory_of(key: str) -> int:
    is_person = key.count(" ") == 1 and not key.startswith("address ")
    return PERSON.memory if is_person or key.startswith(f"{BOTH} ") else HOUR


def record_success(holder: Institution | Root, doors: tuple[Door, ...]) -> None:
    """Forget the failures of a person who has come in, at this address and elsewhere.

    Those of the address stay.
    """
    if holder.sign_in_failures is not None:
        pair = doors[0].key
        for key in (pair, pair.rpartition(" ")[0]):
            holder.sign_in_failures.pop(key, None)


def know(holder: Institution | Root, uid: str, address: str, now: int) -> None:
    """Remember that ``uid`` has come in from this address.

    Failures of others elsewhere do not slow them there.
    """
    place, today = _names(holder, uid, address)[1], now // DAY
    known = (holder.known_addresses or {}).get(uid, ())
    if (place, today) in known:
        return
    if holder.known_addresses is None:
        holder.known_addresses = OOBTree()
    others = [one for one in known if one[0] != place and _is_recent(one[1], today)]
    holder.known_addresses[uid] = (*others[1 - MOST_KNOWN :], (place, today))


def is_known(holder: Institution | Root, uid: str, address: str, now: int) -> bool:
    """Whether ``uid`` has come in from this address lately."""
    known = (holder.known_addresses or {}).get(uid, ())
    place = _names(holder, uid, address)[1] if known else ""
    return any(one == place and _is_recent(day, now // DAY) for one, day in known)


def _is_recent(day: int, today: int) -> bool:
    return -1 <= today - day <= KNOWN_FOR


def forget(holder: Institution | Root, now: int) -> None:
    """Let go of failures that count no more, and of addresses where nobody came in for long."""
    _forget_old(holder.sign_in_failures if holder.sign_in_failures is not None else {}, now)
    for uid, known in list((holder.known_addresses or {}).items()):
        recent = tuple(one for one in known if _is_recent(one[1], now // DAY))
        if not recent:
            del holder.known_addresses[uid]
        elif recent != known:
            holder.known_addresses[uid] = recent


def forget_person(holder: Institution | Root, uid: str) -> None:
    """Let go of the failures of ``uid`` and of their addresses: another person may be called so."""
    person = _digest(holder, uid)
    failures = holder.sign_in_failures if holder.sign_in_failures is not None else OOBTree()
    for what in (ACCOUNT, CODE, BOTH, NUMBER):
        for key in list(failures.keys(f"{what} {person}", f"{what} {person} \uffff")):
            del failures[key]
    if holder.known_addresses is not None:
        holder.known_addresses.pop(uid, None)


def _names(holder: Institution | Root, uid: str, address: str) -> tuple[str, str]:
    """Return the digests kept of a person and of an address."""
    return _digest(holder, uid), _digest(holder, network(address))


def _digest(holder: Institution | Root, word: str) -> str:
    """Return the digest kept of a typed word, which may be anything, of any length."""
    short = hashlib.sha256(word.encode(errors="replace")).hexdigest()
    return digests.of_word(holder, "sign in", short)


def network(address: str) -> str:
    """Return the network of an address, which belongs to one visitor."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    known = getattr(known, "ipv4_mapped", None) or known
    return str(
        known
        if known.version == 4
        else ipaddress.ip_network((int(known), NEIGHBOURS), strict=False)
    )
