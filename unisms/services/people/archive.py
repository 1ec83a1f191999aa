"""Files of people and groups in an institution's archive."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts, facts


def people(institution: Institution) -> Iterator[Facts]:
    """Yield each person."""
    for uid, subscriber in institution["people"].items():
        yield facts(subscriber, uid=uid)


def groups(institution: Institution) -> Iterator[Facts]:
    """Yield each group with the uids of its people."""
    for name, group in institution["groups"].items():
        yield facts(group, name=name, uids=list(group.uids))
