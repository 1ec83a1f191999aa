"""The keys by which people are found and ordered: of the indexes of their names and addresses."""

import re
from collections.abc import Iterable, Iterator, Set
from heapq import merge
from typing import TYPE_CHECKING

from unisms.sms.names import LIGATURES, fold

if TYPE_CHECKING:
    from BTrees.OOBTree import OOTreeSet

    from unisms.model.folder import Folder
    from unisms.model.people import Subscriber

    People = Folder[Subscriber]


WORD = re.compile(r"\w+")
TAB, LAST = "\t", "\U0010ffff"  # no name holds the first, and the second sorts behind every name
DENSE = 3  # times as many as there are people: so many, squared, are sought along the names of all


def words_of(subscriber: "Subscriber") -> set[str]:
    """The entries of the index of words: a word of the name or the uid, a space, the uid."""
    uid = subscriber.__name__
    return {f"{word} {uid}" for word in WORD.findall(fold(f"{subscriber.name} {uid}"))}


def words_in(name: str) -> list[str]:
    """The words of a name, sorted: which of them is the surname, nobody tells."""
    return sorted(WORD.findall(fold(name)))


def name_key(subscriber: "Subscriber") -> str:
    """The entry of the index of names."""
    return f"{order(subscriber.name)}{TAB}{subscriber.__name__}"


def email_key(subscriber: "Subscriber") -> str:
    """The entry of the index of addresses."""
    return f"{subscriber.email.casefold()}{TAB}{subscriber.__name__}"


def order(name: str) -> str:
    """A name as French sorts it: neither accents nor capitals count, and ``œ`` is ``oe``."""
    return fold(name).translate(LIGATURES)


def uid_of(key: str) -> str:
    """The uid at the end of an entry."""
    return key.rpartition(TAB)[2]


def having(index: "OOTreeSet[str]", words: str) -> tuple[str, ...]:
    """The uids of the entries of an index of names or addresses that are these words."""
    whole = f"{words}{TAB}"
    return tuple(map(uid_of, index.keys(whole, whole + LAST)))


def by_name(
    people: "People",
    index: "OOTreeSet[str]",
    among: Set[str],
    after: str,
    begun: Iterable[str] = (),
) -> Iterator[str]:
    """Yield the uids of the set ``among``, by name, from whoever follows ``after`` on.

    Those that nobody has come last.

    Of many, the index of everybody is walked along: for each that is found it takes as many steps
    as there are people for one of them. Of few, each record is read. ``begun`` are words by which
    they were found: many of the same first name stand together in the index, perhaps at its end.
    """
    start = _place(people, after) if after in among else ""
    together = _together(index, among, begun) if _are_many(people, among) else []
    rest = among - set(map(uid_of, together))
    if _are_many(people, rest):
        keys: Iterable[str] = (
            key for key in index.keys(start, excludemin=True) if uid_of(key) in among
        )
    else:
        keys = merge(together, sorted(name_key(people[uid]) for uid in rest if uid in people))
    yield from (uid_of(key) for key in keys if key > start)
    yield from sorted(uid for uid in among if uid not in people and _place(people, uid) > start)


def _are_many(people: "People", among: Set[str]) -> bool:
    return len(among) ** 2 > DENSE * len(people)


def _together(index: "OOTreeSet[str]", among: Set[str], begun: Iterable[str]) -> list[str]:
    """Return the entries of ``among`` whose name begins with one of these words, in order."""
    entries = (index.keys(order(word), order(word) + LAST) for word in begun)
    return sorted({key for keys in entries for key in keys if uid_of(key) in among})


def _place(people: "People", uid: str) -> str:
    """Return the key behind which somebody stands in the order of names."""
    return name_key(people[uid]) if uid in people else f"{LAST}{TAB}{uid}"
