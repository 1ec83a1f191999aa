"""Why a message was not delivered: one list of causes for every broker, and what each one means.

The broker's own code is always kept beside the cause. SMPP is version 3.4: command statuses §5.1.3,
message states §5.2.28, receipt texts appendix B. Network errors are those of GSM MAP (3GPP TS
29.002) as SMS centres number them.
"""

import re
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
NO_CONSENT = "no_consent"  # of a purpose for which one writes only to people who said yes
PAUSED = "paused"  # of a person who wants no message for some time
SUSPENDED = "suspended"
DUPLICATE = "duplicate"
EMPTY_PLACEHOLDER = "empty_placeholder"
EMPTY_TEXT = "empty_text"  # nothing is left of it, once personalised
TOO_LONG = "too_long"  # once personalised
TOO_LATE = "too_late"  # it had not left when it was of no use any more
LONG_VALUE = "long_value"  # more than a blank takes, of who may write the texts of templates only
EXCLUDED = "excluded"  # left out by the author of the message
ALREADY_TOLD = "already_told"  # handed another message with the once-only key of this one

# The weight of a failure against the number; how many of each suspend it is the institution's
# setting.
NOTHING = ""
SOFT = "soft"
SEMI_HARD = "semi_hard"
HARD = "hard"


class Meaning(NamedTuple):
    """Consequence of a cause.

    Whether a message is billed does not follow from it: the broker bills what it took
    (``services.billing.billed_segments``).
    """

    #: How much it counts against the number: ``""`` not at all, ``soft``, ``semi_hard``, ``hard``.
    strike: str


MEANINGS = {
    NUMBER_INVALID: Meaning(HARD),
    NUMBER_UNUSABLE: Meaning(SEMI_HARD),
    ABSENT: Meaning(SOFT),
    EXPIRED: Meaning(SOFT),
    UNKNOWN: Meaning(SOFT),
    **dict.fromkeys((OPERATOR, PORTABILITY, CONTENT, SENDER, OPT_OUT, NO_NEWS), Meaning(NOTHING)),
    **dict.fromkeys((CREDIT, ACCOUNT, RATE), Meaning(NOTHING)),
    **dict.fromkeys((NO_NUMBER, LANDLINE, VOIP, PREMIUM, IMPOSSIBLE, UNREADABLE), Meaning(NOTHING)),
    **dict.fromkeys(
        (
            FOREIGN_NOT_ALLOWED,
            NO_CONSENT,
            PAUSED,
            SUSPENDED,
            DUPLICATE,
            EMPTY_PLACEHOLDER,
            EMPTY_TEXT,
            TOO_LONG,
            TOO_LATE,
            LONG_VALUE,
            EXCLUDED,
            ALREADY_TOLD,
        ),
        Meaning(NOTHING),
    ),
}

#: SMPP command statuses after which the same message may be sent again, later: system error, queue
#: full, throttled, temporary error of the application.
TRANSIENT = frozenset({0x08, 0x14, 0x58, 0x64})

_BY_SMPP_STATUS = {
    **dict.fromkeys((0x01, 0x43), CONTENT),  # message length, class
    **dict.fromkeys(
        (0x04, 0x05, 0x0D, 0x0E, 0x0F, 0x15, 0x53), ACCOUNT
    ),  # bind, password, system id and type
    **dict.fromkeys((0x08, 0x64), OPERATOR),
    **dict.fromkeys((0x14, 0x58), RATE),
    **dict.fromkeys((0x0A, 0x48, 0x49), SENDER),  # source address, its type and plan
    **dict.fromkeys((0x0B, 0x50, 0x51), NUMBER_INVALID),  # destination address, its type and plan
}

#: Cause by the ``err`` of a receipt, for SMS centres that put the network's MAP error there.
MAP_ERRORS: Mapping[int | str, str] = {
    **dict.fromkeys((1, 5, 144), NUMBER_INVALID),  # unknown, unidentified, changed
    **dict.fromkeys(
        (9, 10, 11, 12, 13), NUMBER_UNUSABLE
    ),  # illegal, not provisioned, illegal equipment, barred
    **dict.fromkeys(
        (6, 27, 31, 32, 33, 40, 256), ABSENT
    ),  # absent, busy, handset failure, list or memory full
    **dict.fromkeys((8, 21, 34), OPERATOR),  # roaming, facility not supported, system failure
}

_JOINED = re.compile("[_-]")  # signs between words of a state
_LONGEST_NUMBER = 9  # digits of an error or a state: the time of int() is their square

_END: dict[str, tuple[str, str | None]] = {
    "delivered": (states.DELIVERED, None),
    "expired": (states.EXPIRED, EXPIRED),
    "failed": (states.FAILED, UNKNOWN),
    "stopped": (states.FAILED, OPERATOR),  # on the way, by somebody: it says nothing of the number
    "refused": (states.FAILED, OPT_OUT),  # by whom it was for
    "barred": (states.FAILED, NUMBER_UNUSABLE),
    "unfit": (states.FAILED, CONTENT),  # for this handset: adult content
    "unpaid": (states.FAILED, CREDIT),  # by us
    "on its way": (states.ACCEPTED, None),
}
# The words that stand after ``stat:``. The first of each line are those of appendix B and of SMPP
# 5.0, then those that SMS centres and brokers write instead: whole, cut or misspelt.
_WORDS = {
    "delivered": """
        DELIVRD DELIVERED DELIVERD DELIVRED DELIVERE DELIVER DELIVD DELVRD DLVRD SUCCESS
        DELIVEREDTOHANDSET DELIVEREDTOTERMINAL DELIVEREDTOPHONE
    """,
    "expired": """
        EXPIRED EXPIRD EXPIRE EXPRD EXP TIMEOUT TIMEDOUT
    """,
    "failed": """
        UNDELIV UNKNOWN REJECTD DELETED SKIPPED UNDELIVERABLE UNDELIVERED UNDELIVRD
        UNDELIVERD UNDELVD UNDELI UNDLIVRD UNDELIVR UNDELIVE UNDELIVER NOTDELIV NOTDELIVERED
        NONDELIVERED NOTDELIVRD UNDLVRD UNDEL FAILED FAIL FAILURE FAILD DELIVERYFAILED
        DELIVERYFAILURE UNKNOWNDELIVERY UNKNWN UNKNOW UNKN REJECT REJECTED REJECTE REJCTD
        REJETED REJD NACK ERROR INVALID ABSENT DELETE DELETD NOTSENT
        DELIVERYIMPOSSIBLE MSGFAIL NULL
    """,
    "stopped": """
        BLOCKED BLOCK BLOCKD CANCELED CANCELLED CANCELD CANCEL ABORTED ABORT DROPPED
        FILTERED SPAM NOROUTE UNROUTABLE UNROUTED THROTTLED
        SYSERR SMSCERR INVNET ZEROBAL
    """,
    "refused": """
        DNDREJECTED DNDREJECT DNDNUMBER DND OPTOUT OPTEDOUT BLACKLISTED BLACKLST BLACKLIST
        BLKLIST DNDREJ NDNC
    """,
    "barred": """
        BARRED
    """,
    "unfit": """
        BARREDA
    """,
    "unpaid": """
        NOCRED
    """,
    "on its way": """
        ENROUTE ACCEPTD SCHEDULED ACCEPTED ACCEPTE ACCEPT ACPTD ACKED ACK BUFFRED BUFFERD
        BUFFERED BUFFER SCHEDUL SCHEDLD QUEUED QUEUE PENDING PEND SENT SUBMITD SUBMITTED
        SUBMITT SUBMIT SUBMITED ENROUT TRANSIT INTRANSIT DISPATCHED FORWARDED ROUTED RETRY
        RETRYING DEFERRED DELAYED PROCESSING PROGRESS INPROGRESS WAITING
        DELIVEREDTONETWORK DELIVERYUNCERTAIN MESSAGEWAITING
    """,
}
_STATES = {word: _END[end] for end, words in _WORDS.items() for word in words.split()}
# §5.2.28 numbers them from 1; SMPP 5.0 (§4.7.15) has scheduled and skipped before and after them.
_NUMBERED = (
    "SCHEDULED",
    "ENROUTE",
    "DELIVRD",
    "EXPIRED",
    "DELETED",
    "UNDELIV",
    "ACCEPTD",
    "UNKNOWN",
    "REJECTD",
)
#: By the number of a ``message_state``, the word that stands for it in a receipt's text.
SMPP_STATES = dict(enumerate((*_NUMBERED, "SKIPPED")))


def from_smpp_status(command_status: int) -> str:
    """Return the cause told by the error of a ``submit_sm_resp``.

    It is ``unknown`` for an error that is general, or a vendor's.
    """
    return _BY_SMPP_STATUS.get(command_status, UNKNOWN)


def smpp_word(state: str | int) -> str:
    """Return the word for what stands after ``stat:``, or for the number of a ``message_state``.

    Of a word only the letters count, of one that is a number its place in the standard's list. Of
    several words that are unknown together, the first one may do.
    """
    text = str(state).strip().upper()
    if text.isdecimal():
        return SMPP_STATES.get(int(text[:_LONGEST_NUMBER]), text)
    word = "".join(filter(str.isalpha, text))
    return word if word in _STATES else _failing(text) or word


def _failing(text: str) -> str:
    """Return the first of several joined words, if it says that a message did not arrive.

    ``REJECTED_NETWORK`` and ``EXP-MSG-Q-EXD`` do. Of one that says that it did, others may say
    whereto.
    """
    first = _JOINED.split(text, maxsplit=1)[0]
    return first if _STATES.get(first, ("",))[0] in states.UNREACHED else ""


def is_smpp_state(state: str | int) -> bool:
    """Whether we know what the word, or the number, says about a message."""
    return smpp_word(state) in _STATES


def smpp_weight(state: str | int) -> int:
    """Return how much a word, or a number, says of the end of a message.

    3 is an end, 2 one that nobody knows (UNKNOWN), 1 no end, 0 a word that we do not know.
    """
    word = smpp_word(state)
    if word not in _STATES:
        return 0
    return (2 if word == "UNKNOWN" else 3) if _STATES[word][0] in states.FINAL else 1


def from_smpp_receipt(
    state: str | int, err: str = "", errors: Mapping[int | str, str] = MAP_ERRORS
) -> tuple[str, str | None]:
    """Return the state that a receipt brings to a message and, if it failed or expired, the cause.

    ``state`` is the ``stat:`` of the text or the number of ``message_state``; ``err`` is that of
    the text, and ``errors`` what this broker means by it, under the keys that ``smpp_error``
    returns. A state that nobody knows is no end: the message stays accepted.
    """
    told, cause = _STATES.get(smpp_word(state), (states.ACCEPTED, None))
    if cause:
        cause = errors.get(smpp_error(err), cause)
    return told, cause


def smpp_error(err: str) -> int | str:
    """Return an ``err`` as tables have it: a number without leading zeros, a word in capitals."""
    text = err.strip().upper()
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else text


OF_PEOPLE = frozenset({OPT_OUT, NO_CONSENT, PAUSED, SUSPENDED})
#: They tell of a known number what only the directory knows, or the messages of others.
UNTOLD = OF_PEOPLE | {EXCLUDED, ALREADY_TOLD}
