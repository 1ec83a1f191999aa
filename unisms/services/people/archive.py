"""Files of people and groups in an institution's archive."""

from unisms.services.ground.facts import facts


def people(institution):
    """Yield each person."""
    for uid, subscriber in institution["people"].items():
        yield facts(subscriber, uid=uid)


def groups(institution):
    """Yield each group with the uids of its people."""
    for name, group in institution["groups"].items():
        yield facts(group, name=name, uids=list(group.uids))
