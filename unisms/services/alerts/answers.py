"""The answers to an alert that asks for one: how many are safe, how many need help."""

import re
from collections import Counter
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.model.rows import MSISDN, STATE
from unisms.sms import states

SAFE, HELP, OTHER = CHOICES = ("safe", "help", "other")
_DIGIT = re.compile(r"\W*([12])\b")


class AnswerCount(NamedTuple):
    """The people to whom an alert was handed, by what they answered last."""

    safe: int
    help: int
    other: int  #: something else: somebody should read it
    silent: int

    @property
    def answered(self) -> int:
        """The people who have answered."""
        return self.safe + self.help + self.other


def meaning(text: str) -> str:
    """Return what an answer says, of ``CHOICES``: ``1`` is safe, ``2`` needs help."""
    found = _DIGIT.match(text)
    return OTHER if found is None else SAFE if found[1] == "1" else HELP


def count(campaign: Campaign) -> AnswerCount | None:
    """Return the ``AnswerCount`` of a campaign now; ``None``: it does not ask, or is erased.

    Of several answers from one number the last counts. One that was obeyed as STOP is none, nor is
    one to another message.
    """
    if not campaign.alerting.asks or campaign.erased_at or not campaign.sent_at:
        return None
    handed = {row[MSISDN] for _, row in campaign.stored_rows() if row[STATE] in states.LEFT}
    last: dict[str, str] = {}
    for kept in institution_of(campaign).replies.since(campaign.sent_at):
        is_ours = kept.campaign in ("", campaign.__name__) and kept.msisdn in handed
        if is_ours and not kept.word:
            last[kept.msisdn] = meaning(kept.text)
    counted = Counter(last.values())
    silent = len(handed) - len(last)
    return AnswerCount(counted[SAFE], counted[HELP], counted[OTHER], silent)
