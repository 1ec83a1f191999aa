"""A broker's id -> the message that got it, in memory; if it was given twice, each of them."""

import threading
from collections import deque
from collections.abc import Iterable, Set

REMEMBERED = 20_000  # ids of final rows kept a while longer, for receipts that come twice
TAIL = 8  # digits by which a number is known, in whatever form a broker tells it

Where = tuple[str, int]  # a campaign's path, and the number of its row
Place = tuple[str, int, int, str]  # these, the segment, and the row's msisdn


class Ids:
    """The places that a broker's ids mean.

    Brokers count anew after a restart, and some give no message an id of its own. If an id was
    given to several messages, the msisdn decides which one is meant; if none is told, no message
    is. A receipt for another msisdn than that of the only message with its id is of somebody else.
    But if no receipt of this broker ever told its message's msisdn, the broker tells something else
    there.
    """

    def __init__(self) -> None:
        self.rows: dict[str, Place] = {}  # id -> the place it was given to last
        self.ours: set[str] = set()  # the numbers that we write from: no recipient's
        # id -> {digits: the places with this number, those not ended first}
        self._several: dict[str, dict[str, list[Place]]] = {}
        self._old: deque[tuple[str, Place]] = deque()
        self._tells_numbers = False
        self._changing = threading.Lock()  # a thread gives ids, another ends messages

    def give(self, id: str, place: Place) -> None:
        """The broker gave an id to the message at a place."""
        known = self.rows.get(id)
        if known is not None and known[:2] != place[:2]:
            self._give_again(id, known, place)
        self.rows[id] = place

    def _give_again(self, id: str, known: Place, place: Place) -> None:
        with self._changing:
            several = self._several.get(id) or self._several.setdefault(
                id, {tail(known[3]): [known]}
            )
            places = several.setdefault(tail(place[3]), [])
            places[:] = [place, *(one for one in places if one[:2] != place[:2])]

    def of(self, id: str, msisdn: str) -> Place | None:
        """The place of a receipt with this id, for this number (empty: not told), or ``None``."""
        place = self.rows.get(id)
        if place is None or id in self._several:
            return place and self._told(id, msisdn)
        if msisdn == place[3]:
            self._tells_numbers = True
            return place
        told, digits = tail(msisdn), tail(place[3])
        if not told or not digits or msisdn.removeprefix("+") in self.ours:
            return place
        self._tells_numbers |= told == digits
        return place if told == digits or not self._tells_numbers else None

    def among(self, id: str, msisdns: Iterable[str]) -> Place | None:
        """Return the place of an id; of several, that with one of these numbers."""
        if id not in self._several:
            return self.rows.get(id)
        return next(filter(None, (self._told(id, msisdn) for msisdn in msisdns)), None)

    def _told(self, id: str, msisdn: str) -> Place | None:
        places = self._several[id].get(tail(msisdn)) if tail(msisdn) else None
        return places[0] if places else None

    def end(self, id: str, place: Place) -> None:
        """End a message: its id goes a while later, and means another one of its number first."""
        self._old.append((id, place))
        if id in self._several:
            with self._changing:
                places = self._several[id].get(tail(place[3]), [])
                places[:] = sorted(places, key=lambda one: one[:2] == place[:2])

    def end_all(self, paths: Set[str]) -> None:
        """End all messages of the campaigns at these paths."""
        for id, place in [pair for pair in self._all() if pair[1][0] in paths]:
            self.end(id, place)

    def _all(self) -> list[tuple[str, Place]]:
        with self._changing:
            several = [
                (id, one)
                for id, by in self._several.items()
                for places in by.values()
                for one in places
            ]
        return several + [pair for pair in list(self.rows.items()) if pair[0] not in self._several]

    def forget_old(self) -> None:
        while len(self._old) > REMEMBERED:
            id, place = self._old.popleft()
            known = self.rows.get(id)
            if id in self._several:
                with self._changing:
                    self._forget_one_of(id, place)
            elif (
                known is not None and known[:2] == place[:2]
            ):  # otherwise the broker gave it again since
                del self.rows[id]

    def _forget_one_of(self, id: str, place: Place) -> None:
        several, digits = self._several[id], tail(place[3])
        left = [one for one in several.get(digits, ()) if one[:2] != place[:2]]
        several[digits] = left
        if not left:
            del several[digits]
        if self.rows[id][:2] == place[:2]:
            self.rows[id] = next(iter(several.values()))[0]
        if len(several) == 1 and len(*several.values()) == 1:
            del self._several[id]

    def __len__(self) -> int:
        return len(self.rows)


def tail(msisdn: str) -> str:
    """The last digits of a number; empty where it is none, or too short to be somebody's."""
    digits = msisdn.removeprefix("+")
    return digits[-TAIL:] if len(digits) >= TAIL and digits.isdecimal() else ""
