"""The keys by which exports name accounts, campaigns, connections and themes: numbers for ever."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from BTrees.OIBTree import OIBTree
from persistent import Persistent

if TYPE_CHECKING:
    from unisms.model.root import Institution

ACCOUNT, CAMPAIGN, BROKER, THEME = KEPT_KINDS = ("account", "campaign", "broker", "theme")


class ExportKeys(Persistent):
    """The keys of an institution, from 1 on; a key is never another thing's.

    It stands apart from all that a message writes: whoever gives keys is in nobody's way.
    """

    def __init__(self) -> None:
        self._keys = OIBTree()  # "kind name" -> key; of connections their paths
        # kind -> the highest key that was given
        self._highest: OIBTree = OIBTree()

    def give(self, kind: str, names: Iterable[str]) -> None:
        """Give a key to each thing of a kind that has none."""
        for name in names:
            if f"{kind} {name}" not in self._keys:
                self._highest[kind] = self._keys[f"{kind} {name}"] = self.highest(kind) + 1

    def key(self, kind: str, name: str) -> int:
        """Return the key of the thing of this kind and name; 0: it has none."""
        return self._keys.get(f"{kind} {name}", 0)

    def of(self, kind: str) -> Iterator[tuple[str, int]]:
        """Yield pairs of a name and its key, of a kind."""
        for name, key in self._keys.items(f"{kind} ", f"{kind}!"):
            yield name.partition(" ")[2], key

    def highest(self, kind: str) -> int:
        """Return the highest key that was given to a kind, or 0."""
        return self._highest.get(kind, 0)

    def begin_after(self, highest: Mapping[str, int]) -> None:
        """Give no key up to the ``highest`` of each kind: files name other things by them.

        The store was brought back to before they were given.
        """
        for kind, key in highest.items():
            if key > self.highest(kind):
                self._highest[kind] = key


def of(institution: "Institution") -> ExportKeys:
    """Return the keys of an institution, made at the first."""
    if institution.export_keys is None:
        institution.export_keys = ExportKeys()
    return institution.export_keys
