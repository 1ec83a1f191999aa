"""Broker id -> row: derived state in the memory of the process that applies a connection's receipts."""

import threading
import time
from collections import Counter, deque

from unisms.model.folder import find
from unisms.model.rows import CHANGED_AT, IDS, MSISDN, STATE
from unisms.services.delivery import parking
from unisms.services.delivery.receipts import GONE, UNTOLD, Matched, is_half
from unisms.services.delivery.settlement import is_untold
from unisms.sms import states
from unisms.tasks.ids import Ids
from unisms.tasks.parked import Parked

QUIET = 0.1  # seconds
LONGEST = 9  # digits of a row's number in a reference
GUESSED = 20_000  # numbers of messages that a receipt has moved which told no id that we knew
HALF = 1800  # seconds after the receipt of a segment in which those of the others come, if ever


class Index:
    """Built on taking a lease from the rows that are not final, then fed by each answer."""

    def __init__(self):
        self._ids = Ids()
        self._paths = {}  # campaign name -> its path
        self._uncertain = {}  # msisdn -> the (path, number) whose end nobody knows, oldest first
        self._guessed = {}  # msisdn -> {(path, number): state}, of those that a number alone has moved
        self._halves = {}  # the same for those that are on their way, without the id of every segment
        self._parked = Parked()  # receipts that came before their message was known
        self._found = deque()  # parked receipts whose message is known now
        self._trying = []  # those of them that are being stored
        self._changes = self._seen = (
            0  # of the messages on which that depends, and those that were looked at
        )
        self._begun = {}  # (campaign path, number) -> since when some segments only are delivered
        self._unsettled = {}  # reference handed over and not settled yet -> its msisdn
        self._leaving = Counter()  # their msisdns
        self._counting = threading.Lock()  # who hands over and who stores news both count
        self._expected = Counter()  # campaign path -> messages whose end is still to come
        self._absent = frozenset()  # those of them that were not open when last looked at
        self._ended = {}  # campaign path -> when nothing more was expected of it

    def build(self, root, path):
        """Read the open campaigns of the connection at ``path``."""
        connection = find(root, path)
        for campaign_path in connection.open:
            campaign = find(root, campaign_path)
            self._paths[campaign.__name__] = campaign_path
            self._ids.ours.add(campaign.sender_id.removeprefix("+"))
            for number, row in campaign.stored_rows():
                self._read(campaign_path, number, row)
            if not self._expected[campaign_path]:
                # Its last news came just before a crash.
                self._ended[campaign_path] = time.monotonic()
        for receipt in parking.parked(connection):
            # Its message may have been settled by what a crash left.
            doubtful = receipt.msisdn in self._uncertain or receipt.msisdn in self._halves
            if receipt.otherwise is not None:
                doubtful = not self._may_be_told(receipt)
            if doubtful or self._where(receipt):
                self._found.append(receipt)
            else:
                self._parked.put(receipt)

    def _read(self, path, number, row):
        ids = [id.removeprefix("+") for id in row[IDS].split()]
        for segment, id in enumerate(ids):
            if id != UNTOLD:
                self._ids.give(id, (path, number, segment, row[MSISDN]))
        if is_half(row):
            self._begun[path, number] = row[CHANGED_AT]
        if row[STATE] in states.AWAITED:
            self._expected[path] += 1
        else:
            # What was stored and not acknowledged before a crash comes again.
            for id in ids:
                self._ids.end(id, (path, number, GONE, row[MSISDN]))
        if row[STATE] == states.UNCERTAIN:
            self._uncertain.setdefault(row[MSISDN], []).append((path, number))
        elif is_untold(row):
            self._halves.setdefault(row[MSISDN], []).append((path, number))

    def claimed(self, path, messages):
        """These messages are being handed over; news of them had better wait for the settle."""
        self._paths[path.rpartition("/")[2]] = path
        self._unsettled.update((message.reference, message.msisdn) for message in messages)
        self._leaving.update(message.msisdn for message in messages)
        self._ids.ours.update(message.sender_id.removeprefix("+") for message in messages)
        with self._counting:
            self._expected[path] += len(messages)
            self._ended.pop(path, None)

    def settled_claim(self, path, messages, outcome, untold=()):
        """The claim is settled; what left without an answer, and the numbers of what was taken without an id
        (``untold``), may be known by whom they were for alone."""
        for message in messages:
            self._unsettled.pop(message.reference, None)
            self._leaving[message.msisdn] -= 1
            if not self._leaving[message.msisdn]:
                del self._leaving[message.msisdn]
        self._changes += 1
        taken = sum(acceptance.cause is None for acceptance in outcome.answered.values())
        self._expect_less(path, len(messages) - taken - len(outcome.left))
        doubtful = [message for message in messages if message.reference in outcome.left]
        for message in doubtful:
            name, _, number = message.reference.rpartition(".")
            self._uncertain.setdefault(message.msisdn, []).append((self._paths[name], int(number)))
        for message in messages if untold else ():
            number = int(message.reference.rpartition(".")[2])
            if number in untold:
                self._halves.setdefault(message.msisdn, []).append((path, number))
                doubtful.append(message)
        if doubtful:
            self._find({message.msisdn for message in doubtful})

    def _find(self, msisdns):
        """The receipts of these numbers may have come, and been parked, before their answers were given up."""
        self._found.extend(self._parked.take_of(msisdns))

    def learn(self, acceptances):
        """The broker's ids of messages just answered."""
        give, parked, numbers = self._ids.give, self._parked.of, self._unsettled
        for reference, ids, _, _ in acceptances:
            name, _, number = reference.rpartition(".")
            path, number, msisdn = self._paths[name], int(number), numbers.get(reference, "")
            for segment, id in enumerate(ids):
                give(id, (path, number, segment, msisdn))
                if parked and id in parked:
                    self._found.extend(self._parked.take(id))

    def early(self, receipt):
        """Whether news of this message had better wait: its id is unknown, or its claim not settled."""
        known = self._where(receipt)
        if known is None:
            return True
        return (
            bool(self._unsettled) and f"{known[0].rpartition('/')[2]}.{known[1]}" in self._unsettled
        )

    def match_all(self, came):
        """Each receipt with its row, where one is known; parked ones that have found theirs come along."""
        while self._found:
            self._trying.append(self._found.popleft())
        kept = [self.match(receipt)._replace(kept=True) for receipt in self._trying]
        return [self.match(receipt) for receipt in came] + kept

    def has_found(self):
        """Whether parked news wait to be stored, their message being known now."""
        if self._seen != self._changes:
            self._seen = self._changes
            self._look_at_replies()
        return bool(self._found or self._trying)

    def _look_at_replies(self):
        """What may be a reply is one once all messages to its numbers are settled: none got its id."""
        for receipt in list(self._parked.perhaps.values()):
            if not self._may_be_told(receipt):
                self._parked.drop(receipt)
                self._found.append(receipt)

    def _may_be_told(self, receipt):
        """Whether the answer is still to come that tells whose its id is, or never came."""
        numbers = receipt.msisdn, receipt.otherwise.msisdn, receipt.otherwise.to
        return any(number in self._leaving or number in self._uncertain for number in numbers)

    def match(self, receipt):
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
        where = self._where(
            receipt
        )  # the answer may come this instant, in the other thread, and not see it parked
        if where is not None and (found := self._parked.take(parking.key_of(receipt))):
            self._found.extend(one for one in found if one is not receipt)
            return Matched(*where[:3], receipt)
        return Matched(None, 0, GONE, receipt, waits=receipt.otherwise is not None)

    def _doubtful(self, receipt):
        """The oldest uncertain row of this number; from now on the receipt's id is known to be its own."""
        doubtful = self._uncertain.get(receipt.msisdn)
        if (
            not doubtful and receipt.id
        ):  # an echoed reference that we do not know is of no message of ours
            doubtful = self._halves.get(receipt.msisdn) or self._further(receipt)
        if not doubtful:
            return None
        where = (*doubtful[0], GONE, receipt.msisdn)
        if receipt.id:
            self._ids.give(receipt.id, where)
        return where

    def _further(self, receipt):
        """Those whose own receipt may be this one: what has moved them may have been of an earlier message."""
        guessed = self._guessed.get(receipt.msisdn, {})
        return [
            where for where, state in guessed.items() if states.moves_forward(state, receipt.state)
        ]

    def _where(self, receipt):
        where = self._of(receipt.id, receipt)
        if where is None and receipt.also:
            where = self._of(receipt.also, receipt)
        if where is None and receipt.reference:
            name, _, number = receipt.reference.rpartition(".")
            if name in self._paths and number.isdecimal() and len(number) <= LONGEST:
                return self._paths[name], int(number), GONE
        return where

    def _of(self, id, receipt):
        reply = receipt.otherwise
        if reply is None:
            return self._ids.of(id, receipt.msisdn)
        return self._ids.among(id, (receipt.msisdn, reply.msisdn, reply.to))

    def settled(self, stored):
        """What was matched is stored; rows that reached their end leave the index, a while later."""
        self._trying.clear()
        for campaign, number, row in stored:
            if row.segments > 1:
                self._note_half(campaign, number, row)
            if (self._uncertain or self._halves) and row.state != states.UNCERTAIN:
                self._resolve((campaign, number), row)
            if (campaign, number) in self._guessed.get(row.msisdn, ()):
                self._guessed[row.msisdn][campaign, number] = row.state
            if row.state in states.FINAL:
                self._expect_less(campaign, 1)
                for id in row.ids.split():
                    self._ids.end(id.removeprefix("+"), (campaign, number, GONE, row.msisdn))
        self._ids.forget_old()

    def _note_half(self, campaign, number, row):
        if is_half(row):
            self._begun[campaign, number] = row.changed_at
        else:
            self._begun.pop((campaign, number), None)

    def half_delivered(self, now):
        """The messages of which a segment was told as delivered long ago, and nothing since."""
        return [where for where, since in list(self._begun.items()) if since < now - HALF]

    def forget_halves(self, told):
        """Nothing more is to be done about these."""
        for where in told:
            self._begun.pop(where, None)

    def closed(self, still_open):
        """Campaigns are closed, some without news of every message: those ids go as the ids of final rows do. Not at
        the first look: one that was released since that look is not in it either."""
        absent = frozenset(path for path in list(self._expected) if path not in still_open)
        gone, self._absent = absent & self._absent, absent
        with self._counting:
            for path in gone:
                self._expected.pop(path, None)
        if gone:
            self._ids.end_all(gone)
            self._ids.forget_old()
            for rows in (self._uncertain, self._halves):
                _leave_out(rows, gone)
            self._changes += 1

    def _expect_less(self, path, messages):
        with self._counting:
            self._expected[path] -= messages
            if self._expected[path] <= 0:
                del self._expected[path]
                self._ended[path] = time.monotonic()

    def ended(self):
        """The campaigns of which nothing more is expected since a moment: they may be over."""
        quiet = time.monotonic() - QUIET
        paths = [path for path, since in list(self._ended.items()) if since < quiet]
        for path in paths:
            self._ended.pop(path, None)
        return paths

    def _resolve(self, where, row):
        """There is news of an uncertain row. News of its other segments may still come by number alone."""
        for rows in (self._uncertain, self._halves):
            if where in rows.get(row.msisdn, ()):
                self._changes += 1
                rows[row.msisdn].remove(where)
                if not rows[row.msisdn]:
                    del rows[row.msisdn]
                if len(row.ids.split()) < row.segments:
                    self._halves.setdefault(row.msisdn, []).append(where)
                elif row.segments == 1:
                    self._guessed.setdefault(row.msisdn, {})[where] = row.state
                    if len(self._guessed) > GUESSED:
                        del self._guessed[next(iter(self._guessed))]
                return

    def __len__(self):
        return len(self._ids)


def _leave_out(rows, paths):
    """Without the messages of the campaigns at these paths."""
    for msisdn, found in list(rows.items()):
        found[:] = [where for where in found if where[0] not in paths]
        if not found:
            del rows[msisdn]
