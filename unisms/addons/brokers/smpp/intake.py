"""News from the SMSC to the inbox, and the acknowledgement of them once they are stored."""

import logging
import math
import time

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.receipts import has_unknown_word
from unisms.ports import LONGEST_UNREAD, Receipt, Unread
from unisms.sms.states import ACCEPTED

log = logging.getLogger(__name__)
WEIGHT = 300  # octets that we need for each of the news, whatever is in it
MOST_KEPT = 16 << 20  # octets of news that are not stored yet; what comes beyond is for later
QUIET = 60  # seconds between two lines of the log about what is not understood
MOST_WORDS = (
    100  # unknown words told in that time: they may come with every receipt, which is applied
)


class Intake:
    """The news of one link. ``write`` sends octets to the SMSC, from the loop's thread."""

    def __init__(self, inbox, reader, write):
        self.inbox, self.reader, self.write = inbox, reader, write
        self.unstored = 0  # calls of the inbox that are not done
        self._kept = 0  # octets of what they hold
        # How many were not understood and not told of yet; how many words since the last line of
        # the log.
        self._strange, self._words, self._quiet_until = 0, 0, -math.inf

    def take_in(self, data, frames, clock):
        """Put the news of these PDUs into the inbox, and acknowledge them together.

        Where more has come than is stored, the SMSC is asked to send it again later.
        """
        news, answers, octets, now = [], [], 0, int(time.time())
        for command, _, sequence, start, stop in frames:
            if self._kept + octets > MOST_KEPT:
                answers.append(codec.news_resp(command, sequence, codec.TRY_LATER))
                continue
            item, trouble = self._read(command, data, start, stop, now)
            if trouble is not None and self._is_told(trouble, clock):
                news.append(
                    Unread(
                        codec.NAMES[command], trouble.what, trouble.octet, _raw(data, start, stop)
                    )
                )
                octets += min(stop - start, LONGEST_UNREAD) + WEIGHT
            if item is not None:
                news.append(item)
                octets += stop - start + WEIGHT
            answers.append(codec.news_resp(command, sequence))
        self._put(news, b"".join(answers), octets)

    def _read(self, command, data, start, stop, now):
        """Return the news of a PDU and an ``Unreadable``, either of which may be ``None``."""
        try:
            deliver = codec.news(command, data, start, stop)
            item = self.reader.read(deliver, now)
        except codec.Unreadable as trouble:
            return None, trouble
        # Whatever an SMSC sends, its link goes on: otherwise it would send it again.
        except Exception as fault:  # noqa: BLE001
            log.error("smpp link: a fault while reading (%s)", type(fault).__name__)
            return None, codec.Unreadable("fault")
        if type(item) is Receipt and item.state == ACCEPTED and has_unknown_word(item):
            return item, codec.Unreadable("word", deliver.text_at)
        return item, None

    def _is_told(self, trouble, clock):
        """Count what is not understood; return whether it is kept.

        An SMSC may send nothing else, as fast as it can.
        """
        self._strange += 1
        self._words += trouble.what == "word"
        if clock >= self._quiet_until:
            log.warning(
                "smpp link: %d PDUs not understood (of the last one: %s)", self._strange, trouble
            )
            self._strange, self._words, self._quiet_until = 0, 0, clock + QUIET
        return trouble.what != "word" or self._words <= MOST_WORDS

    def _put(self, news, acknowledgement, octets):
        if not news:
            self.write(acknowledgement)
            return
        loop = self.inbox.loop

        def done():
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._stored, acknowledgement, octets)

        self.unstored += 1
        self._kept += octets
        self.inbox.put(news, done)

    def _stored(self, acknowledgement, octets):
        self.unstored -= 1
        self._kept -= octets
        self.write(acknowledgement)


def _raw(data, start, stop):
    """Return the PDU with its header, as much of it as is kept."""
    return bytes(data[start - 16 : min(stop, start - 16 + LONGEST_UNREAD)])
