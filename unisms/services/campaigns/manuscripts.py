"""A message as somebody has written it, and the purpose that follows from it."""

from typing import NamedTuple

from unisms.model.root import Institution
from unisms.services.audience import kinds
from unisms.services.audience.kinds import NUMBER
from unisms.services.exclusions import once_keys
from unisms.services.rights.reaches import DraftFields
from unisms.services.rules import typed_numbers
from unisms.sms.purposes import EMERGENCY


class Draft(NamedTuple):
    """A message as somebody has written it."""

    title: str = ""
    text: str = ""
    audience: tuple[
        tuple[str, str], ...
    ] = ()  #: of (kind, name); a page leaves the typed numbers out
    numbers: str = ""  #: as typed
    kept: tuple[
        str, ...
    ] = ()  #: numbers that somebody else has typed: not shown, and left as they are
    account: str = ""
    connection: str = ""
    sender_id: str = ""
    urgent: bool = False
    purpose: tuple[str, ...] = ()  #: that was chosen, as a campaign keeps it; nothing: what follows
    reason: str = ""  #: why it is an emergency
    on_doubt: str = "hold"
    plain_values: bool = False
    leaving_link: bool = False  #: whether its messages shall end with a link to leave
    country: str = "FR"  #: of the national forms of the numbers
    minus: tuple[tuple[str, str], ...] = ()  #: of (kind, name): who is left out
    once: str = ""  #: the once-only key, as typed

    @property
    def everyone(self) -> tuple[tuple[str, str], ...]:
        """The audience with its typed numbers, as a campaign keeps it."""
        numbers = dict.fromkeys((*self.kept, *typed_numbers.pieces(self.numbers, self.country)))
        return (*self.audience, *((NUMBER, number) for number in numbers))

    def fields(self) -> DraftFields:
        """Return the arguments of ``draft`` and ``change``."""
        return {
            "title": self.title,
            "text": self.text,
            "audience": self.everyone,
            "account": self.account,
            "connection": self.connection,
            "sender_id": self.sender_id,
            "urgent": self.urgent,
            "purpose": self.purpose,
            "reason": self.reason,
            "on_doubt": self.on_doubt,
            "plain_values": self.plain_values,
            "leaving_link": self.leaving_link,
            "minus": self.minus,
            "once": once_keys.read(self.once),
        }


def purposeful(institution: Institution, wanted: Draft) -> Draft:
    """Return a ``Draft`` with the purpose that its message will have.

    Themes that it is written to decide; an emergency goes before them. Otherwise the chosen purpose
    counts, else that of the account. An emergency is urgent.
    """
    if wanted.purpose[:1] == (EMERGENCY,):
        return wanted._replace(urgent=True)
    purpose = kinds.purpose_of(institution, wanted.audience) or wanted.purpose
    account = institution["accounts"].get(wanted.account)
    return wanted._replace(purpose=purpose or (account.purpose if account else ()), reason="")
