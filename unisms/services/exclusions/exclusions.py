"""The exclusions of a message: whom its author leaves out, found when its audience is frozen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.kinds import kinds_behind
from unisms.model.root import Institution
from unisms.ports import AudienceGone, Person
from unisms.services.exclusions import pasts
from unisms.services.exclusions.crowds import (
    NOBODY,
    Crowd,
    Excluded,
    Member,
    Part,
    crowd_of,
    with_former,
)
from unisms.services.exclusions.expansions import leaves
from unisms.services.ground.actor import Actor
from unisms.sms import msisdn

GONE = "minus_gone"  # problem of a draft
#: people that are looked at while somebody chooses; more of them are only looked at by the check
MOST_GLANCED = 2_000


class LeftOutPart(NamedTuple):
    """A part that leaves people out of a checked message."""

    kind: str
    title: str  #: empty: it is gone, or it is a message that the reader may not see
    count: int  # type: ignore[assignment]  #: rows


def told(actor: Actor, campaign: Campaign) -> list[LeftOutPart]:
    """Return the parts that leave people out of a checked message, as ``actor`` may read them."""
    if campaign.left_out is None:
        return []
    counts = campaign.left_out.counts()
    return [LeftOutPart(part[0], title_of(actor, part), count) for part, count in counts.items()]


def title_of(actor: Actor, part: Part) -> str:
    """Return the title of a part that leaves people out, as ``actor`` may read it."""
    institution, (kind, name) = actor.institution, part
    if kind in pasts.PASTS:
        past = pasts.campaign_of(institution, name)
        return past.title if past is not None and pasts.may_see(actor, past) else ""
    title: str = kinds_behind(institution)[kind].called(institution, name)
    return title


Answers = Mapping[Part, Iterable[Person]]
NO_ANSWERS: Answers = MappingProxyType({})


def excluded(
    institution: Institution, minus: Sequence[Part], today: date, answers: Answers = NO_ANSWERS
) -> Excluded:
    """Return who is ``Excluded`` by these parts. ``answers`` are those of outsiders, by part.

    :raises AudienceGone: a part exists no more; whoever was in it would not be left out.
    """
    return Excluded({part: _crowd(institution, part, today, answers) for part in minus})


def glanced(institution: Institution, minus: Sequence[Part], today: date) -> Excluded | None:
    """Return who is ``Excluded``, as ``excluded`` does, if they are few and known here.

    They are recognised by uid alone, too. If they are many, or gone, return ``None``.
    """
    if not _are_few(institution, minus):
        return None
    holders = institution["people"].with_number
    found = {part: _crowd(institution, part, today, NO_ANSWERS) for part in minus}
    for part, crowd in found.items():
        uids = (uid for one in crowd.numbers for uid in holders(one))
        found[part] = crowd._replace(uids=crowd.uids.union(uids))
    return Excluded(found)


def _are_few(institution: Institution, minus: Sequence[Part]) -> bool:
    """Whether all who may be left out are there, and known here to be few."""
    known = kinds_behind(institution)
    if not all(known[kind].exists(institution, name) for kind, name in minus):
        return False
    parts = [*leaves(institution, minus)]
    if not all(known[kind].exists(institution, name) for kind, name in parts):
        return False
    sizes = [known[kind].at_most(institution, name) for kind, name in parts]
    return None not in sizes and sum(filter(None, sizes)) <= MOST_GLANCED


def _crowd(institution: Institution, part: Part, today: date, answers: Answers) -> Crowd:
    kind, name = kinds_behind(institution)[part[0]], part[1]
    if part in answers:
        return crowd_of(_answered(institution, answers[part]))
    if not kind.exists(institution, name):
        raise AudienceGone(GONE)
    saved = kind.stands_for(institution, name)
    if saved is None:
        members = kind.members(institution, name, today)
        return with_former(institution, crowd_of(members))
    chosen, minus = (_together(institution, parts, today, answers) for parts in saved)
    return Crowd(chosen.numbers - minus.numbers, chosen.uids - minus.uids)


def _together(
    institution: Institution, parts: Iterable[Part], today: date, answers: Answers
) -> Crowd:
    crowds = [_crowd(institution, part, today, answers) for part in parts] or [NOBODY]
    numbers, uids = zip(*crowds, strict=True)
    return Crowd(frozenset().union(*numbers), frozenset().union(*uids))


def _answered(institution: Institution, people: Iterable[Person]) -> Iterator[Member]:
    """Yield each number of the people of an answer, with their uid."""
    proven = institution["people"].proven
    for person in people:
        yield proven(person.uid), person.uid
        for told in person.msisdns:
            yield msisdn.read(told, institution.country).msisdn, person.uid
