"""The messages of one ``send``: which PDUs to write next, and what each answer means.

Pure: it writes nothing and waits for nobody. It lives on the loop's thread once handed over.
"""

from bisect import insort
from collections import deque
from threading import Event

from unisms.addons.brokers.smpp import codec, statuses
from unisms.addons.brokers.smpp.doubts import Doubts
from unisms.addons.brokers.smpp.fate import Fates
from unisms.ports import Acceptance, BrokerBusy, BrokerRefused
from unisms.sms import causes

#: Seconds for which a batch is offered if none of it is taken although the one before was.
BRIEF = 1.0
#: Seconds for which the rest of a message is offered that was taken in part: that part is paid for.
HALF_PATIENCE = 120.0


class Batch:
    """The messages of one ``send``, one PDU a segment; a ``slot`` is a PDU's place in ``bodies``.

    An SMSC that is too busy, or ill, says so of whatever comes. A message that it tells to wait
    goes back to its place, and is offered again in its order. If the SMSC dislikes the message
    itself, ``doubts`` find that out; they outlive the batch. Such a message is returned, and
    offered again by a batch of its own (``alone``). An SMSC that refuses *us* says nothing of the
    message, which is returned; the link is then bound anew.
    """

    def __init__(self, prepared, journal, submit_id, doubts=None, *, alone=False):
        self.messages, self.bodies, self.owners, self.sizes = prepared[:4]
        self.journal = journal
        self.submit_id = submit_id  # brings the broker's id to the form that its receipts have too
        self.done = Event()
        self.trouble = None  # why the link was lost, if it was, or why the SMSC took nothing
        self.kind = None  # the error to raise for that; without one, the session's own
        self.pending = {}  # sequence -> (slot, when it left)
        self.queue = deque(range(len(self.bodies)))
        self.left = bytearray(len(self.messages))  # 1 once the journal knows that it leaves
        self.fates = Fates(self.sizes, journal)
        self.doubts = doubts or Doubts()
        self.alone = alone
        self.told_to_wait = 0  # PDUs
        self.gone = 0  # PDUs that are neither taken nor to be written any more
        self.latest_wait = statuses.THROTTLED  # the status of the latest of them
        self.refusal = None  # the status by which the SMSC refused us
        self.ill = False  # the SMSC takes nothing and tells an error: a new link may find it well
        self.latest_taken = 0  # the highest sequence that was taken
        self.given_up = False
        # Nothing more is begun; the rest of a message that was taken in part is still offered.
        self.tired = alone

    @property
    def finished(self):
        return not self.pending and not self.queue

    def fill(self, room, sequence, now):
        """Take up to ``room`` PDUs from the queue.

        Return their octets, to be written at once, and the last sequence used. A message is begun
        only where all its segments have room, because a crash would leave half of it; one that is
        longer than the window begins alone. Messages that were begun stand before the others:
        so at most as many as the window has places have left and are not answered.
        """
        queue, owners, bodies = self.queue, self.owners, self.bodies
        left, pending = self.left, self.pending
        leaving, octets = [], []
        for places in range(min(room, len(queue))):
            owner = owners[queue[0]]
            if not left[owner]:
                if self.sizes[owner] > room - places and pending:
                    break
                left[owner] = 1
                leaving.append(self.messages[owner].reference)
            slot = queue.popleft()
            sequence = sequence + 1 if sequence < codec.HIGHEST_SEQUENCE else 1
            pending[sequence] = slot, now
            octets.append(codec.pdu(codec.SUBMIT_SM, sequence, bodies[slot]))
        if leaving:
            self.journal.leaving(leaving)
        return b"".join(octets), sequence

    def taken(self, sequence, id):
        """Note that a segment was taken; a late or invented answer changes nothing."""
        entry = self.pending.pop(sequence, None)
        if entry is None:
            return
        owner = self.owners[entry[0]]
        self.latest_taken = max(self.latest_taken, sequence)
        if self.sizes[owner] == 1:
            if self.doubts.of:
                self.doubts.cleared(self.messages[owner].reference)
            # An SMSC may take a message without giving it an id.
            ids = tuple(filter(None, (self.submit_id(id),)))
            self.fates.acceptances.append(Acceptance(self.messages[owner].reference, ids))
            return
        self.fates.of(owner).ids[entry[0]] = self.submit_id(id)
        self._settle(owner)

    def refused(self, sequence, status):
        """Note that a segment was not taken.

        Return whether the SMSC asks to hold back and send it again; otherwise it never takes it.
        """
        entry = self.pending.pop(sequence, None)
        if entry is None:
            return False
        slot = entry[0]
        if status in statuses.REFUSING_US and not (self.alone and self.doubts.well):
            return self._turn_away(slot, status)
        if status in statuses.REFUSING_US or status in causes.TRANSIENT:
            return self._wait(slot, status)
        self._refuse_by(slot, status)
        return False

    def _turn_away(self, slot, status):
        """Begin nothing more by this link: the SMSC refuses us, not this message, which waits."""
        self._note_wait(slot)
        if self.refusal is None:
            self.refusal = status
            self.kind = BrokerRefused if status in statuses.REFUSING_FOR_LONG else BrokerBusy
            self.trouble = f"the SMSC takes no message of ours (0x{status:02X})"
            self.doubts.well = bool(self.latest_taken)
            self.finish()
        self._again(slot)
        return slot in self.queue

    def _wait(self, slot, status):
        """Offer the message again here, or alone and later if it is suspected.

        Return whether we are to hold back.
        """
        owner, self.latest_wait = self.owners[slot], status
        suspected = self._note_wait(slot)
        self._again(slot)
        if self.tired:
            return slot in self.queue
        if suspected and not self._is_begun(owner):
            self._drop_rest(owner)
        return True

    def _note_wait(self, slot):
        """Count the refusal; return whether the message is suspected."""
        self.told_to_wait += 1
        if self.alone:
            return False
        reference = self.messages[self.owners[slot]].reference
        return self.doubts.told_to_wait(reference, self._taken(), self.told_to_wait)

    def _taken(self):
        """Return how many PDUs were taken so far, without the one that is just answered."""
        return len(self.bodies) - len(self.pending) - len(self.queue) - self.gone - 1

    def conclude(self):
        """Let the doubts know how the batch, which is done, went."""
        self.doubts.sum_up(self._taken() + 1, 0 if self.alone else self.told_to_wait)

    @property
    def needs_new_link(self):
        """Whether the SMSC may take by another link what it does not take by this one."""
        return self.refusal is not None or self.ill

    def overdue(self, since):
        """Give up the answers to PDUs that left before ``since``, and return when each left.

        Their messages stay uncertain.
        """
        late = []
        for sequence, (_, left_at) in self.pending.items():
            if left_at > since:
                break  # the oldest come first
            late.append(sequence)
        return [self._lose(sequence) for sequence in late]

    def patience(self, longest):
        """Return for how many seconds the queue is offered to an SMSC that takes none of it."""
        if self.tired:
            return longest if self.refusal is not None else max(longest, HALF_PATIENCE)
        took = self._only_in_doubt() if self.latest_taken else self.doubts.well
        return min(longest, BRIEF) if took else longest

    def _only_in_doubt(self):
        """Whether each PDU left was told to wait while more others were taken."""
        return all(
            self.doubts.is_telling(self.messages[self.owners[slot]].reference)
            for slot in self.queue
        )

    def tire(self):
        """Stop offering the queue, of which the SMSC has taken nothing for too long.

        Messages that were taken in part are offered on. If nothing at all was taken, of this batch
        and of the one before, that is trouble.
        """
        if self.tired:
            self.give_up()
            return
        if not self.latest_taken and not self.doubts.well:
            self.ill = self.latest_wait not in (statuses.THROTTLED, statuses.QUEUE_FULL)
            self.kind = BrokerBusy
            self.trouble = f"the SMSC takes nothing at present (0x{self.latest_wait:02X})"
        self.doubts.well = bool(self.latest_taken)
        self.finish()

    def give_up(self):
        """Write nothing more: the queue was not taken. PDUs in flight may still be answered."""
        self.given_up = True
        self._drop(list(self.queue))

    def finish(self):
        """Begin no further message, but write the segments that a message begun still lacks.

        Half of it is worth nothing, and paid for.
        """
        self.tired = True
        self._drop([slot for slot in self.queue if not self._is_begun(self.owners[slot])])

    def _is_begun(self, owner):
        """Whether a segment was taken, or may be."""
        if self.sizes[owner] == 1:
            return False
        fate = self.fates.get(owner)
        return bool(fate and fate.ids) or any(
            self.owners[slot] == owner for slot, _ in self.pending.values()
        )

    def lose(self, trouble):
        """End, because the link is lost: PDUs in flight are uncertain, the rest was not taken."""
        self.trouble = trouble
        for sequence in list(self.pending):
            self._lose(sequence)
        self.give_up()
        self.conclude()

    def tell(self):
        """Tell the journal what is known and was not told yet."""
        self.fates.tell()

    def _again(self, slot):
        owner = self.owners[slot]
        fate = self.fates.get(owner)
        if self.given_up or (fate and (fate.refusal or fate.uncertain)):
            self._settle_waiting(slot)
        elif self.tired and not self._is_begun(owner):
            self._end(slot)
        else:
            insort(self.queue, slot)

    def _end(self, slot):
        """End a message of which nothing was taken: it waits for another batch, or has failed."""
        owner = self.owners[slot]
        if self.alone and self.doubts.strike(self.messages[owner].reference):
            self._refuse_by(slot, self.latest_wait)
            return
        self._settle_waiting(slot)
        self._drop_rest(owner)

    def _settle_waiting(self, slot):
        self.gone += 1
        self._settle(self.owners[slot])

    def _refuse_by(self, slot, status):
        self._refuse(slot, causes.from_smpp_status(status), f"0x{status:02X}")

    def _refuse(self, slot, cause, code):
        owner = self.owners[slot]
        fate = self.fates.of(owner)
        fate.refusal = fate.refusal or (cause, code)
        self.gone += 1
        self._settle(owner)
        self._drop_rest(owner)

    def _lose(self, sequence):
        slot, left_at = self.pending.pop(sequence)
        owner = self.owners[slot]
        fate = self.fates.of(owner)
        fate.uncertain = True
        self.gone += 1
        self._settle(owner)
        self._drop_rest(owner)
        return left_at

    def _drop_rest(self, owner):
        """Drop a message's other segments: it will never be whole, and they would cost."""
        if self.fates.of(owner).open:
            self._drop([slot for slot in self.queue if self.owners[slot] == owner])

    def _drop(self, slots):
        for slot in slots:
            self.queue.remove(slot)
            self._settle_waiting(slot)

    def _settle(self, owner):
        reference = self.messages[owner].reference
        fate = self.fates.settle(owner, reference, lost=bool(self.trouble))
        # A message that is refused alone may be offered again all the same.
        if fate and not (self.alone and fate.refusal):
            self.doubts.cleared(reference)
