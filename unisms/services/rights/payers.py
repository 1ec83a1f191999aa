"""Which accounts may pay for a message that is written, and how far one may go at their cost."""

from unisms.services.ground.actor import Actor
from unisms.services.rights import reaches, rights
from unisms.sms.names import fold


def offered(actor: Actor, kept: str = "") -> list[str]:
    """Return the names of the accounts that ``actor`` may charge, by title.

    The first is the account that is ``kept`` though they may not charge it, unless it is closed.
    """
    accounts = actor.institution["accounts"]
    names = sorted(reaches.accounts(actor), key=lambda name: fold(accounts[name].title))
    account = accounts.get(kept)
    stays = account is not None and not account.closed and kept not in names
    return [kept, *names] if stays else names


def only(actor: Actor) -> str:
    """Return the account that pays if there is only one, else nothing."""
    names = reaches.accounts(actor)
    return names[0] if len(names) == 1 else ""


def reach(actor: Actor, account: str) -> reaches.Reach | None:
    """Return how far ``actor`` may go when ``account`` pays.

    While no account is chosen, that is as far as any account lets them go.
    """
    if account:
        return reaches.of(actor, account)
    by_account = [reaches.of(actor, name) for name in reaches.accounts(actor)]
    if all(one == by_account[0] for one in by_account):
        return by_account[0] if by_account else None
    return reaches.Reach(rights.NO_LIMITS, reaches.groups(actor))
