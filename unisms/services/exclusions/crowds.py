"""Crowds: the numbers and the uids of people, by which somebody is recognised among others."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from unisms.model.root import Institution

#: a part of an audience, as a pair of kind and name
Part = tuple[str, str]
#: a person by number (E.164) and uid; either may be empty
Member = tuple[str, str]


class Crowd(NamedTuple):
    """People, by all that recognises them: one number of two people is enough for both."""

    numbers: frozenset[str] = frozenset()
    uids: frozenset[str] = frozenset()

    def has(self, msisdn: str, uid: str) -> bool:
        """Whether somebody with this number or this uid is one of them."""
        return msisdn in self.numbers or uid in self.uids


NOBODY = Crowd()


def crowd_of(members: Iterable[Member]) -> Crowd:
    """Return the ``Crowd`` of pairs of a number and a uid."""
    pairs = list(members)
    numbers, uids = (frozenset(told) for told in zip(*pairs, strict=True)) if pairs else ((), ())
    return Crowd(frozenset(numbers) - {""}, frozenset(uids) - {""})


def with_former(institution: Institution, crowd: Crowd) -> Crowd:
    """Return the crowd with those who had one of its numbers, which is nobody's now.

    A message was for them, and they have another number by now.
    """
    people = institution["people"]
    if not people.has_former():
        return crowd
    left = (one for one in crowd.numbers if not people.with_number(one))
    return crowd._replace(uids=crowd.uids | frozenset(filter(None, map(people.had_by, left))))


class Excluded:
    """The people whom a message leaves out, by the part that names them.

    Whoever is in several parts is told of the first.
    """

    def __init__(self, crowds: Mapping[Part, Crowd] = MappingProxyType({})) -> None:
        self.parts: Sequence[Part] = tuple(crowds)
        self._of_number: dict[str, int] = {}
        self._of_uid: dict[str, int] = {}
        for place in range(len(crowds), 0, -1):
            crowd = crowds[self.parts[place - 1]]
            self._of_number.update(dict.fromkeys(crowd.numbers, place))
            self._of_uid.update(dict.fromkeys(crowd.uids, place))

    def __bool__(self) -> bool:
        return bool(self._of_number) or bool(self._of_uid)

    def place(self, msisdn: str, uid: str) -> int:
        """Return the place of the first part with this number or uid, from 1 on; 0: in none."""
        by_number, by_uid = self._of_number.get(msisdn, 0), self._of_uid.get(uid, 0)
        return min(by_number, by_uid) or max(by_number, by_uid)


NO_EXCLUSION = Excluded()
