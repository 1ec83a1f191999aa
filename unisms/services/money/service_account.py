"""The account of an institution that pays for what the service sends by itself.

Codes, confirmations of a STOP and messages to try a number are billed to no department.
"""

from unisms.model.accounts import Account
from unisms.model.root import Institution
from unisms.services.ground import journal
from unisms.services.ground.actor import service

NAME, TITLE = "service", "Service"
CEILING = 10_000  # segments that it may spend beyond its credit


def service_account(institution: Institution, now: int) -> Account:
    """Return the service's own account of ``institution``; make it at the first time.

    It is called ``service``, or ``service-2`` where a department has an account of that name. It
    never lacks credit before it is ``CEILING`` segments below zero.
    """
    return known_account(institution) or _opened(institution, _name(institution), now)


def known_account(institution: Institution) -> Account | None:
    """Return the service's own account of ``institution``, or ``None`` before it has paid."""
    return institution["accounts"].get(_name(institution))


def _name(institution: Institution) -> str:
    accounts = institution["accounts"]
    names = (NAME, *(f"{NAME}-{place}" for place in range(2, len(accounts) + 3)))
    return next(one for one in names if one not in accounts or accounts[one].overdraft)


def _opened(institution: Institution, name: str, now: int) -> Account:
    account = institution["accounts"].add(name, Account(TITLE))
    account.overdraft = CEILING
    journal.write(service(), "account.opened", account, now, after={"title": TITLE})
    return account
