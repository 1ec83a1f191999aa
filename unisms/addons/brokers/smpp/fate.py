"""The fates of the messages of a batch: the answers that their segments had so far."""

from unisms.ports import Acceptance
from unisms.sms import causes


class Fate:
    """Made only for a message that is not one segment, taken. A ``slot`` is a segment's place."""

    def __init__(self, segments):
        self.segments = segments
        self.open = segments  # neither answered nor given up
        self.ids = {}  # slot -> the broker's id
        self.refusal = None  # (cause, code) of the first segment that was refused for good
        self.uncertain = False  # a segment left and was never answered

    def acceptance(self, reference, lost):
        """Return the broker's answer once no segment is open; ``None``: the message was not taken.

        ``lost`` tells whether the link was.
        """
        ids = tuple(self.ids[slot] for slot in sorted(self.ids) if self.ids[slot])
        if self.refusal:
            return Acceptance(reference, ids, *self.refusal)
        if len(self.ids) == self.segments:
            return Acceptance(reference, ids)
        if self.ids:  # billed, and never whole: it is neither to be sent again nor taken
            return Acceptance(reference, ids, causes.OPERATOR if lost else causes.RATE)
        return None


class Fates:
    """The fates of messages by their owner number, and what the journal is to be told of them."""

    def __init__(self, sizes, journal):
        self.sizes, self.journal = sizes, journal
        self.acceptances, self.returned = [], []
        self._of = {}  # owner -> Fate

    def get(self, owner):
        """Return the fate of a message, or ``None`` where nothing was noted of it."""
        return self._of.get(owner)

    def of(self, owner):
        """Return the fate of a message, made if nothing was noted of it."""
        return self._of.get(owner) or self._of.setdefault(owner, Fate(self.sizes[owner]))

    def settle(self, owner, reference, lost):
        """Wait for one segment less; after the last one, answer, return or leave uncertain.

        Return the fate once it is answered, otherwise ``None``.
        """
        fate = self.of(owner)
        fate.open -= 1
        if fate.open or fate.uncertain:
            return None
        acceptance = fate.acceptance(reference, lost)
        if acceptance is None:
            self.returned.append(reference)
            return None
        self.acceptances.append(acceptance)
        return fate

    def tell(self):
        """Tell the journal what is known and was not told yet."""
        if self.acceptances:
            known, self.acceptances = self.acceptances, []
            self.journal.answered(known)
        if self.returned:
            returned, self.returned = self.returned, []
            self.journal.returned(returned)
