"""The people who may receive messages, found by uid or by number."""

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from unisms.model.folder import Folder


class Subscriber(Persistent):
    """One person of one institution."""

    __name__ = ""
    __parent__ = None
    email = ""

    def __init__(self, name, msisdn="", email=""):
        self.name = name
        self.msisdn = msisdn  # E.164, or empty when none is known; change it through ``People.renumber``
        self.email = email


class People(Folder):
    """The subscribers of an institution, by uid, with who has a number."""

    def __init__(self):
        super().__init__()
        self._uids = OOBTree()  # msisdn -> tuple of uids

    def add(self, name, child):
        super().add(name, child)
        self._list(child.msisdn, name)
        return child

    def remove(self, name):
        self._unlist(self[name].msisdn, name)
        return super().remove(name)

    def renumber(self, uid, msisdn):
        """Give the person called ``uid`` another number."""
        subscriber = self[uid]
        self._unlist(subscriber.msisdn, uid)
        subscriber.msisdn = msisdn
        self._list(msisdn, uid)

    def with_number(self, msisdn):
        """The uids of those who have this number."""
        return self._uids.get(msisdn, ())

    def _list(self, msisdn, uid):
        if msisdn:
            self._uids[msisdn] = (*self.with_number(msisdn), uid)

    def _unlist(self, msisdn, uid):
        rest = tuple(other for other in self.with_number(msisdn) if other != uid)
        if rest:
            self._uids[msisdn] = rest
        elif msisdn:
            del self._uids[msisdn]
