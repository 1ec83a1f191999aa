"""The health of numbers: the failures that count against each, and the numbers that are flagged."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

if TYPE_CHECKING:
    from unisms.model.root import Institution


class Strike(NamedTuple):
    """A failure that counts against a number, as code reads it; stored as a bare tuple."""

    at: int  #: when the news of it came, epoch seconds
    cause: str  #: of ``sms.causes``
    connection: int  #: the number that carried it (``NumberHealth.carrier``)
    campaign: str  #: the name of the message
    row: int  #: the number of its row there
    left_at: int  #: when the broker took or refused it, epoch seconds
    refused: int = 0  #: 1 where the broker refused it alone of many, 0 where it took it
    group: str = ""  #: the network of the number, or its range where that is unknown


class Past(NamedTuple):
    """The failures of a number and since when, as code reads it; stored as a bare tuple."""

    #: each ``Strike`` that a verdict may need, as a bare tuple, in the order of moments
    strikes: tuple[tuple, ...] = ()
    clean_since: int = 0  #: failures up to then do not count any more, epoch seconds
    delivered_at: int = 0  #: when a message last arrived, epoch seconds; 0: not that we know
    told_at: int = 0  #: when its owner was last told that it is set aside, epoch seconds

    def read(self) -> list[Strike]:
        """Return every ``Strike``."""
        return [Strike(*stored) for stored in self.strikes]


class Flag(NamedTuple):
    """Why a number is set aside, as code reads it; stored as a bare tuple."""

    since: int  #: epoch seconds
    cause: str  #: of ``sms.causes``
    hint: int  #: of ``model.digests.hint_of``
    told_at: int = 0  #: when its owner was last told, epoch seconds


class Outage(NamedTuple):
    """A failure of a route, not of numbers, as code reads it; stored as a bare tuple."""

    connection: int  #: as of a ``Strike``
    begins: int  #: epoch seconds; messages that left from then on
    ends: int  #: and before then
    cause: str  #: the cause that does not count; empty: none of them
    failed: int  #: messages
    total: int  #: messages whose end is known, and those that wait for it
    found_at: int = 0  #: epoch seconds
    group: str = ""  #: of the numbers, as of a ``Strike``; empty: all of them

    def covers(self, strike: Strike) -> bool:
        """Whether a failure is the route's."""
        of_its_own = self.cause in ("", strike.cause) and self.group in ("", strike.group)
        is_here = strike.connection == self.connection
        return of_its_own and is_here and self.begins <= strike.left_at < self.ends


class NumberHealth(Persistent):
    """The health of the numbers of an institution, each by its digest (``model.digests``)."""

    looked_at = 0  # when open messages were last looked at, epoch seconds
    carriers: tuple = ()  # paths of the connections that strikes name by their place
    outages: tuple = ()  # of ``Outage`` as bare tuples, the latest last

    def __init__(self) -> None:
        self._pasts: OOBTree[str, tuple] = OOBTree()  # digest -> Past as a bare tuple
        self._flags: OOBTree[str, tuple] = OOBTree()  # digest -> Flag as a bare tuple
        self._closed: OOTreeSet[str] = OOTreeSet()  # names of closed messages not looked at since
        # name of an open message -> up to when its ends were taken, epoch seconds
        self._taken: OOBTree[str, int] = OOBTree()
        self.begin_to_count()
        # "connection hour" -> pairs of a cause (or nothing: any end) and how many messages
        self._hours: OOBTree[str, tuple] = OOBTree()
        # month, as 2027-01 -> messages not sent, their segments, thousandths of a euro
        self._saved: OOBTree[str, tuple[int, int, int]] = OOBTree()
        # "month network" -> messages that ended, those not received, those of a change of network
        self._networks: OOBTree[str, tuple[int, int, int]] = OOBTree()

    def begin_to_count(self) -> None:
        """Know of no counted ends: a step does this for a store of before they were."""
        self._counted: OOBTree[str, int] = OOBTree()  # as ``_taken``; counting goes first
        self._fresh: OOTreeSet[str] = OOTreeSet()  # "connection hour" where an outage may be new

    def carrier(self, path: str) -> int:
        """Return the number by which strikes name the connection at ``path``."""
        if path not in self.carriers:
            self.carriers = (*self.carriers, path)
        return self.carriers.index(path) + 1

    def path_of(self, carrier: int) -> str:
        """Return the path of the connection of this number."""
        path: str = self.carriers[carrier - 1]
        return path

    def past(self, digest: str) -> Past:
        """Return the ``Past`` of a number; an empty one where nothing is known."""
        return Past(*self._pasts.get(digest, ()))

    def has_pasts(self) -> bool:
        """Whether anything is known of any number."""
        return bool(self._pasts)

    def has_past(self, digest: str) -> bool:
        """Whether anything is known of a number."""
        return digest in self._pasts

    def pasts(self) -> Iterator[tuple[str, Past]]:
        """Yield pairs of a digest and the ``Past`` of its number."""
        return ((digest, Past(*stored)) for digest, stored in list(self._pasts.items()))

    def keep(self, digest: str, past: Past) -> None:
        """Write down what is known of a number; an empty ``Past`` is forgotten."""
        if past == Past():
            self._pasts.pop(digest, None)
        elif self._pasts.get(digest) != (stored := tuple(past)):
            self._pasts[digest] = stored

    def flag(self, digest: str, flag: Flag) -> None:
        """Set a number aside from now on."""
        self._flags[digest] = tuple(flag)

    def unflag(self, digest: str) -> bool:
        """Let a number be written to again; return whether it was set aside."""
        return self._flags.pop(digest, None) is not None

    def has_flags(self) -> bool:
        """Whether any number is set aside."""
        return bool(self._flags)

    def is_flagged(self, digest: str) -> bool:
        """Whether a number is set aside."""
        return digest in self._flags

    def flag_of(self, digest: str) -> Flag | None:
        """Return the ``Flag`` of a number, or ``None``."""
        stored = self._flags.get(digest)
        return Flag(*stored) if stored else None

    def hints(self) -> frozenset[int]:
        """Return the hints of the numbers that are set aside; a number of another is not."""
        return frozenset(Flag(*stored).hint for stored in self._flags.values())

    def flags(self) -> list[tuple[str, Flag]]:
        """Return pairs of a digest and the ``Flag`` of its number."""
        return [(digest, Flag(*stored)) for digest, stored in self._flags.items()]

    def note_closed(self, name: str) -> None:
        """Let the message of this name be looked at, since no more is awaited of it."""
        self._closed.add(name)

    def closed(self) -> list[str]:
        """Return the names of messages that are closed and wait to be looked at."""
        return list(self._closed)

    def taken_until(self, name: str) -> int:
        """Up to when the ends of messages of a campaign were taken, epoch seconds."""
        return self._taken.get(name, 0)

    def take(self, name: str, until: int) -> None:
        """Note that the ends up to ``until`` (epoch seconds) of an open campaign were taken."""
        self._taken[name] = until

    def counted_until(self, name: str) -> int:
        """Up to when the ends of messages of a campaign were counted, epoch seconds."""
        return self._counted.get(name, self.taken_until(name))

    def note_counted(self, name: str, until: int) -> None:
        """Note that the ends of a campaign up to ``until`` (epoch seconds) were counted."""
        self._counted[name] = until

    def leave(self, name: str) -> None:
        """Look at the campaign of this name no more."""
        self._taken.pop(name, None)
        self._counted.pop(name, None)
        self._closed.discard(name)

    def in_hand(self) -> list[str]:
        """Return the names of the open campaigns that were looked at."""
        return sorted({*self._taken, *self._counted})

    def take_fresh(self) -> list[tuple[int, int]]:
        """Return each connection and hour with ends counted since the last call, in order."""
        found = [tuple(map(int, key.split(" "))) for key in self._fresh]
        self._fresh.clear()
        return [(connection, hour) for connection, hour in found]

    def count(self, connection: int, hour: int, counted: Iterable[tuple[str, int]]) -> None:
        """Add ends of messages that left in an ``hour`` (since the epoch) by a connection."""
        before = dict(self.counted(connection, hour))
        for cause, messages in counted:
            before[cause] = before.get(cause, 0) + messages
        self._hours[_key(connection, hour)] = tuple(sorted(before.items()))
        self._fresh.add(_key(connection, hour))

    def counted(self, connection: int, hour: int) -> tuple[tuple[str, int], ...]:
        """Return the pairs that ``count`` has made of an hour of a connection."""
        return self._hours.get(_key(connection, hour), ())

    def hours(self, connection: int, first: int, last: int) -> Iterator[tuple[int, tuple]]:
        """Yield pairs of an hour and what ``counted`` returns, from ``first`` before ``last``."""
        keys = _key(connection, first), _key(connection, last)
        for key, counted in self._hours.items(*keys, excludemax=True):
            yield int(key.partition(" ")[2]), counted

    def put_outage(self, outage: Outage) -> None:
        """Keep an ``Outage``, in the place of what there was of its hours, cause and group."""
        kept = {(one[:4], one.group): tuple(one) for one in (*self.all_outages(), outage)}
        self.outages = tuple(kept.values())

    def all_outages(self) -> list[Outage]:
        """Return every ``Outage``."""
        return [Outage(*stored) for stored in self.outages]

    def save(self, month: str, messages: int, segments: int, cost: int) -> None:
        """Add messages not sent in a month; ``cost`` in thousandths of a euro."""
        self._saved[month] = _sum(self._saved.get(month), (messages, segments, cost))

    def saved(self, month: str) -> tuple[int, int, int]:
        """Return the messages, segments and thousandths of a euro that a month has saved."""
        return self._saved.get(month, (0, 0, 0))

    def count_network(self, month: str, network: str, counts: tuple[int, int, int]) -> None:
        """Add ends of messages to numbers of a ``network`` (MCC and MNC, as ``208-01``)."""
        key = f"{month} {network}"
        self._networks[key] = _sum(self._networks.get(key), counts)

    def networks(self, first: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
        """Yield pairs of a network and its counts in a month, from the month ``first`` on."""
        for key, counts in self._networks.items(first):
            yield key.partition(" ")[2], counts

    def drop(self) -> None:
        """Forget every number; what was counted of them together stays."""
        self._pasts, self._flags = OOBTree(), OOBTree()

    def forget(self, before: int, hours: int, month: str) -> None:
        """Forget failures and outages of ``before`` (epoch seconds), counts of earlier ``hours``.

        What was counted by month goes before ``month``.
        """
        for digest, past in self.pasts():
            strikes = tuple(one for one in past.strikes if one[0] >= before)
            moments = (at if at >= before else 0 for at in past[1:])
            self.keep(digest, Past(strikes, *moments))
        for digest in [digest for digest, flag in self.flags() if flag.since < before]:
            self.unflag(digest)
        self.outages = tuple(one for one in self.outages if Outage(*one).ends >= before)
        for key in [key for key in self._hours if int(key.partition(" ")[2]) < hours]:
            del self._hours[key]
        for tree in (self._saved, self._networks):
            for key in list(tree.keys(None, month, excludemax=True)):
                del tree[key]

    def redate(self, latest: int, now: int) -> None:
        """Let what happened after ``latest`` have happened at ``now`` (epoch seconds)."""

        def meet(at: int) -> int:
            return now if at > latest else at

        if self.looked_at > latest:
            self.looked_at = now
        for digest, past in self.pasts():
            met = (one._replace(at=meet(one.at), left_at=meet(one.left_at)) for one in past.read())
            self.keep(digest, Past(tuple(map(tuple, met)), *map(meet, past[1:])))
        for digest, flag in self.flags():
            if max(flag.since, flag.told_at) > latest:
                since, told_at = meet(flag.since), meet(flag.told_at)
                self.flag(digest, flag._replace(since=since, told_at=told_at))
        for tree in (self._taken, self._counted):
            for name in [name for name, until in tree.items() if until > latest]:
                tree[name] = now
        for outage in self.all_outages():
            if outage.found_at > latest:
                self.put_outage(outage._replace(found_at=now))


def of(institution: "Institution") -> NumberHealth:
    """Return the health of an institution's numbers, made where there was none."""
    if institution.numbers is None:
        institution.numbers = NumberHealth()
    return institution.numbers


def _key(connection: int, hour: int) -> str:
    return f"{connection:04d} {hour:08d}"


def _sum(first: tuple[int, int, int] | None, second: tuple[int, int, int]) -> tuple[int, int, int]:
    before = first or (0, 0, 0)
    return before[0] + second[0], before[1] + second[1], before[2] + second[2]
