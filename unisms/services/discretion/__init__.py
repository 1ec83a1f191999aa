"""A campaign as it is told to each person: without who has said no, and at its end by mail.

It may call ``campaigns`` and every room below it. Open to others:

- ``discretion``: the check, the recipients and the counts for a person who may not see numbers
- ``left_out``: by what people are left out of a message
- ``summaries``: the end of a campaign, told to its author by mail
"""

from typing import Any

from unisms.services.discretion import summaries

__all__ = ["discretion", "left_out", "summaries"]


def includeme(config: Any) -> None:
    config.add_mail(summaries.KIND, summaries.TEXTS)
