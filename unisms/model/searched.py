"""The search of people: by the words of their names, their addresses and their numbers."""

import re
from collections.abc import Iterable, Iterator, Set
from itertools import chain, islice
from typing import TYPE_CHECKING

from BTrees.OOBTree import OOBTree, OOTreeSet

from unisms.model import named
from unisms.sms.msisdn import beginnings
from unisms.sms.template import fold

if TYPE_CHECKING:
    from unisms.model.folder import Folder
    from unisms.model.people import Subscriber

    Searchable = Folder[Subscriber]
else:
    Searchable = object  # the folder is ``People``

SHOWN = 30  # people found by a search
DIGITS = 4  # of a number that a search must tell
_NUMBER = re.compile(r"[\d\s().·+/-]+")


class Searched(Searchable):
    """The searches of ``People``, over the indexes that it keeps."""

    _words: "OOTreeSet[str]"
    _names: "OOTreeSet[str]"
    _emails: "OOTreeSet[str]"
    _uids: "OOBTree[str, tuple[str, ...]]"

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

    def index_names(self) -> None:
        """Make the indexes of names and of addresses anew."""
        self._words, self._names, self._emails = OOTreeSet(), OOTreeSet(), OOTreeSet()
        for subscriber in self.values():
            self._list_name(subscriber)
            self._list_email(subscriber)

    def _list_name(self, subscriber: "Subscriber") -> None:
        self._words.update(named.words_of(subscriber))
        self._names.add(named.name_key(subscriber))

    def _unlist_name(self, subscriber: "Subscriber") -> None:
        for word in named.words_of(subscriber):
            self._words.discard(word)
        self._names.discard(named.name_key(subscriber))

    def _list_email(self, subscriber: "Subscriber") -> None:
        if subscriber.email:
            self._emails.add(named.email_key(subscriber))

    def with_number(self, msisdn: str) -> tuple[str, ...]:
        """The uids of those who have this number."""
        return self._uids.get(msisdn, ())

    def numbers(self) -> Iterable[str]:
        """Return every number that somebody has, in their order, lazily."""
        return self._uids.keys()

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
