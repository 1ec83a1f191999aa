"""Notes on single rows of a campaign: whom they are for, and which notice ends their text."""

from BTrees.IIBTree import IIBTree
from BTrees.IOBTree import IOBTree
from persistent import Persistent


class RowNotes(Persistent):
    """Facts of which most rows of a campaign have none."""

    def __init__(self):
        self._uids = IOBTree()  # number of a row -> uid, where the row's number does not tell it
        self._noticed = IIBTree()  # number of a row -> the place of its notice, from 1 on
        self.notices = ()  # texts

    def write(self, uids, notices, noticed):
        """Note pairs of a row's number and a uid; and of one and the place of a notice."""
        self._uids.update(uids)
        self._noticed.update(noticed)
        self.notices = notices

    def repeat(self, pairs):
        """Let rows have the notes of others: pairs of a number and the number of the other."""
        for tree in (self._uids, self._noticed):
            tree.update([(new, tree[old]) for new, old in pairs if old in tree])

    def uid(self, number):
        """Return the uid of row ``number``, or ``""``."""
        return self._uids.get(number, "")

    def notice(self, number):
        """Return the text that ends the message of row ``number``, or ``""``."""
        place = self._noticed.get(number, 0)
        return self.notices[place - 1] if place else ""

    def noticed(self):
        """Return the pairs of a row's number and the place of its notice."""
        return self._noticed.items()
