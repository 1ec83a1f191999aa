from typing import TypeVar

from BTrees.Interfaces import Tree

V = TypeVar("V")

class IOBTree(Tree[int, V]): ...
