"""Files that kept the directory up to date, in an institution's archive."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts, facts
from unisms.services.register.changes import changes


def registers(institution: Institution) -> Iterator[Facts]:
    """Yield each file with the changes that it brought, as long as they are kept."""
    for name, register in institution["registers"].items():
        told = [one._asdict() for one in changes(register, 1, len(register.changes))]
        yield facts(register, name=name, changes=told)
