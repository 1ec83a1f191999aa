"""The states of a message and of a campaign, and which may follow which.

They are stored and exported as they are written here. ``stopped`` is a state of both.
"""

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

#: A message about which nothing more is awaited. (``delivered`` may still come after ``failed`` or ``expired``.)
FINAL = frozenset({DELIVERED, FAILED, EXPIRED, SET_ASIDE, STOPPED})
#: A message that was handed over, or may have been: whoever it was for may answer it.
LEFT = frozenset({ACCEPTED, DELIVERED, FAILED, EXPIRED, UNCERTAIN})
MESSAGE_STATES = (QUEUED, ACCEPTED, DELIVERED, FAILED, EXPIRED, SET_ASIDE, UNCERTAIN, STOPPED)
CAMPAIGN_STATES = (
    DRAFT,
    PREPARING,
    CHECKED,
    AWAITING_APPROVAL,
    SCHEDULED,
    REFUSED,
    SENDING,
    PAUSED,
    STOPPED,
    SENT,
    CLOSED,
)

_NEWS = frozenset({ACCEPTED, DELIVERED, FAILED, EXPIRED})
_AFTER = {
    # A receipt may overtake the broker's own answer, and a STOP may come between the freeze and the claim.
    QUEUED: _NEWS | {UNCERTAIN, SET_ASIDE, STOPPED},
    ACCEPTED: frozenset({DELIVERED, FAILED, EXPIRED}),
    # News resolve it. Otherwise a person decides: send it (again), or give it up.
    UNCERTAIN: _NEWS | {QUEUED, STOPPED},
    # A handset that shows the text is the last word, whatever was thought or decided before.
    FAILED: frozenset({DELIVERED}),
    EXPIRED: frozenset({DELIVERED}),
    STOPPED: frozenset({DELIVERED}),
    DELIVERED: frozenset(),
    SET_ASIDE: frozenset(),
}

_CAMPAIGN_AFTER = {
    DRAFT: frozenset({PREPARING}),
    PREPARING: frozenset({CHECKED, DRAFT}),
    # Changed, prepared anew, or released: at once, later, or once somebody else says yes.
    CHECKED: frozenset({DRAFT, PREPARING, AWAITING_APPROVAL, SCHEDULED, SENDING}),
    # Withdrawn or left unanswered, it is checked again; released without the credit, too.
    AWAITING_APPROVAL: frozenset({CHECKED, DRAFT, REFUSED, SCHEDULED, SENDING}),
    SCHEDULED: frozenset({CHECKED, DRAFT, SENDING, STOPPED}),
    REFUSED: frozenset({DRAFT}),
    SENDING: frozenset({PAUSED, STOPPED, SENT}),
    PAUSED: frozenset({SENDING, STOPPED, SENT}),  # the last batch may be settled after the pause
    # A message given back, or an uncertain one that a person sends after all, opens the line again.
    SENT: frozenset({SENDING, CLOSED}),
    STOPPED: frozenset({CLOSED}),
    CLOSED: frozenset(),
}


def moves_forward(old: str, new: str) -> bool:
    """Tell whether news or a decision may change a message from ``old`` to ``new``.

    Final beats in progress and delivered beats the other ends, in whatever order and however often receipts come; the
    same state again changes nothing. ``KeyError`` when ``old`` is no state of a message.
    """
    return new in _AFTER[old]


def may_follow(old: str, new: str) -> bool:
    """Tell whether a campaign may go from ``old`` to ``new``. ``KeyError`` when ``old`` is no state of a campaign."""
    return new in _CAMPAIGN_AFTER[old]
