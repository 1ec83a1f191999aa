"""The SMPP 3.4 wire: the PDUs that a transceiver session needs, to and from bytes.

Ours rather than a library's: a PDU is a header of four integers and a few strings ended by NUL,
while the libraries build an object per PDU (``docs/dependencies.md`` tells what else spoke against
them).
"""

import re
import time
from struct import Struct
from typing import NamedTuple

SUBMIT_SM = 0x00000004
DELIVER_SM = 0x00000005
UNBIND = 0x00000006
BIND_TRANSCEIVER = 0x00000009
ENQUIRE_LINK = 0x00000015
ALERT_NOTIFICATION = 0x00000102
DATA_SM = 0x00000103
GENERIC_NACK = 0x80000000
RESPONSE = 0x80000000  #: this bit makes a command its own response
SUBMIT_SM_RESP = SUBMIT_SM | RESPONSE
NAMES = {DELIVER_SM: "deliver_sm", DATA_SM: "data_sm"}  #: commands that bring news

OK = 0x00
INVALID_LENGTH = 0x02
INVALID_COMMAND = 0x03
TRY_LATER = 0x64  # a temporary trouble of ours: the SMSC sends it again

RECEIPTED_MESSAGE_ID = 0x001E
USER_MESSAGE_REFERENCE = 0x0204
SAR_REFERENCE = 0x020C
SAR_TOTAL = 0x020E
SAR_NUMBER = 0x020F
NETWORK_ERROR_CODE = 0x0423
MESSAGE_PAYLOAD = 0x0424
MESSAGE_STATE = 0x0427
SOURCE_NETWORK_ID = 0x060D  # of SMPP 5.0: a receipt comes from whom the message was for
DEST_NETWORK_ID = 0x060E
#: Brokers write the MCC and the MNC of the number in fields of their own (8x8).
NETWORK_PAIRS = ((0x1503, 0x1504),)

UDH_INDICATOR = 0x40
HIGHEST_SEQUENCE = 0x7FFFFFFF
LONGEST_INTEGER = 4  # octets
LONGEST_NAME = 15  # octets of a system_id without its NUL
LONGEST_PDU = 0x20000  # a message_payload may fill 64 KiB; a longer PDU is noise

_HEADER = Struct(">IIII")  # length, command, status, sequence
_NEWS_RESP = Struct(">IIIIx")  # the message_id of the answer is unused, hence one NUL
_TLV = Struct(">HH")
# service_type; TON, NPI and address of source and destination: 21 octets at most in a deliver_sm
# (§4.6.1), 65 in a data_sm (§4.7.1). Whoever counts as little is understood in both.
_ADDRESSES = rb"[^\0]{0,64}\0(..)([^\0]{0,64})\0(..)([^\0]{0,64})\0"
_DELIVER_SM = re.compile(
    _ADDRESSES
    + rb"(.)..[^\0]{0,64}\0[^\0]{0,64}\0"  # esm_class, protocol, priority, schedule, validity
    rb"..(.).(.)",  # registered, replace, data_coding, default message, length of the text
    re.DOTALL,
)
_SOUND = re.compile(
    rb"(?:[^\0]{0,64}\0(?:..[^\0]{0,64}\0(?:..[^\0]{0,64}\0)?)?)?", re.DOTALL
)  # as far as the addresses can be read
_DATA_SM = re.compile(_ADDRESSES + rb"(.).(.)", re.DOTALL)  # esm_class, registered, data_coding


class Unreadable(ValueError):
    """A PDU of the SMSC cannot be understood.

    ``what`` is a word for the part that cannot, ``octet`` its place in the PDU, from 0.
    """

    def __init__(self, what, octet=0):
        super().__init__(what)
        self.what, self.octet = what, octet


class DeliverSm(NamedTuple):
    """The news of a ``deliver_sm`` or a ``data_sm``: a receipt or a reply."""

    source_type: bytes  #: TON, NPI
    source: bytes
    destination_type: bytes
    destination: bytes
    esm_class: int
    data_coding: int
    short_message: bytes
    tlvs: dict[int, bytes] = {}
    text_at: int = 0  #: where its text begins, from the beginning of the PDU

    @property
    def payload(self):
        """Return the octets of the text, wherever they stand.

        Beside a message_payload a short_message should be empty (§4.6.1): some write a NUL or a
        blank there, or the header of the text.
        """
        text, payload = self.short_message, self.tlvs.get(MESSAGE_PAYLOAD, b"")
        if not payload or not text.strip(b"\0 "):
            return payload or text
        is_header = self.esm_class & UDH_INDICATOR and len(text) == 1 + text[0]
        return text + payload if is_header else text

    def number(self, tag):
        """Return the integer of an optional field; ``None``: missing, or too long (§3.2.1)."""
        octets = self.tlvs.get(tag, b"")
        return int.from_bytes(octets, "big") if 1 <= len(octets) <= LONGEST_INTEGER else None

    def string(self, tag):
        """Return the C-octet string of an optional field: it ends at its first NUL (§3.1)."""
        return self.tlvs.get(tag, b"").partition(b"\0")[0]


def cut(data):
    """Cut received octets into PDUs; return ``(frames, octets used, sound)``.

    A frame is ``(command, status, sequence, start, stop)``.

    ``start`` and ``stop`` bound the body in ``data``. ``sound`` is false when the next length is
    not one of a PDU: nothing after it can be read.
    """
    frames, begin, available, unpack = [], 0, len(data), _HEADER.unpack_from
    while available - begin >= 16:
        length, command, status, sequence = unpack(data, begin)
        if not 16 <= length <= LONGEST_PDU:
            return frames, begin, False
        end = begin + length
        if end > available:
            break
        frames.append((command, status, sequence, begin + 16, end))
        begin = end
    return frames, begin, True


def pdu(command, sequence, body=b"", status=OK):
    return _HEADER.pack(16 + len(body), command, status, sequence) + body


def news_resp(command, sequence, status=OK):
    """Return the answer to a ``deliver_sm`` or a ``data_sm``."""
    return _NEWS_RESP.pack(17, command | RESPONSE, status, sequence)


def bind_transceiver(sequence, system_id, password, system_type):
    body = b"".join(
        (_string(system_id), _string(password), _string(system_type), b"\x34\x00\x00\x00")
    )
    return pdu(BIND_TRANSCEIVER, sequence, body)


def address(ton, npi, text):
    return bytes((ton, npi)) + _string(text)


def submit_text(data_coding, payload, esm_class=0, validity=b""):
    """The part of a ``submit_sm`` that follows its addresses. A receipt is always asked for.

    ``validity`` is the end of its use as ``absolute_time`` writes it; empty: the SMSC's own.
    """
    ends = b"\0%b\0\x01\0" % validity  # schedule, validity, registered, replace
    return b"".join(
        (bytes((esm_class, 0, 0)), ends, bytes((data_coding, 0, len(payload))), payload)
    )


def absolute_time(at):
    """Return a moment in epoch seconds as PDUs tell it (§7.1.1), by the hour of Greenwich."""
    return time.strftime("%y%m%d%H%M%S", time.gmtime(at)).encode() + b"000+"


def string_at(data, start, stop):
    """Return the string that begins at ``start``, without its NUL, which may be missing."""
    end = data.find(b"\0", start, stop)
    return data[start : stop if end < 0 else end].decode("latin-1")


def news(command, data, start, stop):
    """Read the body of a ``deliver_sm`` or a ``data_sm``.

    :raises Unreadable: a field is missing, cut, or longer than the standard lets it be.
    """
    found = (_DATA_SM if command == DATA_SM else _DELIVER_SM).match(data, start, stop)
    if found is None:
        raise Unreadable("pdu", 16 + _sound(data, start, stop))
    source_type, source, destination_type, destination, esm_class, data_coding, *size = (
        found.groups()
    )
    begin = end = found.end()
    if size:
        end += size[0][0]
        if end > stop:
            raise Unreadable("pdu", 16 + begin - start)
    tlvs = _tlvs(data, end, stop) if end < stop else {}
    return DeliverSm(
        source_type,
        source,
        destination_type,
        destination,
        esm_class[0],
        data_coding[0],
        data[begin:end],
        tlvs,
        16 + begin - start,
    )


def _sound(data, start, stop):
    """Return how many octets of the addresses that begin such a body can be read."""
    found = _SOUND.match(data, start, stop)
    return found.end() - start


def _tlvs(data, begin, stop):
    """Every optional parameter, known or not; a last one that is cut is left out."""
    found = {}
    while stop - begin >= 4:
        tag, length = _TLV.unpack_from(data, begin)
        begin += 4 + length
        if begin <= stop:
            found[tag] = data[begin - length : begin]
    return found


def _string(text):
    return text.encode("ascii") + b"\0"
