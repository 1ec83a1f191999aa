"""Files of roles and their use in an institution's archive."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts, facts


def spent(institution: Institution) -> Iterator[Facts]:
    """Yield the segments that each person has used on each day."""
    for key, segments in (institution.spent or {}).items():
        day, _, uid = key.partition(" ")
        yield {"day": day, "uid": uid, "segments": segments}


def roles(institution: Institution) -> Iterator[Facts]:
    """Yield each role that the institution defines."""
    for name, role in institution["roles"].items():
        yield facts(role, name=name)


def grants(institution: Institution) -> Iterator[Facts]:
    """Yield each role that is given."""
    yield from (grant._asdict() for grant in institution.grants)
