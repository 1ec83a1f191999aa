"""Once-only keys: which campaigns bore one, and whom they told, once their rows are erased.

While a campaign has its rows, these tell who was handed its message. Then the digests do.
"""

from collections.abc import Iterable, Iterator

from BTrees.OOBTree import OOBTree
from persistent import Persistent


class DigestTree(OOBTree):
    """Digests in no order, many to a record: a large campaign writes to most records."""

    max_leaf_size = 120


class OnceKey(Persistent):
    """A key of an institution, of which nobody shall get two messages."""

    def __init__(self) -> None:
        # pairs of the name of a campaign that was released with it, and when, epoch seconds
        self.campaigns: tuple[tuple[str, int], ...] = ()
        self.edition = 0  # how often digests came or went: who relies on this record conflicts
        # digest of a number or of a uid -> the day of the message, as days since 1970
        self._told: DigestTree = DigestTree()

    def add(self, name: str, at: int) -> None:
        """Note that the campaign called ``name`` was released at ``at`` (epoch seconds)."""
        others = (one for one in self.campaigns if one[0] != name)
        self.campaigns = (*others, (name, at))

    def keep(self, digests: Iterable[str], day: int) -> None:
        """Keep these digests of whoever was told on ``day``, or later."""
        told = self._told
        told.update([(one, max(day, told.get(one, 0))) for one in digests])
        self.edition += 1

    def has_told(self) -> bool:
        """Whether any digest is kept."""
        return bool(self._told)

    def is_told(self, digest: str) -> bool:
        return digest in self._told

    def told(self) -> Iterator[tuple[str, int]]:
        """Yield the pairs of a digest and its day."""
        yield from self._told.items()

    def day_of(self, digest: str) -> int:
        """Return the day that is kept with a digest, or 0: it is not kept."""
        return self._told.get(digest, 0)

    def forget(self, digests: Iterable[str]) -> int:
        """Forget these digests; return how many there were."""
        known = [one for one in digests if one in self._told]
        for one in known:
            del self._told[one]
        if known:
            self.edition += 1
        return len(known)

    def forget_before(self, day: int, at: int) -> None:
        """Forget digests of before ``day``, and campaigns of before ``at`` (epoch seconds)."""
        self.forget([one for one, kept in self._told.items() if kept < day])
        kept = tuple(one for one in self.campaigns if one[1] >= at)
        if kept != self.campaigns:
            self.campaigns = kept

    def drop(self) -> int:
        """Forget all digests, which were made under a key that is lost; return how many."""
        dropped = len(self._told)
        if dropped:
            self._told, self.edition = DigestTree(), self.edition + 1
        return dropped

    def __bool__(self) -> bool:
        return bool(self.campaigns) or bool(self._told)
