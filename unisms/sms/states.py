"""The states of a message and of a campaign, and which may follow which.

They are stored and exported as they are written here. ``stopped`` is a state of both.
"""

from collections.abc import Mapping
from typing import NamedTuple

# A message.
QUEUED = "queued"
ACCEPTED = "accepted"
DELIVERED = "delivered"
FAILED = "failed"
EXPIRED = "expired"
SET_ASIDE = "set_aside"
UNCERTAIN = "uncertain"
STOPPED = "stopped"

# A campaign; it may be STOPPED too.
DRAFT = "draft"
PREPARING = "preparing"
CHECKED = "checked"
AWAITING_APPROVAL = "awaiting_approval"
SCHEDULED = "scheduled"
REFUSED = "refused"
SENDING = "sending"
PAUSED = "paused"
SENT = "sent"
CLOSED = "closed"


class Standing(NamedTuple):
    """A state of a message, and the states that may follow."""

    after: frozenset[str]  #: states
    is_final: bool = False  #: nothing more is awaited; ``delivered`` may still come after others
    has_left: bool = False  #: it was handed over, or may have been: it is billed, and answered
    is_told: bool = False  #: by a broker: a receipt may say so


_NEWS = {ACCEPTED, DELIVERED, FAILED, EXPIRED}


def _standing(after: set[str], words: str = "") -> Standing:
    return Standing(
        frozenset(after), *(word in words.split() for word in ("final", "left", "told"))
    )


#: Every state that a message may have. Groupings are made of it.
STANDINGS: dict[str, Standing] = {
    # A receipt may overtake the broker's answer, and a STOP may come between the freeze and the
    # claim.
    QUEUED: _standing(_NEWS | {UNCERTAIN, SET_ASIDE, STOPPED}),
    ACCEPTED: _standing({DELIVERED, FAILED, EXPIRED}, "left told"),
    DELIVERED: _standing(set(), "final left told"),
    # A handset that shows the text is the last word, whatever was thought or decided before.
    FAILED: _standing({DELIVERED}, "final left told"),
    EXPIRED: _standing({DELIVERED}, "final left told"),
    SET_ASIDE: _standing(set(), "final"),
    # News resolve it. Otherwise a person decides: send it (again), or give it up.
    UNCERTAIN: _standing(_NEWS | {QUEUED, STOPPED}, "left"),
    STOPPED: _standing({DELIVERED}, "final"),
}
MESSAGE_STATES = tuple(STANDINGS)
#: state -> states that may follow, for loops over thousands of messages
AFTER = {name: one.after for name, one in STANDINGS.items()}


def standing(**facts: bool) -> frozenset[str]:
    """Return the states of a message whose ``Standing`` has these facts."""
    return _having(STANDINGS, facts)


def _having(table: Mapping[str, object], facts: Mapping[str, object]) -> frozenset[str]:
    return frozenset(
        name
        for name, one in table.items()
        if all(getattr(one, fact) == told for fact, told in facts.items())
    )


FINAL = standing(is_final=True)
#: A message that was handed over, or may have been: whoever it was for may answer it.
LEFT = standing(has_left=True)
#: A receipt may tell these.
TOLD = standing(is_told=True)
#: A message on its way, or perhaps: its end is still to come.
AWAITED = standing(has_left=True, is_final=False)
#: The ends that a broker tells.
TOLD_END = standing(is_told=True, is_final=True)
#: Of them those of a message that its handset never showed.
UNREACHED = TOLD_END - {DELIVERED}
#: A refusal that was not the message's own becomes one of these: as if it had never left us.
_TAKEN_BACK = {FAILED: {QUEUED, STOPPED}}

# The page that tells of a campaign.
EDIT, CHECK, FOLLOW = "edit", "check", "follow"

# The reason for which a campaign waits.
TO_FINISH = "to_finish"  # its author
RUNNING = "running"  # the service, a broker, an hour or somebody's yes
OVER = "over"  # nobody: everything has left, or never will

# The acts that a campaign allows.
CHANGE, SUBMIT, RELEASE, DISCARD = "change", "submit", "release", "discard"
CANCEL = "cancel"  # of what waits for its hour: it is checked again, nothing has left
PAUSE, RESUME, STOP, RESEND, WRITE_OFF = "pause", "resume", "stop", "resend", "write_off"


class Stage(NamedTuple):
    """A state of a campaign: where it is shown, what may be done, and what may follow."""

    page: str  #: ``EDIT``, ``CHECK`` or ``FOLLOW``
    waits: str  #: ``TO_FINISH``, ``RUNNING`` or ``OVER``
    offers: frozenset[str]  #: acts
    after: frozenset[str]  #: states
    released: bool = (
        False  #: its credit is reserved, and its messages have left, leave or were stopped
    )
    is_open: bool = False  #: released, and neither its tally nor its ledger is settled yet


def _stage(page: str, waits: str, offers: str, after: set[str], **facts: bool) -> Stage:
    return Stage(page, waits, frozenset(offers.split()), frozenset(after), **facts)


#: Every state that a campaign may have. Groupings are made of it, so that a new state falls through
#: none of them.
STAGES: dict[str, Stage] = {
    DRAFT: _stage(EDIT, TO_FINISH, "change submit discard", {PREPARING}),
    PREPARING: _stage(CHECK, RUNNING, "change", {CHECKED, DRAFT}),
    # Changed, prepared anew, or released: at once, later, or once somebody else says yes.
    CHECKED: _stage(
        CHECK,
        TO_FINISH,
        "change submit release discard",
        {DRAFT, PREPARING, AWAITING_APPROVAL, SCHEDULED, SENDING},
    ),
    # Withdrawn or left unanswered, it is checked again; released without the credit, too. A change
    # makes it a draft again, and nobody's yes is awaited any more.
    AWAITING_APPROVAL: _stage(
        CHECK, RUNNING, "change", {CHECKED, DRAFT, REFUSED, SCHEDULED, SENDING}
    ),
    SCHEDULED: _stage(CHECK, RUNNING, "change cancel", {CHECKED, DRAFT, SENDING, STOPPED}),
    REFUSED: _stage(EDIT, TO_FINISH, "change discard", {DRAFT}),
    SENDING: _stage(
        FOLLOW,
        RUNNING,
        "pause stop resend write_off",
        {PAUSED, STOPPED, SENT},
        released=True,
        is_open=True,
    ),
    # The last batch may be settled after the pause.
    PAUSED: _stage(
        FOLLOW,
        RUNNING,
        "resume stop resend write_off",
        {SENDING, STOPPED, SENT},
        released=True,
        is_open=True,
    ),
    # A message given back, or an uncertain one that a person sends after all, opens the line again.
    SENT: _stage(FOLLOW, OVER, "resend write_off", {SENDING, CLOSED}, released=True, is_open=True),
    STOPPED: _stage(FOLLOW, OVER, "write_off", {CLOSED}, released=True, is_open=True),
    CLOSED: _stage(FOLLOW, OVER, "", set(), released=True),
}
CAMPAIGN_STATES = tuple(STAGES)


def where(**facts: object) -> frozenset[str]:
    """Return the states of a campaign whose ``Stage`` has these facts: ``where(page=FOLLOW)``."""
    return _having(STAGES, facts)


def offering(act: str) -> frozenset[str]:
    """Return the states in which ``act`` may be done with a campaign: ``offering(CHANGE)``."""
    return frozenset(name for name, stage in STAGES.items() if act in stage.offers)


def before(state: str) -> frozenset[str]:
    """Return the states of a campaign that ``state`` may follow."""
    return frozenset(name for name, stage in STAGES.items() if state in stage.after)


def moves_forward(old: str, new: str) -> bool:
    """Tell whether news or a decision may change a message from ``old`` to ``new``.

    Final beats in progress and delivered beats the other ends, in whatever order and however often
    receipts come; the same state again changes nothing. ``KeyError`` when ``old`` is no state of a
    message.
    """
    return new in AFTER[old]


def may_be_taken_back(old: str, new: str) -> bool:
    """Tell whether a message may go from ``old`` to ``new`` because its broker refused it.

    The reason of the refusal is not the message's own.
    """
    return new in _TAKEN_BACK.get(old, ())


def may_follow(old: str, new: str) -> bool:
    """Tell whether a campaign may go from ``old`` to ``new``.

    ``KeyError`` when ``old`` is no state of a campaign.
    """
    return new in STAGES[old].after
