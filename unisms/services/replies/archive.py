"""The file of replies in an institution's archive."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts


def replies(institution: Institution) -> Iterator[Facts]:
    """Yield each reply."""
    for month in institution.replies.months():
        for at, msisdn, to, text in institution.replies.of(month):
            yield {"at": at, "msisdn": msisdn, "to": to, "text": text}
