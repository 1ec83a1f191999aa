"""Files of numbers in an institution's archive: those set aside, and the routes that failed."""

from collections.abc import Iterator

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.ground.facts import Facts
from unisms.services.health import figures

#: to take the numbers away
OF_NUMBERS = (Permission.NUMBER_VIEW, Permission.PERSON_VIEW)


def numbers(institution: Institution) -> Iterator[Facts]:
    """Yield each number that is set aside, with its failures; the latest one first."""
    health = institution.numbers
    if health is None:
        return
    for one in figures.told(institution, figures.flagged(institution)):
        yield {
            "number": one.number,
            "uids": list(one.uids),
            "cause": one.flag.cause,
            "since": one.flag.since,
            "told_at": one.flag.told_at,
            "delivered_at": one.delivered_at,
            "strikes": [strike._asdict() for strike in health.past(one.digest).read()],
        }


def outages(institution: Institution) -> Iterator[Facts]:
    """Yield each outage, with the path of its connection."""
    health = institution.numbers
    if health is None:
        return
    for one in health.all_outages():
        yield {**one._asdict(), "connection": health.path_of(one.connection)}
