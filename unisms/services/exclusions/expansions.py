"""Audiences spelled out: the saved ones among their parts as what these stand for."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from unisms.model.kinds import kinds_behind
from unisms.model.root import Institution
from unisms.services.exclusions.crowds import Part


class Spelled(NamedTuple):
    """An audience and what it leaves out, without saved audiences in the former."""

    pairs: tuple[Part, ...]
    minus: tuple[Part, ...]  #: with those of the saved audiences: they count for all of it


def spelled(institution: Institution, pairs: Iterable[Part], minus: Iterable[Part]) -> Spelled:
    """Return an audience with its saved ones ``Spelled`` out.

    :raises AudienceGone: a saved audience exists no more.
    """
    known = kinds_behind(institution)
    found: list[Part] = []
    left_out = [*minus]
    for kind, name in pairs:
        saved = known[kind].stands_for(institution, name)
        found += [(kind, name)] if saved is None else (one for one in saved[0] if one not in found)
        left_out += () if saved is None else saved[1]
    return Spelled(tuple(found), tuple(dict.fromkeys(left_out)))


def leaves(institution: Institution, pairs: Iterable[Part]) -> Iterator[Part]:
    """Yield every plain part of these, also those that saved audiences leave out.

    :raises AudienceGone: a saved audience exists no more.
    """
    known = kinds_behind(institution)
    for kind, name in pairs:
        saved = known[kind].stands_for(institution, name)
        yield from [(kind, name)] if saved is None else (*saved[0], *saved[1])
