"""The yes that some messages need before they leave: the rules, a yes that is awaited, absences.

ApprovalRules and absences are stored as bare tuples.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from unisms.model.acl import Ace, Allow, Permission, person_principal

if TYPE_CHECKING:
    from unisms.model.root import Institution

HOUR = 3600  # seconds

# The ends of a request for a yes.
APPROVED, REFUSED, SENT_BACK, WITHDRAWN, EXPIRED, CHANGED, UNFIT = ENDS = (
    "approved",
    "refused",
    "sent_back",
    "withdrawn",
    "expired",
    "changed",  # by now something else is frozen than was asked about
    "unfit",  # somebody said yes, and the message could not leave
)


class ApprovalRules(NamedTuple):
    """The messages that need a yes, of an institution or of one account; nothing needs none."""

    recipients: int = 0  #: people, from which on; 0: however many
    cost: int = 0  #: thousandths of a euro, from which on; 0: whatever it costs
    audiences: tuple = ()  #: pairs of a kind of audience and a name; an empty name is the kind
    by_role: bool = False  #: a role that sends without a yes is missing
    people: tuple = ()  #: uids of senders
    night: tuple = ()  #: (from, to) in minutes of the institution's day
    weekend: bool = False
    emergencies: bool = False  #: whether emergencies are asked about too
    approvers: tuple = ()  #: uids of those who are asked; empty: all whose role lets them decide


class Manner(NamedTuple):
    """The way in which an institution awaits a yes."""

    oneself: bool = False  #: whether somebody may approve their own message
    remind_after: int = 4  #: hours
    escalate_after: int = 8  #: hours, until those of the institution are asked as well
    expire_after: int = 72  #: hours
    sites: tuple = ()  #: the institution's own domains: links to others are unusual


class Absence(NamedTuple):
    """The days on which an approver is away, and who decides meanwhile."""

    since: str  #: the first day, as ``2026-11-30``
    until: str  #: the last day
    deputy: str = ""  #: a uid; empty: nobody decides in their place


class Decision(NamedTuple):
    """An answer to a request, or its end: the latest ones go with a new request."""

    at: int  #: epoch seconds
    uid: str  #: empty: the service itself
    end: str  #: any of ``ENDS``
    comment: str = ""
    code: str = ""  #: of the problem for which an approved message could not leave


class Approval(Persistent):
    """A request for somebody's yes, and what became of it."""

    ended_at = 0  # epoch seconds
    granted_at = 0  # epoch seconds; the yes, whether the message could leave or not
    reminded_at = 0  # epoch seconds
    escalated_at = 0  # epoch seconds
    nudged_at = 0  # epoch seconds: when the author had those asked reminded
    answers: tuple = ()  # of bare ``Decision``, of earlier requests too, the oldest first
    unusual: tuple = ()  # of pairs of a code and its detail
    sources: tuple = ()  # pairs of a group, or a line's file, and how many recipients it brought
    told: tuple = ()  # people and segments that the asker was told, if more than will leave

    def __init__(self, asked_at: int, by: str, digest: str) -> None:
        self.asked_at, self.by = asked_at, by  # the uid of the person who wants to send
        self.digest = digest  # of all that was frozen
        self.reasons: tuple = ()  # of pairs of a code and its detail
        self.asked: tuple[str, ...] = ()  # uids; those whom it was escalated to as well

    @property
    def last(self) -> Decision | None:
        """The latest answer, to this request or to an earlier one."""
        return Decision(*self.answers[-1]) if self.answers else None

    def end(self, answer: Decision) -> None:
        """Write down how this request ended."""
        self.ended_at = answer.at
        if answer.end in (APPROVED, UNFIT):
            self.granted_at = answer.at
        self.answers = (*self.answers, tuple(answer))[-10:]

    def forget_comments(self, uid: str) -> int:
        """Forget the comments of ``uid``; return how many there were."""
        told = [Decision(*answer) for answer in self.answers]
        found = sum(one.uid == uid and bool(one.comment) for one in told)
        if found:
            kept = (one._replace(comment="") if one.uid == uid else one for one in told)
            self.answers = tuple(tuple(one) for one in kept)
        return found

    def erase(self) -> None:
        """Forget comments and what was told of the message; who decided when stays."""
        self.digest, self.unusual, self.sources, self.reasons = "", (), (), ()
        self.answers = tuple((*answer[:3], "", *answer[4:]) for answer in self.answers)


class Awaited:
    """The part of a campaign that awaits a yes."""

    account: str
    approval: Approval | None = None  # added 2027-01: the latest request, made at the first

    @property
    def awaited(self) -> Approval:
        """The latest request for a yes.

        :raises LookupError: there never was one.
        """
        if self.approval is None:
            raise LookupError("nobody was asked")
        return self.approval

    def forget_asked(self) -> None:
        """Forget what was told of the message to those who were asked."""
        if self.approval is not None:
            self.approval.erase()

    @property
    def paid_at(self) -> str:
        """The place of its account, where roles may be given."""
        return f"accounts/{self.account}"

    def asked_aces(self, institution: "Institution") -> list[Ace]:
        """Let those who were asked open the page of the request, where a deputy has no role."""
        if self.approval is None:
            return []
        name, may = institution.__name__, (Permission.CAMPAIGN_APPROVE,)
        return [(Allow, person_principal(name, uid), may) for uid in self.approval.asked]


class Awaiting(Persistent):
    """The campaigns of an institution that await a yes, and the days when approvers are away."""

    def __init__(self) -> None:
        # name of a campaign -> when the sweep looks at it next, epoch seconds
        self._due: OOBTree[str, int] = OOBTree()
        self._absences: OOBTree[str, tuple] = OOBTree()  # uid -> bare ``Absence``

    def wait(self, name: str, due: int) -> None:
        """Let the sweep look at the campaign of this name at ``due`` (epoch seconds)."""
        if self._due.get(name) != due:
            self._due[name] = due

    def forget(self, name: str) -> None:
        """Await nothing more for the campaign of this name."""
        self._due.pop(name, None)

    def names(self) -> list[str]:
        """Return the names of the campaigns that await a yes, and of some that no longer do."""
        return list(self._due)

    def due(self, now: int) -> list[str]:
        """Return the names of those that are to be looked at, at ``now`` (epoch seconds)."""
        return [name for name, due in self._due.items() if due <= now]

    def look_again(self, now: int) -> None:
        """Have each of them looked at: who may decide has changed."""
        for name in self.names():
            self.wait(name, now)

    def absence(self, uid: str) -> Absence | None:
        """Return the ``Absence`` that somebody has noted, or ``None``."""
        stored = self._absences.get(uid)
        return Absence(*stored) if stored else None

    def note_absence(self, uid: str, absence: Absence | None) -> None:
        """Write an absence down; ``None``: there is none any more."""
        if absence is None:
            self._absences.pop(uid, None)
        else:
            self._absences[uid] = tuple(absence)

    def forget_person(self, uid: str) -> None:
        """Forget the absence of ``uid``, and for whom they decide: another one may be called so."""
        self.note_absence(uid, None)
        for absent, absence in list(self.absences()):
            if absence.deputy == uid:
                self.note_absence(absent, absence._replace(deputy=""))

    def absences(self) -> Iterator[tuple[str, Absence]]:
        """Yield the uid of each who has noted an absence, and the absence."""
        return ((uid, Absence(*stored)) for uid, stored in self._absences.items())
