"""The files of replies and of leavings in an institution's archive."""

from collections.abc import Iterator

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.ground.facts import Facts
from unisms.services.replies import leavings

#: to take the leavings away
OF_LEAVINGS = (Permission.REPLY_VIEW, Permission.NUMBER_VIEW)


def replies(institution: Institution) -> Iterator[Facts]:
    """Yield each reply, with the message that it answers and what was answered to it."""
    for month in institution.replies.months():
        for _, kept in institution.replies.keyed(month):
            told = [one._asdict() for one in kept.thread]
            yield {**kept._asdict(), "answers": told}


def left(institution: Institution) -> Iterator[Facts]:
    """Return each leaving, the last one first."""
    return (one._asdict() for one in leavings.of_institution(institution))
