"""The file of broker connections in an institution's archive."""

from unisms.services.ground.facts import facts


def connections(institution):
    """Yield each connection, with the names of its settings and not their values."""
    for name, connection in institution["brokers"].items():
        yield facts(connection, name=name, settings=sorted(connection.settings))
