"""A contract with a broker: its settings, the line of campaigns, and the news not yet matched."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent
from persistent.mapping import PersistentMapping

from unisms.model.trails import Trail
from unisms.model.turns import institution_of, turns_of
from unisms.sms.purposes import SERVICE
from unisms.sms.sender_id import is_same

# The states of a sender ID; authorised: accepted, and known to the operators as its owner's.
REQUESTED, ACCEPTED, REFUSED, AUTHORISED = "requested", "accepted", "refused", "authorised"
USABLE = frozenset({ACCEPTED, AUTHORISED})


class SenderId(NamedTuple):
    """A word that handsets may show as origin, as code reads it; stored as a bare tuple."""

    word: str
    institution: str = ""  #: its only user; empty: every institution that may use the connection
    state: str = ACCEPTED
    at: int = 0  #: when that was decided, epoch seconds
    by: str = ""
    note: str = ""  #: of the person who decided


class Hold(NamedTuple):
    """A stop on a connection, as code reads it; stored as a bare tuple."""

    path: str  #: of a campaign; empty: of all
    since: int  #: epoch seconds
    again_at: int  #: when the next message is offered, epoch seconds
    wait: int  #: seconds until then
    tries: int = 0  #: how often one was offered
    cause: str = ""  #: of ``sms.causes``, that the broker gives
    code: str = ""  #: and its own

    @property
    def answer(self) -> tuple[str, str]:
        return self.cause, self.code


class Line(Persistent):
    """The campaigns that wait, and the holder of the lease.

    Joining and going idle write the same object. They conflict, as they must: otherwise a campaign
    could wait with nobody to see it.
    """

    waiting: tuple = ()  # of ``turns.Waiting``: since 2027-01 with a kind of purpose
    holder = ""  # the worker that hands over
    machine = ""  # the lock that stands for it there: its boot, and its file
    until = 0  # when its lease ends, epoch seconds


class Turns(Persistent):
    """The order of turns. The holder alone writes it, at each claim; pages write the line."""

    institutions: tuple = ()  # paths, the last served last
    campaigns: tuple = ()


class BrokerConnection(Persistent):
    """An account at a broker."""

    port = "broker"  # the kind of its adapter (``seams.adapters``)
    __name__ = ""
    __parent__: Any = None
    pace = 0  # messages per second at most; 0: as fast as the broker takes them
    alphabet = "gsm"  # a key of ``sms.encoding.ALPHABETS``
    # prefix -> millionths of a euro per segment, the longest prefix wins
    prices: tuple[tuple[str, int], ...] = (("+33", 50_000), ("", 120_000))
    # of SenderId as bare tuples; before 2026-12 of words, each accepted for all
    sender_ids: tuple = ()
    # added 2026-12: short codes and long numbers of the contract: they take replies
    numbers: tuple = ()
    trouble = ""  # why nothing leaves at present, for people
    trouble_kind = "away"  # or "refused", "fault"
    trouble_at = 0
    # added 2026-12: the last try: (epoch seconds, whether it works, code, the adapter's words)
    tested: tuple = ()
    test_asked = 0  # added 2026-12: when somebody asked for the next try, epoch seconds
    # added 2026-12: SHA-256 of the secret in the address that takes news; empty: there is none
    receipts_key = ""
    last_change: tuple = ()  # (epoch seconds, uid)
    holds: tuple = ()  # added 2026-12: of Hold as bare tuples
    unread: Any = None  # added 2026-12: its ``UnreadNews``, made at the first that cannot be read
    # added 2026-12: what a receipt of a long message tells of, ``segment`` or ``message``, and the
    # edition for which that was seen
    receipts_cover: tuple = ()
    # added 2026-12: institution -> its Trail, if shared, made at the first closing
    trails: Any = None
    # added 2026-12: how many are parked, and in the inbox, made at the first (services.parking)
    parked_count = inboxes_count = None
    # added 2027-01: how many of the last receipts a message claimed, and how many none did
    receipt_counts: "PersistentMapping[str, int] | None" = None
    # These trees are made when first there is something in them (``kept``).
    replies_seen: Any = None  # added 2026-11: digest of a reply, or of a part -> when it last came
    # added 2026-12: digest of a handset and whom it wrote to -> its last reply
    last_replies: Any = None
    # added 2026-12: digest of a reply -> who stored it, until the broker surely has our answer
    unanswered: Any = None
    # added 2026-12: msisdn, to, reference, total -> what has come of a long reply
    parts: Any = None

    def __init__(
        self, title: str, adapter: str, settings: Mapping[str, str] | Iterable[tuple[str, str]] = ()
    ) -> None:
        self.title = title
        self.adapter = adapter  # the name given to ``config.add_broker``
        self.settings: PersistentMapping[str, str] = PersistentMapping(settings)
        self.line = Line()
        self.turns = Turns()
        # paths of the campaigns released here and not closed yet
        self.open: OOTreeSet[str] = OOTreeSet()
        # broker id -> news that no message claims yet, as a tuple
        self.parked: OOBTree[str, tuple] = OOBTree()
        # when it came, and at random -> what came over HTTP: a receipt as a tuple, a reply as one
        # in a tuple
        self.inboxes: OOBTree[str, tuple] = OOBTree()

    @property
    def edition(self) -> tuple[bytes, str, str]:
        """Another one each time that what its adapter is made with is saved, even as it was."""
        self.settings._p_activate()
        return self.settings._p_serial, self.adapter, self.alphabet

    @property
    def is_at_work(self) -> bool:
        """Whether a worker should hold it: it has open campaigns, news, parts, or has sent before.

        A reply may come weeks later, and an SMSC keeps it a day or two for a session that is not
        there.
        """
        return bool(self.open or self.inboxes or self.turns.institutions or self.parts)

    def made_with(self) -> tuple[str, dict[str, str]]:
        """Return the adapter's name and its settings, strings by name."""
        return self.adapter, {**self.settings, "alphabet": self.alphabet}

    def opened_with(self) -> tuple[str, dict[str, str]]:
        """Return name and settings for an adapter that opens a session: with ``own_numbers`` too.

        An SMSC may tell news of a message with the addresses of the message itself.
        """
        name, settings = self.made_with()
        own = " ".join("".join(number.split()) for number in self.numbers)
        return name, {"own_numbers": own, **settings} if own else settings

    def senders(self) -> list[SenderId]:
        """Every ``SenderId``, in the order in which they were asked for."""
        return [
            SenderId(one) if isinstance(one, str) else SenderId(*one) for one in self.sender_ids
        ]

    def accepted(self, institution: str) -> tuple[str, ...]:
        """The words that the institution of this name may show."""
        found = (
            one
            for one in self.senders()
            if one.state in USABLE and one.institution in ("", institution)
        )
        return tuple(dict.fromkeys(one.word for one in found))

    def answering(self, institution: str, number: str) -> str:
        """Return the sender ID of an institution that is this number; empty where none is."""
        found = (word for word in self.accepted(institution) if is_same(word, number))
        return next(found, "") if number else ""

    def owners(self, word: str) -> set[str]:
        """Return the institutions, by name, whose own this word is; none if all may show it."""
        # A number is the same however it is written.
        accepted = (one for one in self.senders() if one.state in USABLE)
        names = {one.institution for one in accepted if is_same(one.word, word)}
        return set() if "" in names else names

    def lists(self, number: str) -> bool:
        """Whether the contract has this number, however it is written: it can be answered."""
        return any(is_same(number, known) for known in self.numbers)

    def drop_senders(self, dropped: Collection[SenderId]) -> None:
        """Keep no sender ID that is among ``dropped`` any more."""
        if dropped:
            self.sender_ids = tuple(tuple(one) for one in self.senders() if one not in dropped)

    def put_sender(self, sender: SenderId) -> None:
        """Keep a ``SenderId``, in the place of what there was of this word and institution."""
        kept = {one[:2]: tuple(one) for one in self.senders()}
        self.sender_ids = tuple((kept | {sender[:2]: tuple(sender)}).values())

    def held(self) -> list[Hold]:
        """Every ``Hold``."""
        return [Hold(*stored) for stored in self.holds]

    def put_hold(self, hold: Hold) -> None:
        """Keep a ``Hold``, in the place of what there was of its path."""
        self.holds = (*(tuple(one) for one in self.held() if one.path != hold.path), tuple(hold))

    def end_holds(self, paths: Iterable[str]) -> None:
        """End the holds of these paths."""
        ended = set(paths)
        left = tuple(tuple(one) for one in self.held() if one.path not in ended)
        if left != self.holds:
            self.holds = left

    def join_line(self, path: str, urgent: bool, kind: str = SERVICE) -> None:
        """Let the campaign at ``path`` wait for its turn; the hours of its ``kind`` may hold it."""
        self.open.add(path)
        if all(waiting != path for waiting, *_ in self.line.waiting):
            entry = (path, int(urgent)) if kind == SERVICE else (path, int(urgent), kind)
            self.line.waiting = (*self.line.waiting, entry)

    def leave_line(self, path: str) -> None:
        """The campaign at ``path`` has nothing to hand over now, and nothing that is held back."""
        self.end_holds([path])
        waiting = tuple(entry for entry in self.line.waiting if entry[0] != path)
        if waiting != self.line.waiting:
            self.line.waiting = waiting

    def open_of(self, institution: str) -> list[str]:
        """The open campaigns of the institution at this path."""
        return list(self.open.keys(f"{institution}/", f"{institution}/\uffff"))

    def forget(self, institution: str) -> None:
        """Forget the institution at this path: open campaigns, line, turns, and its sender IDs.

        Another institution of its name would get the replies to them. The line is written in any
        case: a campaign that joins it now conflicts, and finds its institution gone.
        """
        inside = f"{institution}/"
        for path in self.open_of(institution):
            self.open.discard(path)
        self.end_holds(hold.path for hold in self.held() if hold.path.startswith(inside))
        self.line.waiting = tuple(
            entry for entry in self.line.waiting if not entry[0].startswith(inside)
        )
        turns = self.turns
        turns.institutions = tuple(path for path in turns.institutions if path != institution)
        turns.campaigns = tuple(path for path in turns.campaigns if not path.startswith(inside))
        name = institution.rpartition("/")[2]
        if self.trails and name in self.trails:
            del self.trails[name]
        self.sender_ids = tuple(tuple(one) for one in self.senders() if one.institution != name)

    def in_turn(self, rests: Callable[[str, str], int] | None = None) -> list[str]:
        """Return the paths of the waiting campaigns, in the order in which they may be served.

        ``rests(institution, kind)`` tells, of a path and a kind of purpose, whether such campaigns
        there wait for another hour; it is asked once of each pair.
        """
        turns = self.turns
        return turns_of(self.line.waiting, turns.institutions, turns.campaigns, rests)

    def served(self, path: str) -> None:
        """Note that the campaign at ``path`` has had its turn."""
        waiting = {waiting for waiting, *_ in self.line.waiting}
        if len(waiting) == 1 and self.turns.campaigns[-1:] == (path,):
            return  # nobody else waits: no need to write the order down
        institution = institution_of(path)
        others = {institution_of(other) for other in waiting} - {institution}
        campaigns = waiting - {path}
        turns = self.turns
        turns.institutions = (*(i for i in turns.institutions if i in others), institution)
        turns.campaigns = (*(c for c in turns.campaigns if c in campaigns), path)

    def trail_of(self, institution: str, make: Callable[[], Trail]) -> Trail:
        """The ``Trail`` of the institution of this name, made where there was none."""
        if self.trails is None:
            self.trails = OOBTree()
        if institution not in self.trails:
            self.trails[institution] = make()
        return self.trails[institution]

    def kept(self, name: str) -> "OOBTree[Any, Any]":
        """The tree of this name, made where there was none."""
        if getattr(self, name) is None:
            setattr(self, name, OOBTree())
        return getattr(self, name)

    def saw_reply(self, digest: str, at: int) -> int | None:
        """Remember that this reply came at ``at``; return when it came before, or ``None``."""
        seen = self.kept("replies_seen")
        before = seen.get(digest)
        seen[digest] = at
        return before

    def forget_replies_seen(self, before: int) -> None:
        """Forget what last came before ``before``."""
        seen, last = self.replies_seen or {}, self.last_replies or {}
        unanswered = self.unanswered or {}
        for digest in [digest for digest, at in seen.items() if at < before]:
            del seen[digest]
        for handset in [handset for handset, stored in last.items() if stored[0] < before]:
            del last[handset]
        for digest in [digest for digest in unanswered if digest not in seen]:
            del unanswered[digest]
