"""Replies: from a ``deliver_sm`` to a ``Reply``, or to one part of a long one. Pure."""

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from unisms.addons.brokers.smpp import codec, texts
from unisms.addons.brokers.smpp.addresses import shown
from unisms.addons.brokers.smpp.headers import languages_of, place_of, without_header
from unisms.addons.brokers.smpp.settings import codings_of
from unisms.ports import Reply


class Part(NamedTuple):
    """A part of a long reply, as it came."""

    msisdn: str
    to: str
    reference: int
    number: int  #: from 1
    total: int
    alphabet: str  #: by which its octets are read
    payload: bytes


class Replies:
    """Reads the replies that one SMSC brings, as its settings say that it writes them."""

    def __init__(self, settings):
        self.country = settings.country
        self.codings = codings_of(settings)

    def read(self, deliver, now):
        """Return the ``Reply`` or the ``Part`` that came at ``now``, epoch seconds.

        :raises Unreadable: it is compressed, or no text.
        """
        msisdn = shown(deliver.source_type, deliver.source, self.country)
        to = shown(deliver.destination_type, deliver.destination, self.country)
        payload = deliver.payload
        if deliver.esm_class & codec.UDH_INDICATOR:
            payload = without_header(payload)
        alphabet = texts.alphabet_of(deliver.data_coding, self.codings)
        if alphabet is None:
            raise codec.Unreadable("text", deliver.text_at)
        if alphabet == texts.GSM and any(languages := languages_of(deliver)):
            alphabet = texts.national(*languages)
        place = place_of(deliver)
        if place.total > 1:
            return Part(msisdn, to, place.reference, place.number, place.total, alphabet, payload)
        try:
            text = texts.text_of(alphabet, payload)
        except ValueError:
            raise codec.Unreadable("text", deliver.text_at) from None
        id = deliver.number(codec.USER_MESSAGE_REFERENCE)  # always 0 where nobody counts
        return Reply(msisdn, text, to, now, str(id) if id else "")


def joined(parts, now):
    """Return the ``Reply`` that these parts are, in their order.

    Octets are put together before they are read, where they are of one alphabet: a pair of UCS-2
    units, or an escape and its sign, may be cut in two.
    """
    text = "".join(
        _shown(alphabet, b"".join(part.payload for part in same))
        for alphabet, same in groupby(parts, key=attrgetter("alphabet"))
    )
    return Reply(parts[0].msisdn, text, parts[0].to, now, str(parts[0].reference))


def _shown(alphabet, payload):
    try:
        return texts.text_of(alphabet, payload)
    except ValueError:
        return texts.text_of(texts.UTF8, payload)
