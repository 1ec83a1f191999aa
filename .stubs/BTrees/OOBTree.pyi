from typing import TypeVar

from BTrees.Interfaces import Tree, TreeSet

K = TypeVar("K")
V = TypeVar("V")

class OOBTree(Tree[K, V]): ...
class OOTreeSet(TreeSet[K]): ...
