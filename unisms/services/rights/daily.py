"""Use of a day of an institution by one person: segments sent, and bytes that checks wrote.

The bytes are those that the checks of their messages have written into the store, which is
everybody's. A check that is made again, or is thrown away, counts again: its room comes back at
night only.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from BTrees.OOBTree import OOBTree

from unisms.model.root import Institution

KEPT = 40  # days that what somebody used is remembered
FULL = "frozen"  # the problem of a draft that is not checked because of it
OF_PERSON = 400 << 20  # bytes a day
OF_INSTITUTION = 10 * OF_PERSON
LEAST = (
    20 << 10
)  # bytes that a check counts as: a small one writes a line of the history, and the campaign anew
EVERYBODY = ""  # in the place of the uid


def spent(institution: Institution, uid: str, now: int) -> int:
    """The segments that ``uid`` has sent on this day of the institution."""
    segments: int = (institution.spent or {}).get(_day(institution, uid, now), 0)
    return segments


def spend(institution: Institution, uid: str, segments: int, now: int) -> None:
    """Remember that ``uid`` sends ``segments`` today."""
    if institution.spent is None:
        institution.spent = OOBTree()
    institution.spent[_day(institution, uid, now)] = spent(institution, uid, now) + segments


def has_frozen_enough(institution: Institution, uid: str, now: int) -> bool:
    """Whether no message of ``uid`` is checked any more today."""
    kept: Mapping[str, int] = institution.frozen or {}
    day = _day(institution, EVERYBODY, now)
    if kept.get(_day(institution, uid, now), 0) >= OF_PERSON:
        return True
    return sum(size for key, size in kept.items() if key.startswith(day)) >= OF_INSTITUTION


def count_frozen(institution: Institution, uid: str, size: int, now: int) -> None:
    """Remember that a check of ``uid`` has written ``size`` bytes today, ``LEAST`` at least."""
    if institution.frozen is None:
        institution.frozen = OOBTree()
    key = _day(institution, uid, now)
    institution.frozen[key] = institution.frozen.get(key, 0) + max(size, LEAST)


def forget_spent(institution: Institution, now: int) -> None:
    """Forget what was used weeks ago, or on a day that has not come yet: a clock was ahead."""
    for tree in (institution.spent, institution.frozen):
        used = tree if tree is not None else OOBTree()
        old = used.keys(None, _day(institution, EVERYBODY, now - KEPT * 86400))
        for day in [*old, *used.keys(_day(institution, EVERYBODY, now + 2 * 86400))]:
            del used[day]


def forget_person(institution: Institution, uid: str) -> None:
    """Forget what ``uid`` has used: another one may be called so."""
    for tree in (institution.spent, institution.frozen):
        used = tree if tree is not None else {}
        for key in [key for key in used if key.partition(" ")[2] == uid]:
            del used[key]


def _day(institution: Institution, uid: str, now: int) -> str:
    return f"{datetime.fromtimestamp(now, ZoneInfo(institution.time_zone)):%Y%m%d} {uid}"
