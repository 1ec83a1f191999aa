"""Saved audiences."""

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent


class Group(Persistent):
    """People who are written to together, by uid."""

    __name__ = ""
    __parent__ = None

    def __init__(self, title, uids=()):
        self.title = title
        self.uids = OOTreeSet(uids)
