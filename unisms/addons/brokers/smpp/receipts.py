"""Delivery receipts: from the text and the optional fields of an SMSC to a ``Receipt``. Pure."""

import re
from functools import lru_cache
from itertools import chain

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.addresses import number, shown
from unisms.addons.brokers.smpp.headers import without_header
from unisms.addons.brokers.smpp.settings import COVERS, ID_FORMATS, codings_of, errors_of
from unisms.ports import Receipt
from unisms.sms import causes, networks, octets, states

#: The bits of esm_class that say so (§5.2.12): an SMSC's receipt, a handset's, an intermediate
#: notification. They may be set together.
RECEIPT = 0x04 | 0x08 | 0x20
INTERMEDIATE = 0x20
GSM_NETWORKS = (
    1,
    2,
    3,
)  # the first octet of a network_error_code: ANSI-136, IS-95, GSM (§5.3.2.31)
LONGEST = 16  # characters kept of an error
LONGEST_STATE = 32  # and of a state: DeliveredToTerminal
UNDERSCORE = (
    b"\x11"  # as GSM writes it: some SMSCs have their receipts in it, and their answers not
)
_NETWORK_IDS = (codec.SOURCE_NETWORK_ID, codec.DEST_NETWORK_ID)
_NETWORK_TAGS = {*_NETWORK_IDS, *chain(*codec.NETWORK_PAIRS)}
MANY_FIELDS = 4  # of appendix B, which no person writes by chance
HEAD = 40  # octets of a text, all of them names and digits, that show in which alphabet it is

# The form that appendix B suggests and most follow, read at once; the fields one by one for the
# others.
_USUAL = re.compile(
    rb"id:([^\s\0,]{1,65}) sub:(\S*) dlvrd:(\S*) submit date:\S* done date:\S* "
    rb"stat:([^\s\0,:]{1,32}) err:([^\s\0,:]{1,16})(?:\s|$)"
)
_SEVERAL = re.compile(rb"0*(?:[2-9]|[1-9][0-9]+)")  # segments that one receipt counts
# A name that stands right behind the value before it.
_GLUED = re.compile(rb"(?<=\w)(?=(?:sub|dlvrd|submit date|done date|stat|err):)")
_SIGNS = rb",;|&\"'<>()\[\]{}"  # between fields, or around them
_END = rb"(?=[\s%b]|$)" % _SIGNS
_IS = rb"\"?\s*[:=]\s*"
_VALUE = _IS + rb"[\"']?([^\s:=%b]+)" % _SIGNS + _END
# An id that stands right behind its colon may have more of them in it. Others have an id as well.
_OTHERS = rb"operator|network|country|user|account|client|sender|session|service|route|campaign"
_ID = re.compile(
    rb"(\b(?:%b)\s+)?\b(?:message_?|msg_?|sms_?)?id\"?\s*[:=]"
    rb"(?:[\"']?([\[({<][^\s%b]+[\])}>]|[^\s%b]+)%b|\s+[\"']?([^\s:=%b]+)%b)"
    % (_OTHERS, _SIGNS, _SIGNS, _END, _SIGNS, _END),
    re.I,
)
_WORDS = _VALUE + rb"((?: [a-z]+\b(?!\s*[:=])){0,3})"  # of a state, which may be several
_STAT = re.compile(rb"\bstat" + _WORDS, re.I)
_STATUS = re.compile(rb"\b(?:[a-z]+_)?stat(?:us|e)" + _WORDS, re.I)
_STATES = (_STAT, _STATUS)
_ERR = re.compile(rb"\berr(?:or)?(?:[ _]?code)?" + _VALUE, re.I)
_FIELD = re.compile(rb"\b(id|sub|dlvrd|submit[ _]?date|done[ _]?date|stat|err)\"?\s*[:=]", re.I)
# The message's own text: whatever looks like a field there is none.
_TEXT = re.compile(rb"\btext" + _IS, re.I)


class Receipts:
    """Reads the receipts of one SMSC, as its settings say that it writes them."""

    def __init__(self, settings):
        self.submit_id, self.receipt_id = ID_FORMATS[settings.id_format]
        self.country = settings.country
        own = settings.own_numbers.split()
        self.own = frozenset(shown(b"\0\0", word.encode(), self.country) for word in own)
        self.covers = COVERS[settings.long_receipts]
        self.errors = errors_of(settings)
        self.is_map = settings.err == "map"
        self.packed = frozenset(
            coding for coding, name in codings_of(settings).items() if name == octets.PACKED
        )
        # A few dozen pairs make up all the receipts of a broker.
        self._meaning = lru_cache(maxsize=1000)(self._mean)

    def read(self, deliver):
        """Return the ``Receipt`` that a ``DeliverSm`` is, or ``None``.

        It is none if it has no id, or no state, and nothing says that it should. ``is_sure`` tells
        whether it is sure to be one.

        :raises Unreadable: it is one, and has no id or no state.
        """
        deliver = self._unpacked(deliver)
        id, stat, error, covers = _of_text(deliver)
        id = id.replace(UNDERSCORE, b"_")
        also = network = ""
        if deliver.tlvs:
            id, also = self._ids(deliver, id)
            network = _network(deliver)
            stat, error = _state(deliver, stat), self._error(deliver, error)
        else:
            id = self.receipt_id(id.decode("latin-1"))
        if not id or not stat:
            if deliver.esm_class & RECEIPT or _is_formed(plain_text(deliver)):
                raise codec.Unreadable("receipt", deliver.text_at)
            return None
        state, cause, code = self._meaning(stat[:LONGEST_STATE], error[:LONGEST])
        if state == states.FAILED and deliver.esm_class & RECEIPT == INTERMEDIATE:
            state, cause = states.ACCEPTED, None  # it tells of one try, and others follow (§2.11)
        whom, covers = self._whom(deliver), self.covers or covers
        return Receipt(id, state, "", whom, cause, code, also, covers, network=network)

    def has_form(self, deliver):
        """Whether what reads as a receipt, and may be of anybody, was written by no person."""
        fields = codec.RECEIPTED_MESSAGE_ID in deliver.tlvs or codec.MESSAGE_STATE in deliver.tlvs
        return fields or _is_formed(plain_text(self._unpacked(deliver)))

    def _unpacked(self, deliver):
        """Return it with seven bits a letter as eight, if this SMSC packs handsets' texts so.

        Some of these write their receipts plainly all the same.
        """
        if deliver.data_coding not in self.packed or _ID.search(deliver.payload):
            return deliver
        whole = deliver.payload
        text = without_header(whole) if deliver.esm_class & codec.UDH_INDICATOR else whole
        text = octets.unpacked(text, len(whole) - len(text))
        return deliver._replace(
            short_message=text, esm_class=deliver.esm_class & ~codec.UDH_INDICATOR
        )

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
        source = number(deliver.source_type, deliver.source, self.country)
        if source and source not in self.own:
            return source
        return number(deliver.destination_type, deliver.destination, self.country) or source

    def _error(self, deliver, error):
        """Return the error of the optional field, if it tells more than that of the text.

        In a table of the provider's own stand the codes of the text.
        """
        told = deliver.tlvs.get(codec.NETWORK_ERROR_CODE, b"")
        if len(told) < 3 or (error and not self.is_map):
            return error
        if told[0] in GSM_NETWORKS and any(told[1:3]):
            return b"%03d" % int.from_bytes(told[1:3], "big")
        digits = told.partition(b"\0")[0]
        return error or (digits if digits.isdigit() and digits.strip(b"0") else b"")

    def _mean(self, stat, error):
        stat, error = stat.decode("latin-1").upper(), error.decode("latin-1")
        state, cause = causes.from_smpp_receipt(stat, error, self.errors)
        return state, cause, f"{stat}/{error}" if error else stat


def _network(deliver):
    """Return the network that its optional fields tell, or nothing: most SMSCs tell none."""
    known = deliver.tlvs.keys() & _NETWORK_TAGS
    if not known:
        return ""
    written = [deliver.string(tag) for tag in _NETWORK_IDS]
    written += [
        deliver.string(mcc) + b"-" + deliver.string(mnc) for mcc, mnc in codec.NETWORK_PAIRS
    ]
    found = (networks.read(text.decode("latin-1")) for text in written)
    return next(filter(None, found), "")


def is_sure(deliver):
    """Whether bits or fields that no handset can write say that this is a receipt."""
    fields = codec.RECEIPTED_MESSAGE_ID in deliver.tlvs and codec.MESSAGE_STATE in deliver.tlvs
    return bool(deliver.esm_class & RECEIPT) or fields


def _is_formed(text):
    """Whether a text has many of the fields of appendix B, or few and a state that we know."""
    text = _GLUED.sub(b" ", text)
    names = {name.lower() for name in _FIELD.findall(text)}
    if len(names) >= MANY_FIELDS or b"stat" not in names:
        return len(names) >= MANY_FIELDS
    known = causes.is_smpp_state(_first(_STAT, text)[:LONGEST_STATE].decode("latin-1"))
    return known and (b"id" in names or len(names) > 2)


def has_unknown_word(receipt):
    """Whether its state is a word that we do not know: it is applied as no end."""
    return receipt.state == states.ACCEPTED and not causes.is_smpp_state(
        receipt.code.partition("/")[0]
    )


def plain_text(deliver):
    """Return its text in Latin-1, a blank for each NUL: those end strings.

    It is without a header, and without the NULs of which UCS-2 is half made.
    """
    text = deliver.payload
    if deliver.esm_class & codec.UDH_INDICATOR:
        text = without_header(text)
    if b"\0" not in text:
        return text
    if wide := _wide(text[:HEAD]):
        text = text.decode(wide, "replace").lstrip("\ufeff").encode("latin-1", "replace")
    return text.replace(b"\0", b" ")


def _wide(head):
    """Return the name of the UTF-16 in which a text begins so, or nothing.

    The coding may say anything.
    """
    big, small = head[::2].count(0), head[1::2].count(0)
    if 2 * max(big, small) < len(head) // 2:
        return ""
    return "utf-16-be" if big > small else "utf-16-le"


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
    head, *tail = _TEXT.split(_GLUED.sub(b" ", text), maxsplit=1)
    id, stat, error = _first(_ID, head), _stat_of(_first, head), _first(_ERR, head)
    if tail:  # some have their fields behind an empty text, or behind all of it
        error = error or (b"" if stat else _last(_ERR, *tail))
        id, stat = id or _last(_ID, *tail), stat or _stat_of(_last, *tail)
    return id, stat, error, ""


def _first(pattern, text):
    return next(_values(pattern, text), b"")


def _last(pattern, text):
    return ([b"", *_values(pattern, text)])[-1]


def _values(pattern, text):
    """Yield the values of a field, but of one that is somebody else's."""
    for found in pattern.finditer(text):
        if pattern is not _ID:
            yield _known_words(*found.groups(b"")) if pattern in _STATES else found[1]
        elif not found[1]:
            yield found[2] or found[3]


def _stat_of(which, text):
    """Return the state of a text: what is called ``stat``, or else what is called so by others."""
    return next(filter(None, (which(pattern, text) for pattern in _STATES)), b"")


def _known_words(first, others):
    """Return the first word of a state, with as many of the others as make it one that we know."""
    words = others.split()
    for count in range(len(words), 0, -1):
        if causes.is_smpp_state((first + b"".join(words[:count])).decode("latin-1")):
            return b" ".join((first, *words[:count]))
    return first


def _state(deliver, stat):
    """Return the word for its ``message_state``, or that of the text where this one says more.

    A number that is no end leaves what the text says. Of two ends the number's counts: the standard
    has nothing else for it (§5.2.28), while a text is as the SMSC likes; but not against UNKNOWN.
    """
    told = _number(deliver)
    if told not in causes.SMPP_STATES:
        return stat or (b"" if told is None else b"%d" % told)
    word = causes.SMPP_STATES[told].encode()
    weights = [causes.smpp_weight(one[:LONGEST_STATE].decode("latin-1")) for one in (word, stat)]
    return stat if weights[0] < weights[1] else word


def _number(deliver):
    """Return its ``message_state``, which has one octet, or ``None``; some write the digit."""
    told = deliver.string(codec.MESSAGE_STATE)
    return int(told) if len(told) == 1 and told.isdigit() else deliver.number(codec.MESSAGE_STATE)
