"""What one ``send`` has in hand: which PDUs to write next, and what each answer means for its message.

Pure: it writes nothing and waits for nobody. It lives on the loop's thread once handed over.
"""

from collections import deque
from threading import Event

from unisms.addons.brokers.smpp import codec
from unisms.ports import Acceptance, BrokerBusy, BrokerRefused
from unisms.sms import causes

THROTTLED, QUEUE_FULL = 0x58, 0x14
#: Statuses that refuse *us*, whatever the message (SMPP 3.4, §5.1.3): not bound for this command,
#: already bound, bind failed, password, system_id, system_type.
REFUSING_US = frozenset({0x04, 0x05, 0x0D, 0x0E, 0x0F, 0x53})
REFUSING_FOR_LONG = REFUSING_US - {0x04, 0x05}  # until a person has looked
MOST_SYSTEM_ERRORS = 3  # strikes after which an error of the SMSC is one of this message
MOST_STRIKES = 5  # after which it is not the SMSC that is full or refuses us, but this message that has no place
BRIEF = 1.0  # seconds for which only messages with strikes are offered, where the SMSC takes others


class Fate:
    """What became so far of the segments of one message. Only made for those that are not one segment, taken."""

    def __init__(self, segments):
        self.open = segments  # neither answered nor given up
        self.ids = {}  # segment -> the broker's id
        self.refusal = None  # (cause, code) of the first segment that was refused for good
        self.uncertain = False  # a segment left and was never answered


class Batch:
    """The messages of one ``send``, a PDU each per segment. A ``slot`` is the place of a PDU in ``bodies``.

    An SMSC that is too busy, or ill, says so of whatever comes; one whose queue for a single number is full says the
    same, and of this number only. A message gets a *strike* each time that it is told to wait although one that was
    offered after it was taken. ``strikes``, by reference, outlive the batch: what waits is soon offered again.

    An SMSC that refuses *us* says nothing of the message, which is returned; the link is then bound anew. As another
    message may be taken all the same, this one gets its strikes too.
    """

    def __init__(self, prepared, journal, submit_id, strikes=None):
        self.messages, self.bodies, self.owners, self.sizes = prepared[:4]
        self.journal = journal
        self.submit_id = submit_id  # brings the broker's id to the form that its receipts have too
        self.done = Event()
        self.trouble = None  # why the link was lost, if it was, or why the SMSC took nothing
        self.kind = None  # of an error that this is for whoever sends; otherwise it is as the session knows it
        self.pending = {}  # sequence -> (slot, when it left)
        self.queue = deque(range(len(self.bodies)))
        self.left = bytearray(len(self.messages))  # 1 once the journal knows that the message leaves
        self.fates = {}  # message -> Fate
        self.strikes = {} if strikes is None else strikes
        self.told_to_wait = {}  # slot -> the sequence with which it was, and the status
        self.refusal = None  # the status by which the SMSC refused us
        self.ill = False  # the SMSC takes nothing, and says that it has an error: a new link may find it well
        self._turned_away = {}  # reference of a message returned by such a status -> its sequence
        self.latest_taken = 0  # the highest sequence that was taken
        self.given_up = False
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
        queue, owners, bodies, left, pending = self.queue, self.owners, self.bodies, self.left, self.pending
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
            if self.strikes:
                self.strikes.pop(self.messages[owner].reference, None)
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
        if status in REFUSING_US and self._struck(slot) < MOST_STRIKES:
            self._turn_away(slot, sequence, status)
            return False
        if status in causes.TRANSIENT and not self._hopeless(slot, sequence, status):
            self._again(slot)
            return True
        self._refuse_by(slot, status)
        return False

    def _turn_away(self, slot, sequence, status):
        """It is no message that is refused: nothing more is offered by this link, and all that is not taken waits."""
        if self.refusal is None:
            self.refusal, self.kind = status, BrokerRefused if status in REFUSING_FOR_LONG else BrokerBusy
            self.trouble = f"the SMSC takes no message of ours (0x{status:02X})"
            self.give_up()
        self._turned_away[self.messages[self.owners[slot]].reference] = sequence
        self._again(slot)

    def conclude(self):
        """It is done. A message that was refused for what we are, while one after it was taken, gets a strike."""
        for reference, sequence in self._turned_away.items():
            if self.latest_taken > sequence:
                self.strikes[reference] = self.strikes.get(reference, 0) + 1

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
        return min(longest, BRIEF) if self.latest_taken and self._only_struck() else longest

    def tire(self):
        """The SMSC has taken none of the queue for too long. Where nothing else is left to compare with, that is a
        strike for messages that have some; where it took nothing at all, that is trouble."""
        if not self.latest_taken:
            if self._only_struck():
                self._strike_again()
            else:
                self._blame_the_smsc()
        self.give_up()

    def _strike_again(self):
        for owner in {self.owners[slot] for slot in self.queue}:
            self.strikes[self.messages[owner].reference] += 1
        for slot in list(self.queue):
            if slot in self.queue and self._struck(slot) >= MOST_STRIKES:
                self.queue.remove(slot)
                self._refuse_by(slot, self.told_to_wait.get(slot, (0, THROTTLED))[1])

    def _blame_the_smsc(self):
        _, status = next(reversed(self.told_to_wait.values()), (0, THROTTLED))
        self.ill = status not in (THROTTLED, QUEUE_FULL)
        self.kind, self.trouble = BrokerBusy, f"the SMSC takes nothing at present (0x{status:02X})"

    def _only_struck(self):
        return bool(self.queue) and all(map(self._struck, self.queue))

    def _struck(self, slot):
        return self.strikes.get(self.messages[self.owners[slot]].reference, 0)

    def give_up(self):
        """Write nothing more: what is in the queue was not taken. What is in flight may still be answered."""
        self.given_up = True
        self._drop(list(self.queue))

    def finish(self):
        """Begin no message more. The segments that a message begun still lacks are written: half of it is worth
        nothing, and paid for."""
        self.given_up = True
        self._drop([slot for slot in self.queue if not self.left[self.owners[slot]]])

    def lose(self, trouble):
        """The link is lost: what is in flight stays uncertain, the rest was not taken."""
        self.trouble = trouble
        for sequence in list(self.pending):
            self._lose(sequence)
        self.give_up()

    def tell(self):
        """Tell the journal what is known and was not told yet."""
        if self._acceptances:
            known, self._acceptances = self._acceptances, []
            self.journal.answered(known)
        if self._returned:
            returned, self._returned = self._returned, []
            self.journal.returned(returned)

    def _hopeless(self, slot, sequence, status):
        before, _ = self.told_to_wait.pop(slot, (sequence, status))
        self.told_to_wait[slot] = sequence, status
        if self.latest_taken > before:
            self.strikes[self.messages[self.owners[slot]].reference] = self._struck(slot) + 1
        most = MOST_STRIKES if status in (THROTTLED, QUEUE_FULL) else MOST_SYSTEM_ERRORS
        return self._struck(slot) >= most

    def _again(self, slot):
        fate = self.fates.get(self.owners[slot])
        if self.given_up or (fate and (fate.refusal or fate.uncertain)):
            self._settle(self.owners[slot], self._fate(self.owners[slot]))
        else:
            self.queue.appendleft(slot)

    def _refuse_by(self, slot, status):
        self._refuse(slot, causes.from_smpp_status(status), f"0x{status:02X}")

    def _refuse(self, slot, cause, code):
        owner = self.owners[slot]
        fate = self._fate(owner)
        fate.refusal = fate.refusal or (cause, code)
        self._settle(owner, fate)
        self._drop_rest(owner)

    def _lose(self, sequence):
        slot, left_at = self.pending.pop(sequence)
        owner = self.owners[slot]
        fate = self._fate(owner)
        fate.uncertain = True
        self._settle(owner, fate)
        self._drop_rest(owner)
        return left_at

    def _drop_rest(self, owner):
        """The message will never be whole: its other segments would be paid for nothing."""
        if self.fates[owner].open:
            self._drop([slot for slot in self.queue if self.owners[slot] == owner])

    def _drop(self, slots):
        for slot in slots:
            self.queue.remove(slot)
            self._settle(self.owners[slot], self._fate(self.owners[slot]))

    def _fate(self, owner):
        return self.fates.get(owner) or self.fates.setdefault(owner, Fate(self.sizes[owner]))

    def _settle(self, owner, fate):
        """One segment less to wait for. After the last one the message is answered, returned, or left uncertain."""
        fate.open -= 1
        if fate.open or fate.uncertain:
            return
        reference = self.messages[owner].reference
        if fate.refusal or fate.ids:
            self.strikes.pop(reference, None)
        ids = tuple(fate.ids[slot] for slot in sorted(fate.ids) if fate.ids[slot])
        if fate.refusal:
            self._acceptances.append(Acceptance(reference, ids, *fate.refusal))
        elif len(fate.ids) == self.sizes[owner]:
            self._acceptances.append(Acceptance(reference, ids))
        elif fate.ids:  # billed, and never whole: it can neither be sent again nor be called taken
            self._acceptances.append(Acceptance(reference, ids, causes.OPERATOR if self.trouble else causes.RATE))
        else:
            self._returned.append(reference)
