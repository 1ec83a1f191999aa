"""A campaign: one text to one audience, its frozen rows, and how far the hand-over has come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from BTrees.IIBTree import IIBTree
from persistent import Persistent

from unisms.model.acl import AUTHOR, Ace, Allow, granted, person_principal
from unisms.model.approvals import Awaited
from unisms.model.campaign_lines import Event, Listed
from unisms.model.carriers import Carried
from unisms.model.dated import Dated
from unisms.model.folder import path_of
from unisms.model.kinds import kinds_behind
from unisms.model.mail_copies import Copied
from unisms.model.narrowed import Narrowed
from unisms.model.packed import RowTree, pack_all, unpack
from unisms.model.root import institution_of
from unisms.model.row_notes import Annotated, RowNotes
from unisms.model.rows import STATE, MessageRow, bare, known
from unisms.model.timings import Timed
from unisms.model.wordings import Worded
from unisms.sms import states
from unisms.sms.names import words


class WrongState(Exception):
    """The campaign is not in a state where this can be done; the message is its state."""


class WrongStep(WrongState):
    """The present state of a campaign or a row may not be followed by that one (``sms.states``)."""


MARK, RECENT = 4, 60  # seconds


class Handover(Persistent):
    """The part of a campaign that every claim rewrites, apart from its text and its rows."""

    cursor = 1  # the first number never claimed
    claims: tuple = ()
    returned: tuple = ()  # numbers given back to the line: certainly not taken
    taken = 0  # added 2026-12: messages claimed so far; campaigns before show their average speed
    # added 2026-12: whether some message was uncertain once; before then, only its page tells
    doubtful = False
    marks: tuple = ()  # of (epoch seconds, ``taken`` then), some seconds apart, of the last minute
    spread: tuple = ()  # added 2027-01: (epoch seconds, ``taken`` then) that its pace counts from

    def took(self, count: int, now: int) -> None:
        """``count`` more are claimed; it is remembered for the speed."""
        # A mark of the future is from before a clock was set back.
        if not self.marks or not 0 <= now - self.marks[-1][0] < MARK:
            self.marks = (*self._recent(now), (now, self.taken))
        self.taken += count

    def speed(self, now: int) -> float:
        """Messages claimed per second in the last minute."""
        at, taken = next(self._recent(now), (now, self.taken))
        return (self.taken - taken) / max(1, now - at)

    def _recent(self, now: int) -> Iterator[tuple[int, int]]:
        return (mark for mark in self.marks if now - RECENT < mark[0] <= now)


class Campaign(Annotated, Awaited, Carried, Copied, Dated, Narrowed, Timed, Worded, Persistent):
    """A text to an audience, from draft to closed."""

    __name__ = ""
    __parent__: Any = None
    state = states.DRAFT
    title = ""
    text = ""
    sender_id = ""
    account = ""  # a name in the institution's accounts
    connection = ""  # the path of the broker connection
    audience: tuple = ()  # of (kind, name), the kinds as announced (model.kinds)
    urgent = False
    purpose: tuple = ()  # added 2027-01: a bare ``sms.purposes.Purpose``; empty: service
    reason = ""  # added 2027-01: why it is an emergency
    on_doubt = "hold"  # uncertain messages: "hold" for a person's decision, or "resend"
    plain_values = False  # whether values are simplified too; before 2026-12 they never were
    leaving_link = False  # added 2027-01: whether its messages end with a link to leave
    # added 2027-01: whether replies go to its author by mail; ``None``: as the institution says
    replies_mailed: bool | None = None
    summary_mailed: bool | None = None  # added 2027-01: of its end; ``None``: if it is for many
    link_number = 0  # added 2027-01: by which links name it; 0: none does
    ending = ""  # added 2027-01: the end of its messages, before the token of each
    wording: tuple = ()  # added 2027-01: a bare ``Wording``, where more than a text was composed
    columns: tuple = ()  # names of the values that personalise the text
    check: tuple = ()  # the counts of the freeze, as pairs
    agreed: tuple = ()  # added 2026-12: the Terms of its check; some of before have none
    trial = False  # added 2026-12: whether it tells its author what one recipient reads
    origin = ""  # added 2027-01: of ``sms.origins``; empty: a page
    errand: tuple = ()  # added 2027-01: a bare ``Errand``, where the service sends it by itself
    _carriers: tuple = ()  # added 2027-01: paths of the connections that carried its rows
    row_notes: RowNotes | None = None  # added 2027-01: where some row has one
    braked: tuple = ()  # added 2027-01: a bare ``Braked``, where it paused by itself
    judged: tuple = ()  # added 2027-01: by what its rows were judged; empty: not known
    _second_tries: IIBTree | None = None  # added 2026-12: number of a row -> of what it repeats
    problem = ""  # why preparing failed, as a code for the page
    tally: tuple = ()  # messages by end, frozen at closing, as pairs
    created_at = sent_at = ended_at = closed_at = 0
    erased_at = 0  # added 2026-12: when text, numbers and names were erased; before, none were

    def __init__(self, author: str, created_at: int) -> None:
        self.author = author  # a uid of this institution
        self.created_at = created_at
        self.handover = Handover()
        self.history: tuple = ()
        self.clear_rows()

    @property
    def __acl__(self) -> list[Ace]:
        institution = institution_of(self)
        own = (Allow, person_principal(institution.__name__, self.author), AUTHOR)
        return [own, *self.asked_aces(institution), *granted(institution, self.paid_at)]

    @property
    def path(self) -> str:
        return path_of(self)

    def become(self, state: str) -> None:
        """Go on to ``state``. Its folder knows whether a worker must see to it.

        :raises WrongStep: ``state`` may not follow the present one.
        """
        if state != self.state and not states.may_follow(self.state, state):
            raise WrongStep(self.state)
        self.state = state
        if self.__parent__ is not None:
            self.__parent__.let_wait(self.__name__, state == states.PREPARING)
            self.__parent__.let_leave(self.__name__, self.due_in(state))
        self.list_anew()

    def list_anew(self) -> None:
        """Let its folder tell what it is now; where it was changed by more than ``become``."""
        if self.__parent__ is not None:
            self.__parent__.list(self.__name__, self.listed)

    @property
    def listed(self) -> Listed:
        """The ``Listed`` of what it is now."""
        found = sorted({*words(" ".join((self.title, *self.texts)))})
        known = kinds_behind(self) if self.audience else {}
        places = tuple(f"{kind}:{name}" for kind, name in self.audience if known[kind].is_listed)
        told = "".join(f" {word}" for word in found)
        at = self.sent_at or self.created_at
        return Listed(self.author, self.account, self.state, at, told, places)

    def remember(self, at: int, by: str, verb: str, detail: str = "") -> None:
        """Add a line to the history."""
        self.history = (*self.history, tuple(Event(at, by, verb, detail)))

    def events(self) -> list[Event]:
        return [Event(*stored) for stored in self.history]

    def clear_rows(self) -> None:
        """Forget the frozen audience: the campaign goes back to its draft."""
        self._rows = RowTree()  # number -> MessageRow as a bare tuple
        self._values = RowTree()  # number -> who, source, values… packed, written once at freeze
        self._carriers, self.judged, self.ending = (), (), ""
        self.waves, self.left_out, self.copies = (), None, None
        if self._second_tries is not None:
            self._second_tries = None
        if self.row_notes is not None:
            self.row_notes = None

    @property
    def has_begun(self) -> bool:
        """Whether some message of it was taken out of the queue, ever."""
        return self.handover.cursor > 1 or self.handover.taken > 0

    @property
    def has_unclaimed(self) -> bool:
        """Whether some row of it is still to be taken out of the queue, or was given back."""
        return bool(self.handover.returned) or self.handover.cursor <= self.last_number()

    def erase(self, at: int, title: str | None = None) -> None:
        """Forget the recipients and the text; the end of the messages, and their cost, stay.

        ``title`` takes the place of its own.
        """
        self.clear_rows()
        self.text, self.audience, self.columns, self.problem, self.reason = "", (), (), "", ""
        self.minus = self.wording = self.mail_copy = ()
        titled = "long_values"  # tells titles of columns
        self.check = tuple(figure for figure in self.check if figure[0] != titled)
        self.title, self.erased_at = self.title if title is None else title, at
        self.forget_asked()
        self.list_anew()

    def freeze(
        self, rows: Iterable[tuple[int, tuple]], values: Sequence[tuple[int, Sequence[str]]]
    ) -> int:
        """Write the audience down: pairs ``(number, row)``, in order of number.

        Rows are ``MessageRow``s or, where there are many, as the store keeps them. Return how many
        characters the values are.
        """
        self._rows.update([(n, bare(row) if type(row) is MessageRow else row) for n, row in rows])
        packed = pack_all([of_row for _, of_row in values])
        self._values.update([*zip([number for number, _ in values], packed, strict=True)])
        return sum(map(len, packed))

    def repeat(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Note second tries: pairs of a row's number and of the row's that it repeats."""
        if self._second_tries is None:
            self._second_tries = IIBTree()
        self._second_tries.update(pairs)
        if self.row_notes is not None:
            self.row_notes.repeat(pairs)

    def repeated(self, number: int) -> int:
        """Return the number of the uncertain row that row ``number`` repeats, or 0."""
        return self._second_tries.get(number, 0) if self._second_tries is not None else 0

    @property
    def second_tries(self) -> int:
        """How many of its rows repeat another one."""
        return len(self._second_tries) if self._second_tries is not None else 0

    def row(self, number: int) -> MessageRow:
        return known(self._rows[number])

    def write(self, number: int, row: tuple) -> None:
        """Write down what has become of row ``number``, as ``write_all`` does of many."""
        self.write_all({number: bare(row)})

    def write_all(self, changed: Mapping[int, tuple]) -> None:
        """Write down what has become of rows: ``{number: row as the store keeps it}``.

        :raises WrongStep: the state of one may not follow its present one.
        """
        rows, after = self._rows, states.AFTER  # asked once for a batch
        for number, row in changed.items():
            old, new = rows[number][STATE], row[STATE]
            if new not in after[old] and new != old:
                raise WrongStep(old)
        rows.update(changed)

    def take_back(self, number: int, row: MessageRow) -> None:
        """Write down that row ``number`` was refused for a reason that is not its own.

        :raises WrongStep: it was not refused, or its state may not follow that.
        """
        if not states.may_be_taken_back(state := self._rows[number][STATE], row.state):
            raise WrongStep(state)
        self._rows[number] = bare(row)

    def stored_rows(self, first: int | None = None) -> Iterable[tuple[int, tuple]]:
        """Pairs of number and stored tuple, from number ``first``: for loops that must be quick."""
        return self._rows.items(first)

    def stored_row(self, number: int) -> tuple:
        return self._rows[number]

    def find_row(self, number: int) -> tuple | None:
        """Return the stored row of this number, or ``None``: outsiders may name any number."""
        return self._rows[number] if number in self._rows else None  # noqa: SIM401 (half the time)

    def values(self, number: int) -> tuple[str, ...]:
        """``(who, source, values…)`` of one row."""
        return unpack(self._values[number])

    def rewrite_values(self, number: int, values: Sequence[str]) -> None:
        """Let one row have other values than were frozen."""
        self._values.update([(number, pack_all([values])[0])])

    def stored_values(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        return ((number, unpack(packed)) for number, packed in self._values.items())

    def has_rows(self) -> bool:
        return bool(self._rows)

    def last_number(self) -> int:
        return self._rows.maxKey() if self._rows else 0

    def counted(self, name: str, default: Any = 0) -> Any:
        """A figure of the check."""
        return dict(self.check).get(name, default)
