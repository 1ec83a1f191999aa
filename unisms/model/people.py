"""The people who may receive messages, found by uid or by number."""

import re
from collections.abc import Iterable, Iterator, Set
from itertools import chain, islice
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from unisms.model import digests, named
from unisms.model.folder import Folder
from unisms.model.refusals import GONE, HANDSET, Refusals
from unisms.sms.msisdn import beginnings
from unisms.sms.template import fold

SHOWN = 30  # people found by a search
DIGITS = 4  # of a number that a search must tell
_NUMBER = re.compile(r"[\d\s().·+/-]+")


class Subscriber(Persistent):
    """A person of an institution."""

    __name__ = ""
    __parent__: Any = None
    email = ""
    language = ""  # added 2026-12: of pages and mails; empty: the institution's
    consent_at = 0  # added 2026-12: when they last said yes to receiving messages, epoch seconds
    consented_to = 0  # added 2026-12: the number of the version of the conditions that was then
    opt_out_at = 0  # added 2026-12: when they last said no
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


class People(Folder[Subscriber]):
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

    def __init__(self) -> None:
        super().__init__()
        self._uids: OOBTree[str, tuple[str, ...]] = OOBTree()  # by msisdn
        self._words, self._names, self._emails = OOTreeSet(), OOTreeSet(), OOTreeSet()

    def add(self, name: str, child: Subscriber) -> Subscriber:
        super().add(name, child)
        self._list(child.msisdn, name)
        self._list_name(child)
        self._list_email(child)
        return child

    def remove(self, name: str) -> Subscriber:
        self._leave_number(self[name])
        self._unlist(self[name].msisdn, name)
        self._unlist_name(self[name])
        self._emails.discard(named.email_key(self[name]))
        if self._said and name in self._said:
            del self._said[name]
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
        subscriber.email = email
        self._list_email(subscriber)

    def index_names(self) -> None:
        """Make the indexes of names and of addresses anew."""
        self._words, self._names, self._emails = OOTreeSet(), OOTreeSet(), OOTreeSet()
        for subscriber in self.values():
            self._list_name(subscriber)
            self._list_email(subscriber)

    def _list_name(self, subscriber: Subscriber) -> None:
        self._words.update(named.words_of(subscriber))
        self._names.add(named.name_key(subscriber))

    def _unlist_name(self, subscriber: Subscriber) -> None:
        for word in named.words_of(subscriber):
            self._words.discard(word)
        self._names.discard(named.name_key(subscriber))

    def _list_email(self, subscriber: Subscriber) -> None:
        if subscriber.email:
            self._emails.add(named.email_key(subscriber))

    def by_name(
        self, among: Set[str] | None = None, after: str = "", begun: Iterable[str] = ()
    ) -> Iterator[str]:
        """Yield the uids of everybody, or of the set ``among``, in the French order of names, from
        whoever follows the uid ``after`` on. It is quicker if ``begun`` are the words searched."""
        if among is not None:
            return named.by_name(self, self._names, among, after, begun)
        start = named.name_key(self[after]) if after in self else ""
        return map(named.uid_of, self._names.keys(start, excludemin=True))

    def called(self, name: str) -> tuple[str, ...]:
        """The uids of those who have this name, its words in any order."""
        words = named.words_in(name)
        if len(words) < 2:
            return named.having(self._names, named.order(name))
        found = (self.with_word(f"{word} ") for word in words)
        return tuple(
            uid
            for uid in sorted(set.intersection(*found))
            if named.words_in(self[uid].name) == words
        )

    def with_email(self, address: str) -> tuple[str, ...]:
        """The uids of those who have this address."""
        return named.having(self._emails, address.casefold())

    def matching(self, text: str, *, by_number: bool = True) -> set[str]:
        """The uids of everybody whom ``search`` may find, as a set."""
        return self._named(text) | (set(self._numbered(text, None)) if by_number else set())

    def search(self, text: str, most: int = SHOWN, *, by_number: bool = True) -> list[str]:
        """Return the uids of the first ``most`` people, by name, whom ``text`` finds.

        Each word of ``text`` must begin a word of their name or uid. If it is a number, people
        whose number begins with it follow, unless told not ``by_number``.
        """
        numbered = self._numbered(text, most) if by_number else ()
        called = islice(self.by_name(self._named(text), begun=named.words_in(text)), most)
        return [*dict.fromkeys((*called, *numbered))][:most]

    def _named(self, text: str) -> set[str]:
        """Those with a word for each word."""
        found = None
        for word in sorted(named.WORD.findall(fold(text)), key=len, reverse=True):
            uids = self.with_word(word)
            found = uids if found is None else found & uids
        return found or set()

    def with_word(self, word: str) -> set[str]:
        """Return the set of uids with a word of name or uid that the folded ``word`` begins."""
        return {key.partition(" ")[2] for key in self._words.keys(word, f"{word}\uffff")}

    def _numbered(self, text: str, most: int | None) -> list[str]:
        """Return the first ``most``, or all, whose number begins so, with or without a code."""
        digits = "".join(filter(str.isdigit, text.replace("(0)", ""))).removeprefix("00")
        digits = digits.removeprefix("0")
        if not looks_like_number(text) or len(digits) < DIGITS:
            return []
        country = getattr(self.__parent__, "country", "FR")
        starts = beginnings(text, country)
        keys = (self._uids.values(start, f"{start}\uffff") for start in starts)
        return [*islice((uid for uids in chain.from_iterable(keys) for uid in uids), most)]

    def renumber(self, uid: str, msisdn: str) -> None:
        """Give the person called ``uid`` another number. A no stays theirs, and the former
        number's."""
        subscriber = self[uid]
        if msisdn != subscriber.msisdn:
            self._leave_number(subscriber)
        self._unlist(subscriber.msisdn, uid)
        subscriber.msisdn = msisdn
        self._list(msisdn, uid)

    def consents(self, uid: str, at: int, conditions: int) -> None:
        """The person called ``uid`` says yes to messages, and to this version of the conditions."""
        subscriber = self[uid]
        subscriber.consent_at, subscriber.consented_to = (
            max(at, subscriber.opt_out_at + 1),
            conditions,
        )
        self._remember(subscriber)
        if self._refusals and subscriber.msisdn:
            self._refusals.take_back(digests.of_number(self, subscriber.msisdn), uid)

    def opts_out(self, uid: str, at: int) -> None:
        """The person called ``uid`` says no, for themselves and for whoever else has their
        number, now or later."""
        subscriber = self[uid]
        subscriber.opt_out_at = max(at, subscriber.consent_at)
        self._remember(subscriber)
        self.keep_refusal(subscriber)

    def keep_refusal(self, subscriber: Subscriber) -> None:
        """Write down that the number of somebody who said no is not written to."""
        if subscriber.msisdn:
            digest = digests.to_keep(self, subscriber.msisdn)
            self.refusals.keep(digest, subscriber.__name__, subscriber.opt_out_at)

    def refuse_number(self, msisdn: str, at: int) -> None:
        """Note a no from the holder of this number, whom the directory does not know."""
        self.refusals.keep(digests.to_keep(self, msisdn), HANDSET, at)

    def allow_number(self, msisdn: str) -> None:
        """Such a no was none; those that people said stay."""
        if self.is_refused_by_handset(msisdn):
            self.refusals.take_back(digests.of_number(self, msisdn), HANDSET)

    def is_refused_by_handset(self, msisdn: str) -> bool:
        """Whether ``refuse_number`` was the last word about this number."""
        noes = self._refusals
        return bool(noes and msisdn and noes.has(digests.of_number(self, msisdn), HANDSET))

    @property
    def refusals(self) -> Refusals:
        if self._refusals is None:
            self._refusals = Refusals()
        return self._refusals

    def _leave_number(self, subscriber: Subscriber) -> None:
        """Somebody has this number no more: what they said of it stays, without them."""
        if subscriber.msisdn and subscriber.said == "no":
            digest = digests.to_keep(self, subscriber.msisdn)
            self.refusals.keep(digest, GONE, subscriber.opt_out_at)
            self.refusals.take_back(digest, subscriber.__name__)

    def _remember(self, subscriber: Subscriber) -> None:
        if self._said is None:
            self._said = OOBTree()
        self._said[subscriber.__name__] = subscriber.said

    def begin_refusals_anew(self) -> tuple[int, int]:
        """Write the noes down again under the key in use. Return how many are known, by the people
        who said them, and how many digests of the former key were dropped."""
        dropped, self._refusals = len(self._refusals or ()), None
        noes = [uid for uid, said in (self._said or {}).items() if said == "no" and uid in self]
        for uid in noes:
            self.keep_refusal(self[uid])
        return len(noes), dropped

    def said(self, msisdn: str) -> set[str]:
        """Return the words of all who have this number, or had it when they said no, as a set."""
        said = (
            {self._said.get(uid, "") for uid in self.with_number(msisdn)} if self._said else set()
        )
        return said | {"no"} if self.refused_at(msisdn) else said

    def refused_at(self, msisdn: str) -> int:
        """When somebody who has, or had, this number said no last, epoch seconds; 0 where nobody
        did."""
        if not self._refusals or not msisdn:
            return 0
        return self._refusals.at(digests.of_number(self, msisdn))

    def has_answers(self) -> bool:
        """Whether anybody said yes or no."""
        return bool(self._said) or bool(self._refusals)

    def forget_refusals(self, before: int) -> None:
        """Forget the numbers of which nobody said no since ``before`` (epoch seconds)."""
        if self._refusals:
            self._refusals.forget(before)

    def redate_refusals(self, latest: int, now: int) -> None:
        """Let noes that were said after ``latest`` have been said at ``now`` (epoch seconds)."""
        if self._refusals:
            self._refusals.redate(latest, now)

    def with_number(self, msisdn: str) -> tuple[str, ...]:
        """The uids of those who have this number."""
        return self._uids.get(msisdn, ())

    def _list(self, msisdn: str, uid: str) -> None:
        if msisdn:
            self._uids[msisdn] = (*self.with_number(msisdn), uid)

    def _unlist(self, msisdn: str, uid: str) -> None:
        rest = tuple(other for other in self.with_number(msisdn) if other != uid)
        if rest:
            self._uids[msisdn] = rest
        elif msisdn:
            del self._uids[msisdn]


def looks_like_number(text: str) -> bool:
    """Whether ``text`` is written as a phone number, or the beginning of one."""
    return _NUMBER.fullmatch(text) is not None
