"""User data headers, and the places of concatenated parts.

Sources: 3GPP TS 23.040 §9.2.3.24, SMPP 3.4 §5.3.2.22 to 24.
"""

from typing import NamedTuple

from unisms.addons.brokers.smpp import codec


class Place(NamedTuple):
    """Where a part of a long text stands."""

    reference: int
    total: int
    number: int  #: from 1

    @property
    def is_sound(self):
        return 1 <= self.number <= self.total


WHOLE = Place(0, 1, 1)
_HEADS = (b"\x05\x00\x03", b"\x06\x08\x04")  # that only say where a part stands
LONGEST = 255  # parts: their number is one octet
_SINGLE, _LOCKING = 0x24, 0x25  # elements that name a national language


def without_header(payload):
    """Return the octets behind the header, or all if it pretends to be longer than they are."""
    end = 1 + payload[0] if payload else 0
    return payload[end:] if end <= len(payload) else payload


def marked(deliver):
    """Return the ``DeliverSm`` with the bit for a header, where its text plainly has one.

    Nobody writes ``é@¥``, which is how the header of a part would be read.
    """
    payload = deliver.payload
    if not payload.startswith(_HEADS):
        return deliver
    told = deliver._replace(esm_class=deliver.esm_class | codec.UDH_INDICATOR)
    places = [_place(*element) for element in _elements(told)]
    return told if any(place is not None and place.is_sound for place in places) else deliver


def place_of(deliver):
    """Return the ``Place`` of a text, or ``WHOLE`` if nothing sensible tells of other parts.

    A concatenation that cannot be (part 0, part 3 of 2) is ignored, and its text shown; of two, the
    last one counts (3GPP TS 23.040 §9.2.3.24.1). The three SAR fields count together or not at all
    (SMPP 3.4 §5.3.2.22).
    """
    places = (_place(kind, element) for kind, element in _elements(deliver))
    if sound := [place for place in places if place is not None and place.is_sound]:
        return sound[-1]
    sar = [deliver.number(tag) for tag in (codec.SAR_REFERENCE, codec.SAR_TOTAL, codec.SAR_NUMBER)]
    place = Place(*sar) if None not in sar else WHOLE
    return place if place.is_sound and place.total <= LONGEST else WHOLE


def languages_of(deliver):
    """Return the national languages of its locking and single tables, 0: usual (§9.2.3.24.15)."""
    told = {kind: element[0] for kind, element in _elements(deliver) if len(element) == 1}
    return told.get(_LOCKING, 0), told.get(_SINGLE, 0)


def _elements(deliver):
    """Yield kind and octets of each element of the user data header, where there is one."""
    payload = deliver.payload if deliver.esm_class & codec.UDH_INDICATOR else b""
    length = payload[0] if payload else 0
    header = payload[1 : 1 + length] if length < len(payload) else b""
    while len(header) >= 2:
        end = 2 + header[1]
        yield header[0], header[2:end]
        header = header[end:]


def _place(kind, element):
    if (kind, len(element)) == (0x00, 3):
        return Place(*element)
    if (kind, len(element)) == (0x08, 4):
        return Place(int.from_bytes(element[:2], "big"), element[2], element[3])
    return None
