"""Digests of numbers made anew, where the key that they were made under is lost for good."""

from typing import NamedTuple

from unisms.model import digests
from unisms.model.root import Root
from unisms.model.senders import all_noes
from unisms.services.exclusions import once_keys


class Renewed(NamedTuple):
    """The result of renewing the noes that are kept by digests."""

    kept: int  #: of people who are there: their noes are known by their numbers
    dropped: int  #: digests of the former key, those of the kept among them


class NothingLost(Exception):
    """The digests in the store are of the key in use."""


def begin_anew(root: Root) -> Renewed:
    """Drop what was made under another key, and write down again what is known without it.

    :raises NothingLost: nothing was; the store is as it was.
    """
    if root.numbers_key in ("", digests.fingerprint(root)):
        raise NothingLost
    root.numbers_key = digests.fingerprint(root)
    institutions = root["institutions"].values()
    pairs = [institution["people"].begin_refusals_anew() for institution in institutions]
    pairs += [
        (0, noes.drop_refusals())
        for institution in institutions
        for noes in (*institution["themes"].values(), *all_noes(institution))
    ]
    for health in (one.numbers for one in institutions):
        if health is not None:
            health.drop()  # each number may fail again
    for institution in institutions:
        for _, linked in institution.links.items() if institution.links is not None else ():
            linked.drop_digests()
        if institution.history is not None:
            institution.history.drop_numbers()
        once_keys.drop(institution)
    for connection in root["brokers"].values():
        connection.trails = None
    return Renewed(sum(kept for kept, _ in pairs), sum(dropped for _, dropped in pairs))
