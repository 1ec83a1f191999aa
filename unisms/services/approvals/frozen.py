"""The content of a checked campaign that is asked about: its digest, and whence its people."""

import hashlib
from collections import Counter

from unisms.model.campaigns import Campaign
from unisms.model.rows import MSISDN, SEGMENTS, STATE
from unisms.sms import states

SOURCE = 1  # of the values of a row
MOST = 40  # groups that a request tells
FILE = "file"  # in the place of a group: lines of a file; empty: people chosen by name
#: everything that decides what leaves, to whom, at which cost and when
FROZEN = (
    *("title", "text", "wording", "audience", "minus", "once", "account", "connection"),
    *("sender_id", "urgent", "purpose", "reason", "on_doubt", "plain_values", "leaving_link"),
    *("ending", "columns", "check", "agreed", "timing", "mail_copy"),
)


def digest(campaign: Campaign) -> str:
    """Return a digest of all that was frozen: texts, audience, rows, cost, sender, timing."""
    told = hashlib.sha256()
    for name in FROZEN:
        told.update(repr((name, getattr(campaign, name, None))).encode())
    for number, row in campaign.stored_rows():
        told.update(repr((number, row[MSISDN], row[STATE], row[SEGMENTS])).encode())
    notes = campaign.row_notes
    for number, values in campaign.stored_values():
        noted = (notes.notice(number), notes.text_place(number)) if notes is not None else ()
        told.update(repr((values, noted)).encode())
    return told.hexdigest()


def sources(campaign: Campaign) -> tuple[tuple[str, int], ...]:
    """Return pairs of a group's title and how many who will get the message came from it.

    The largest come first. Those of files stand together, and those who were chosen by name.
    """
    counted: Counter[str] = Counter()
    for number, values in campaign.stored_values():
        if campaign.stored_row(number)[STATE] == states.QUEUED:
            source = values[SOURCE]
            counted[FILE if source.isdigit() else source] += 1
    return tuple(counted.most_common(MOST))
