"""From what an SMSC sends to the news that it is: receipts and replies. Pure."""

import time

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.receipts import Receipts, is_sure
from unisms.addons.brokers.smpp.replies import Replies


class Reader:
    """Reads as the ``settings`` of one connection say that its SMSC writes."""

    def __init__(self, settings):
        self._receipts, self._replies = Receipts(settings), Replies(settings)

    def read(self, deliver, now):
        """Return the ``Receipt`` or ``Reply`` that came at ``now``, epoch seconds.

        A text that merely looks like a receipt may be a reply: anybody can write one. One that has
        the form of a receipt is never given as one.

        :raises Unreadable: it is none of them.
        """
        receipt = self._receipts.read(deliver)
        if receipt is not None and is_sure(deliver):
            return receipt
        reply = self._replies.read(deliver, now)
        if receipt is None or reply.part is not None:
            return reply
        return receipt._replace(otherwise=reply, of_form=self._receipts.has_form(deliver))

    def read_again(self, command, raw):
        """Return the news of a PDU that was kept.

        :raises ValueError: it cannot be read.
        """
        number = next((number for number, name in codec.NAMES.items() if name == command), None)
        if number is None:
            raise codec.Unreadable("pdu")
        now = int(time.time())
        return [self.read(codec.news(number, raw, 16, len(raw)), now)]
