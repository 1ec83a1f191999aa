"""Replies: from a ``deliver_sm`` to a ``Reply``, or to one part of a long one. Pure."""

from unisms.addons.brokers.smpp import codec, texts
from unisms.addons.brokers.smpp.addresses import shown
from unisms.addons.brokers.smpp.headers import languages_of, marked, place_of, without_header
from unisms.addons.brokers.smpp.settings import codings_of
from unisms.ports import Part, Reply
from unisms.sms import octets


class Replies:
    """Reads the replies that one SMSC brings, as its settings say that it writes them."""

    def __init__(self, settings):
        self.country = settings.country
        self.codings = codings_of(settings)

    def read(self, deliver, now):
        """Return the ``Reply``, or the part of one, that came at ``now``, epoch seconds.

        :raises Unreadable: it is compressed, or no text.
        """
        msisdn = shown(deliver.source_type, deliver.source, self.country)
        to = shown(deliver.destination_type, deliver.destination, self.country)
        deliver = marked(deliver)
        payload, whole = deliver.payload, deliver.payload
        if deliver.esm_class & codec.UDH_INDICATOR:
            payload = without_header(whole)
        alphabet = texts.alphabet_of(deliver.data_coding, self.codings)
        if alphabet is None:
            raise codec.Unreadable("text", deliver.text_at)
        if alphabet == octets.PACKED:
            alphabet, payload = octets.GSM, octets.unpacked(payload, len(whole) - len(payload))
        if alphabet == octets.GSM and any(languages := languages_of(deliver)):
            alphabet = octets.national(*languages)
        place = place_of(deliver)
        if place.total > 1:
            part = Part(*place, alphabet, payload)
            return Reply(msisdn, octets.shown(alphabet, payload), to, now, part=part)
        try:
            text = octets.text_of(alphabet, payload)
        except ValueError:
            raise codec.Unreadable("text", deliver.text_at) from None
        id = deliver.number(codec.USER_MESSAGE_REFERENCE)  # always 0 where nobody counts
        return Reply(msisdn, text, to, now, str(id) if id else "")
