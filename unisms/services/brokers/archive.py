"""The file of broker connections in an institution's archive."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts, facts


def connections(institution: Institution) -> Iterator[Facts]:
    """Yield each connection, with the names of its settings and not their values."""
    for name, connection in institution["brokers"].items():
        yield facts(connection, name=name, settings=sorted(connection.settings))
