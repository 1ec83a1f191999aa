"""The roles given, how far each lets its holder go, and why.

It may call ``imports`` and every room below it. Open to others:

- ``daily``: the segments and bytes that a person has used of a day
- ``deciders``: the people who may decide something in the whole institution
- ``payers``: the accounts that may pay for a message
- ``places``: the holders and the places that grants name
- ``reaches``: to whom, with what text, how much and when roles let somebody write
- ``rights``: the grants, the actor that they make, and the last administrator
- ``sentences``: the sentences of roles, and of who may not give them
"""

from typing import Any

from unisms.services.rights import archive, daily

__all__ = ["daily", "deciders", "payers", "places", "reaches", "rights", "sentences"]


def includeme(config: Any) -> None:
    config.add_nightly_job("spent", daily.forget_spent, of="institutions")
    config.add_archive_part("spent", archive.spent)
    config.add_archive_part("roles", archive.roles)
    config.add_archive_part("grants", archive.grants)
