"""Tariffs, reservations, ledgers and statements.

It may call ``directory`` and every room below it. Open to others:

- ``billing``: the cost of messages, its reservation and its settlement
- ``ledgers``: the check that balances, ledgers and campaigns agree
- ``sentences``: the sentences of credit and prices
- ``service_account``: the account that pays for what the service sends by itself
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.money import archive

__all__ = ["billing", "ledgers", "sentences", "service_account"]


def includeme(config: Any) -> None:
    seen = (Permission.ACCOUNT_VIEW,)
    config.add_archive_part("accounts", archive.accounts, permissions=seen)
    config.add_archive_part("ledger", archive.ledger, permissions=seen)
