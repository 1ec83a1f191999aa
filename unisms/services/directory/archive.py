"""The file of directories in an institution's archive."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts, facts


def directories(institution: Institution) -> Iterator[Facts]:
    """Yield each directory, with the names of its settings and not their values, and its queries.

    Who its people are is the directory's to tell.
    """
    for name, connection in institution["directories"].items():
        yield facts(
            connection,
            name=name,
            settings=sorted(connection.settings),
            found=connection.found[:3],
            queries=[facts(query, name=one, numberless=()) for one, query in connection.items()],
        )
