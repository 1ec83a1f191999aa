"""A message as somebody has written it, and the purpose that follows from it."""

from collections.abc import Callable
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.kinds import kinds_behind
from unisms.model.mail_copies import MailCopy
from unisms.model.root import Institution
from unisms.model.timings import Timing
from unisms.model.wordings import NO_WORDING, Fills, Wording
from unisms.services.audience import kinds
from unisms.services.audience.kinds import NUMBER, columns_for, exists
from unisms.services.copies import copies
from unisms.services.exclusions import once_keys
from unisms.services.ground.actor import Actor
from unisms.services.rights.reaches import DraftFields
from unisms.services.rules import typed_numbers
from unisms.services.texts import wordings
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
    wording: Wording = NO_WORDING  #: the fills of its blanks, and its text in another language
    timing: tuple[str | bool, ...] = ()  #: a bare ``Timing``
    minus: tuple[tuple[str, str], ...] = ()  #: of (kind, name): who is left out
    once: str = ""  #: the once-only key, as typed
    mail_copy: MailCopy = MailCopy()  #: the mails beside it

    @property
    def everyone(self) -> tuple[tuple[str, str], ...]:
        """The audience with its typed numbers, as a campaign keeps it."""
        numbers = dict.fromkeys((*self.kept, *typed_numbers.pieces(self.numbers, self.country)))
        return (*self.audience, *((NUMBER, number) for number in numbers))

    @property
    def hours(self) -> Timing:
        """Return its ``Timing``."""
        return Timing(*self.timing)  # type: ignore[arg-type]

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
            "wording": self.wording.stored,
            "timing": self.timing,
            "minus": self.minus,
            "once": once_keys.read(self.once),
            "mail_copy": copies.stored(self.mail_copy),
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


def columns_of(actor: Actor, wanted: Draft, campaign: Campaign | None = None) -> tuple[str, ...]:
    """Return the columns that ``actor`` may put into the text of a draft.

    Parts of its audience that are gone have none, nor have numbers: nobody knows whose they are.
    """
    known = kinds_behind(actor.institution)
    named = [pair for pair in wanted.audience if not known[pair[0]].is_typed]
    chosen = [pair for pair in named if exists(actor.institution, *pair)]
    return columns_for(actor, chosen, campaign)


def completed(actor: Actor, wanted: Draft, campaign: Campaign | None = None) -> Draft:
    """Return the draft with the texts that are sent: their blanks are filled.

    What the audience has a value for is no blank.
    """
    columns = columns_of(actor, wanted, campaign)
    language = actor.institution.language
    text, wording = wordings.completed(wanted.text, wanted.wording, columns, language)
    return wanted._replace(text=text, wording=wording)


def rewritten(wanted: Draft, change: Callable[[str], str]) -> Draft:
    """Return the draft with each of its texts, and what fills their blanks, changed."""
    wording = wanted.wording
    others = [
        tuple(one._replace(composed=change(one.written), fills=_changed(one.fills, change)))
        for one in wording.texts
    ]
    changed = wording._replace(fills=_changed(wording.fills, change), others=tuple(others))
    return wanted._replace(text=change(wanted.text), wording=changed)


def _changed(fills: Fills, change: Callable[[str], str]) -> Fills:
    return tuple((name, change(value)) for name, value in fills)
