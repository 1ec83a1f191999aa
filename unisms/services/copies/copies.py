"""The mail copies that somebody wants: whether they can be made, how many, and what became."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.mail_copies import (
    LACKING,
    MAILED,
    MISSED,
    NUMBERLESS,
    RECIPIENTS,
    WHOM,
    CopyStates,
    MailCopy,
)
from unisms.model.outbox import outbox_of
from unisms.model.root import institution_of
from unisms.model.rows import STATE, StoredRow, cause_of
from unisms.services.copies.addresses import addressees
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Problem
from unisms.sms import causes, states, template
from unisms.sms.names import fold

LONGEST_SUBJECT, LONGEST_BODY = 150, 10_000  # characters
FIGURE = "mails"  # of ``Campaign.check``
#: why a number takes no message: such people can be written to by mail
NO_MOBILE = frozenset(
    {
        *(causes.NO_NUMBER, causes.LANDLINE, causes.VOIP, causes.PREMIUM, causes.IMPOSSIBLE),
        *(causes.UNREADABLE, causes.FOREIGN_NOT_ALLOWED, causes.SUSPENDED),
    }
)
_UNREACHED = {states.FAILED, states.EXPIRED}


def problems(copy: MailCopy, columns: Sequence[str], fills: Sequence[str]) -> Iterator[Problem]:
    """Yield each ``Problem`` of a wanted copy.

    ``columns`` are those that its placeholders may name; ``fills`` the blanks that are filled.
    """
    if (copy.subject or copy.body) and not copy.to:
        yield Problem("mail_to", "nobody")
    if len(copy.subject) > LONGEST_SUBJECT:
        yield Problem("mail_subject", "too_long", LONGEST_SUBJECT)
    elif strange := _strange(copy.subject, columns, fills):
        yield Problem("mail_subject", "unknown_placeholder", strange)
    if len(copy.body) > LONGEST_BODY:
        yield Problem("mail_body", "too_long", LONGEST_BODY)
    elif strange := _strange(copy.body, columns, fills):
        yield Problem("mail_body", "unknown_placeholder", strange)


def _strange(text: str, columns: Sequence[str], fills: Sequence[str]) -> tuple[str, ...]:
    """Return the placeholders of a text that nothing fills, each once."""
    known = {fold(name) for name in fills}
    found = (one for one in template.unknown(text, columns) if fold(one) not in known)
    return tuple(dict.fromkeys(found))


def read(to: Sequence[str], subject: str, body: str) -> MailCopy:
    """Return what a form or a command says as a ``MailCopy``; nothing that is not known counts."""
    chosen = tuple(one for one in WHOM if one in to)
    return MailCopy(chosen, " ".join(subject.split()), body.replace("\r\n", "\n").strip())


def stored(copy: MailCopy) -> tuple:  # type: ignore[type-arg]
    """Return the tuple that a campaign keeps: empty where nothing is wanted."""
    return tuple(copy) if copy != MailCopy() else ()


def begin(campaign: Campaign) -> None:
    """Let the mails of a campaign be written from now on: it is released."""
    if campaign.mailed.to:
        campaign.copies = campaign.copies or CopyStates()
        outbox = outbox_of(institution_of(campaign))
        if campaign.__name__ not in outbox.copying:
            outbox.copying = (*outbox.copying, campaign.__name__)


def is_wanted(campaign: Campaign, row: StoredRow) -> bool:
    """Whether somebody is written to by mail, of a row that has left or never will."""
    to, state = campaign.mailed.to, row[STATE]
    if state == states.SET_ASIDE:
        return NUMBERLESS in to and cause_of(row) in NO_MOBILE
    if MISSED in to and state in _UNREACHED:
        return True
    return RECIPIENTS in to and state in states.LEFT


def is_written(found: CopyStates, number: int) -> bool:
    """Whether a mail was written for row ``number``: whoever had no address may have one now."""
    return found.state(number) not in ("", LACKING)


class Expected(NamedTuple):
    """The mails of a checked campaign."""

    beside: int = 0  #: beside a message
    instead: int = 0  #: in the place of one
    lacking: int = 0  #: people who would get one, and have no address


def figures(campaign: Campaign) -> tuple[tuple[str, object], ...]:
    """Return for ``Campaign.check`` what is ``Expected`` of a frozen campaign."""
    to = campaign.mailed.to
    if not {RECIPIENTS, NUMBERLESS} & {*to}:
        return ()
    addressee, counts = addressees(campaign), [0, 0, 0]
    for number, row in campaign.stored_rows():
        is_beside = row[STATE] == states.QUEUED
        if (RECIPIENTS in to) if is_beside else is_wanted(campaign, row):
            place = (0 if is_beside else 1) if addressee(number).address else 2
            counts[place] += 1
    return ((FIGURE, tuple(counts)),)


def expected(campaign: Campaign) -> Expected:
    """Return what is ``Expected`` of a checked campaign."""
    return Expected(*campaign.counted(FIGURE, ()))


class Mailed(NamedTuple):
    """The mails of a campaign, by what became of them."""

    waiting: int
    left: int
    failed: int
    withdrawn: int
    lacking: int  #: people without an address

    @property
    def all(self) -> int:
        """Return how many mails there were."""
        return self.waiting + self.left + self.failed + self.withdrawn


def tally(campaign: Campaign) -> Mailed | None:
    """Return what became of the mails of a campaign; ``None``: it has none."""
    found = campaign.copies
    if found is None:
        return None
    return Mailed(**{state: found.count(state) for state in MAILED})


def missed(campaign: Campaign) -> int:
    """Return how many people the message has not reached who could get it by mail now."""
    if campaign.erased_at or campaign.trial or campaign.errand:
        return 0
    addressee, found = addressees(campaign), campaign.copies
    unreached = (number for number, row in campaign.stored_rows() if row[STATE] in _UNREACHED)
    return sum(
        bool(addressee(number).address)
        for number in unreached
        if found is None or not is_written(found, number)
    )


def mail_missed(actor: Actor, campaign: Campaign, now: int) -> int:
    """Let everybody whom the message has not reached get it by mail; return how many."""
    count = missed(campaign)
    if count:
        wanted = campaign.mailed
        campaign.mail_copy = tuple(wanted._replace(to=tuple(dict.fromkeys((*wanted.to, MISSED)))))
        begin(campaign)
        assert campaign.copies is not None
        campaign.copies.cursor = 1
        journal.act(actor, campaign, "mailed", now, str(count))
    return count
