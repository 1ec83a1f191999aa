"""The brake: does a broker refuse one message after another, for no reason in their numbers?"""

import time
from collections import Counter, deque
from collections.abc import Callable, Set
from itertools import islice
from typing import Any, NamedTuple

from unisms.services.delivery.claims import Batch
from unisms.sms import causes
from unisms.tasks.delivery.journal import Outcome

MOST = 20  # such refusals in a row
MOST_OF_ONE = 3  # or so many of one message: nothing else waits
SPAN = 100  # answers, or those of more if they came together
MOST_OF_THE_SPAN = 0.8  # refusals: hardly anything is taken
MISTAKE = 1e-6  # the probability that a message which fails was refused by chance
A_MOMENT = 5  # seconds for which a broker that took messages is well …
MOST_OF_THE_WELL = 0.5  # … where it refused so few of them
LATER = 30  # seconds after which another try tells something new, though nothing was taken since
REMEMBERED = 20_000  # messages that were refused; those refused first are forgotten first
CAMPAIGNS = 1_000  # with a row of refusals of their own
OF_THE_NUMBER = frozenset(
    (
        *(causes.NUMBER_INVALID, causes.NUMBER_UNUSABLE, causes.ABSENT, causes.EXPIRED),
        *(causes.PORTABILITY, causes.OPT_OUT, causes.RATE),
    )
)
# a single one is enough: it is no message's fate
OF_US = frozenset((causes.CREDIT, causes.ACCOUNT))
OF_THE_MESSAGE = frozenset((causes.SENDER, causes.CONTENT))  # of one campaign, however often


class Row(NamedTuple):
    """Refusals with no message taken between, of one campaign, or all that name no campaign."""

    answers: tuple = ()  #: pairs of cause and code, each once; the latest one comes last
    length: int = 0
    campaigns: frozenset = frozenset()  #: paths, two at most
    most: int = 0  #: refusals of one message
    #: References refused for sender or text by settled batches. They have failed, unless the row
    #: is a proof.
    failed: tuple = ()

    def and_by(self, answer: tuple[str, str], campaign: str, times: int = 1) -> "Row":
        """Return the row with one more refusal, of a message refused ``times`` since it began."""
        others = tuple(one for one in self.answers if one != answer)
        # two are many
        campaigns = self.campaigns if len(self.campaigns) > 1 else self.campaigns | {campaign}
        return self._replace(
            answers=(*others, answer),
            length=self.length + 1,
            campaigns=campaigns,
            most=max(self.most, times),
        )

    @property
    def answer(self) -> tuple[str, str]:
        """The latest one that refuses us, else the latest one."""
        return next((one for one in reversed(self.answers) if one[0] in OF_US), self.answers[-1])

    @property
    def refuses_us(self) -> bool:
        return any(cause in OF_US for cause, _ in self.answers)

    @property
    def is_proof(self) -> bool:
        """Whether it is no chance any more."""
        return self.length >= MOST or self.most >= MOST_OF_ONE


NO_ROW = Row()


class Verdict(NamedTuple):
    """The brake's decision: the outcome to write down of a batch, and what to do with the line."""

    outcome: Outcome
    #: the path of the campaign to hold back, ``""`` for all; ``None``: nothing is
    held: str | None = None
    answer: tuple = ()  #: the cause and the code that hold it
    released: bool = False  #: the broker takes again what was held
    #: References of batches before: written down as failed, they go back in the line.
    regained: tuple = ()

    def keeps(self, path: str) -> bool:
        """Whether it holds the campaign at this path."""
        return self.held in ("", path)


class Known(NamedTuple):
    """A message that was refused by an answer which says nothing of it. It is offered again."""

    since: int  #: messages taken before the first refusal
    last: int  #: and before the latest one that told something
    at: float  #: when that was, on a monotonic clock
    refusals: int = 1  #: those that told something


class Seen(NamedTuple):
    """The answers to one batch, or to several together."""

    taken: int = 0
    new: int = 0  #: refused for the first time by an answer that says nothing of the message
    refused: int = 0  #: refused so, and not for what they are themselves
    campaign: str = ""

    @property
    def answers(self) -> int:
        return self.taken + self.refused


class Brake:
    """The brake looks at the outcome of each batch of a connection; it lives as long as the lease.

    A refusal that says nothing of number, text or sender is no fate: the message was not taken, and
    is offered again. Such refusals make one row for the connection. A message has failed only if
    the broker took others since, and refused it so often that it cannot be chance, given the share
    of messages that it refuses for the first time.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # path of a campaign -> the ``Row`` of refusals of its sender and text, and others between
        self._rows: dict[str, Row] = {}
        self._row = NO_ROW  # of refusals that speak of no campaign
        self._latest: tuple = ()  # of the answers in it
        self._times: Counter[str] = Counter()  # reference -> its refusals in that row
        self._known: dict[str, Known] = {}  # by reference
        # references refused for sender or text in a row that ended by itself: offered once more
        self._spared: dict[str, None] = {}
        self._span: deque[Seen] = deque()
        self._taken = 0  # messages
        self._taken_at: float = -A_MOMENT  # the latest of them

    def judge(self, batch: Batch, outcome: Outcome) -> Verdict:
        """Return the ``Verdict`` of a ``services.delivery.Batch``.

        A refusal that says nothing of its message is no outcome: the message goes back in the line.
        So does one refused for sender or text, in a row that holds the campaign, or that was long
        enough to when it ended: also those of the batches before, which have failed until then.
        """
        row, doubtful = self._rows.pop(batch.campaign, NO_ROW), list[str]()
        back, spared = set[str](), set[str]()
        taken = new = refused = 0
        for reference, acceptance in outcome.answered.items():
            cause, of_the_message = acceptance.cause, acceptance.cause in OF_THE_MESSAGE
            if cause is None:
                taken += 1
                if row.length or self._row.length:
                    spared.update((*row.failed, *doubtful) if row.length >= MOST else ())
                    row, doubtful = NO_ROW, []
                    self._begin_anew()
                continue
            if cause in OF_THE_NUMBER:
                continue
            answer = cause, acceptance.code
            if not of_the_message:
                new += reference not in self._known
                fate = self._weigh(reference, taken, new)
                if fate is not True and not acceptance.ids:  # a message taken in part is billed
                    back.add(reference)
                if fate is not None:
                    continue
                refused += 1
                self._lengthen(reference, answer, batch.campaign)
            row = row.and_by(answer, batch.campaign)
            doubtful += [reference] * (of_the_message and not acceptance.ids)
        seen = Seen(taken, new, refused, batch.campaign)
        self._note(seen)
        back |= self._to_spare(spared)
        return self._decide(batch, outcome, row, (back, doubtful), seen)

    def _begin_anew(self) -> None:
        """The broker takes messages."""
        self._row = NO_ROW
        self._times.clear()

    def _lengthen(self, reference: str, answer: tuple[str, str], campaign: str) -> None:
        self._times[reference] += 1
        _forget_first(self._times, REMEMBERED)
        self._row, self._latest = self._row.and_by(answer, campaign, self._times[reference]), answer

    def _weigh(self, reference: str, taken: int, new: int) -> bool | None:
        """Return whether a refusal, after ``taken`` others of its batch, is the message's own.

        ``None``: it tells nothing, as one of a row. False: it may be the message. True: it is.
        """
        total, now, known = self._taken + taken, self._clock(), self._known.get(reference)
        if known is None or known.since == total:
            self._known[reference] = known or Known(total, total, now)
            _forget_first(self._known, REMEMBERED)
            return None
        chance = self._chance(taken, new)
        is_well = (taken or now - self._taken_at < A_MOMENT) and chance < MOST_OF_THE_WELL
        if known.last == total and not is_well and now - known.at < LATER:
            return None
        self._known[reference] = known._replace(last=total, at=now, refusals=known.refusals + 1)
        if chance ** (known.refusals + 1) >= MISTAKE:
            return False
        del self._known[reference]
        return True

    def _chance(self, taken: int, new: int) -> float:
        """Return the probability of a first such refusal, a little higher than it was of late."""
        taken += sum(seen.taken for seen in self._span)
        new += sum(seen.new for seen in self._span)
        return (new + 1) / (taken + new + 2)

    def _note(self, seen: Seen) -> None:
        if seen.taken:
            self._taken, self._taken_at = self._taken + seen.taken, self._clock()
        if seen.answers or seen.new:
            self._span.append(seen)
        while sum(one.answers for one in islice(self._span, 1, None)) >= SPAN:
            self._span.popleft()

    def _hardly_takes(self) -> bool:
        answers, refused = (
            sum(one.answers for one in self._span),
            sum(one.refused for one in self._span),
        )
        return answers >= SPAN and refused >= MOST_OF_THE_SPAN * answers

    def _to_spare(self, references: set[str]) -> set[str]:
        """Those that were not spared before: such a message is refused for what it is itself."""
        spared = references - self._spared.keys()
        self._spared |= dict.fromkeys(spared)
        _forget_first(self._spared, REMEMBERED)
        return spared

    def _decide(
        self,
        batch: Batch,
        outcome: Outcome,
        row: Row,
        undecided: tuple[set[str], list[str]],
        seen: Seen,
    ) -> Verdict:
        back, doubtful = undecided
        tries = batch.held is not None and not seen.taken
        scope, answer = self._hold(batch, row, seen, tries)
        if scope is None:
            if row.length:
                self._rows[batch.campaign] = row._replace(failed=(*row.failed, *doubtful))
                _forget_first(self._rows, CAMPAIGNS)
            return _verdict(back, outcome, released=seen.taken > 0 and batch.held is not None)
        self._span.clear()
        return _verdict(back.union(doubtful, row.failed), outcome, held=scope, answer=answer)

    def _hold(self, batch: Batch, row: Row, seen: Seen, tries: bool) -> tuple[str | None, tuple]:
        """Return the things to hold, and the answer that is the reason; ``None``: nothing.

        All is held if an answer speaks of us, if several campaigns are refused alike, or if what
        held all is not over; else the campaign.
        """
        of_all = batch.held is not None and not batch.held.path
        if seen.refused and (self._row.refuses_us or self._row.is_proof or tries):
            of_all = of_all or self._row.refuses_us or len(self._row.campaigns) > 1
            return "" if of_all else batch.campaign, self._row.answer
        if row.length >= MOST or (tries and row.length):
            return "" if of_all else batch.campaign, row.answer
        if seen.refused and self._hardly_takes():
            campaigns = {one.campaign for one in self._span if one.refused}
            return "" if len(campaigns) > 1 else batch.campaign, self._latest
        return None, ()


def _verdict(back: Set[str], outcome: Outcome, **told: Any) -> Verdict:
    """Of a batch where these references go back in the line, whatever batch they were of."""
    regained = tuple(sorted(back - outcome.answered.keys()))
    return Verdict(_without(back, outcome), regained=regained, **told)


def _without(references: Set[str], outcome: Outcome) -> Outcome:
    """The outcome as if these were never offered."""
    if not references:
        return outcome
    return outcome._replace(
        answered={name: one for name, one in outcome.answered.items() if name not in references}
    )


def _forget_first(known: dict[str, Any], most: int) -> None:
    """Keep so many entries: the oldest ones go."""
    for name in list(islice(known, max(0, len(known) - most))):
        del known[name]


def after_crash(outcome: Outcome) -> Outcome:
    """Return an outcome of journals without the refusals that the ``Brake`` has not judged.

    Their messages were not taken, and may be offered again.
    """
    undecided = [
        reference
        for reference, told in outcome.answered.items()
        if told.cause is not None and told.cause not in OF_THE_NUMBER and not told.ids
    ]
    return _without(frozenset(undecided), outcome)
