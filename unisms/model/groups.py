"""Saved audiences."""

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

from unisms.model.acl import granted


class Group(Persistent):
    """People who are written to together, by uid."""

    __name__ = ""
    __parent__ = None
    groups = ()  # added 2026-12: names of groups whose people are in it, too; before, none was
    last_change = ()  # (epoch seconds, uid)

    def __init__(self, title, uids=()):
        self.title = title
        self.uids = OOTreeSet(uids)

    @property
    def __acl__(self):
        return granted(self.__parent__.__parent__, f"groups/{self.__name__}")
