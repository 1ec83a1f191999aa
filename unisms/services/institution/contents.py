"""Files of the institution itself in its archive: settings, templates, conditions, journal."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.model.templates import MessageTemplate
from unisms.services.ground.facts import Facts, facts


def institution(institution: Institution) -> Iterator[Facts]:
    """Yield the institution itself."""
    yield facts(institution, name=institution.__name__)


def templates(institution: Institution) -> Iterator[Facts]:
    """Yield each message template, and each folder of them."""
    for name, template in institution["templates"].items():
        yield facts(template, path=name)
        if not isinstance(template, MessageTemplate):
            yield from (
                facts(inner, path=f"{name}/{inner.__name__}") for inner in template.values()
            )


def conditions(institution: Institution) -> Iterator[Facts]:
    """Yield each version of the conditions."""
    for number, version in institution.conditions.versions() if institution.conditions else ():
        yield version._asdict() | {"number": number}


def audit(institution: Institution) -> Iterator[Facts]:
    """Yield each entry of the audit journal, the sealed ones with their digests."""
    for sealed in institution.audit.sealed():
        yield sealed.entry._asdict() | {"number": sealed.number, "digest": sealed.digest}
    yield from (entry._asdict() for entry in institution.audit.waiting())
