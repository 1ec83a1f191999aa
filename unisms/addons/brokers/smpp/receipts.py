"""From a ``deliver_sm`` to what it tells: a receipt, a reply, or one part of a long reply. Pure."""

import re
from functools import lru_cache
from typing import NamedTuple

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.submission import LONGEST_SHORT_CODE
from unisms.ports import Receipt, Reply
from unisms.sms import causes, encoding

RECEIPT_KINDS = (0x04, 0x08, 0x20)  # esm_class: SMSC receipt, handset's receipt, intermediate notification
GSM, ASCII, LATIN1, UCS2 = 0, 1, 3, 8  # data_coding; what is called ASCII is GSM nearly everywhere
STATES = dict(enumerate(("DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"), start=2))
STATES |= {0: "ENROUTE", 1: "ENROUTE"}  # 0: scheduled

# The form that the standard suggests and most follow, read at once; the fields one by one for the others.
_USUAL = re.compile(rb"id:(\S{1,65}) sub:\S* dlvrd:\S* submit date:\S* done date:\S* stat:(\S{1,16}) err:(\S{1,16})\s")
_FIELDS = [re.compile(rb"\b%b\s*:\s*([^\s:]{1,65})(?=\s|$)" % name, re.IGNORECASE) for name in (b"id", b"stat", b"err")]


class Unintelligible(ValueError):
    """Neither a receipt nor a reply that can be read."""


class Part(NamedTuple):
    """A part of a long reply, as it came."""

    msisdn: str
    to: str
    reference: int
    number: int  #: from 1
    total: int
    data_coding: int
    payload: bytes


def read(deliver, receipt_id, now):
    """The ``Receipt``, ``Reply`` or ``Part`` that a ``DeliverSm`` is. ``now``: epoch seconds.

    ``receipt_id`` brings the id written in a receipt to the form that the answer of its submit has too.

    :raises Unintelligible: it is none of them.
    """
    if deliver.esm_class & 0x3C in RECEIPT_KINDS or codec.RECEIPTED_MESSAGE_ID in deliver.tlvs:
        return _receipt(deliver, receipt_id)
    # A text that merely looks like a receipt is a reply: anybody can write one.
    return _reply(deliver, now)


def reply(part, payload, now):
    """The ``Reply`` whose parts were put together: ``part`` is one of them, ``payload`` all their octets."""
    return Reply(part.msisdn, text_of(part.data_coding, payload), part.to, now, str(part.reference))


def text_of(data_coding, payload):
    """The text of a reply; classes and other nuances of the data coding do not change its alphabet."""
    if data_coding & 0xF0 == 0xF0:  # a class; bit 2 tells octets from GSM
        data_coding = LATIN1 if data_coding & 0x04 else GSM
    data_coding = {0x10: GSM, 0x18: UCS2}.get(data_coding & 0xFC, data_coding)
    if data_coding in (GSM, ASCII) and payload.isascii():
        return encoding.decode_gsm(payload)
    return payload.decode("utf-16-be" if data_coding == UCS2 else "latin-1", "replace")


def _receipt(deliver, receipt_id):
    id, stat, error = _of_text(deliver.short_message or deliver.tlvs.get(codec.MESSAGE_PAYLOAD, b""))
    if deliver.tlvs:
        id, stat, error = _of_tlvs(deliver.tlvs, id, stat, error)
    id = receipt_id(id.decode("latin-1"))
    if not id or not stat:
        raise Unintelligible("receipt")
    state, cause, code = _meaning(stat, error)
    return Receipt(id, state, "", _whom(deliver), cause, code)


def _whom(deliver):
    """Whom the message was for, if that can be told. Some SMSCs, Kannel's among them, leave the addresses of a receipt
    as the submit had them: the source is then our sender_id, a word or a short code, and the destination the number."""
    found = (_msisdn(address) for address in (deliver.source, deliver.destination))
    return next((msisdn for msisdn in found if len(msisdn) > LONGEST_SHORT_CODE + 1), "")


def _of_text(text):
    found = _USUAL.match(text)
    if found:
        return found.groups()
    return tuple(found[1] if (found := field.search(text)) else b"" for field in _FIELDS)


def _of_tlvs(tlvs, id, stat, error):
    """The same three, where TLVs tell them better than the text did."""
    id = tlvs.get(codec.RECEIPTED_MESSAGE_ID, b"").split(b"\0")[0] or id
    state = tlvs.get(codec.MESSAGE_STATE, b"")[:1]
    stat = STATES.get(state[0], str(state[0])).encode() if state else stat
    network_error = tlvs.get(codec.NETWORK_ERROR_CODE, b"")
    error = b"%03d" % int.from_bytes(network_error[1:3], "big") if len(network_error) >= 3 else error
    return id, stat, error


@lru_cache(maxsize=1000)  # a few dozen pairs make up all the receipts of a broker
def _meaning(stat, error):
    stat, error = stat.decode("latin-1").upper(), error.decode("latin-1")
    state, cause = causes.from_smpp_receipt(stat, error)
    return state, cause, f"{stat}/{error}" if error else stat


def _msisdn(address):
    """E.164, or nothing if the address is not a number."""
    digits = address.decode("latin-1").removeprefix("+").removeprefix("00")
    return f"+{digits}" if digits.isascii() and digits.isdecimal() else ""


def _reply(deliver, now):
    payload = deliver.short_message or deliver.tlvs.get(codec.MESSAGE_PAYLOAD, b"")
    msisdn = _msisdn(deliver.source) or deliver.source.decode("latin-1")
    to = deliver.destination.decode("latin-1")
    reference, total, number, payload = _place(deliver, payload)
    if total > 1:
        return Part(msisdn, to, reference, number, total, deliver.data_coding, payload)
    id = int.from_bytes(deliver.tlvs.get(codec.USER_MESSAGE_REFERENCE, b""), "big")  # always 0 where nobody counts
    return Reply(msisdn, text_of(deliver.data_coding, payload), to, now, str(id) if id else "")


def _place(deliver, payload):
    """``(reference, total, number, payload without header)``: where a part stands; total 1 if it is the whole."""
    place = (0, 1, 1)
    if deliver.esm_class & codec.UDH_INDICATOR and payload:
        header, payload = payload[1 : 1 + payload[0]], payload[1 + payload[0] :]
        place = _of_header(header) or place
    elif codec.SAR_TOTAL in deliver.tlvs:
        sar = (codec.SAR_REFERENCE, codec.SAR_TOTAL, codec.SAR_NUMBER)
        place = tuple(int.from_bytes(deliver.tlvs.get(tag, b"\x01"), "big") for tag in sar)
    reference, total, number = place
    if not 1 <= number <= total:
        raise Unintelligible("part")
    return reference, total, number, payload


def _of_header(header):
    """Look for the concatenation among the elements of a user data header."""
    while len(header) >= 2:
        kind, length = header[0], header[1]
        element = header[2 : 2 + length]
        if (kind, len(element)) == (0x00, 3):
            return tuple(element)
        if (kind, len(element)) == (0x08, 4):
            return int.from_bytes(element[:2], "big"), element[2], element[3]
        header = header[2 + length :]
    return None
