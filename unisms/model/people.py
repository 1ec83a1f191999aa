"""The people who may receive messages, found by uid or by number."""

from collections.abc import Iterable
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from unisms.model import digests, named
from unisms.model.folder import Folder
from unisms.model.former import WithFormer
from unisms.model.moved import Moved
from unisms.model.paused import Paused
from unisms.model.proofs import WithProofs, latest
from unisms.model.recent import Marked, RecentChanges
from unisms.model.refusals import GONE, HANDSET, Refusals, WithRefusals
from unisms.model.reported import WithReports
from unisms.model.searched import Searched


class Subscriber(Persistent):
    """A person of an institution."""

    __name__ = ""
    __parent__: Any = None
    email = ""
    language = ""  # added 2026-12: of pages and mails; empty: the institution's
    consent_at = 0  # added 2026-12: when they last said yes to receiving messages, epoch seconds
    consented_to = 0  # added 2026-12: the number of the version of the conditions that was then
    opt_out_at = 0  # added 2026-12: when they last said no
    paused_until = 0  # added 2027-01: no message before, but emergencies; ``People.pauses``
    proven_at = 0  # added 2027-01: when a code proved that the number is theirs, epoch seconds
    found_in = ""  # added 2027-01: the attribute of a directory that the number came from
    confidence = ""  # added 2027-01: how sure that attribute is to hold their mobile number
    came_from = ""  # added 2027-01: the name of the directory that brought them; empty: none did
    # added 2027-01: (epoch seconds, status of RFC 3463): mails to the address came back for good
    mail_trouble: tuple = ()
    # added 2027-01: titles of the rolls, kept by files, that they stand in; none: added by hand
    rolls: tuple = ()
    # added 2027-01: pairs of a uid that they had, and until when, epoch seconds; ``People.move``
    called: tuple = ()
    last_change: tuple = ()  # (epoch seconds, uid)

    def __init__(self, name: str, msisdn: str = "", email: str = "") -> None:
        self.name = name
        self.msisdn = msisdn  # E.164, or empty: not known. ``People.renumber`` changes it.
        self.email = email

    @property
    def said(self) -> str:
        """Their last word about receiving messages: ``yes``, ``no``, or nothing."""
        if self.opt_out_at >= self.consent_at:
            return "no" if self.opt_out_at else ""
        return "yes"


class People(
    Paused,
    Moved,
    Searched,
    Marked,
    WithFormer,
    WithProofs,
    WithRefusals,
    WithReports,
    Folder[Subscriber],
):
    """An institution's subscribers by uid, indexed by number and by the words of their names."""

    # added 2026-12: "word uid" of every word of every name; made by ``index_names``
    _words: Any = None
    _names: Any = None  # added 2026-12: "name, tab, uid" of everybody, in the order of names
    # added 2026-12: "address, tab, uid" of those with one; by ``index_names`` too
    _emails: Any = None
    # added 2026-12: uid -> yes or no, of those who said it; made at the first
    _said: "OOBTree[str, str] | None" = None
    # added 2026-12: the numbers of those who said no, made at the first of them
    _refusals: Refusals | None = None
    # added 2027-01: uid -> tuple of bare proofs, made at the first
    _proofs: "OOBTree[str, tuple[tuple, ...]] | None" = None
    # added 2027-01: uid -> number, of those whom a code proved to have it; likewise
    _proven: "OOBTree[str, str] | None" = None
    # added 2027-01: uid -> paused_until, of those who paused; likewise
    _paused: "OOBTree[str, int] | None" = None
    # added 2027-01: uid -> the latest month told by mail, of those who want that; likewise
    _reports: "OOBTree[str, str] | None" = None
    # added 2027-01: uid -> pairs of the uid after it and when, of those who moved; likewise
    _moved: "OOBTree[str, tuple[tuple[str, int], ...]] | None" = None
    # added 2027-01: what may keep messages from whom since their lists were frozen; likewise
    recent: RecentChanges | None = None
    # added 2027-01: uid -> bare ``Former`` numbers, and digest of each -> uid; likewise
    _former: Any = None
    _former_of: Any = None

    def __init__(self) -> None:
        super().__init__()
        self._uids: OOBTree[str, tuple[str, ...]] = OOBTree()  # by msisdn
        self._words, self._names, self._emails = OOTreeSet(), OOTreeSet(), OOTreeSet()

    def add(self, name: str, child: Subscriber) -> Subscriber:
        super().add(name, child)
        self._take_former(child.msisdn)
        self._list(child.msisdn, name)
        self._list_name(child)
        self._list_email(child)
        return child

    def remove(self, name: str) -> Subscriber:
        self.mark(self[name].msisdn, name)
        self._leave_number(self[name])
        self._unlist(self[name].msisdn, name)
        self._unlist_name(self[name])
        self._emails.discard(named.email_key(self[name]))
        for answers in (self._said, self._proofs, self._paused, self._proven, self._reports):
            if answers and name in answers:
                del answers[name]
        self.forget_moves(name)
        self._move_former(name, "")
        if self.__parent__ is not None and self.__parent__.history is not None:
            self.__parent__.history.forget(name)
        return super().remove(name)

    def rename(self, uid: str, name: str) -> None:
        """Give the person called ``uid`` another name."""
        subscriber = self[uid]
        self._unlist_name(subscriber)
        subscriber.name = name
        self._list_name(subscriber)

    def readdress(self, uid: str, email: str) -> None:
        """Give the person called ``uid`` another e-mail address."""
        subscriber = self[uid]
        self._emails.discard(named.email_key(subscriber))
        if email != subscriber.email:
            subscriber.mail_trouble = ()
        subscriber.email = email
        self._list_email(subscriber)

    def is_proved_by_another(self, msisdn: str, uid: str) -> bool:
        """Whether somebody else than ``uid`` has this number, and has proved it by a code."""
        return any(self[one].proven_at for one in self.with_number(msisdn) if one != uid)

    def alone_with(self, msisdn: str) -> str:
        """Return the uid of the person who has a number alone, or alone has proved it; else ``""``.

        Numbers that are shared by mistake show nobody the messages of somebody else.
        """
        holders = self.with_number(msisdn)
        if len(holders) > 1:
            holders = tuple(one for one in holders if self[one].proven_at)
        return holders[0] if len(holders) == 1 else ""

    def renumber(self, uid: str, msisdn: str) -> None:
        """Give the person called ``uid`` another number; a no stays with both."""
        subscriber = self[uid]
        if msisdn != subscriber.msisdn:
            self._leave_number(subscriber)
            subscriber.proven_at, subscriber.found_in, subscriber.confidence = 0, "", ""
            if self._proven and uid in self._proven:
                del self._proven[uid]
            self.mark(subscriber.msisdn, uid)
            self.mark(msisdn)
        former, subscriber.msisdn = subscriber.msisdn, msisdn
        self._unlist(former, uid)
        self._take_former(msisdn)
        self._list(msisdn, uid)
        self._note_former(uid, former)

    def prove(self, uid: str, at: int) -> None:
        """A code has proved at ``at`` that the person called ``uid`` has their number."""
        if self._proven is None:
            self._proven = OOBTree()
        self[uid].proven_at, self._proven[uid] = at, self[uid].msisdn

    def proven(self, uid: str) -> str:
        """Return the number that a code proved to be that of this person; empty: none did."""
        return self._proven.get(uid, "") if self._proven else ""

    def move(self, uid: str, new: str, at: int) -> None:
        """Call the person known as ``uid`` by the uid ``new`` from ``at`` on (epoch seconds).

        Number, answers and proofs stay theirs.

        :raises NameTaken: somebody, or a page, is called so.
        """
        self.refuse_name(new)
        subscriber, refused = self[uid], self._refusals
        self.mark(subscriber.msisdn, uid)
        digest = digests.of_number(self, subscriber.msisdn) if refused and subscriber.msisdn else ""
        said, others = (self._said, self._proofs), (self._paused, self._proven, self._reports)
        answers: Iterable[Any] = (*said, *others)
        for known in filter(None, answers):
            if uid in known:
                known[new] = known.pop(uid)
        self._unlist(subscriber.msisdn, uid)
        self._unlist_name(subscriber)
        self._emails.discard(named.email_key(subscriber))
        self._move_former(uid, new)
        self.add(new, super().remove(uid))
        self.note_move(uid, new, at)
        if refused and digest and refused.has(digest, uid):
            refused.take_back(digest, uid)
            self.keep_refusal(subscriber)

    def consents(self, uid: str, at: int, conditions: int) -> None:
        """The person called ``uid`` says yes to messages, and to this version of the conditions."""
        subscriber = self[uid]
        subscriber.consent_at = max(at, subscriber.opt_out_at + 1)
        subscriber.consented_to = conditions
        self._refuse_no_more(subscriber)

    def takes_back(self, uid: str) -> None:
        """The person called ``uid`` takes back their last word; a yes before a no counts again."""
        subscriber = self[uid]
        self.mark(subscriber.msisdn, uid)
        if subscriber.said == "yes":
            subscriber.consent_at = subscriber.consented_to = 0
        subscriber.opt_out_at = 0
        self._refuse_no_more(subscriber)

    def _refuse_no_more(self, subscriber: Subscriber) -> None:
        self._remember(subscriber)
        if self._refusals and subscriber.msisdn:
            digest = digests.of_number(self, subscriber.msisdn)
            self._refusals.take_back(digest, subscriber.__name__)

    def opts_out(self, uid: str, at: int) -> None:
        """The person called ``uid`` says no, also for whoever else has their number."""
        subscriber = self[uid]
        subscriber.opt_out_at = max(at, subscriber.consent_at)
        self._remember(subscriber)
        self.keep_refusal(subscriber)

    def keep_refusal(self, subscriber: Subscriber) -> None:
        """Write down that the number of somebody who said no is not written to."""
        self.mark(subscriber.msisdn, subscriber.__name__)
        if subscriber.msisdn:
            digest = digests.to_keep(self, subscriber.msisdn)
            self.refusals.keep(digest, subscriber.__name__, subscriber.opt_out_at)

    def refuse_number(self, msisdn: str, at: int) -> None:
        """Note a no from the holder of this number, whom the directory does not know."""
        self.mark(msisdn)
        self.refusals.keep(digests.to_keep(self, msisdn), HANDSET, at)

    def allow_number(self, msisdn: str) -> None:
        """Such a no was none; those that people said stay."""
        if self.is_refused_by_handset(msisdn):
            self.refusals.take_back(digests.of_number(self, msisdn), HANDSET)

    def is_refused_by_handset(self, msisdn: str) -> bool:
        """Whether ``refuse_number`` was the last word about this number."""
        noes = self._refusals
        return bool(noes and msisdn and noes.has(digests.of_number(self, msisdn), HANDSET))

    def _leave_number(self, subscriber: Subscriber) -> None:
        """Somebody has this number no more: what they said of it stays, without them."""
        if subscriber.msisdn and subscriber.said == "no":
            digest = digests.to_keep(self, subscriber.msisdn)
            self.refusals.keep(digest, GONE, subscriber.opt_out_at)
            self.refusals.take_back(digest, subscriber.__name__)
        for _, theme in latest(self.proofs(subscriber.__name__)):
            if theme and theme in self.__parent__["themes"]:
                self.__parent__["themes"][theme].leave_number(subscriber)
        for noes in (getattr(self.__parent__, "senders", None) or {}).values():
            noes.leave_number(subscriber)

    def _remember(self, subscriber: Subscriber) -> None:
        if self._said is None:
            self._said = OOBTree()
        self._said[subscriber.__name__] = subscriber.said

    def begin_refusals_anew(self) -> tuple[int, int]:
        """Write the noes down again under the key in use. Return how many are known, by the people
        who said them, and how many digests of the former key were dropped."""
        dropped, self._refusals = len(self._refusals or ()), None
        self.drop_former()
        for _ in range(2):  # marks of the former key are of no use: all may have changed
            self.forget_recent()
        noes = [uid for uid, said in (self._said or {}).items() if said == "no" and uid in self]
        for uid in noes:
            self.keep_refusal(self[uid])
        return len(noes), dropped

    def word(self, uid: str) -> str:
        """The last word of the person called ``uid`` about messages: yes, no, or nothing."""
        return self._said.get(uid, "") if self._said else ""

    def said(self, msisdn: str) -> set[str]:
        """Return the words of all who have this number, or had it when they said no, as a set."""
        said = {self.word(uid) for uid in self.with_number(msisdn)} if self._said else set()
        return said | {"no"} if self.refused_at(msisdn) else said

    def has_answers(self) -> bool:
        """Whether anybody said yes or no, or has paused."""
        return bool(self._said) or bool(self._refusals) or self.has_pauses()
