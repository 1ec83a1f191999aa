"""The reach of somebody in the dashboards: some accounts, an institution, or all institutions."""

from collections.abc import Iterable
from typing import NamedTuple

from unisms.model import export_keys
from unisms.model.accounts import Account
from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.ground.actor import Actor

MANAGER, ADMINISTRATOR, OPERATOR = "manager", "administrator", "operator"


class Scope(NamedTuple):
    """The part of the figures that somebody may see."""

    role: str
    institutions: tuple[str, ...]  #: their names
    accounts: tuple[int, ...] | None  #: keys of the institution's exports; ``None`` is all


def of(actor: Actor) -> Scope | None:
    """Return what ``actor`` may see of their institution, or ``None`` if it is nothing.

    Whoever manages the institution sees all of it. Anybody else sees the accounts whose statements
    are theirs to read; one that no export has met yet has no key, and no figures either.
    """
    institution = actor.institution
    name = str(institution.__name__)
    if actor.may(Permission.INSTITUTION_MANAGE) and actor.may(Permission.ACCOUNT_VIEW):
        return Scope(ADMINISTRATOR, (name,), None)
    seen = accounts(actor)
    if not seen:
        return None
    keys = sorted({key_of(institution, account) for account in seen} - {0})
    return Scope(MANAGER, (name,), tuple(keys))


def of_operator(institutions: Iterable[Institution]) -> Scope:
    """Return what those who run the installation may see: sums of all ``institutions``."""
    return Scope(OPERATOR, tuple(sorted(str(one.__name__) for one in institutions)), None)


def accounts(actor: Actor) -> list[Account]:
    """Return the accounts whose statements ``actor`` may read."""
    found = actor.institution["accounts"].values()
    return [one for one in found if actor.may(Permission.ACCOUNT_VIEW, f"accounts/{one.__name__}")]


def key_of(institution: Institution, account: Account) -> int:
    """Return the key of an account in the exports, or 0 where none has met it yet."""
    keys = institution.export_keys
    return keys.key(export_keys.ACCOUNT, account.__name__) if keys is not None else 0
