"""What one ``send`` has in hand: which PDUs to write next, and what each answer means for its message.

Pure: it writes nothing and waits for nobody. It lives on the loop's thread once handed over.
"""

from bisect import insort
from collections import deque
from threading import Event

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.doubts import Doubts
from unisms.ports import Acceptance, BrokerBusy, BrokerRefused
from unisms.sms import causes

THROTTLED, QUEUE_FULL = 0x58, 0x14
#: Statuses that refuse *us*, whatever the message (SMPP 3.4, §5.1.3): not bound for this command,
#: already bound, bind failed, password, system_id, system_type.
REFUSING_US = frozenset({0x04, 0x05, 0x0D, 0x0E, 0x0F, 0x53})
REFUSING_FOR_LONG = REFUSING_US - {0x04, 0x05}  # until a person has looked
BRIEF = (
    1.0  # seconds for which a batch is offered of which nothing is taken, though the one before was
)
HALF_PATIENCE = (
    120.0  # seconds for which the rest is offered of what was taken in part: it is paid for
)


class Fate:
    """What became so far of the segments of one message. Only made for those that are not one segment, taken."""

    def __init__(self, segments):
        self.open = segments  # neither answered nor given up
        self.ids = {}  # segment -> the broker's id
        self.refusal = None  # (cause, code) of the first segment that was refused for good
        self.uncertain = False  # a segment left and was never answered


class Batch:
    """The messages of one ``send``, a PDU each per segment. A ``slot`` is the place of a PDU in ``bodies``.

    An SMSC that is too busy, or ill, says so of whatever comes. What it tells to wait goes back to its place, and is
    offered again in the same order. Where that is for what a message is itself, ``doubts`` find it out, which outlive
    the batch: such a message is returned, and offered again by a batch of its own (``alone``).

    An SMSC that refuses *us* says nothing of the message, which is returned; the link is then bound anew.
    """

    def __init__(self, prepared, journal, submit_id, doubts=None, *, alone=False):
        self.messages, self.bodies, self.owners, self.sizes = prepared[:4]
        self.journal = journal
        self.submit_id = submit_id  # brings the broker's id to the form that its receipts have too
        self.done = Event()
        self.trouble = None  # why the link was lost, if it was, or why the SMSC took nothing
        self.kind = None  # of an error that this is for whoever sends; otherwise it is as the session knows it
        self.pending = {}  # sequence -> (slot, when it left)
        self.queue = deque(range(len(self.bodies)))
        self.left = bytearray(
            len(self.messages)
        )  # 1 once the journal knows that the message leaves
        self.fates = {}  # message -> Fate
        self.doubts = doubts or Doubts()
        self.alone = alone
        self.told_to_wait = 0  # PDUs
        self.gone = 0  # PDUs that are neither taken nor to be written any more
        self.latest_wait = THROTTLED  # the status of the latest of them
        self.refusal = None  # the status by which the SMSC refused us
        self.ill = False  # the SMSC takes nothing, and says that it has an error: a new link may find it well
        self.latest_taken = 0  # the highest sequence that was taken
        self.given_up = False
        self.tired = (
            alone  # nothing more is begun; the rest of what was taken in part is still offered
        )
        self._acceptances, self._returned = [], []

    @property
    def finished(self):
        return not self.pending and not self.queue

    def fill(self, room, sequence, now):
        """Take up to ``room`` PDUs from the queue: their octets, to be written at once, and the last sequence used.

        A message is begun only where all its segments have room (one that has more than the window begins alone): a
        crash would leave half of it. What was begun stands before the rest, so that the messages which left and are not
        answered are never more than the window's places.
        """
        queue, owners, bodies, left, pending = (
            self.queue,
            self.owners,
            self.bodies,
            self.left,
            self.pending,
        )
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
        """A segment was taken. An answer that nobody awaits, too late or invented, changes nothing."""
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
            self._acceptances.append(Acceptance(self.messages[owner].reference, ids))
            return
        fate = self._fate(owner)
        fate.ids[entry[0]] = self.submit_id(id)
        self._settle(owner, fate)

    def refused(self, sequence, status):
        """A segment was not taken: true if the SMSC asks to hold back and send it again, false if it never will."""
        entry = self.pending.pop(sequence, None)
        if entry is None:
            return False
        slot = entry[0]
        if status in REFUSING_US and not (self.alone and self.doubts.well):
            return self._turn_away(slot, status)
        if status in REFUSING_US or status in causes.TRANSIENT:
            return self._wait(slot, status)
        self._refuse_by(slot, status)
        return False

    def _turn_away(self, slot, status):
        """It is no message that is refused: nothing more is begun by this link, and all that is not taken waits."""
        self._note_wait(slot)
        if self.refusal is None:
            self.refusal, self.kind = (
                status,
                BrokerRefused if status in REFUSING_FOR_LONG else BrokerBusy,
            )
            self.trouble = f"the SMSC takes no message of ours (0x{status:02X})"
            self.doubts.well = bool(self.latest_taken)
            self.finish()
        self._again(slot)
        return slot in self.queue

    def _wait(self, slot, status):
        """It is offered again, here or, where it is suspected, alone and later: true if we are to hold back."""
        owner, self.latest_wait = self.owners[slot], status
        suspected = self._note_wait(slot)
        self._again(slot)
        if self.tired:
            return slot in self.queue
        if suspected and not self._is_begun(owner):
            self._drop_rest(owner)
        return True

    def _note_wait(self, slot):
        """Count the refusal; true if the message is suspected."""
        self.told_to_wait += 1
        if self.alone:
            return False
        reference = self.messages[self.owners[slot]].reference
        return self.doubts.told_to_wait(reference, self._taken(), self.told_to_wait)

    def _taken(self):
        """How many PDUs were taken so far, but for the one that is just answered."""
        return len(self.bodies) - len(self.pending) - len(self.queue) - self.gone - 1

    def conclude(self):
        """It is done."""
        self.doubts.sum_up(self._taken() + 1, 0 if self.alone else self.told_to_wait)

    @property
    def needs_new_link(self):
        """Whether the SMSC may take by another link what it does not take by this one."""
        return self.refusal is not None or self.ill

    def overdue(self, since):
        """Give up the answers of what left before ``since``: those messages stay uncertain. Return when each left."""
        late = []
        for sequence, (_, left_at) in self.pending.items():
            if left_at > since:
                break  # the oldest come first
            late.append(sequence)
        return [self._lose(sequence) for sequence in late]

    def patience(self, longest):
        """For how many seconds what is in the queue is offered to an SMSC that takes none of it."""
        if self.tired:
            return longest if self.refusal is not None else max(longest, HALF_PATIENCE)
        took = self._only_in_doubt() if self.latest_taken else self.doubts.well
        return min(longest, BRIEF) if took else longest

    def _only_in_doubt(self):
        """Whether all that is left was told to wait while more others were taken."""
        return all(
            self.doubts.is_telling(self.messages[self.owners[slot]].reference)
            for slot in self.queue
        )

    def tire(self):
        """The SMSC has taken none of the queue for too long: it was not taken, but for what was in part. Where nothing
        was taken at all, and not of the batch before either, that is trouble."""
        if self.tired:
            self.give_up()
            return
        if not self.latest_taken and not self.doubts.well:
            self.ill = self.latest_wait not in (THROTTLED, QUEUE_FULL)
            self.kind, self.trouble = (
                BrokerBusy,
                f"the SMSC takes nothing at present (0x{self.latest_wait:02X})",
            )
        self.doubts.well = bool(self.latest_taken)
        self.finish()

    def give_up(self):
        """Write nothing more: what is in the queue was not taken. What is in flight may still be answered."""
        self.given_up = True
        self._drop(list(self.queue))

    def finish(self):
        """Begin no message more. The segments that a message begun still lacks are written: half of it is worth
        nothing, and paid for."""
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
        """The link is lost: what is in flight stays uncertain, the rest was not taken."""
        self.trouble = trouble
        for sequence in list(self.pending):
            self._lose(sequence)
        self.give_up()
        self.conclude()

    def tell(self):
        """Tell the journal what is known and was not told yet."""
        if self._acceptances:
            known, self._acceptances = self._acceptances, []
            self.journal.answered(known)
        if self._returned:
            returned, self._returned = self._returned, []
            self.journal.returned(returned)

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
        """Of a message none is taken, and none in flight any more: it waits for another batch, or has failed."""
        owner = self.owners[slot]
        if self.alone and self.doubts.strike(self.messages[owner].reference):
            self._refuse_by(slot, self.latest_wait)
            return
        self._settle_waiting(slot)
        self._drop_rest(owner)

    def _settle_waiting(self, slot):
        self.gone += 1
        self._settle(self.owners[slot], self._fate(self.owners[slot]))

    def _refuse_by(self, slot, status):
        self._refuse(slot, causes.from_smpp_status(status), f"0x{status:02X}")

    def _refuse(self, slot, cause, code):
        owner = self.owners[slot]
        fate = self._fate(owner)
        fate.refusal = fate.refusal or (cause, code)
        self.gone += 1
        self._settle(owner, fate)
        self._drop_rest(owner)

    def _lose(self, sequence):
        slot, left_at = self.pending.pop(sequence)
        owner = self.owners[slot]
        fate = self._fate(owner)
        fate.uncertain = True
        self.gone += 1
        self._settle(owner, fate)
        self._drop_rest(owner)
        return left_at

    def _drop_rest(self, owner):
        """The message will never be whole: its other segments would be paid for nothing."""
        if self._fate(owner).open:
            self._drop([slot for slot in self.queue if self.owners[slot] == owner])

    def _drop(self, slots):
        for slot in slots:
            self.queue.remove(slot)
            self._settle_waiting(slot)

    def _fate(self, owner):
        return self.fates.get(owner) or self.fates.setdefault(owner, Fate(self.sizes[owner]))

    def _settle(self, owner, fate):
        """One segment less to wait for. After the last one the message is answered, returned, or left uncertain."""
        fate.open -= 1
        if fate.open or fate.uncertain:
            return
        reference = self.messages[owner].reference
        ids = tuple(fate.ids[slot] for slot in sorted(fate.ids) if fate.ids[slot])
        if fate.refusal:
            self._acceptances.append(Acceptance(reference, ids, *fate.refusal))
        elif len(fate.ids) == self.sizes[owner]:
            self._acceptances.append(Acceptance(reference, ids))
        elif fate.ids:  # billed, and never whole: it can neither be sent again nor be called taken
            self._acceptances.append(
                Acceptance(reference, ids, causes.OPERATOR if self.trouble else causes.RATE)
            )
        else:
            self._returned.append(reference)
            return
        if not self.alone or not fate.refusal:  # otherwise it may be offered again all the same
            self.doubts.cleared(reference)
