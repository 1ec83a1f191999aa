"""A broker that obeys, and the journal and inbox that it is given: in memory, all remembered."""

from collections import Counter
from itertools import count

from unisms.ports import Acceptance, BrokerUnavailable, Receipt
from unisms.sms import causes, states


class Died(BaseException):
    """The process was killed here."""


class FakeBroker:
    """Takes every message, unless it was told otherwise."""

    echoes_reference = False
    batch_size = 500

    def __init__(self, settings=()):
        self.settings = dict(settings)
        self.batches = []  # how many messages each ``send`` was given
        self.written = []  # every message that left, answered or not
        self.ids = {}  # reference -> its ids
        self.inbox = None
        self.sessions = 0  # how many were opened
        self.closed = 0
        self.meanwhile = lambda message: (
            None
        )  # called between the leaving of a message and its answer
        self.readable = {}  # octets that it can read now -> the news that they are
        self._ids = count(1)
        self._fates = {}  # msisdn -> what becomes of it
        self.recovers()

    # Orders for it.

    def recovers(self):
        """From now on all goes well again."""
        self._left, self._ending, self._unanswered_end = None, None, False
        self._answer = None
        self.refuses_session = None  # the error that ``open`` raises

    def dies_after_taking(self, messages):
        """The process is killed once that many more messages were taken."""
        self._left, self._ending = messages, Died()

    def dies_before_answering(self, messages):
        """Kill the process once that many more messages have left, the last without an answer."""
        self.dies_after_taking(messages - 1)
        self._unanswered_end = True

    def goes_away_after(self, messages, trouble="the link is lost"):
        """That many more are taken; the rest is given back, until it recovers."""
        self._left, self._ending = messages, BrokerUnavailable(trouble)

    def fails_after(self, messages, error):
        """The adapter has a fault: ``error`` is raised once that many more messages were taken."""
        self._left, self._ending = messages, error

    def refuses(self, msisdn, cause=causes.NUMBER_INVALID):
        """This number is refused at once."""
        self._fates[msisdn] = lambda message, journal: journal.answered(
            [Acceptance(message.reference, cause=cause)]
        )

    def refuses_everything(self, cause, code="", sender_id=None):
        """Every message is refused by this answer, or every one that shows ``sender_id``."""

        def answer(message, journal):
            if sender_id not in (None, message.sender_id):
                return self._take(message, journal)
            return journal.answered([Acceptance(message.reference, cause=cause, code=code)])

        self._answer = answer

    def throttles(self, msisdn, times=1):
        """This number is given back that many times."""
        left = Counter({msisdn: times})

        def throttle(message, journal):
            left[msisdn] -= 1
            if left[msisdn] >= 0:
                journal.returned([message.reference])
            else:
                self._take(message, journal)

        self._fates[msisdn] = throttle

    def loses(self, msisdn):
        """This number's answer never comes."""
        self._fates[msisdn] = lambda message, journal: None

    # Its memories.

    @property
    def references(self):
        return [message.reference for message in self.written]

    @property
    def references_seen_twice(self):
        return [reference for reference, times in Counter(self.references).items() if times > 1]

    @property
    def texts(self):
        return {message.msisdn: message.text for message in self.written}

    def receipts(self, state=states.DELIVERED, cause=None):
        """A receipt for every id it has told."""
        told = {message.reference: message.msisdn for message in self.written}
        return [
            Receipt(id, state, msisdn=told[reference], cause=cause)
            for reference, ids in self.ids.items()
            for id in ids
        ]

    def delivers(self):
        """Let all that was taken reach its handset; return acknowledged chunks, a growing list."""
        acknowledged = []
        for receipt in self.receipts():
            self.inbox.put([receipt], lambda receipt=receipt: acknowledged.append(receipt))
        return acknowledged

    # The promise.

    def open(self, inbox):
        if self.refuses_session is not None:
            raise self.refuses_session
        self.inbox = inbox
        self.sessions += 1

    def close(self):
        self.closed += 1

    def is_up(self):
        return self.sessions > self.closed and self._left is None

    def check(self):
        return "fake"

    def read_again(self, command, raw):
        if raw not in self.readable:
            raise ValueError(command)
        return self.readable[raw]

    def send(self, messages, journal):
        self.batches.append(len(messages))
        for position, message in enumerate(messages):
            if self._left == 0:
                self._end(message, messages[position:], journal)
            if self._left is not None:
                self._left -= 1
            self._leave(message, journal)
            self._fates.get(message.msisdn, self._answer or self._take)(message, journal)

    def _end(self, message, rest, journal):
        if isinstance(self._ending, BrokerUnavailable):
            journal.returned([message.reference for message in rest])
        elif self._unanswered_end:
            self._leave(message, journal)
        raise self._ending

    def _leave(self, message, journal):
        journal.leaving([message.reference])
        self.written.append(message)

    def _take(self, message, journal):
        ids = tuple(f"{next(self._ids):x}" for _ in range(self.segments_of(message)))
        self.ids[message.reference] = ids
        self.meanwhile(message)
        journal.answered([Acceptance(message.reference, ids)])

    def segments_of(self, message):
        """How many ids a message gets."""
        return 1


class MemoryJournal:
    """A journal with rules: messages are answered or given back once, after they are written."""

    def __init__(self):
        self.left, self.acceptances, self.given_back = [], [], []

    def leaving(self, references):
        for reference in references:
            assert reference not in self.left or reference in self.given_back, (
                f"{reference} left twice"
            )
        self.left.extend(references)

    def answered(self, acceptances):
        for acceptance in acceptances:
            assert acceptance.reference in self.left, (
                f"{acceptance.reference} was answered before it left"
            )
            assert acceptance.reference not in self.answers, (
                f"{acceptance.reference} was answered twice"
            )
            self.acceptances.append(acceptance)

    def returned(self, references):
        for reference in references:
            assert reference not in self.answers, f"{reference} was answered, then given back"
        self.given_back.extend(references)

    @property
    def answers(self):
        """Reference -> acceptance."""
        return {acceptance.reference: acceptance for acceptance in self.acceptances}

    @property
    def uncertain(self):
        """Return the references that left and have no answer."""
        return [r for r in self.left if r not in self.answers and r not in self.given_back]


class MemoryInbox:
    """An inbox that stores at once; ``news`` is all that came."""

    loop = None

    def __init__(self):
        self.news = []

    def put(self, news, done):
        self.news.extend(news)
        done()
