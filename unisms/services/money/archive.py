"""Files of accounts in an institution's archive."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts, facts


def accounts(institution: Institution) -> Iterator[Facts]:
    """Yield each account with the credit that is left."""
    for name, account in institution["accounts"].items():
        yield facts(account, name=name, available=account.available)


def ledger(institution: Institution) -> Iterator[Facts]:
    """Yield each entry of each ledger."""
    for name, account in institution["accounts"].items():
        yield from ({"account": name} | entry._asdict() for entry in account.ledger())
