"""Broker id -> row: derived state, in the memory of the process that applies the receipts."""

from collections import Counter, deque
from collections.abc import Container, Iterable, Sequence, Set

from unisms.model.folder import find
from unisms.model.root import Root
from unisms.model.rows import IDS, MSISDN, SEGMENTS, STATE
from unisms.ports import Acceptance, Outgoing, Receipt
from unisms.services.delivery import parking
from unisms.services.delivery.receipts import GONE, UNTOLD, Matched, Stored
from unisms.services.delivery.settlement import is_untold
from unisms.sms import states
from unisms.tasks.delivery.ends import Ends
from unisms.tasks.delivery.failures import Failures
from unisms.tasks.delivery.halves import Halves
from unisms.tasks.delivery.ids import Ids, Place, Where
from unisms.tasks.delivery.journal import Outcome
from unisms.tasks.delivery.parked import Parked

LONGEST = 9  # digits of a row's number in a reference
GUESSED = 20_000  # numbers of messages that a receipt has moved which told no id that we knew


class Index:
    """Built when the lease is taken, from the rows that are not final; each answer feeds it."""

    def __init__(self) -> None:
        self._ids = Ids()
        self._paths: dict[str, str] = {}  # campaign name -> its path
        # msisdn -> the messages whose end nobody knows, oldest first
        self._uncertain: dict[str, list[Where]] = {}
        # msisdn -> the state of each that a number alone moved
        self._guessed: dict[str, dict[Where, str]] = {}
        # as _uncertain: those on their way, without the id of every segment
        self._untold: dict[str, list[Where]] = {}
        self._parked = Parked()  # receipts that came before their message was known
        self._found: deque[Receipt] = deque()  # parked ones whose message is known now
        self._trying: list[Receipt] = []  # those of them that are being stored
        self._changes = 0  # of the messages by which it is known whether parked news is a reply
        self._seen = 0  # of these changes, at the latest look
        self.halves = Halves()
        # reference handed over and not settled yet -> its msisdn
        self._unsettled: dict[str, str] = {}
        self._leaving: Counter[str] = Counter()  # their msisdns
        self._ends = Ends()
        self.failures = Failures()

    def build(self, root: Root, path: str) -> None:
        """Read the open campaigns of the connection at ``path``."""
        connection = find(root, path)
        for campaign_path in connection.open:
            campaign = find(root, campaign_path)
            self._paths[campaign.__name__] = campaign_path
            self._ids.ours.add(campaign.sender_id.removeprefix("+"))
            for number, row in campaign.stored_rows():
                self._read(campaign_path, number, row)
            self._ends.look_at(campaign_path)
        # A message may have been settled by what a crash left.
        for receipt in parking.parked(connection):
            doubtful = receipt.msisdn in self._uncertain or receipt.msisdn in self._untold
            if receipt.otherwise is not None:
                doubtful = not self._may_be_told(receipt)
            if doubtful or self._where(receipt):
                self._found.append(receipt)
            else:
                self._parked.put(receipt)

    def _read(self, path: str, number: int, row: tuple) -> None:
        ids = [id.removeprefix("+") for id in row[IDS].split()]
        for segment, id in enumerate(ids):
            if id != UNTOLD:
                self._ids.give(id, (path, number, segment, row[MSISDN]))
        if row[SEGMENTS] > 1:
            self.halves.note((path, number), row)
        if row[STATE] in states.AWAITED:
            self._ends.expect(path, 1)
        else:
            # News that were stored and not acknowledged before a crash come again.
            for id in ids:
                self._ids.end(id, (path, number, GONE, row[MSISDN]))
        if row[STATE] == states.UNCERTAIN:
            self._uncertain.setdefault(row[MSISDN], []).append((path, number))
        elif is_untold(row):
            self._untold.setdefault(row[MSISDN], []).append((path, number))

    def claimed(self, path: str, messages: Sequence[Outgoing]) -> None:
        """Note that these messages are being handed over: news of them waits for the settle."""
        self._paths[path.rpartition("/")[2]] = path
        self._unsettled.update((message.reference, message.msisdn) for message in messages)
        self._leaving.update(message.msisdn for message in messages)
        self._ids.ours.update(message.sender_id.removeprefix("+") for message in messages)
        self._ends.expect(path, len(messages))

    def settled_claim(
        self, path: str, messages: Sequence[Outgoing], outcome: Outcome, untold: Container[int] = ()
    ) -> None:
        """Note that the claim is settled.

        Receipts may name a message that left without an answer by its msisdn alone. So may those
        of a message that was taken without an id: ``untold`` holds the row numbers of these.
        """
        for message in messages:
            self._unsettled.pop(message.reference, None)
            self._leaving[message.msisdn] -= 1
            if not self._leaving[message.msisdn]:
                del self._leaving[message.msisdn]
        self._changes += 1
        taken = sum(acceptance.cause is None for acceptance in outcome.answered.values())
        self._ends.expect_less(path, len(messages) - taken - len(outcome.left))
        self.failures.note(path, len(outcome.answered) - taken)
        doubtful = [message for message in messages if message.reference in outcome.left]
        for message in doubtful:
            name, _, digits = message.reference.rpartition(".")
            self._uncertain.setdefault(message.msisdn, []).append((self._paths[name], int(digits)))
        for message in messages if untold else ():
            number = int(message.reference.rpartition(".")[2])
            if number in untold:
                self._untold.setdefault(message.msisdn, []).append((path, number))
                doubtful.append(message)
        if doubtful:
            # their receipts may have come, and been parked, before the settle
            self._found.extend(self._parked.take_of({message.msisdn for message in doubtful}))

    def learn(self, acceptances: Sequence[Acceptance]) -> None:
        """Learn the broker's ids of messages just answered."""
        give, parked, numbers = self._ids.give, self._parked.of, self._unsettled
        for reference, ids, _, _ in acceptances:
            name, _, digits = reference.rpartition(".")
            path, number, msisdn = self._paths[name], int(digits), numbers.get(reference, "")
            for segment, id in enumerate(ids):
                give(id, (path, number, segment, msisdn))
                if parked and id in parked:
                    self._found.extend(self._parked.take(id))

    def early(self, receipt: Receipt) -> bool:
        """Whether news of this message must wait: its id is unknown, or its claim not settled."""
        known = self._where(receipt)
        if known is None:
            return True
        path, number = known[:2]
        return bool(self._unsettled) and f"{path.rpartition('/')[2]}.{number}" in self._unsettled

    def match_all(self, came: Iterable[Receipt]) -> list[Matched]:
        """Return each receipt with its row, if known, then the parked ones that found theirs."""
        while self._found:
            self._trying.append(self._found.popleft())
        kept = [self.match(receipt)._replace(kept=True) for receipt in self._trying]
        return [self.match(receipt) for receipt in came] + kept

    def has_found(self) -> bool:
        """Whether parked news wait to be stored, because their message is known now."""
        if self._seen != self._changes:
            self._seen = self._changes
            self._look_at_replies()
        return bool(self._found or self._trying)

    def _look_at_replies(self) -> None:
        """Give out parked news as replies, once all messages to their numbers are settled.

        No message got their id, so they are no receipts.
        """
        for receipt in list(self._parked.perhaps.values()):
            if not self._may_be_told(receipt):
                self._parked.drop(receipt)
                self._found.append(receipt)

    def _may_be_told(self, receipt: Receipt) -> bool:
        """Whether an answer that may tell its id is still to come, or never came."""
        reply = receipt.otherwise
        numbers = (receipt.msisdn, *((reply.msisdn, reply.to) if reply else ()))
        return any(number in self._leaving or number in self._uncertain for number in numbers)

    def match(self, receipt: Receipt) -> Matched:
        if receipt.also and receipt.id not in self._ids.rows and receipt.also in self._ids.rows:
            receipt = receipt._replace(id=receipt.also, also=receipt.id)
        where = self._where(receipt)
        if receipt.otherwise is None:
            where = where or self._doubtful(receipt)
        elif where is not None:
            self._parked.is_receipt(receipt)
        elif not self._may_be_told(receipt):
            return Matched(None, 0, GONE, receipt)  # it is a reply
        if where is not None:
            return Matched(*where[:3], receipt)
        self._parked.put(receipt)
        # The answer may come this instant, in the other thread, which did not see it parked.
        where = self._where(receipt)
        if where is not None and (found := self._parked.take(parking.key_of(receipt))):
            self._found.extend(one for one in found if one is not receipt)
            return Matched(*where[:3], receipt)
        return Matched(None, 0, GONE, receipt, waits=receipt.otherwise is not None)

    def _doubtful(self, receipt: Receipt) -> Place | None:
        """Return the place of this number's oldest uncertain row, which gets the receipt's id."""
        doubtful = self._uncertain.get(receipt.msisdn)
        # Without an id, an echoed reference that we do not know is of no message of ours.
        if not doubtful and receipt.id:
            doubtful = self._untold.get(receipt.msisdn) or self._further(receipt)
        if not doubtful:
            return None
        where = (*doubtful[0], GONE, receipt.msisdn)
        if receipt.id:
            self._ids.give(receipt.id, where)
        return where

    def _further(self, receipt: Receipt) -> list[Where]:
        """Return the places of messages whose own receipt may be this one.

        The receipt that has moved them may have been of an earlier message.
        """
        guessed = self._guessed.get(receipt.msisdn, {})
        return [
            where for where, state in guessed.items() if states.moves_forward(state, receipt.state)
        ]

    def _where(self, receipt: Receipt) -> Place | None:
        where = self._of(receipt.id, receipt)
        if where is None and receipt.also:
            where = self._of(receipt.also, receipt)
        if where is None and receipt.reference:
            name, _, number = receipt.reference.rpartition(".")
            if name in self._paths and number.isdecimal() and len(number) <= LONGEST:
                return self._paths[name], int(number), GONE, receipt.msisdn
        return where

    def _of(self, id: str, receipt: Receipt) -> Place | None:
        reply = receipt.otherwise
        if reply is None:
            return self._ids.of(id, receipt.msisdn)
        return self._ids.among(id, (receipt.msisdn, reply.msisdn, reply.to))

    def settled(self, stored: Iterable[Stored]) -> None:
        """Note that what was matched is stored; rows that ended leave the index a while later."""
        self._trying.clear()
        stored = list(stored)
        self.failures.note_stored(stored)
        for campaign, number, row in stored:
            if row[SEGMENTS] > 1:
                self.halves.note((campaign, number), row)
            if (self._uncertain or self._untold) and row[STATE] != states.UNCERTAIN:
                self._resolve((campaign, number), row)
            if (campaign, number) in self._guessed.get(row[MSISDN], ()):
                self._guessed[row[MSISDN]][campaign, number] = row[STATE]
            if row[STATE] in states.FINAL:
                self._ends.expect_less(campaign, 1)
                for id in row[IDS].split():
                    self._ids.end(id.removeprefix("+"), (campaign, number, GONE, row[MSISDN]))
        self._ids.forget_old()

    def closed(self, still_open: Set[str]) -> None:
        """Let the ids of campaigns that are closed go, as the ids of final rows do."""
        gone = self._ends.close(still_open)
        if gone:
            self._ids.end_all(gone)
            self._ids.forget_old()
            for rows in (self._uncertain, self._untold):
                _leave_out(rows, gone)
            self._changes += 1

    def ended(self) -> list[str]:
        """Return the campaigns of which nothing more is expected since a moment."""
        return self._ends.over()

    def _resolve(self, where: Where, row: tuple) -> None:
        """Take news of an uncertain row in.

        News of its other segments may still come by number alone.
        """
        msisdn, segments = row[MSISDN], row[SEGMENTS]
        for rows in (self._uncertain, self._untold):
            if where in rows.get(msisdn, ()):
                self._changes += 1
                rows[msisdn].remove(where)
                if not rows[msisdn]:
                    del rows[msisdn]
                if len(row[IDS].split()) < segments:
                    self._untold.setdefault(msisdn, []).append(where)
                elif segments == 1:
                    self._guessed.setdefault(msisdn, {})[where] = row[STATE]
                    if len(self._guessed) > GUESSED:
                        del self._guessed[next(iter(self._guessed))]
                return

    def __len__(self) -> int:
        return len(self._ids)


def _leave_out(rows: dict[str, list[Where]], paths: Set[str]) -> None:
    """Leave out the messages of the campaigns at these paths."""
    for msisdn, found in list(rows.items()):
        found[:] = [where for where in found if where[0] not in paths]
        if not found:
            del rows[msisdn]
