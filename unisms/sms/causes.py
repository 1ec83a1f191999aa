"""Why a message was not delivered: one list of causes for every broker, and what each one means.

The broker's own code is always kept beside the cause. SMPP is version 3.4: command statuses §5.1.3, message states
§5.2.28, receipt texts appendix B. Network errors are those of GSM MAP (3GPP TS 29.002) as SMS centres number them.
"""

from collections.abc import Mapping
from typing import NamedTuple

from unisms.sms import states

# Told by a broker.
NUMBER_INVALID = "number_invalid"
NUMBER_UNUSABLE = "number_unusable"
ABSENT = "absent"
EXPIRED = "expired"
OPERATOR = "operator"
PORTABILITY = "portability"
CONTENT = "content"
SENDER = "sender"
OPT_OUT = "opt_out"  # ours too: those who said no are set aside
CREDIT = "credit"
ACCOUNT = "account"
RATE = "rate"
UNKNOWN = "unknown"
# Ours: a campaign closed without a word from the broker.
NO_NEWS = "no_news"
# Ours, of messages set aside. The first six are what ``sms.msisdn`` calls its refusals.
NO_NUMBER = "no_number"
LANDLINE = "landline"
VOIP = "voip"
PREMIUM = "premium"
IMPOSSIBLE = "impossible"
UNREADABLE = "unreadable"
FOREIGN_NOT_ALLOWED = "foreign_not_allowed"
NO_CONSENT = "no_consent"  # where an institution writes to those only who said yes
SUSPENDED = "suspended"
DUPLICATE = "duplicate"
EMPTY_PLACEHOLDER = "empty_placeholder"
TOO_LONG = "too_long"  # once personalised

# What a failure proves against the number; how many of each suspend it is the institution's setting.
NOTHING = ""
SOFT = "soft"
SEMI_HARD = "semi_hard"
HARD = "hard"


class Meaning(NamedTuple):
    """What follows from a cause."""

    strike: str  #: how much it counts against the number: ``""`` not at all, ``soft``, ``semi_hard``, ``hard``
    billed: bool  #: whether the broker bills it when a receipt tells it; what is refused at submit never is


MEANINGS = {
    NUMBER_INVALID: Meaning(HARD, True),
    NUMBER_UNUSABLE: Meaning(SEMI_HARD, True),
    ABSENT: Meaning(SOFT, True),
    EXPIRED: Meaning(SOFT, True),
    UNKNOWN: Meaning(SOFT, True),
    **dict.fromkeys((OPERATOR, PORTABILITY, CONTENT, SENDER, OPT_OUT, NO_NEWS), Meaning(NOTHING, True)),
    **dict.fromkeys((CREDIT, ACCOUNT, RATE), Meaning(NOTHING, False)),
    **dict.fromkeys((NO_NUMBER, LANDLINE, VOIP, PREMIUM, IMPOSSIBLE, UNREADABLE), Meaning(NOTHING, False)),
    **dict.fromkeys(
        (FOREIGN_NOT_ALLOWED, NO_CONSENT, SUSPENDED, DUPLICATE, EMPTY_PLACEHOLDER, TOO_LONG), Meaning(NOTHING, False)
    ),
}

#: SMPP command statuses after which the same message may be sent again, later: system error, queue full, throttled,
#: temporary error of the application.
TRANSIENT = frozenset({0x08, 0x14, 0x58, 0x64})

_BY_SMPP_STATUS = {
    **dict.fromkeys((0x01, 0x43), CONTENT),  # message length, class
    **dict.fromkeys((0x04, 0x05, 0x0D, 0x0E, 0x0F, 0x15, 0x53), ACCOUNT),  # bind, password, system id and type
    **dict.fromkeys((0x08, 0x64), OPERATOR),
    **dict.fromkeys((0x14, 0x58), RATE),
    **dict.fromkeys((0x0A, 0x48, 0x49), SENDER),  # source address, its type and plan
    **dict.fromkeys((0x0B, 0x50, 0x51), NUMBER_INVALID),  # destination address, its type and plan
}

#: Cause by the ``err`` of a receipt, for SMS centres that put the network's MAP error there.
MAP_ERRORS: Mapping[int, str] = {
    **dict.fromkeys((1, 5, 144), NUMBER_INVALID),  # unknown, unidentified, changed
    **dict.fromkeys((9, 10, 11, 12, 13), NUMBER_UNUSABLE),  # illegal, not provisioned, illegal equipment, barred
    **dict.fromkeys((6, 27, 31, 32, 33, 40, 256), ABSENT),  # absent, busy, handset failure, list or memory full
    **dict.fromkeys((8, 21, 34), OPERATOR),  # roaming, facility not supported, system failure
}

_STATES: dict[str | int, tuple[str, str | None]] = {
    "ENROUTE": (states.ACCEPTED, None),
    "DELIVRD": (states.DELIVERED, None),
    "EXPIRED": (states.EXPIRED, EXPIRED),
    "DELETED": (states.FAILED, UNKNOWN),
    "UNDELIV": (states.FAILED, UNKNOWN),
    "ACCEPTD": (states.ACCEPTED, None),
    "UNKNOWN": (states.FAILED, UNKNOWN),
    "REJECTD": (states.FAILED, UNKNOWN),
}
# §5.2.28 numbers them from 1, in that order. Some brokers write the whole word, of which seven letters are looked at.
_STATES |= dict(enumerate(list(_STATES.values()), start=1))
_STATES |= {"DELIVER": _STATES["DELIVRD"], "ACCEPTE": _STATES["ACCEPTD"], "REJECTE": _STATES["REJECTD"]}


def from_smpp_status(command_status: int) -> str:
    """Return the cause that the error of a ``submit_sm_resp`` tells; ``unknown`` for what is general or a vendor's."""
    return _BY_SMPP_STATUS.get(command_status, UNKNOWN)


def from_smpp_receipt(
    state: str | int, err: str = "", errors: Mapping[int, str] = MAP_ERRORS
) -> tuple[str, str | None]:
    """Return the state that a receipt brings to a message and, when it failed or expired, the cause.

    ``state`` is the ``stat:`` of the text or the number of ``message_state``; ``err`` is that of the text, and
    ``errors`` what this broker means by it. A state that SMPP does not know is no end: the message stays accepted.
    """
    key = state.strip().upper()[:7] if isinstance(state, str) else state
    told, cause = _STATES.get(key, (states.ACCEPTED, None))
    if cause and err.strip().isdecimal():
        cause = errors.get(int(err), cause)
    return told, cause
