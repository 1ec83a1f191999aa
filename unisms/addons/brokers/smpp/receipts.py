"""Delivery receipts: from the text and the optional fields of an SMSC to a ``Receipt``. Pure."""

import re
from functools import lru_cache

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.addresses import number
from unisms.addons.brokers.smpp.headers import without_header
from unisms.addons.brokers.smpp.settings import COVERS, ID_FORMATS, errors_of
from unisms.ports import Receipt
from unisms.sms import causes, states

#: The bits of esm_class that say so (§5.2.12): an SMSC's receipt, a handset's, an intermediate
#: notification. They may be set together.
RECEIPT = 0x04 | 0x08 | 0x20
GSM_NETWORKS = (1, 2, 3)  # the first octet of a network_error_code: ANSI-136, IS-95, GSM (§5.3.2.31)
LONGEST = 16  # characters kept of a state, and of an error

# The form that appendix B suggests and most follow, read at once; the fields one by one for the
# others.
_USUAL = re.compile(
    rb"id:([^\s\0,]{1,65}) sub:(\S*) dlvrd:(\S*) submit date:\S* done date:\S* "
    rb"stat:([^\s\0,:]{1,16}) err:([^\s\0,:]{1,16})(?:\s|$)"
)
_SEVERAL = re.compile(rb"0*(?:[2-9]|[1-9][0-9]+)")  # segments that one receipt counts
_END = rb"(?=[\s,;|\"]|$)"
_VALUE = rb"\s*[:=]\s*\"?([^\s,;|:=\"]+)" + _END
# An id that stands right behind its colon may have more of them in it.
_ID = re.compile(
    rb"\b(?:message_?|msg_?)?id\s*[:=](?:\"?([^\s,;|\"]+)%b|\s+\"?([^\s,;|:=\"]+)%b)" % (_END, _END),
    re.I,
)
_STAT = re.compile(rb"\b(?:stat|status|state)" + _VALUE, re.I)
_ERR = re.compile(rb"\b(?:err|error|errcode)" + _VALUE, re.I)
_MARKS = b"\xfe\xff"


class Receipts:
    """Reads the receipts of one SMSC, as its settings say that it writes them."""

    def __init__(self, settings):
        self.submit_id, self.receipt_id = ID_FORMATS[settings.id_format]
        self.country = settings.country
        self.covers = COVERS[settings.long_receipts]
        self.errors = errors_of(settings)
        self.is_map = settings.err == "map"
        # A few dozen pairs make up all the receipts of a broker.
        self._meaning = lru_cache(maxsize=1000)(self._mean)

    def read(self, deliver):
        """Return the ``Receipt`` that a ``DeliverSm`` is, or ``None``.

        It is none if it has no id, or no state, and nothing says that it should. ``is_sure`` tells
        whether it is sure to be one.

        :raises Unreadable: it is one, and has no id or no state.
        """
        id, stat, error, covers = _of_text(deliver)
        also = ""
        if deliver.tlvs:
            id, also = self._ids(deliver, id)
            stat, error = _state(deliver) or stat, self._error(deliver, error)
        else:
            id = self.receipt_id(id.decode("latin-1"))
        if not id or not stat:
            if deliver.esm_class & RECEIPT:
                raise codec.Unreadable("receipt", deliver.text_at)
            return None
        state, cause, code = self._meaning(stat[:LONGEST], error[:LONGEST])
        return Receipt(id, state, "", self._whom(deliver), cause, code, also, self.covers or covers)

    def _ids(self, deliver, id):
        """Return the id of the optional field, or of the text, and the other one if they differ."""
        told = deliver.string(codec.RECEIPTED_MESSAGE_ID)
        if not (told and id) or told == id:
            return self.receipt_id((told or id).decode("latin-1")), ""
        # The optional field has the form of the answer (§5.3.2.12), the text one of its own.
        field, text = self.submit_id(told.decode("latin-1")), self.receipt_id(id.decode("latin-1"))
        return field or text, text if field and field != text else ""

    def _whom(self, deliver):
        """Return the number that the message was for, if that can be told.

        Some SMSCs, Kannel's among them, leave the addresses of a receipt as the submit had them:
        the source is then our sender_id, and the destination the number.
        """
        return number(deliver.source_type, deliver.source, self.country) or number(
            deliver.destination_type, deliver.destination, self.country
        )

    def _error(self, deliver, error):
        """Return the error of the optional field, if it tells more than that of the text.

        In a table of the provider's own stand the codes of the text.
        """
        octets = deliver.tlvs.get(codec.NETWORK_ERROR_CODE, b"")
        if len(octets) < 3 or (error and not self.is_map):
            return error
        if octets[0] in GSM_NETWORKS and any(octets[1:3]):
            return b"%03d" % int.from_bytes(octets[1:3], "big")
        digits = octets.partition(b"\0")[0]
        return error or (digits if digits.isdigit() and digits.strip(b"0") else b"")

    def _mean(self, stat, error):
        stat, error = stat.decode("latin-1").upper(), error.decode("latin-1")
        state, cause = causes.from_smpp_receipt(stat, error, self.errors)
        return state, cause, f"{stat}/{error}" if error else stat


def is_sure(deliver):
    """Whether bits or fields that no handset can write say that this is a receipt."""
    fields = codec.RECEIPTED_MESSAGE_ID in deliver.tlvs and codec.MESSAGE_STATE in deliver.tlvs
    return bool(deliver.esm_class & RECEIPT) or fields


def has_unknown_word(receipt):
    """Whether its state is a word that we do not know: it is applied as no end."""
    return receipt.state == states.ACCEPTED and not causes.is_smpp_state(receipt.code.partition("/")[0])


def plain_text(deliver):
    """Return its text in ASCII.

    Without a header, without the NULs that end strings, or of which UCS-2 is half made.
    """
    text = deliver.payload
    if deliver.esm_class & codec.UDH_INDICATOR:
        text = without_header(text)
    if b"\0" not in text:
        return text
    if text.count(0) * 2 >= len(text) - 2:
        return text.strip(_MARKS).replace(b"\0", b"")
    return text.replace(b"\0", b" ")


def _of_text(deliver):
    """Return the id, the state and the error of its text, each empty if there is none.

    The fourth is ``message`` if the text counts several segments.
    """
    found = _USUAL.match(deliver.short_message) or _USUAL.match(text := plain_text(deliver))
    if found:
        id, submitted, delivered, stat, error = found.groups()
        if submitted != b"001" and submitted == delivered and _SEVERAL.fullmatch(submitted):
            return id, stat, error, "message"
        return id, stat, error, ""
    id, stat, error = (field.search(text) for field in (_ID, _STAT, _ERR))
    return (id[1] or id[2]) if id else b"", stat[1] if stat else b"", error[1] if error else b"", ""


def _state(deliver):
    """Return the word for its ``message_state``, which has one octet; some write the digit."""
    told = deliver.number(codec.MESSAGE_STATE)
    if told is None:
        return b""
    if chr(told & 0x7F).isdigit() and told == told & 0x7F:
        told -= ord("0")
    return causes.SMPP_STATES.get(told, str(told)).encode()
