"""Files of people and groups in an institution's archive."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.model.themes import Member
from unisms.services.ground.facts import Facts, facts


def people(institution: Institution) -> Iterator[Facts]:
    """Yield each person with what they have answered."""
    people = institution["people"]
    for uid, subscriber in people.items():
        yield facts(subscriber, uid=uid, proofs=[proof._asdict() for proof in people.proofs(uid)])


def themes(institution: Institution) -> Iterator[Facts]:
    """Yield each theme with its members, those who wait to join, and its numbers by day."""
    for name, theme in institution["themes"].items():
        yield facts(
            theme,
            name=name,
            wordings=[version._asdict() for _, version in theme.wordings.versions()],
            members=[Member(*stored)._asdict() | {"uid": uid} for uid, stored in theme.members()],
            asked=[Member(*stored)._asdict() | {"uid": uid} for uid, stored in theme.asked()],
            days=list(theme.days()),
        )


def groups(institution: Institution) -> Iterator[Facts]:
    """Yield each group with the uids of its people."""
    for name, group in institution["groups"].items():
        yield facts(group, name=name, uids=list(group.uids))
