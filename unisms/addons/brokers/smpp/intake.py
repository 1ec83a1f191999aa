"""News on their way in: from ``deliver_sm`` to the inbox, and back as an acknowledgement once they are stored."""

import logging
import math
import time

from unisms.addons.brokers.smpp import codec, receipts
from unisms.addons.brokers.smpp.concatenation import WEIGHT, Parts

log = logging.getLogger(__name__)
MOST_KEPT = 16 << 20  # octets of news that are not stored yet; what comes beyond is for later
QUIET = 60  # seconds between two lines of the log about what is not understood


class Intake:
    """The news of one link. ``write`` sends octets to the SMSC, from the loop's thread."""

    def __init__(self, inbox, receipt_id, write):
        self.inbox, self.receipt_id, self.write = inbox, receipt_id, write
        self.unstored = 0  # calls of the inbox that are not done
        self._kept = 0  # octets of what they hold
        self._parts = Parts()
        self._strange, self._quiet_until = 0, -math.inf  # how many were not understood, and not told of yet

    def take_in(self, data, frames, clock):
        """Put what these ``deliver_sm`` tell into the inbox, at once, and acknowledge them together.

        Where more has come than is stored, the SMSC is asked to send it again later.
        """
        news, acknowledgements, octets, now = [], [], 0, int(time.time())
        for _, _, sequence, start, stop in frames:
            if self._kept + octets + self._parts.octets > MOST_KEPT:
                acknowledgements.append(codec.deliver_sm_resp(sequence, codec.TRY_LATER))
                continue
            try:
                item = receipts.read(codec.deliver_sm(data, start, stop), self.receipt_id, now)
            except (codec.Malformed, receipts.Unintelligible) as error:
                self._note_strange(error, clock)
                acknowledgements.append(codec.deliver_sm_resp(sequence))
                continue
            if not isinstance(item, receipts.Part):
                news.append(item)
                octets += stop - start + WEIGHT
                acknowledgements.append(codec.deliver_sm_resp(sequence))
            elif whole := self._parts.add(item, sequence, clock, now):
                news.append(whole[0])
                octets += whole[2]
                acknowledgements.extend(map(codec.deliver_sm_resp, whole[1]))
        self._put(news, b"".join(acknowledgements), octets)

    def give_late_parts(self, clock):
        for reply, sequences, octets in self._parts.overdue(clock, int(time.time())):
            self._put([reply], b"".join(map(codec.deliver_sm_resp, sequences)), octets)

    def _note_strange(self, error, clock):
        """An SMSC may send nothing else, as fast as it can."""
        self._strange += 1
        if clock >= self._quiet_until:
            log.warning("smpp link: %d deliver_sm not understood (the last one: %s)", self._strange, error)
            self._strange, self._quiet_until = 0, clock + QUIET

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
