"""Whether a broker refuses one message after another by answers that say nothing of their numbers."""

from typing import NamedTuple

from unisms.sms import causes
from unisms.tasks.journal import Outcome

MOST = 20  # such refusals in a row
OF_THE_NUMBER = frozenset(
    (
        *(causes.NUMBER_INVALID, causes.NUMBER_UNUSABLE, causes.ABSENT, causes.EXPIRED),
        *(causes.PORTABILITY, causes.OPT_OUT, causes.RATE),
    )
)
OF_US = frozenset((causes.CREDIT, causes.ACCOUNT))  # one is enough: it is no message's fate
OF_THE_MESSAGE = frozenset((causes.SENDER, causes.CONTENT))  # of one campaign, however often


class Row(NamedTuple):
    """Refusals of one campaign with no message taken between."""

    answers: tuple = ()  #: pairs of cause and code, each once; the latest one comes last
    count: int = 0

    def and_by(self, answer):
        """Return the row with one more refusal."""
        others = tuple(one for one in self.answers if one != answer)
        return Row((*others, answer), self.count + 1)

    @property
    def answer(self):
        """The latest one that refuses us, else the latest one."""
        return next((one for one in reversed(self.answers) if one[0] in OF_US), self.answers[-1])

    def is_like(self, other):
        """Whether an answer that is of no single campaign is among those of both."""
        common = set(self.answers) & set(other.answers)
        return any(cause not in OF_THE_MESSAGE for cause, _ in common)


NO_ROW = Row()


class Verdict(NamedTuple):
    """What is to be written down of a batch, and what to do with the line."""

    outcome: Outcome
    held: str | None = None  #: the path of the campaign to hold back, ``""`` for all; ``None``: nothing is
    answer: tuple = ()  #: the cause and the code that hold it
    released: bool = False  #: the broker takes again what was held

    def keeps(self, path):
        """Whether it holds the campaign at this path."""
        return self.held in ("", path)


class Brake:
    """Looks at the outcome of each batch of one connection, in turn. Lives as long as the lease."""

    def __init__(self):
        self._rows = {}  # path of a campaign -> its ``Row``
        self._last = None  # the campaign held last, and its ``Row``, until anything is taken
        self._suspects = set()  # references that were refused for what we are
        self._convicted = set()  # those of them after which another message was taken: it was not for that
        self._spared = set()  # references that stood in a row which ended by itself: they are offered once more

    def judge(self, batch, outcome):
        """The ``Verdict`` of a ``services.delivery.Batch``. Of a row of refusals that holds the line, or that is over
        within the batch, those of this batch are no outcome: they go back in the line. A few of the batches before
        have failed."""
        row, doubtful, taken, spared = self._rows.pop(batch.campaign, NO_ROW), [], False, set()
        for acceptance in outcome.answered.values():
            if acceptance.cause is None:
                if row.count >= MOST:
                    spared.update(doubtful)
                row, doubtful, taken = NO_ROW, [], True
            elif not self._is_its_own(acceptance):
                row = row.and_by((acceptance.cause, acceptance.code))
                doubtful += [acceptance.reference] * (not acceptance.ids)  # what was taken in part is billed
        if taken:
            self._acquit()
        return self._decide(batch, self._spare(spared, outcome), row, doubtful, taken)

    def _spare(self, references, outcome):
        """The outcome without these refusals. A message that was spared before is refused for what it is itself."""
        spared = references - self._spared
        self._spared |= spared
        return _without(spared, outcome) if spared else outcome

    def _is_its_own(self, refusal):
        """Whether it says something of the message alone."""
        return refusal.cause in OF_THE_NUMBER or (refusal.cause in OF_US and refusal.reference in self._convicted)

    def _acquit(self):
        """The broker takes messages: what it refused before was not for our account."""
        self._last = None
        self._convicted |= self._suspects
        self._suspects = set()

    def _decide(self, batch, outcome, row, doubtful, taken):
        released = taken and batch.held is not None
        if not row.count:
            return Verdict(outcome, released=released)
        answer = row.answer
        single = answer[0] in OF_US or (batch.held is not None and not taken)
        if row.count < (1 if single else MOST):
            self._rows[batch.campaign] = row
            return Verdict(outcome, released=released)
        scope = self._scope(batch, row)
        self._last = batch.campaign, row
        if answer[0] in OF_US:
            self._suspects.update(doubtful)
        return Verdict(_without(doubtful, outcome), scope, answer)

    def _scope(self, batch, row):
        """All, where an answer speaks of us, or another campaign was held by one of them and nothing taken since."""
        if row.answer[0] in OF_US or (batch.held is not None and not batch.held.path):
            return ""
        if self._last is None:
            return batch.campaign
        campaign, before = self._last
        return "" if campaign != batch.campaign and row.is_like(before) else batch.campaign


def _without(references, outcome):
    """The outcome as if these were never offered."""
    gone = frozenset(references)
    return outcome._replace(answered={name: one for name, one in outcome.answered.items() if name not in gone})
