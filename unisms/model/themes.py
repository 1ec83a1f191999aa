"""Themes: the subjects to which people subscribe, with their members and what they chose."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from unisms.model import digests
from unisms.model.acl import Ace, Allow, Permission, granted, person_principal
from unisms.model.conditions import Conditions
from unisms.model.people import People, Subscriber
from unisms.model.proofs import PAGE
from unisms.model.refusals import GONE, HANDSET, Refusals, WithRefusals
from unisms.sms.purposes import PARTNER, THEME

ANYONE, GROUP, APPROVAL = JOINING = ("anyone", "group", "approval")  # by whom it may be joined
ENGLISH = "\n\n[English]\n\n"  # stands between the two languages of a wording
#: the permissions of a theme's owner on it
OWNER = (Permission.THEME_MANAGE,)


class Member(NamedTuple):
    """The membership of a person, as code reads it; stored as a bare tuple."""

    since: int  #: epoch seconds
    #: of each criterion by which they chose its title, and the chosen values; none: all messages
    choices: Sequence[tuple[str, Sequence[str]]] = ()
    version: int = 0  #: the number of the wording that they read; 0: none
    source: str = PAGE  #: of ``model.proofs.SOURCES``


class Theme(WithRefusals, Persistent):
    """A subject of messages: how it is told, who may join, and who has."""

    __name__ = ""
    __parent__: Any = None
    kind = THEME  # or a partner's: of ``sms.purposes.OF_THEMES``
    title_en = about = about_en = ""
    owner = ""  # a uid
    account = ""  # the name of the account that pays; empty: whichever the sender chooses
    joining = ANYONE
    group = ""  # the name of the group whose people may join, where ``joining`` is ``GROUP``
    # the filter of a subscriber: pairs of a title, and the values among which they choose
    criteria: tuple = ()
    notice = ""  # ends the first message to each member; empty: one that is made of the title
    # whether its messages end with a link to leave; ``None``: those of a partner do
    leaving_link: bool | None = None
    archived = False  # nobody joins any more, and nothing is sent
    created_at = 0
    last_change: tuple = ()  # (epoch seconds, uid)
    # names of people who may write to it, beside its owner: of a group
    writers = ""
    # of those who left: their numbers, made at the first
    _refusals: Refusals | None = None

    def __init__(self, title: str, owner: str = "", created_at: int = 0) -> None:
        self.title = title  # in French
        self.owner, self.created_at = owner, created_at
        self.wordings = Conditions()  # versions of the text beside the box that one ticks
        self._members: OOBTree[str, tuple] = OOBTree()  # uid -> Member as a bare tuple
        self._size = Length()  # how many there are
        # uid -> likewise, of those who wait for a decision
        self._asked: OOBTree[str, tuple] = OOBTree()
        self._left: OOBTree[str, int] = OOBTree()  # uid -> when they left, epoch seconds
        # uids of members who had a message that says how to leave
        self._met: OOTreeSet[str] = OOTreeSet()
        # day, as 2027-01-12 -> how many have joined, and left
        self._days: OOBTree[str, tuple[int, int]] = OOBTree()

    @property
    def __acl__(self) -> list[Ace]:
        institution = self.__parent__.__parent__
        own = (Allow, person_principal(institution.__name__, self.owner), OWNER)
        return [*([own] if self.owner else ()), *granted(institution)]

    @property
    def adds_link(self) -> bool:
        """Whether its messages end with a link to leave, whatever their author wants."""
        return self.kind == PARTNER if self.leaving_link is None else self.leaving_link

    def told(self, language: str) -> tuple[str, str]:
        """Return its title and its description in this language, or else in French."""
        english = language == "en"
        return (english and self.title_en) or self.title, (english and self.about_en) or self.about

    def worded(self, language: str, number: int | None = None) -> str:
        """Return the text beside the box, of this version or of the one that counts."""
        version = self.wordings.version(self.wordings.number if number is None else number)
        french, _, english = (version.text if version else "").partition(ENGLISH)
        return (language == "en" and english) or french

    def join(self, uid: str, member: Member, day: str) -> None:
        """Let ``uid`` be a ``Member`` from now on, or change what they chose."""
        if uid not in self._members:
            self._count(day, 1, 0)
        self._members[uid] = tuple(member)
        self._asked.pop(uid, None)
        self._left.pop(uid, None)

    def ask(self, uid: str, member: Member) -> None:
        """Let ``uid`` wait for a decision, to become this ``Member``."""
        self._asked[uid] = tuple(member)

    def decline(self, uid: str) -> None:
        """Let ``uid`` wait no longer."""
        self._asked.pop(uid, None)

    def leave(self, uid: str, at: int, day: str) -> None:
        """Let ``uid``, who may be no member, have no message of this theme."""
        self._mark(uid)
        if self._members.pop(uid, None) is not None:
            self._count(day, 0, 1)
        self._asked.pop(uid, None)
        self._met.discard(uid)
        self._left[uid] = at

    def unleave(self, uid: str) -> None:
        """Take it back that ``uid``, who was no member, has left."""
        self._left.pop(uid, None)

    def forget(self, uid: str, day: str) -> None:
        """Know ``uid`` no more; that their number is not written to stays (``leave_number``)."""
        self._mark(uid)
        if self._members.pop(uid, None) is not None:
            self._count(day, 0, 1)
        self._asked.pop(uid, None)
        self._left.pop(uid, None)
        self._met.discard(uid)

    def move(self, uid: str, new: str) -> None:
        """Call the person known as ``uid`` by the uid ``new``; what they chose stays theirs."""
        self._mark(uid)
        answers: Iterable[OOBTree[str, Any]] = (self._members, self._asked, self._left)
        for known in answers:
            if uid in known:
                known[new] = known.pop(uid)
        if uid in self._met:
            self._met.remove(uid)
            self._met.add(new)
        if self.owner == uid:
            self.owner = new

    def leave_number(self, subscriber: Subscriber) -> None:
        """Somebody has their number no more: that they left stays with it, without them."""
        at = self._left.get(subscriber.__name__, 0)
        if at and subscriber.msisdn:
            self.refusals.keep(digests.to_keep(self, subscriber.msisdn), GONE, at)

    def refuse_number(self, msisdn: str, at: int) -> None:
        """Note that the holder of this number, whom the directory does not know, has left."""
        self._people.mark(msisdn)
        self.refusals.keep(digests.to_keep(self, msisdn), HANDSET, at)

    def drop_refusals(self) -> int:
        """Forget the numbers of those who left; return how many."""
        dropped, self._refusals = len(self._refusals or ()), None
        return dropped

    def member(self, uid: str) -> Member | None:
        """Return the ``Member`` that ``uid`` is, or ``None``."""
        stored = self._members.get(uid)
        return Member(*stored) if stored else None

    def has_member(self, uid: str) -> bool:
        """Whether ``uid`` is a member."""
        return uid in self._members

    def members(self) -> Iterable[tuple[str, tuple]]:
        """Return the pairs of uid and stored ``Member``, in the order of uids, lazily."""
        return self._members.items()

    def asked(self) -> Iterable[tuple[str, tuple]]:
        """Return the pairs of uid and stored ``Member`` of those who wait for a decision."""
        return self._asked.items()

    def has_asked(self, uid: str) -> bool:
        """Whether ``uid`` waits for a decision."""
        return uid in self._asked

    def left_at(self, uid: str) -> int:
        """When ``uid`` left, epoch seconds; 0 where they did not."""
        return self._left.get(uid, 0)

    def has_noes(self) -> bool:
        """Whether anybody has left."""
        return bool(self._left) or bool(self._refusals)

    def has_met(self, uid: str) -> bool:
        """Whether a message has said to the member ``uid`` who writes, and how to leave."""
        return uid in self._met

    def meet(self, uids: Iterable[str]) -> None:
        """Note that a message has said so to these people."""
        self._met.update(uids)

    def days(self) -> Iterable[tuple[str, tuple[int, int]]]:
        """Return the pairs of a day and how many joined and left on it, the first day first."""
        return self._days.items()

    @property
    def _people(self) -> People:
        people: People = self.__parent__.__parent__["people"]
        return people

    def _mark(self, uid: str) -> None:
        """Note for lists that were frozen before that ``uid`` is no member any more."""
        known = self._people.get(uid)
        self._people.mark(known.msisdn if known else "", uid)

    def _count(self, day: str, joined: int, left: int) -> None:
        before = self._days.get(day, (0, 0))
        self._days[day] = (before[0] + joined, before[1] + left)
        self._size.change(joined - left)

    def __len__(self) -> int:
        """Return how many members there are."""
        return self._size()

    def __bool__(self) -> bool:
        return True
