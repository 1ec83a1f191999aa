"""From a message to the ``submit_sm`` PDUs that carry it, one per segment."""

import os
from itertools import count
from typing import NamedTuple

from unisms.addons.brokers.smpp import codec
from unisms.ports import Acceptance
from unisms.sms import causes, encoding

GSM, UCS2 = 0, 8  # data_coding
ALPHANUMERIC, INTERNATIONAL = (5, 0), (1, 1)  # TON, NPI
LONGEST_SHORT_CODE = 6
LONGEST_SENDER = 20  # octets of a source_addr, without its NUL
# User data header: five octets, of which a concatenation with an 8-bit reference.
_LONG = b"\x05\x00\x03"


class Prepared(NamedTuple):
    """Messages ready to be written: one body per segment, in order, and whose it is."""

    messages: list
    bodies: list  #: of bytes, one per segment
    owners: list  #: of the same length: which of ``messages`` the body belongs to
    sizes: list  #: segments of each message
    refused: list  #: ``Acceptance`` of the messages that no PDU can carry


class Submissions:
    """The writer of a connection's messages: alphabet, short codes, references of long messages."""

    def __init__(self, alphabet="gsm", short_code=(3, 0), *, tells_validity=True):
        self.alphabet = encoding.ALPHABETS[alphabet]
        self.tells_validity = tells_validity
        self.short_code = short_code
        # Begun anywhere: after a restart a handset may still hold half of a message under the first
        # references.
        self._references = count(os.urandom(1)[0])

    def prepare(self, messages):
        """Turn each message into bodies, or a refusal: no message stops the others."""
        prepared = Prepared([], [], [], [], [])
        heads, texts = {}, {}  # a campaign repeats its sender_id, and often its text
        for message in messages:
            try:
                number = _digits(message.msisdn)
                head = heads.get(message.sender_id) or heads.setdefault(
                    message.sender_id, self._head(message)
                )
                validity = self._validity(message)
                tails = texts.get((message.text, validity)) or self._tails(
                    message.text, validity, texts
                )
            except _Refused as refusal:
                prepared.refused.append(Acceptance(message.reference, cause=refusal.cause))
                continue
            owner = len(prepared.messages)
            prepared.messages.append(message)
            prepared.sizes.append(len(tails))
            for tail in tails:
                prepared.bodies.append(b"%b%b\0%b" % (head, number, tail))
                prepared.owners.append(owner)
        return prepared

    def _head(self, message):
        """Return the octets before the number: service_type, source, the destination's TON, NPI."""
        try:
            source = codec.address(*self._source(message.sender_id))
        except UnicodeEncodeError:
            raise _Refused(causes.SENDER) from None
        return b"\0" + source + bytes(INTERNATIONAL)

    def _source(self, sender_id):
        digits = sender_id.removeprefix("+")
        if (
            len(digits) > LONGEST_SENDER or not sender_id.isprintable()
        ):  # a NUL would shift every field after it
            raise _Refused(causes.SENDER)
        if not sender_id:
            return 0, 0, ""
        if not digits.isdecimal():
            return *ALPHANUMERIC, sender_id
        if digits == sender_id and len(digits) <= LONGEST_SHORT_CODE:
            return *self.short_code, sender_id
        return *INTERNATIONAL, digits

    def _validity(self, message):
        """Return the end of the use of a message, as the SMSC is told it."""
        is_told = message.until and self.tells_validity
        return codec.absolute_time(message.until) if is_told else b""

    def _tails(self, text, validity, texts):
        """Return the octets after the number, one tail per segment.

        Only the tail of a single segment may be used again: each long message has a reference of
        its own, lest a handset mix two of them.
        """
        try:
            alphabet, payloads = encoding.split(text, self.alphabet)
        except UnicodeError:
            raise _Refused(causes.CONTENT) from None
        data_coding = UCS2 if alphabet == encoding.UCS2 else GSM
        if len(payloads) == 1:
            tail = codec.submit_text(data_coding, payloads[0], validity=validity)
            return texts.setdefault((text, validity), (tail,))
        if len(payloads) > 255:
            raise _Refused(causes.CONTENT)
        header = _LONG + bytes((next(self._references) & 0xFF, len(payloads)))
        return tuple(
            codec.submit_text(
                data_coding, b"%b%c%b" % (header, number, payload), codec.UDH_INDICATOR, validity
            )
            for number, payload in enumerate(payloads, 1)
        )


class _Refused(ValueError):
    def __init__(self, cause):
        super().__init__(cause)
        self.cause = cause


def _digits(msisdn):
    digits = msisdn[1:]
    if (
        msisdn[:1] != "+"
        or not 5 <= len(digits) <= 15
        or not (digits.isascii() and digits.isdecimal())
    ):
        raise _Refused(causes.NUMBER_INVALID)
    return digits.encode()
