"""Settings as somebody typed them, which are tried before they are saved."""

from persistent import Persistent


class Proposal(Persistent):
    """What would be saved; it is kept for an hour at most, and is its author's alone."""

    tested = ()  # (epoch seconds, whether it works, code, the adapter's words), once it is tried

    def __init__(self, place, by, at, draft, seen=""):
        self.place = place  # path of the record that it would change, or of the folder that it would be added to
        self.by = by  # uid
        self.test_asked = at  # epoch seconds
        self.draft = draft  # a record as it would be, in no folder; its secrets are those that were typed
        self.seen = seen  # what its author had seen of the record (web.forms)

    def made_with(self):
        """What an adapter is made with to try it."""
        return self.draft.made_with()
