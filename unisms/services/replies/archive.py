"""The file of replies in an institution's archive."""


def replies(institution):
    """Yield each reply."""
    for month in institution.replies.months():
        for at, msisdn, to, text in institution.replies.of(month):
            yield {"at": at, "msisdn": msisdn, "to": to, "text": text}
