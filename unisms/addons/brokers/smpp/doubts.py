"""Messages that an SMSC does not take while it takes others: is it for what they are themselves?

An SMSC that limits our rate, is ill, or does not know us says so of whatever comes; one whose queue
for a single number is full says the same, and of this number only. The first is no message's fate.
So a message that is told to wait again and again while more others are taken than refused is
*suspected*: it is kept out of what leaves together, and offered alone from time to time. Each such
try in vain is a *strike* where the SMSC takes everything else meanwhile, or has nothing else to
take for long. After so many strikes it is refused: with an SMSC that refuses at random every
second PDU, this happens to less than one message in a thousand million.
"""

import time

TELLING = 3  # times that it was told to wait while more others were taken than refused
MOST_STRIKES = 24
FIRST, LONGEST = 0.5, 120.0  # seconds between two tries alone, doubling
QUIET = 0.25  # seconds for which nothing was taken before one is offered alone
MOST_REFUSED = 0.1  # of the others, refusals for one taken, where the SMSC takes everything else
BRIEF, LONG = 0.05, 1.0  # seconds to wait where nothing may be offered yet, doubling
KEPT = 10_000  # messages that are remembered; those that came first are forgotten first


class Doubt:
    """The knowledge of one message. Times are those of a monotonic clock."""

    def __init__(self, taken, refused):
        self.taken, self.refused = taken, refused  # of all others, when it was last told to wait
        self.telling = self.strikes = 0
        self.due = None  # when it may be offered alone, once it is suspected
        self.pause = FIRST


class Doubts:
    """The memory of one connection, for one ``send`` at a time. References are ours."""

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self.of = {}  # reference -> Doubt
        self.taken = self.refused = 0  # PDUs, in all batches before
        self.well = False  # the SMSC took something in the latest batch that it answered
        self._taken_at = -QUIET
        self._wait = BRIEF

    def suspected(self, messages):
        """Those of these messages that are not to leave with others."""
        if not self.of:
            return []
        found = [self.of.get(message.reference) for message in messages]
        return [
            one
            for one, doubt in zip(messages, found, strict=True)
            if doubt and doubt.due is not None
        ]

    def due(self, messages):
        """Those of these suspected messages that may be offered alone now."""
        now = self.clock()
        known = [message for message in messages if message.reference in self.of]
        return [message for message in known if self.of[message.reference].due <= now]

    def until_quiet(self):
        """In how many seconds nothing will have been taken for a moment."""
        return max(0.0, self._taken_at + QUIET - self.clock())

    def until_due(self, messages):
        """For how many seconds to wait where none of these, and nothing else, may be offered."""
        wait, self._wait = self._wait, min(LONG, self._wait * 2)
        due = min(self.of[message.reference].due for message in messages)
        return max(0.0, min(wait, due - self.clock()))

    def told_to_wait(self, reference, taken, refused):
        """Note that a message was told to wait; return whether it is suspected by now.

        ``taken`` and ``refused`` count the PDUs of its batch so far, this refusal too.
        """
        taken, refused = self.taken + taken, self.refused + refused
        doubt = self.of.get(reference)
        if doubt is None:
            self.of[reference] = Doubt(taken, refused)
            self._forget_old()
            return False
        others, doubt.taken = taken - doubt.taken, taken
        waiting, doubt.refused = refused - doubt.refused - 1, refused
        doubt.telling += others > waiting
        if doubt.due is None and doubt.telling >= TELLING:
            doubt.due = self.clock() + FIRST
        return doubt.due is not None

    def is_telling(self, reference):
        """Whether the message was ever told to wait while more others were taken than refused."""
        return reference in self.of and self.of[reference].telling > 0

    def strike(self, reference):
        """Note that a message was offered alone and not taken; true once it is refused for good."""
        doubt = self.of[reference]
        taken, refused = self.taken - doubt.taken, self.refused - doubt.refused
        doubt.taken, doubt.refused = self.taken, self.refused
        if refused and refused >= taken:  # whatever comes is told to wait
            del self.of[reference]
            return False
        nothing_else = not taken and doubt.pause >= LONGEST
        doubt.strikes += nothing_else or refused < taken * MOST_REFUSED
        doubt.pause = min(LONGEST, doubt.pause * 2)
        certain = (
            doubt.strikes >= MOST_STRIKES
        )  # and if it comes again all the same, there is nothing to wait for
        doubt.due = self.clock() + (0 if certain else doubt.pause)
        return certain

    def cleared(self, reference):
        """The message was taken."""
        self.of.pop(reference, None)

    def sum_up(self, taken, refused):
        """A batch is over, of which so many PDUs were taken and told to wait."""
        self.taken += taken
        self.refused += refused
        if taken:
            self.well, self._taken_at, self._wait = True, self.clock(), BRIEF

    def _forget_old(self):
        if len(self.of) > KEPT:
            del self.of[next(iter(self.of))]
