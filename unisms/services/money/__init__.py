"""Money: tariffs, reservations, ledgers, statements."""

from unisms.model.acl import Permission
from unisms.services.money import archive


def includeme(config):
    seen = (Permission.ACCOUNT_VIEW,)
    config.add_archive_part("accounts", archive.accounts, permissions=seen)
    config.add_archive_part("ledger", archive.ledger, permissions=seen)
