"""The file of replies in an institution's archive."""

from collections.abc import Iterator
from typing import Any

from unisms.model.root import Institution


def replies(institution: Institution) -> Iterator[dict[str, Any]]:
    """Yield each reply."""
    for month in institution.replies.months():
        for at, msisdn, to, text in institution.replies.of(month):
            yield {"at": at, "msisdn": msisdn, "to": to, "text": text}
