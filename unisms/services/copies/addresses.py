"""The mail address of whoever a row is for: the institution's own, else that of their file."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.model.rows import MSISDN
from unisms.services.delivery.claims import SOURCE
from unisms.services.exclusions import pasts
from unisms.services.exclusions.pasts import PastRow
from unisms.services.ground.outbox import is_address
from unisms.sms import names

#: names of columns that hold the address of a mailbox; ``sms.names`` knows others of the first
NAMES = (
    *("courriel", "adresse courriel", "adresse e-mail", "mail universitaire"),
    *("courriel universitaire", "email address", "mail address"),
)


class Addressee(NamedTuple):
    """The reader of a mail."""

    address: str  #: empty: nobody knows one
    uid: str = ""  #: of whom the institution knows


def column_of(columns: Sequence[str]) -> str:
    """Return the column that holds mail addresses; empty: none does."""
    places = map(names.finder(columns), NAMES)
    return next((columns[place] for place in places if place is not None), "")


def addressees(campaign: Campaign) -> Callable[[int], Addressee]:
    """Return the function from a row's number to its ``Addressee``.

    Whoever has left the institution has no address here, whatever a file says of others.
    """
    people, column = institution_of(campaign)["people"], column_of(campaign.columns)
    place = SOURCE + campaign.columns.index(column) if column else 0

    def addressee(number: int) -> Addressee:
        msisdn = campaign.stored_row(number)[MSISDN]
        uid = pasts.person_of(campaign, PastRow(number, msisdn, campaign.uid(number)))
        person = people.get(uid) if uid else None
        if person is not None:
            return Addressee(person.email, uid)
        told = campaign.values(number)[place].strip() if place and not uid else ""
        return Addressee(told if is_address(told) else "")

    return addressee
