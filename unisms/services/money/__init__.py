"""Money: tariffs, reservations, ledgers, statements."""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.money import archive


def includeme(config: Any) -> None:
    seen = (Permission.ACCOUNT_VIEW,)
    config.add_archive_part("accounts", archive.accounts, permissions=seen)
    config.add_archive_part("ledger", archive.ledger, permissions=seen)
