"""The file of broker connections in an institution's archive."""

from collections.abc import Iterator
from typing import Any

from unisms.model.root import Institution
from unisms.services.ground.facts import facts


def connections(institution: Institution) -> Iterator[dict[str, Any]]:
    """Yield each connection, with the names of its settings and not their values."""
    for name, connection in institution["brokers"].items():
        yield facts(connection, name=name, settings=sorted(connection.settings))
