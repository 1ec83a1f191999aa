"""Glimpses: the part of an audience that comes of one kind, as far as it is quickly told."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from unisms.services.money import billing
from unisms.services.rules.recipients import Recipient


class Glimpse(NamedTuple):
    """The people of one part of an audience, counted."""

    people: int
    countries: Counter[str]  #: beginning of a number -> how many begin so
    aside: Counter[str]  #: cause -> how many are set aside
    exact: bool  #: each of them was looked at


def looked_at(recipients: Iterable[Recipient], untold: Collection[str] = ()) -> Glimpse:
    """Return the ``Glimpse`` of these recipients. Those of the causes ``untold`` count as fit."""
    ready: set[str] = set()
    aside: Counter[str] = Counter()
    for recipient in recipients:
        if recipient.cause is None or recipient.cause in untold:
            ready.add(recipient.msisdn)
        else:
            aside[recipient.cause] += 1
    return Glimpse(len(ready), billing.countries(ready), aside, exact=True)
