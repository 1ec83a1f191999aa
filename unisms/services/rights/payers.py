"""Which accounts may pay for a message that is written, and how far one may go at their cost."""

from unisms.services.rights import reaches, rights
from unisms.sms.names import fold


def offered(institution, held, kept=""):
    """The names of those that somebody may charge, by title; first one that is ``kept`` though they may not, unless it
    is closed. ``held`` is what ``rights.held`` tells of them."""
    accounts = institution["accounts"]
    names = sorted(reaches.accounts(institution, held), key=lambda name: fold(accounts[name].title))
    account = accounts.get(kept)
    stays = account is not None and not account.closed and kept not in names
    return [kept, *names] if stays else names


def only(institution, held):
    """The account that pays where there is no choice, else nothing: the first of a list is none."""
    names = reaches.accounts(institution, held)
    return names[0] if len(names) == 1 else ""


def reach(institution, held, account):
    """How far somebody may go when ``account`` pays. While none is chosen: as far as whichever they choose."""
    if account:
        return reaches.of(institution, held, account)
    found = [reaches.of(institution, held, name) for name in reaches.accounts(institution, held)]
    if all(one == found[0] for one in found):
        return found[0] if found else None
    return reaches.Reach(rights.NO_LIMITS, reaches.groups(institution, held))
