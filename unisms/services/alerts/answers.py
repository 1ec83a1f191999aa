"""The answers to an alert, counted for a crisis cell: safe, in need of help, or anything else."""

import re
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of

SAFE, HELP = "1", "2"
_FIRST = re.compile(r"\W*([12])\b")


class Answers(NamedTuple):
    """How many have answered what; the last word of each number counts."""

    safe: int = 0
    help: int = 0
    other: int = 0


def counted(campaign: Campaign) -> Answers:
    """Count the answers to a campaign: nobody's name or number is told.

    Whoever left by a STOP is not among them. Replies are found a moment after they came.
    """
    if not campaign.sent_at:
        return Answers()
    latest: dict[str, tuple[int, str]] = {}
    for reply in institution_of(campaign).replies.since(campaign.sent_at):
        if reply.campaign == campaign.__name__ and not reply.word:
            told = (reply.at, _meaning(reply.text))
            latest[reply.msisdn] = max(latest.get(reply.msisdn, told), told)
    meanings = [meaning for _, meaning in latest.values()]
    return Answers(*(meanings.count(meaning) for meaning in (SAFE, HELP, "")))


def _meaning(text: str) -> str:
    found = _FIRST.match(text)
    return found[1] if found else ""
